"""A token is pasted, a picture is uploaded, a link leads to either: *Kontrollér et bevis* judges them all alike."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.signing.test_baked import SVG, png
from factories_credentials import make_credential, make_secretary
from nanobank.credentials.models import Algorithm, Credential
from nanobank.credentials.services import revoke, signing_key
from nanobank.credentials.tokens import as_sd_jwt, as_vc_jwt
from nanocore.signing import bake_png, bake_svg, disclose

pytestmark = pytest.mark.django_db

FORMS = ["vc-jwt", "sd-jwt", "png", "svg"]


def in_form(credential: Credential, form: str) -> bytes:
    """The credential in one of its forms."""
    key = signing_key(credential.issuer, now=timezone.now(), algorithm=Algorithm.ES256)
    if form == "sd-jwt":
        return as_sd_jwt(credential, key=key, now=timezone.now()).encode()
    token = as_vc_jwt(credential, key=key, now=timezone.now())
    if form == "png":
        return bake_png(png(), token)
    return bake_svg(SVG.encode(), credential.document) if form == "svg" else token.encode()


def outcome(client: Client, given: bytes) -> dict[str, Any]:
    answer = client.post("/api/v1/check", {"document": given.decode()}, content_type="application/json")
    found: dict[str, Any] = answer.json()
    return found


def uploaded(client: Client, given: bytes) -> str:
    file = SimpleUploadedFile("bevis", given)
    return client.post("/kontroller/", {"file": file, "link": "", "document": ""}).content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_an_uploaded_file_of_any_form_is_judged(client: Client, form: str) -> None:
    credential = make_credential()
    page = uploaded(client, in_form(credential, form))
    assert "Beviset er ægte" in page
    assert credential.person.name in page
    revoke(credential=credential, reason="Givet ved en fejl.", by=make_secretary(credential.issuer), now=timezone.now())
    cache.clear()  # the list for tokens is kept for some seconds
    assert "Beviset gælder ikke længere" in uploaded(client, in_form(credential, form))


@pytest.mark.parametrize("form", FORMS)
def test_the_api_takes_any_form_as_the_whole_body(client: Client, form: str) -> None:
    given = in_form(make_credential(), form)
    kind = {"png": "image/png", "svg": "image/svg+xml"}.get(form, f"application/{form}")
    assert client.post("/api/v1/check", given, content_type=kind).json()["outcome"] == "genuine"


@pytest.mark.parametrize("form", ["vc-jwt", "sd-jwt"])
def test_a_pasted_token_is_judged_and_so_is_one_sent_to_the_api(client: Client, form: str) -> None:
    token = in_form(make_credential(), form)
    page = client.post("/kontroller/", {"document": f"\n {token.decode()} \n", "link": ""}).content.decode()
    assert "Beviset er ægte" in page
    assert outcome(client, token)["outcome"] == "genuine"
    changed = token.replace(token[40:42], b"__", 1)
    assert outcome(client, changed)["outcome"] != "genuine"


def test_what_the_holder_kept_back_is_not_shown(client: Client) -> None:
    credential = make_credential()
    token = in_form(credential, "sd-jwt").decode()
    assert credential.person.name in uploaded(client, token.encode())
    page = uploaded(client, disclose(token, ["grade"]).encode())
    assert "Beviset er ægte" in page
    assert credential.person.name not in page
    assert json.loads(credential.document)["name"] in page


def test_a_picture_without_a_credential_is_told_so(client: Client) -> None:
    assert "Det er et billede uden et bevis i." in uploaded(client, png())
