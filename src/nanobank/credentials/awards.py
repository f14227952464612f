"""Puts together what is awarded, from the catalogue's own words: every element of EU Annex I, in two languages."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Assessment, Competence, Form, MicroCredential, ModuleVersion
from nanobank.common.clock import months_after
from nanobank.credentials import bridge
from nanobank.credentials.addresses import (
    badge_image_address,
    credential_address,
    did_of,
    micro_credential_address,
    provider_address,
    status_list_address,
)
from nanobank.credentials.bridge import Text
from nanobank.credentials.models import StatusList
from nanobank.organisations.models import Organisation

# What is signed may not depend on which translations happen to be compiled, so these few words stand here.
_ASSESSMENT: Final = {
    Assessment.ORAL: Text(da="Mundtlig eksamen", en="Oral exam"),
    Assessment.ASSIGNMENT: Text(da="Skriftlig opgave", en="Written assignment"),
    Assessment.PORTFOLIO: Text(da="Portfolio", en="Portfolio"),
    Assessment.PRACTICAL: Text(da="Praktisk prøve", en="Practical exam"),
}
_EXAMINERS: Final = {
    True: Text(da="bedømt af to eksaminatorer", en="assessed by two examiners"),
    False: Text(da="bedømt af en eksaminator", en="assessed by one examiner"),
}
_PARTICIPATION: Final = {
    Form.ONLINE: bridge.Participation.ONLINE,
    Form.BLENDED: bridge.Participation.BLENDED,
    Form.ON_SITE: bridge.Participation.ONSITE,
    Form.EVENING: bridge.Participation.ONSITE,
}
_FACE_TO_FACE: Final = {Assessment.ORAL, Assessment.PRACTICAL}
_CYCLE: Final = {5: "short", 6: "first", 7: "second", 8: "third"}
_PASSED: Final = "passed"


@dataclass(frozen=True)
class Places:
    """Where the status of a credential is to be found: in a list of revocations, and perhaps in one of suspensions."""

    status_list: StatusList
    status_index: int
    suspension_list: StatusList | None = None
    suspension_index: int | None = None

    def as_fields(self) -> dict[str, Any]:
        """The four fields of a ``Credential``."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def entries(self) -> tuple[bridge.StatusEntry, ...]:
        """The same as the credential says it."""
        revocation = bridge.StatusEntry(status_list_address(self.status_list.uuid), self.status_index)
        if self.suspension_list is None or self.suspension_index is None:
            return (revocation,)
        address, purpose = status_list_address(self.suspension_list.uuid), bridge.StatusPurpose.SUSPENSION
        return (revocation, bridge.StatusEntry(address, self.suspension_index, purpose))


class NotAPassingGrade(ValueError):
    """The grade is not on the scale, or does not pass."""


@lru_cache(maxsize=32)
def grade_of(written: str) -> bridge.Grade:
    """A grade as the exams keep it (``12`` … ``02``, ``passed``). Raises NotAPassingGrade."""
    if written == _PASSED:
        return bridge.Grade(value=bridge.PASSED_OR_FAILED.passed_from, scale=bridge.PASSED_OR_FAILED)
    try:
        return bridge.Grade(value=written)
    except ValueError:
        raise NotAPassingGrade(written) from None


def valid_until(micro_credential: MicroCredential, issued: datetime) -> datetime | None:
    """The end of the last day on which a credential issued at this moment is valid; None when it is valid for good."""
    if micro_credential.validity_months is None:
        return None
    day = timezone.localtime(issued)
    last = months_after(day.date(), micro_credential.validity_months)
    return day.replace(
        year=last.year, month=last.month, day=last.day, hour=23, minute=59, second=59, microsecond=0, fold=0
    )


def award_of(
    uuid: UUID,
    person: Person,
    micro_credential: MicroCredential,
    versions: Sequence[ModuleVersion],
    grade: bridge.Grade,
    *,
    places: Places,
    valid_until: datetime | None,
    now: datetime,
    outside: Mapping[int, str] | None = None,
) -> bridge.Award:
    """The award, complete or not; ``versions`` are those that were counted.

    ``outside`` says, by ``Module.id``, what was learnt elsewhere and counts as the module.
    """
    return bridge.Award(
        id=credential_address(uuid),
        issuer=_issuer(micro_credential.provider, micro_credential.language),
        recipient=recipient_of(person.name, person.email),
        achievement=_achievement(micro_credential, versions, outside or {}),
        awarded_at=now,
        valid_from=now,
        valid_until=valid_until,
        grade=grade,
        status=places.entries(),
        language=bridge.Language(micro_credential.language),
    )


def _issuer(organisation: Organisation, language: str) -> bridge.Issuer:
    return bridge.Issuer(
        id=did_of(organisation),
        name=_text(organisation, "name").prefer(bridge.Language(language)),
        country=organisation.country,
        url=organisation.homepage or provider_address(organisation),
    )


def recipient_of(name: str, email: str) -> bridge.Recipient:
    """The name as it is; the e-mail address only as a salted hash (ADR 0020)."""
    return bridge.Recipient(name=name, identities=(email_identity(email),))


def email_identity(email: str) -> bridge.Identity:
    """The e-mail address, to be written as a hash with a salt of its own."""
    return bridge.Identity(kind="emailAddress", value=email, salt=secrets.token_urlsafe(16))


def _achievement(
    micro_credential: MicroCredential, versions: Sequence[ModuleVersion], outside: Mapping[int, str]
) -> bridge.Achievement:
    assessment = Assessment(micro_credential.assessment)
    how = _joined(", ", _ASSESSMENT[assessment], _EXAMINERS[micro_credential.second_examiner])
    identity_is_checked = bool(_text(micro_credential, "identity_check")) and assessment in _FACE_TO_FACE
    return bridge.Achievement(
        id=micro_credential_address(micro_credential),
        name=_text(micro_credential, "title"),
        description=_text(micro_credential, "summary"),
        criteria=_criteria(versions, outside, how),
        outcomes=(*_outcomes(micro_credential), *_competences(micro_credential)),
        workload=_workload(micro_credential),
        level=_level(micro_credential),
        assessment_type=how,
        participation=_PARTICIPATION[Form(micro_credential.participation)],
        quality_assurance=_quality_assurance(micro_credential),
        supervision=bridge.Supervision.SUPERVISED_VERIFIED if identity_is_checked else None,
        prerequisites=_text(micro_credential, "prerequisites"),
        further_information=micro_credential_address(micro_credential),
        image=badge_image_address(micro_credential),
    )


def _criteria(versions: Iterable[ModuleVersion], outside: Mapping[int, str], how: Text) -> Text:
    """What the holder did: the modules completed, in the version taken, what counts as one, and the exam passed."""
    done = [one for one in versions if one.module_id not in outside]
    elsewhere = [one for one in versions if one.module_id in outside]
    danish = "; ".join(f"{one.title_da or one.title_en} ({_ects(one.ects, ',')})" for one in done)
    english = "; ".join(f"{one.title_en or one.title_da} ({_ects(one.ects, '.')})" for one in done)
    godkendt = "; ".join(
        f"{outside[one.module_id]} som {one.title_da or one.title_en} ({_ects(one.ects, ',')})" for one in elsewhere
    )
    credited = "; ".join(
        f"{outside[one.module_id]} as {one.title_en or one.title_da} ({_ects(one.ects, '.')})" for one in elsewhere
    )
    return Text(
        da=_sentences(
            f"Gennemført: {danish}" if danish else "",
            f"Lært andetsteds og godkendt: {godkendt}" if godkendt else "",
            f"Bestået: {how.da}",
        ),
        en=_sentences(
            f"Completed: {english}" if english else "",
            f"Learnt elsewhere and recognised: {credited}" if credited else "",
            f"Passed: {how.en}",
        ),
    )


def _outcomes(micro_credential: MicroCredential) -> list[bridge.LearningOutcome]:
    texts = (Text(da=one.get("da", ""), en=one.get("en", "")) for one in micro_credential.learning_outcomes)
    return [bridge.LearningOutcome(text=text) for text in texts if text]


def _competences(micro_credential: MicroCredential) -> list[bridge.LearningOutcome]:
    """The ESCO skills it leads to. They belong to the whole, not to a single outcome, so they have no text."""
    if not _outcomes(micro_credential):
        return []
    language = bridge.Language(micro_credential.language)
    return [
        bridge.LearningOutcome(
            text=Text(),
            alignment=bridge.Alignment(
                name=_text(one, "label").prefer(language), url=one.uri, framework="ESCO", kind="ext:ESCOSkill"
            ),
        )
        for one in micro_credential.competences.order_by("uri")
    ]


def _workload(micro_credential: MicroCredential) -> bridge.Workload:
    hours = micro_credential.ects * micro_credential.provider.hours_per_ects
    return bridge.Workload(ects=micro_credential.ects, hours=hours.quantize(Decimal(1)))


def _level(micro_credential: MicroCredential) -> bridge.Level:
    danish = micro_credential.provider.country == "DK"
    return bridge.Level(
        eqf=micro_credential.level,
        national=str(micro_credential.level) if danish else "",
        national_framework="Den danske kvalifikationsramme for livslang læring" if danish else "",
        cycle=_CYCLE.get(micro_credential.level, ""),
    )


def _quality_assurance(micro_credential: MicroCredential) -> tuple[bridge.QualityAssurance, ...]:
    """One entry a language, each leading to the provider's page in that language."""
    provider, text = micro_credential.provider, _text(micro_credential, "quality_assurance")
    entries = (
        bridge.QualityAssurance(
            name=f"Kvalitetssikring hos {provider.name_da}", url=provider_address(provider), description=text.da
        ),
        bridge.QualityAssurance(
            name=f"Quality assurance at {provider.name_en}",
            url=provider_address(provider, english=True),
            description=text.en,
        ),
    )
    return tuple(entry for entry in entries if entry.description)


def _text(row: Organisation | MicroCredential | Competence, name: str) -> Text:
    return Text(da=getattr(row, f"{name}_da").strip(), en=getattr(row, f"{name}_en").strip())


def _joined(separator: str, first: Text, second: Text) -> Text:
    return Text(da=separator.join((first.da, second.da)), en=separator.join((first.en, second.en)))


def _sentences(*sentences: str) -> str:
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)


def _ects(amount: Decimal, decimal_sign: str) -> str:
    return f"{amount.normalize():f} ECTS".replace(".", decimal_sign)
