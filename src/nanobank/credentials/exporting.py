"""All that keeps an institution's credentials checkable without this site, as files that any web server can serve.

Nothing of it is personal: did document, keys' public halves and status lists. The credentials themselves are their
holders', and are not here (ADR 0051).
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string

from nanobank.credentials import bridge
from nanobank.credentials.addresses import did_of
from nanobank.credentials.models import IssuerKey, IssuerKeyQuerySet, StatusList
from nanobank.credentials.own_documents import did_document_of
from nanobank.credentials.tokens.published import token_list_of, type_metadata
from nanobank.organisations.models import Organisation

_AS_GOOD_AS_FOR_EVER: Final = timedelta(days=36_525)
"""A Token Status List must say when it expires: a hundred years."""

_WORDS: Final = ("LAES-MIG.txt", "README.txt", "nginx.conf", "Caddyfile")


def files_of(organisation: Organisation, *, now: datetime) -> Iterator[tuple[str, bytes]]:
    """Every file with its path under the root of the web server, the sums of all the others last."""
    sums = []
    for path, content in _files(organisation, now):
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {path}")
        yield path, content
    yield "SHA256SUMS", ("\n".join(sums) + "\n").encode()


def zip_of(organisation: Organisation, *, now: datetime) -> bytes:
    """The same files in one ZIP file, in a folder with the institution's name."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for path, content in files_of(organisation, now=now):
            archive.writestr(f"{organisation.slug}/{path}", content)
    return packed.getvalue()


def _files(organisation: Organisation, now: datetime) -> Iterator[tuple[str, bytes]]:
    site = urlsplit(settings.BASE_URL)
    keys = IssuerKey.objects.of(organisation)
    lists = StatusList.objects.filter(organisation=organisation).order_by("pk")
    did_document = did_document_of(organisation.slug)
    if did_document is not None:
        yield f"udbydere/{organisation.slug}/did.json", did_document.encode()
    for status_list in lists.only("uuid", "signed").iterator(chunk_size=20):
        yield f"status/{status_list.uuid}", status_list.signed.encode()
    for uuid in lists.values_list("uuid", flat=True):
        token_list = token_list_of(uuid, now=now, life=_AS_GOOD_AS_FOR_EVER)
        if token_list is not None:
            yield f"status-token/{uuid}", token_list.encode()
    yield "ns/mikroeksamensbevis", type_metadata()
    yield "ns/v1", bridge.own_vocabulary().encode()
    yield "noegler.json", _public_halves(organisation, keys).encode()
    told = {
        "organisation": organisation,
        "did": did_of(organisation),
        "host": site.netloc,
        "root": settings.BASE_URL,
        "vocabulary": bridge.NANOBANKEN_V1,
        "lists": lists.count(),
        "now": now,
    }
    for name in _WORDS:
        yield name, render_to_string(f"credentials/export/{name}", told).encode()


def _public_halves(organisation: Organisation, keys: IssuerKeyQuerySet) -> str:
    did = did_of(organisation)
    said = [
        {
            "id": f"{did}#{key.public_key_multibase}",
            "algorithm": key.algorithm,
            "publicKeyMultibase": key.public_key_multibase,
            "from": key.created_at.isoformat(),
            "until": key.retired_at.isoformat() if key.retired_at else None,
            "compromisedFrom": key.compromised_at.isoformat() if key.compromised_at else None,
        }
        for key in keys
    ]
    return json.dumps(said, indent=2) + "\n"
