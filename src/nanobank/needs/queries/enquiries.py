"""An institution's requests, one request for both its sides, and answers side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Max, Prefetch, QuerySet

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Module, Offering
from nanobank.common.errors import NotYours
from nanobank.needs.bridge import seat_prices
from nanobank.needs.models import Answer, Enquiry, Message, Need, Outreach, Part
from nanobank.needs.permissions import ANSWERERS, Side, check_answers_for, side_of
from nanobank.needs.telling import asker_in_words
from nanobank.organisations.models import Membership, Organisation

_PARTS = Prefetch(
    "parts",
    Part.objects.select_related("module__current", "offering").prefetch_related("competences").order_by("position"),
)


@dataclass(frozen=True)
class Line:
    """Something said in a thread: by whom in words, and whether it was the reader's own side."""

    who: str
    is_mine: bool
    words: str
    at: datetime


@dataclass(frozen=True)
class Thread:
    """A request as one side sees it: who asks as far as that may be known, what was said, and what was answered."""

    enquiry: Enquiry
    side: Side
    asker: str
    lines: list[Line]
    answers: list[Answer]

    @property
    def latest(self) -> Answer | None:
        """The answer that counts."""
        return self.answers[0] if self.answers else None


@dataclass(frozen=True)
class Compared:
    """One answer beside others. ``each`` is the price a seat (DKK); ``new`` of its modules are to be written."""

    enquiry: Enquiry
    answer: Answer
    covers: tuple[Competence, ...]
    leaves_out: tuple[Competence, ...]
    ects: Decimal
    each: Decimal
    new: int
    seats_short: int

    @property
    def of(self) -> int:
        """How many competences are wanted."""
        return len(self.covers) + len(self.leaves_out)


def institutions_answered_for(person: Person, now: datetime) -> QuerySet[Organisation]:
    """The institutions for which the person answers, by name."""
    memberships = Membership.objects.of(person).at(now).filter(role__in=ANSWERERS).values("organisation")
    return Organisation.objects.providers().filter(pk__in=memberships).order_by("name_da")


def enquiries_for(person: Person, *, now: datetime) -> QuerySet[Enquiry]:
    """The requests to the institutions for which the person answers, those that wait first; NotYours for others."""
    institutions = list(institutions_answered_for(person, now))
    if not institutions:
        raise NotYours("")
    found = Enquiry.objects.filter(institution__in=institutions)
    shown = found.select_related("institution", "need__organisation").prefetch_related("need__competences")
    return shown.annotate(spoken_at=Max("messages__at"), said=Count("messages")).order_by(
        F("settled_at").desc(nulls_first=True), "-asked_at", "-pk"
    )


def outreaches_for(person: Person, *, now: datetime) -> QuerySet[Outreach]:
    """What the institutions for which the person answers have written, the latest first; NotYours for others."""
    institutions = list(institutions_answered_for(person, now))
    if not institutions:
        raise NotYours("")
    found = Outreach.objects.filter(institution__in=institutions).select_related("institution", "competence")
    return found.order_by("-at", "-pk")


def enquiry_for(person: Person, uuid: UUID, *, now: datetime) -> tuple[Enquiry, Side]:
    """A request, for either of its sides. Raises NotYours for everybody else, also when there is none."""
    enquiry = Enquiry.objects.select_related("institution", "need__organisation", "need__by").filter(uuid=uuid).first()
    if enquiry is None:
        raise NotYours("")
    return enquiry, side_of(person, enquiry, now=now)


def thread_of(enquiry: Enquiry, side: Side) -> Thread:
    """All that was said and answered in a request, the first word first and the last answer first: some six queries."""
    asker = asker_in_words(enquiry)
    messages = Message.objects.filter(enquiry=enquiry).select_related("by").order_by("at", "pk")
    lines = [
        Line(
            who=_speaker(message, enquiry, asker),
            is_mine=message.from_institution is (side is Side.INSTITUTION),
            words=message.words,
            at=message.at,
        )
        for message in messages
    ]
    answers = enquiry.answers.prefetch_related(_PARTS).order_by("-number")
    return Thread(enquiry=enquiry, side=side, asker=asker, lines=lines, answers=list(answers))


def compared(need: Need) -> list[Compared]:
    """The latest answer of each institution that has answered, the one that covers most first."""
    wanted = list(need.competences.order_by("label_da"))
    enquiries = need.enquiries.filter(state__in=["answered", "accepted"]).select_related("institution")
    answers = Answer.objects.filter(enquiry__in=enquiries).prefetch_related(_PARTS).order_by("enquiry", "number")
    latest = {answer.enquiry_id: answer for answer in answers}
    found = [_compared(enquiry, latest[enquiry.pk], wanted) for enquiry in enquiries if enquiry.pk in latest]
    return sorted(found, key=lambda one: (-len(one.covers), one.answer.price, one.enquiry.pk))


def _compared(enquiry: Enquiry, answer: Answer, wanted: Iterable[Competence]) -> Compared:
    parts = list(answer.parts.all())
    taught = {one.pk for part in parts for one in part.competences.all()}
    return Compared(
        enquiry=enquiry,
        answer=answer,
        covers=tuple(one for one in wanted if one.pk in taught),
        leaves_out=tuple(one for one in wanted if one.pk not in taught),
        ects=sum((part.ects for part in parts), Decimal(0)),
        each=sum(seat_prices(answer.price, seats=answer.seats, ects=[part.ects for part in parts]), Decimal(0)),
        new=sum(part.is_new for part in parts),
        seats_short=max(enquiry.need.people - answer.seats, 0),
    )


def agreed_prices(offerings: Iterable[Offering]) -> dict[int, Decimal]:
    """What a seat costs (DKK) in each of these classes that was made of an accepted answer, by id: two queries."""
    accepted = Answer.objects.filter(accepted_at__isnull=False, parts__offering__in=[one.pk for one in offerings])
    return {
        part.offering_id: price
        for answer in accepted.distinct().prefetch_related("parts")
        for part, price in _shared(answer)
        if part.offering_id is not None
    }


def _shared(answer: Answer) -> list[tuple[Part, Decimal]]:
    parts = list(answer.parts.all())
    prices = seat_prices(answer.price, seats=answer.seats, ects=[part.ects for part in parts])
    return list(zip(parts, prices, strict=True))


def modules_to_build_from(
    institution: Organisation, need: Need, by: Person, *, now: datetime
) -> list[tuple[Module, int]]:
    """The institution's modules that are offered now, with how many of the competences each teaches; most first."""
    check_answers_for(by, institution, now=now)
    wanted = set(need.competences.values_list("pk", flat=True))
    modules = (
        Module.objects.filter(provider=institution, current__isnull=False)
        .select_related("current")
        .prefetch_related("current__competences")
    )
    counted = [
        (module, sum(one.pk in wanted for one in module.current.competences.all()))
        for module in modules
        if module.current is not None
    ]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0].current.title if pair[0].current else ""))


def _speaker(message: Message, enquiry: Enquiry, asker: str) -> str:
    """A person of the institution by name; the asker's people only when the asker is known to it."""
    if message.from_institution:
        return f"{message.by.name}, {enquiry.institution.short_name}" if message.by else enquiry.institution.name
    return f"{message.by.name}, {asker}" if message.by and enquiry.name_shown else asker
