"""*What waits for you*: across all rooms, what somebody is asked to do, in the order in which others wait for it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.accounts.models import Person
from nanobank.awards.models import Batch
from nanobank.awards.models import State as BatchState
from nanobank.catalogue.permissions import AUTHORS
from nanobank.employers.models import LineState, OrderLine
from nanobank.feeds.queries import waiting_for as offers_to_vet
from nanobank.needs.models import Enquiry, EnquiryState
from nanobank.needs.permissions import ANSWERERS
from nanobank.organisations.models import Membership, Role
from nanobank.pathways.models import Proposal as PlanProposal
from nanobank.pathways.teams.queries import parts_to_answer
from nanobank.quality.queries.reviews import waiting_for as reviews_for
from nanobank.reuse.models import Answer
from nanobank.reuse.models import Proposal as Improvement
from nanobank.withdrawals.models import Withdrawal, WithdrawalState


@dataclass(frozen=True)
class Link:
    """Somewhere to go."""

    words: str
    url: str


def waits_for(person: Person, memberships: Collection[Membership], now: datetime) -> list[Link]:
    """What the person is asked to do, each with where to do it; a query a sort, and only for those who may."""
    found = [*_of_a_learner(person)]
    writes = _among(memberships, AUTHORS)
    if writes:
        found += _of_an_educator(person, writes, now)
    answers = _among(memberships, ANSWERERS)
    if answers:
        found += _of_an_office(person, answers)
    return found


def _among(memberships: Collection[Membership], roles: Collection[Role]) -> list[int]:
    """The organisations where the person has one of the roles."""
    return sorted({one.organisation_id for one in memberships if one.role in roles})


def _of_a_learner(person: Person) -> Iterator[Link]:
    returned = Withdrawal.objects.filter(person=person, state=WithdrawalState.RETURNED).order_by("asked_at", "pk")
    for one in returned.only("uuid", "title")[:3]:
        yield Link(_("You are asked about “%s”") % one.title, reverse("withdrawal", args=[one.uuid]))
    proposals = PlanProposal.objects.filter(pathway__person=person, accepted__isnull=True).select_related("pathway")
    for proposal in proposals.order_by("at", "pk")[:3]:
        words = _("A mentor proposes a change to your plan “%s”") % proposal.pathway.title
        yield Link(words, reverse("pathway", args=[proposal.pathway.uuid]))
    for part in parts_to_answer(person)[:3]:
        words = _("%s has laid a plan for you") % part.member.team.organisation.name
        yield Link(words, reverse("team_part", args=[part.uuid]))
    current = {"colleague__membership__person": person, "colleague__membership__until": None}
    seats = OrderLine.objects.filter(state=LineState.OFFERED, **current).count()
    if seats:
        words = ngettext("%d seat waits for your yes or no", "%d seats wait for your yes or no", seats) % seats
        yield Link(words, reverse("my_workplaces"))


def _of_an_educator(person: Person, organisations: list[int], now: datetime) -> Iterator[Link]:
    asked = Withdrawal.objects.filter(educator=person, state=WithdrawalState.ASKED).count()
    if asked:
        words = ngettext("%d udtræk waits for your decision", "%d udtræk wait for your decision", asked) % asked
        yield Link(words, reverse("withdrawals_to_judge"))
    reviews = reviews_for(person, now).count()
    if reviews:
        words = ngettext("%d review waits to be written", "%d reviews wait to be written", reviews) % reviews
        yield Link(words, reverse("quality_queue"))
    source = {"adaptation__source__module__provider__in": organisations}
    offered = Improvement.objects.filter(answer=Answer.WAITING, **source).count()
    if offered:
        words = ngettext(
            "%d improvement of a module of yours waits for an answer",
            "%d improvements of modules of yours wait for an answer",
            offered,
        )
        yield Link(words % offered, reverse("reuse_ours"))
    unvetted = offers_to_vet(person, now=now).count()
    if unvetted:
        words = ngettext(
            "%d offer from outside has not been vetted", "%d offers from outside have not been vetted", unvetted
        )
        yield Link(words % unvetted, reverse("vetting_queue"))


def _of_an_office(person: Person, organisations: list[int]) -> Iterator[Link]:
    asked = Enquiry.objects.filter(institution__in=organisations, state=EnquiryState.SENT).count()
    if asked:
        words = ngettext(
            "%d request for a course waits for an answer", "%d requests for courses wait for an answer", asked
        )
        yield Link(words % asked, reverse("enquiries"))
    complaints = Withdrawal.objects.filter(provider__in=organisations, state=WithdrawalState.APPEALED)
    complained = complaints.exclude(person=person).count()
    if complained:
        words = ngettext("%d complaint waits for a decision", "%d complaints wait for a decision", complained)
        yield Link(words % complained, reverse("withdrawals_to_judge"))
    lists = Batch.objects.filter(organisation__in=organisations, state=BatchState.WAITING).exclude(made_by=person)
    for batch in lists.order_by("pk")[:3]:
        yield Link(_("A list of a whole class waits for your approval"), reverse("award_batch", args=[batch.uuid]))
