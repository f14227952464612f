"""A need is said, read, put right and looked into; what nobody teaches can be asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.employers.answering import answer_to
from nanobank.employers.bridge import MOST_COMPETENCES, people_in
from nanobank.employers.models import Brief, BriefCompetence, BriefPerson, Colleague, Weighing
from nanobank.employers.permissions import check_employer
from nanobank.needs.models import Need, Origin
from nanobank.needs.services import check_no_cpr, record_need
from nanobank.organisations.models import Organisation
from nanobank.search.reading.queries import read_need

LONGEST: Final = 60_000
MOST_PEOPLE: Final = 200
_TITLE: Final = 80


@dataclass(frozen=True)
class WantedTerms:
    """One competence that is wanted. ``level`` None: any; ``weight`` 1-3; ``people`` None: everybody."""

    competence: Competence
    level: int | None = None
    weight: int = 2
    people: int | None = None


@dataclass(frozen=True)
class Bounds:
    """What the bundles must keep within."""

    budget: Decimal | None = None
    furthest_km: int | None = None
    ready_by: date | None = None
    danish_only: bool = False


@transaction.atomic
def begin_brief(
    *,
    organisation: Organisation,
    words: str,
    by: Person,
    now: datetime,
    people: int | None = None,
    remarks: Sequence[str] = (),
) -> Brief:
    """Keep what was said, with the competences read out of it. Raises NotYours, Refused (fields ``words``, ``people``).

    Without ``people`` it is for as many as the words say, else one.
    A text in a language that is not read, or with nothing to go by, is kept with a remark that says so; ``remarks`` are
    those that were made when the words were taken out of a document.
    """
    check_employer(by, organisation, now=now)
    if not any(letter.isalpha() for letter in words):
        raise Refused(_("Write what you need, in your own words."), field="words")
    check_no_cpr(words)
    people = people or min(people_in(words) or 1, MOST_PEOPLE)
    _check_people(people)
    read = read_need(words, most=MOST_COMPETENCES)
    brief = Brief.objects.create(
        organisation=organisation,
        made_by=by,
        made_at=now,
        changed_at=now,
        title=_title_of(read.text),
        words=read.text[:LONGEST],
        language=read.language[:3],
        remarks=list(dict.fromkeys([*remarks, *(remark.message for remark in read.remarks)])),
        not_understood=list(read.not_understood),
        people=people,
    )
    BriefCompetence.objects.bulk_create(
        BriefCompetence(brief=brief, competence=one.competence, sentence=one.sentence, position=at)
        for at, one in enumerate(read.competences)
    )
    return brief


@transaction.atomic
def correct_brief(
    *,
    brief: Brief,
    title: str,
    wanted: Sequence[WantedTerms],
    colleagues: Collection[Colleague],
    people: int,
    bounds: Bounds,
    by: Person,
    now: datetime,
    settled: Collection[str] = (),
) -> Brief:
    """Put right what was read, and say who it is for. What was found before no longer counts.

    ``settled`` are parts of the text that gave no competence and need give none.
    Raises NotYours; Refused (fields ``wanted``, ``people``, ``budget``, ``colleagues``).
    """
    check_employer(by, brief.organisation, now=now)
    _check_wanted(wanted)
    _check_people(people + len(colleagues))
    if any(one.organisation_id != brief.organisation_id or one.left_at for one in colleagues):
        raise Refused(_("Choose among your own people."), field="colleagues")
    if bounds.budget is not None and bounds.budget < 0:
        raise Refused(_("It cannot be less than 0."), field="budget")
    sentences = dict(brief.wanted.values_list("competence_id", "sentence"))
    brief.wanted.all().delete()
    BriefCompetence.objects.bulk_create(
        BriefCompetence(
            brief=brief, competence=one.competence, sentence=sentences.get(one.competence.pk, ""), level=one.level,
            weight=one.weight, people=one.people, position=at,
        )
        for at, one in enumerate(wanted)
    )  # fmt: skip
    brief.named.all().delete()
    BriefPerson.objects.bulk_create(BriefPerson(brief=brief, colleague=one) for one in colleagues)
    brief.title, brief.people = title.strip()[:120] or brief.title, people
    brief.budget, brief.furthest_km = bounds.budget, bounds.furthest_km
    brief.ready_by, brief.danish_only = bounds.ready_by, bounds.danish_only
    brief.not_understood = [part for part in brief.not_understood if part not in settled]
    brief.answer, brief.answered_at, brief.changed_at = {}, None, now
    brief.save()
    return brief


@transaction.atomic
def weigh(*, brief: Brief, order: Sequence[str], by: Person, now: datetime) -> Brief:
    """Say what matters most, first to last, and look again. Raises NotYours, Refused (field ``order``)."""
    check_employer(by, brief.organisation, now=now)
    if sorted(order) != sorted(Weighing.values):
        raise Refused(_("Put price, time, quality and distance in order."), field="order")
    brief.order, brief.changed_at = list(order), now
    brief.save(update_fields=["order", "changed_at"])
    return look(brief=brief, by=by, now=now)


@transaction.atomic
def look(*, brief: Brief, by: Person, now: datetime) -> Brief:
    """Find the best bundles as the market stands. Raises NotYours, Refused (fields ``wanted``, ``people``)."""
    check_employer(by, brief.organisation, now=now)
    if not brief.wanted.exists():
        raise Refused(_("Choose at least one competence first."), field="wanted")
    if not brief.people and not brief.named.exists():
        raise Refused(_("Who is it for? At least one person."), field="people")
    brief.answer, brief.answered_at = answer_to(brief, now=now), now
    brief.save(update_fields=["answer", "answered_at"])
    return brief


@transaction.atomic
def ask_for_the_rest(*, brief: Brief, name_shown: bool, by: Person, now: datetime) -> Need:
    """Make what nobody teaches known as a need that institutions may answer. Raises NotYours; Conflict when all is."""
    check_employer(by, brief.organisation, now=now)
    if brief.need is not None:
        return brief.need
    missing = {*(one["competence"] for one in brief.answer.get("missing", ())), *brief.answer.get("near", ())}
    competences = list(Competence.objects.filter(slug__in=missing))
    if brief.answer and not competences:
        raise Conflict(_("Everything you asked for is taught somewhere."))
    brief.need = record_need(
        words=brief.words[:20_000],
        language=brief.language,
        competences=competences or [one.competence for one in brief.wanted.select_related("competence")],
        by=by,
        organisation=brief.organisation,
        origin=Origin.EMPLOYER,
        people=max(brief.people + brief.named.count(), 1),
        name_shown=name_shown,
        may_be_contacted=True,
        now=now,
    )
    brief.save(update_fields=["need"])
    return brief.need


def put_away(*, brief: Brief, by: Person, now: datetime) -> None:
    """Out of sight. Raises NotYours."""
    check_employer(by, brief.organisation, now=now)
    if not Brief.objects.filter(pk=brief.pk, put_away_at=None).update(put_away_at=now):
        raise NotYours(_("There is no such need."))


def _check_wanted(wanted: Sequence[WantedTerms]) -> None:
    if not wanted:
        raise Refused(_("Choose at least one competence first."), field="wanted")
    if len(wanted) > MOST_COMPETENCES:
        raise Refused(
            _("Choose at most %d competences. What is more is a need of its own.") % MOST_COMPETENCES, field="wanted"
        )
    if any(one.people is not None and one.people < 1 for one in wanted):
        raise Refused(_("How many must have it? At least one."), field="wanted")


def _check_people(people: int) -> None:
    if not 1 <= people <= MOST_PEOPLE:
        raise Refused(_("It is for at least one person, and at most %d.") % MOST_PEOPLE, field="people")


def _title_of(words: str) -> str:
    line = next((one.strip(" -–•#*") for one in words.splitlines() if any(map(str.isalpha, one))), words)
    return line if len(line) <= _TITLE else line[:_TITLE].rpartition(" ")[0] + "…"
