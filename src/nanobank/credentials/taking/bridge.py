"""The way to ``nanocore.documents``: a credential's row in, documents out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.common.errors import Refused
from nanobank.credentials.models import Credential, SealingCertificate
from nanobank.credentials.seals.bridge import sealer_of
from nanobank.organisations.models import Organisation
from nanocore import documents
from nanocore.signing import Award, Language, NotAnAward, award_of


def certificate(credential: Credential, language: str) -> bytes:
    """The certificate as PDF/A-3. Raises Refused when it says what a certificate cannot."""
    award, spoken = _award(credential), Language(language)
    with _refusing():
        return documents.certificate(
            award,
            credential.document,
            language=spoken,
            colour=credential.issuer.colour,
            issued_on=timezone.localdate(award.awarded_at),
            valid_until=_last_day(award),
            check_at=_check_at(spoken),
        )


def learning_model(credential: Credential, now: datetime) -> bytes:
    """The award as European Learning Model JSON-LD, under the institution's seal where it has one. Raises Refused."""
    award = _award(credential)
    with _refusing():
        pictures = {
            language: documents.certificate_picture(
                award,
                language=language,
                colour=credential.issuer.colour,
                issued_on=timezone.localdate(award.awarded_at),
                valid_until=_last_day(award),
                check_at=_check_at(language),
            )
            for language in Language
        }
        document = _model(award, pictures, credential.issuer, now)
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _model(award: Award, pictures: dict[Language, bytes], organisation: Organisation, now: datetime) -> dict[str, Any]:
    """The document, sealed if the institution has a certificate that is in force."""
    kept = SealingCertificate.objects.filter(organisation=organisation).first()
    if kept is None or not kept.is_in_force(now):
        return documents.elm(award, pictures, legal_identifier=_legal_identifier(organisation))
    sealer = sealer_of(kept)
    number = sealer.legal_identifier or _legal_identifier(organisation)
    return documents.seal(documents.elm(award, pictures, legal_identifier=number, seal=sealer.seal), sealer, now=now)


def _award(credential: Credential) -> Award:
    """What was awarded, read back from what was signed."""
    try:
        return award_of(json.loads(credential.document))
    except NotAnAward:
        raise Refused(_("This credential says something that only its JSON can hold. Take it as JSON.")) from None


def _last_day(award: Award) -> date | None:
    """The last day on which it is valid, where the reader is."""
    return timezone.localdate(award.valid_until) if award.valid_until else None


def _check_at(language: Language) -> str:
    return f"{settings.BASE_URL}{'/en' if language is Language.ENGLISH else ''}/kontroller/"


def _legal_identifier(organisation: Organisation) -> str:
    """The institution in the Danish business register, as ETSI EN 319 412-1 writes it; empty for one from abroad."""
    return f"NTRDK-{organisation.cvr}" if organisation.cvr else ""


@contextmanager
def _refusing() -> Iterator[None]:
    """Says in words what cannot be made."""
    try:
        yield
    except documents.CannotTypeset:
        raise Refused(_("There is a letter in it that the certificate's typeface does not have.")) from None
    except documents.NotInVocabulary:
        raise Refused(_("Europass does not know the institution's country.")) from None
