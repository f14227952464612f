"""What the learner does: begins with what they have, says the rest, sends it in, takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Final
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Refused
from nanobank.common.uploads import Allowed, check_upload
from nanobank.notices.models import NoticeKind
from nanobank.organisations.models import PROVIDER_KINDS, Organisation
from nanobank.search.reading.queries import read_text
from nanobank.withdrawals.bridge import same_address, same_name
from nanobank.withdrawals.models import Turn, Withdrawal, WithdrawalState
from nanobank.withdrawals.permissions import check_judges, check_learner
from nanobank.withdrawals.reading import Material
from nanobank.withdrawals.services._common import lock, note, said, tell_about
from nanobank.withdrawals.services._giving import give

_CAN_BE_MENDED: Final = (WithdrawalState.DRAFT, WithdrawalState.RETURNED)
_MOST_OPEN: Final = 40
_READ_ALIKE: Final = frozenset({"", "da", "en", "no", "nb", "sv"})
"""The languages that a Danish educator reads without a translation."""
PAPERS: Final = Allowed(frozenset({".pdf"}), 20)


@dataclass(frozen=True)
class Paper:
    """A file that came along: its name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Described:
    """What the learner says of it, read from it or typed."""

    title: str
    outside_provider: str
    country: str = ""
    language: str = ""
    description: str = ""
    hours: Decimal | None = None
    ects: Decimal | None = None
    level: int | None = None
    assessed: str = ""
    completed_on: date | None = None
    is_formal: bool = False
    disclosed: bool | None = None
    elements: str = ""
    competences: tuple[Competence, ...] | None = None


@transaction.atomic
def begin(
    *, person: Person, provider: Organisation, material: Material, paper: Paper | None = None, now: datetime
) -> Withdrawal:
    """Begin an udtræk with what was read; its competences are suggested from the text.

    Raises Refused when the institution judges nothing, or when very many are begun already.
    """
    if provider.kind not in PROVIDER_KINDS:
        raise Refused(_("Choose the institution that is to look at it."), field="provider")
    if Withdrawal.objects.of(person).filter(state=WithdrawalState.DRAFT).count() >= _MOST_OPEN:
        raise Refused(_("You have begun very many. Send some of them in or take them back first."))
    found = material.found
    withdrawal = Withdrawal(
        person=person,
        provider=provider,
        source=material.source,
        begun_at=now,
        url=material.url,
        document=material.document,
        text=material.text,
        verdict=material.verdict,
        about=material.about or "",
        title=found.title[:300],
        outside_provider=found.provider[:200],
        country=found.country,
        language=found.language,
        description=found.description,
        hours=found.hours,
        ects=found.ects if found.ects is None or found.ects < 1000 else None,
        level=found.level if found.level and found.level >= 4 else None,
        assessed=found.assessment,
        completed_on=material.completed_on,
        known_as=material.known_as,
        offer=material.offer,
    )
    if paper is not None:
        withdrawal.file_name = PurePath(paper.name).name[-200:]
        withdrawal.file.save(f"{uuid4()}.pdf", ContentFile(paper.data), save=False)
    _fingerprint(withdrawal, found.url)
    withdrawal.save()
    withdrawal.competences.set(_suggested([found.title, found.description, *found.teaches, material.text[:8_000]]))
    note(withdrawal, Turn.Kind.BEGUN, by=person, now=now)
    return withdrawal


@transaction.atomic
def begin_all(
    *, person: Person, provider: Organisation, materials: Sequence[Material], now: datetime
) -> list[Withdrawal]:
    """Begin an udtræk with each of these, or with none. Raises Refused as ``begin``."""
    return [begin(person=person, provider=provider, material=one, now=now) for one in materials]


def _suggested(texts: Sequence[str]) -> list[Competence]:
    text = "\n".join(text for text in texts if text)
    return [one.competence for one in read_text(text, most=8)] if text.strip() else []


def _fingerprint(withdrawal: Withdrawal, url: str = "") -> None:
    withdrawal.by_address = same_address(withdrawal.url or url) or withdrawal.by_address
    withdrawal.by_name = same_name(withdrawal.outside_provider, withdrawal.title)


@transaction.atomic
def describe(*, withdrawal: Withdrawal, by: Person, described: Described, now: datetime) -> Withdrawal:
    """Say or mend what it is. Competences stay as they are when none are given, and are read anew where there are none.

    Raises Conflict once an educator has it.
    """
    check_learner(by, withdrawal)
    withdrawal = lock(withdrawal, *_CAN_BE_MENDED)
    for name in (
        *("title", "outside_provider", "country", "language", "description", "hours", "ects", "level", "assessed"),
        *("completed_on", "is_formal", "disclosed", "elements"),
    ):
        setattr(withdrawal, name, getattr(described, name))
    _fingerprint(withdrawal)
    withdrawal.save()
    if described.competences is not None:
        withdrawal.competences.set(described.competences)
    elif not withdrawal.competences.exists():
        withdrawal.competences.set(_suggested([described.title, described.description]))
    return withdrawal


@transaction.atomic
def attach_translation(*, withdrawal: Withdrawal, by: Person, file: "File[bytes]", now: datetime) -> None:
    """Attach the translation of a document in a language that is not read here. Raises Refused on ``translation``."""
    check_learner(by, withdrawal)
    withdrawal = lock(withdrawal, *_CAN_BE_MENDED)
    ending = check_upload(file, PAPERS, field="translation")
    withdrawal.translation_name = PurePath(file.name or "").name[-200:]
    withdrawal.translation.save(f"{uuid4()}{ending}", file, save=False)
    withdrawal.save(update_fields=["translation", "translation_name"])


@transaction.atomic
def ask(*, withdrawal: Withdrawal, by: Person, now: datetime) -> Withdrawal:
    """Send it in: it is put before the educator whom it fits best. Raises Refused on the field that lacks something."""
    check_learner(by, withdrawal)
    withdrawal = lock(withdrawal, *_CAN_BE_MENDED)
    _check_is_whole(withdrawal, timezone.localdate(now))
    again = withdrawal.state == WithdrawalState.RETURNED
    withdrawal.state = WithdrawalState.ASKED
    withdrawal.question = ""
    withdrawal.round = withdrawal.round or 1
    withdrawal.asked_at = withdrawal.asked_at if again else now
    withdrawal.save()
    note(withdrawal, Turn.Kind.ASKED, by=by, now=now)
    give(withdrawal, now=now)
    return withdrawal


def _check_is_whole(withdrawal: Withdrawal, today: date) -> None:
    """Everything that a rubric asks about."""
    asked = (
        ("title", _("What is it called?")),
        ("outside_provider", _("Who gives it?")),
        ("description", _("Say in a few sentences what you learnt.")),
        ("assessed", _("Say how it was assessed, or that it was not.")),
    )
    for field, sentence in asked:
        if not getattr(withdrawal, field).strip():
            raise Refused(sentence, field=field)
    if withdrawal.hours is None and withdrawal.ects is None:
        raise Refused(_("Say how much work it was: in hours, or in ECTS if it has them."), field="hours")
    if withdrawal.completed_on is None:
        raise Refused(_("When did you complete it? The month will do; choose any day of it."), field="completed_on")
    if withdrawal.completed_on > today:
        raise Refused(_("Only what is completed can count. Come back when it is."), field="completed_on")
    if withdrawal.is_formal:
        _check_is_disclosed(withdrawal)


def _check_is_disclosed(withdrawal: Withdrawal) -> None:
    """For credit transfer one must tell of earlier passed elements, and have a foreign document translated."""
    if withdrawal.disclosed is None:
        raise Refused(
            _("For credit transfer you must say whether you have passed other elements of an education earlier."),
            field="disclosed",
        )
    if withdrawal.disclosed and not withdrawal.elements.strip():
        raise Refused(_("List the elements that you have passed earlier."), field="elements")
    if withdrawal.language not in _READ_ALIKE and not withdrawal.translation:
        raise Refused(
            _("We cannot be sure to read the language of the document. Attach a translation into Danish or English."),
            field="translation",
        )


@transaction.atomic
def return_to_learner(*, withdrawal: Withdrawal, by: Person, question: str, now: datetime) -> None:
    """The educator asks for something more before they can decide; the time since it was sent in goes on."""
    check_judges(by, withdrawal, now=now)
    withdrawal = lock(withdrawal, WithdrawalState.ASKED)
    withdrawal.question = said(question, field="question", least=10)
    withdrawal.state = WithdrawalState.RETURNED
    withdrawal.save(update_fields=["state", "question"])
    note(withdrawal, Turn.Kind.RETURNED, by=by, now=now, words=withdrawal.question)
    message = gettext_noop("More is needed before “%(title)s” can be decided on")
    kind = NoticeKind.WITHDRAWAL_DECIDED
    tell_about(withdrawal, [withdrawal.person], kind, message, now=now, page="withdrawal")


@transaction.atomic
def take_back(*, withdrawal: Withdrawal, by: Person, now: datetime) -> None:
    """The learner does not want it judged after all. Raises Conflict once it is decided."""
    check_learner(by, withdrawal)
    withdrawal = lock(withdrawal, *_CAN_BE_MENDED, WithdrawalState.ASKED)
    withdrawal.state = WithdrawalState.TAKEN_BACK
    withdrawal.save(update_fields=["state"])
    note(withdrawal, Turn.Kind.TAKEN_BACK, by=by, now=now)
