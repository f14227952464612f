"""The queue of those who judge, and what became of what was judged."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import State
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.quality.models import Approval, Declaration, Review
from nanobank.quality.permissions import REVIEWERS
from nanobank.quality.things import WITH_THING, Thing, kind_of, of

SOON: Final = timedelta(days=60)
_MOST: Final = 100
_ABOUT = (*WITH_THING, "organisation")


@dataclass(frozen=True)
class Waiting:
    """A review that waits. ``days``: since it was asked for; ``has_left``: its reviewer teaches nowhere any more."""

    review: Review
    days: int
    is_overdue: bool
    is_mine: bool
    has_left: bool

    @property
    def thing(self) -> Thing:
        """What is to be judged."""
        return self.review.thing


@dataclass(frozen=True)
class Ending:
    """An approval that runs out soon, or has done so."""

    approval: Approval
    has_ended: bool

    @property
    def thing(self) -> Thing:
        """What it is about."""
        return self.approval.thing

    @property
    def kind(self) -> str:
        """What its address calls it."""
        return kind_of(self.thing)


@dataclass(frozen=True)
class Queue:
    """What waits for a person: reviews, oldest first; approvals that run out; the institutions whose rules they set."""

    waiting: list[Waiting]
    ending: list[Ending]
    led: list[Organisation]
    is_reviewer: bool


def judged_for(person: Person, now: datetime) -> QuerySet[Membership]:
    """The person's memberships as one who may judge."""
    return Membership.objects.of(person).at(now).filter(role__in=REVIEWERS)


def queue_of(person: Person, now: datetime) -> Queue:
    """What waits for a person: five queries, however much it is."""
    today = timezone.localdate(now)
    memberships = list(judged_for(person, now).select_related("organisation").order_by("organisation__name_da"))
    organisations = {one.organisation_id for one in memberships}
    led = {one.organisation_id: one.organisation for one in memberships if one.role == Role.PROGRAMME_LEAD}
    return Queue(
        waiting=_waiting(person, organisations, today, now),
        ending=_ending(organisations, today),
        led=list(led.values()),
        is_reviewer=bool(organisations),
    )


def waiting_for(person: Person, now: datetime) -> QuerySet[Review]:
    """The open reviews that a person may take: those asked of them by name, and their organisations'."""
    theirs = judged_for(person, now).values("organisation")
    let_off = Declaration.objects.filter(review=OuterRef("pk"), person=person, has_interest=True)
    mine = Q(reviewer=person) | Q(organisation__in=theirs, reviewer__isnull=True) & ~Exists(let_off)
    return Review.objects.filter(mine, ended_at__isnull=True)


def _waiting(person: Person, organisations: set[int], today: date, now: datetime) -> list[Waiting]:
    teaching = Membership.objects.filter(person=OuterRef("reviewer"), role__in=REVIEWERS).at(now)
    found = Review.objects.filter(Q(reviewer=person) | Q(organisation__in=organisations), ended_at__isnull=True)
    rows = found.select_related("reviewer", *_ABOUT).annotate(teaches=Exists(teaching)).order_by("asked_at", "pk")
    return [
        Waiting(
            review=review,
            days=(today - timezone.localdate(review.asked_at)).days,
            is_overdue=review.is_overdue(today),
            is_mine=review.reviewer_id == person.pk,
            has_left=review.reviewer_id is not None and not review.teaches,
        )
        for review in rows[:_MOST]
    ]


def _ending(organisations: set[int], today: date) -> list[Ending]:
    """Of what is offered now; whoever has been approved anew since is not there."""
    later = Approval.objects.filter(
        Q(version=OuterRef("version"))
        | Q(micro_credential=OuterRef("micro_credential"))
        | Q(bundle=OuterRef("bundle")),
        organisation=OuterRef("organisation"),
        withdrawn_at__isnull=True,
        valid_until__gt=OuterRef("valid_until"),
    )
    offered = Q(version__current_of__isnull=False, version__state=State.PUBLISHED)
    offered |= Q(micro_credential__state=State.PUBLISHED) | Q(bundle__state=State.PUBLISHED)
    found = Approval.objects.filter(offered, organisation__in=organisations, valid_until__lte=today + SOON)
    rows = found.filter(~Exists(later), withdrawn_at__isnull=True).select_related(*_ABOUT)
    return [Ending(one, one.valid_until < today) for one in rows.order_by("valid_until", "pk")[:_MOST]]


@dataclass(frozen=True)
class Judged:
    """A review that has ended, as the public may read it: dated, with points and grounds, without names."""

    review: Review
    points: list[tuple[str, int, str, str]]


def judged(thing: Thing) -> list[Judged]:
    """The decided reviews of a thing, newest first, with label, points, their words and grounds: two queries."""
    decided = Review.objects.filter(**of(thing)).exclude(verdict="").prefetch_related("scores")
    return [
        Judged(
            review,
            [
                (one.get_criterion_display(), one.points, one.get_points_display(), one.grounds)
                for one in sorted(review.scores.all(), key=lambda score: score.pk)
            ],
        )
        for review in decided.order_by("-ended_at", "-pk")
    ]


def approvals_of(thing: Thing) -> list[Approval]:
    """Every approval of a thing, newest first, those withdrawn too: one query."""
    return list(Approval.objects.filter(**of(thing)).select_related("organisation").order_by("-at", "-pk"))
