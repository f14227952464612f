"""What the pages of a workplace ask: always one employer's, and never another's."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, DecimalField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.employers.columns import LABELS, problem_text
from nanobank.employers.models import (
    Brief,
    Colleague,
    ColleagueQuerySet,
    CostCentre,
    JobRole,
    LineState,
    Order,
    OrderLine,
    OrderState,
    PeopleList,
    PeopleRow,
    Workplace,
)
from nanobank.employers.permissions import check_employer, check_is_me, confirmed_addresses, free_limit
from nanobank.organisations.models import Kind, Organisation
from nanobank.pathways.models import TeamPart


def employer_for(person: Person, slug: str, *, now: datetime) -> Organisation:
    """The workplace that the person acts for. Raises NotYours."""
    found = Organisation.objects.filter(slug=slug, kind=Kind.EMPLOYER).first()
    if found is None:
        raise NotYours(_("There is no such workplace."))
    check_employer(person, found, now=now)
    return found


@dataclass(frozen=True)
class Overview:
    """What waits, and how many there are of each."""

    people: int
    joined: int
    waiting: list[Order]
    briefs: list[Brief]
    offered: int
    accepted: int
    spent: Decimal


def overview_of(organisation: Organisation) -> Overview:
    """The start page of a workplace: a constant number of queries."""
    people = Colleague.objects.of(organisation).here().aggregate(all=Count("pk"), joined=Count("membership"))
    lines = OrderLine.objects.filter(order__organisation=organisation).aggregate(
        offered=Count("pk", filter=Q(state=LineState.OFFERED)),
        accepted=Count("pk", filter=Q(state=LineState.ACCEPTED)),
        spent=Sum("price", filter=Q(state=LineState.ACCEPTED)),
    )
    return Overview(
        people=people["all"],
        joined=people["joined"],
        waiting=list(orders_of(organisation).filter(state=OrderState.WAITING)[:10]),
        briefs=list(briefs_of(organisation)[:5]),
        offered=lines["offered"],
        accepted=lines["accepted"],
        spent=lines["spent"] or Decimal(0),
    )


def people_of(organisation: Organisation, words: str = "") -> ColleagueQuerySet:
    """Those on file by name; of whose name, address, team or role each word is a part."""
    found = Colleague.objects.of(organisation).here().select_related("cost_centre", "membership__person")
    for word in words.split()[:5]:
        found = found.filter(
            Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word)
            | Q(team__icontains=word) | Q(job_role__icontains=word)
        )  # fmt: skip
    return found.order_by("given_name", "family_name", "pk")


def folded(name: str) -> str:
    """The name of a job as it is compared: without case, and with single spaces."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True)
class JobRoleLine:
    """A job, how many people on file hold it, and how many competences it asks for."""

    role: JobRole
    people: int
    competences: int


def job_roles_of(organisation: Organisation) -> list[JobRoleLine]:
    """Each by name: two queries."""
    roles = JobRole.objects.filter(organisation=organisation).annotate(number=Count("asked")).order_by("name")
    held: Counter[str] = Counter()
    for name in Colleague.objects.of(organisation).here().values_list("job_role", flat=True).iterator(2_000):
        held[folded(name)] += 1
    return [JobRoleLine(role, held[role.folded], role.number) for role in roles]


def people_in(role: JobRole) -> ColleagueQuerySet:
    """Those on file who hold the job, by name."""
    named = people_of(role.organisation).order_by().values_list("job_role", flat=True).distinct()
    return people_of(role.organisation).filter(job_role__in=[name for name in named if folded(name) == role.folded])


def role_of(colleague: Colleague) -> JobRole | None:
    """The job that a colleague's job role names, if the workplace has written down what it asks for."""
    return JobRole.objects.filter(organisation=colleague.organisation_id, folded=folded(colleague.job_role)).first()


def job_role_for(person: Person, uuid: UUID, *, now: datetime) -> JobRole:
    """One job of a workplace that the person acts for. Raises NotYours."""
    found = JobRole.objects.select_related("organisation", "occupation").filter(uuid=uuid).first()
    if found is None:
        raise NotYours(_("There is no such job role."))
    check_employer(person, found.organisation, now=now)
    return found


def colleague_for(person: Person, uuid: UUID, *, now: datetime) -> Colleague:
    """One of the people of a workplace that the person acts for. Raises NotYours."""
    found = (
        Colleague.objects.select_related("organisation", "cost_centre", "membership__person").filter(uuid=uuid).first()
    )
    if found is None:
        raise NotYours(_("There is no such colleague."))
    check_employer(person, found.organisation, now=now)
    return found


def own_line_for(person: Person, uuid: UUID) -> Colleague:
    """The person's own line on a workplace's list. Raises NotYours."""
    named = ("organisation", "cost_centre", "membership__person")
    found = Colleague.objects.select_related(*named).filter(uuid=uuid).first()
    if found is None:
        raise NotYours(_("There is no such workplace."))
    check_is_me(person, found)
    return found


def lists_of(organisation: Organisation) -> QuerySet[PeopleList]:
    """Those handed in, newest first."""
    return PeopleList.objects.filter(organisation=organisation).select_related("made_by").order_by("-made_at", "-pk")


def cost_centre_for(person: Person, uuid: UUID, *, now: datetime) -> CostCentre:
    """One in use, of a workplace that the person acts for. Raises NotYours."""
    found = CostCentre.objects.select_related("organisation").filter(uuid=uuid, closed_at=None).first()
    if found is None:
        raise NotYours(_("There is no such cost centre."))
    check_employer(person, found.organisation, now=now)
    return found


def list_for(person: Person, uuid: UUID, *, now: datetime) -> PeopleList:
    """One list of people. Raises NotYours."""
    found = PeopleList.objects.select_related("organisation", "made_by").filter(uuid=uuid).first()
    if found is None:
        raise NotYours(_("There is no such list."))
    check_employer(person, found.organisation, now=now)
    return found


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one line."""

    line: int
    column: str
    cell: str
    text: str


def faults_of(people_list: PeopleList, most: int | None = None, *, first: int = 0) -> list[Fault]:
    """What is wrong, line by line; of ``most`` lines that have problems, from the one after ``first``."""
    rows = PeopleRow.objects.filter(people_list=people_list, fit=False).order_by("number")
    return [
        Fault(row.number, str(LABELS[column]), row.cells.get(column, ""), problem_text(code, params))
        for row in (rows if most is None else rows[first : first + most])
        for column, code, params in row.problems
    ]


def briefs_of(organisation: Organisation) -> QuerySet[Brief]:
    """Those not put away, the last changed first."""
    kept = Brief.objects.filter(organisation=organisation, put_away_at=None)
    return kept.select_related("made_by").annotate(competences=Count("wanted")).order_by("-changed_at", "-pk")


def briefs_naming(colleague: Colleague) -> QuerySet[Brief]:
    """The needs in which a colleague is named, the last changed first."""
    return Brief.objects.filter(named__colleague=colleague, put_away_at=None).order_by("-changed_at", "-pk")


def team_parts_of(colleague: Colleague) -> QuerySet[TeamPart]:
    """What the workplace's plans for teams have sent a colleague, the latest first."""
    person = colleague.membership.person_id if colleague.membership else None
    mine = TeamPart.objects.filter(member__person=person, member__team__organisation=colleague.organisation_id)
    return mine.filter(taken_back_at=None).select_related("member__team").order_by("-sent_at")


def brief_for(person: Person, uuid: UUID, *, now: datetime) -> Brief:
    """One need. Raises NotYours."""
    found = Brief.objects.select_related("organisation", "made_by", "need").filter(uuid=uuid, put_away_at=None).first()
    if found is None:
        raise NotYours(_("There is no such need."))
    check_employer(person, found.organisation, now=now)
    return found


def orders_of(organisation: Organisation) -> QuerySet[Order]:
    """All, newest first, each with its total and how many seats it has."""
    total = Coalesce(Sum("lines__price"), Decimal(0), output_field=DecimalField())
    orders = Order.objects.filter(organisation=organisation).select_related("cost_centre", "made_by", "decided_by")
    return orders.annotate(total=total, seats=Count("lines")).order_by("-made_at", "-pk")


def order_for(person: Person, uuid: UUID, *, now: datetime) -> Order:
    """One order. Raises NotYours."""
    found = (
        Order.objects.select_related("organisation", "cost_centre__approver", "made_by", "decided_by", "brief")
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise NotYours(_("There is no such order."))
    check_employer(person, found.organisation, now=now)
    return found


def lines_of(order: Order) -> QuerySet[OrderLine]:
    """Its seats, by module and person."""
    return order.lines.select_related("module__current", "module__provider", "offering", "colleague").order_by(
        "module__provider__name_da", "module__slug", "colleague__given_name", "colleague__family_name", "pk"
    )


def cost_centres_of(organisation: Organisation) -> QuerySet[CostCentre]:
    """Those in use, by code, each with what has been accepted on it."""
    accepted = Sum("orders__lines__price", filter=Q(orders__lines__state=LineState.ACCEPTED))
    return (
        CostCentre.objects.filter(organisation=organisation, closed_at=None)
        .select_related("approver")
        .annotate(spent=Coalesce(accepted, Decimal(0), output_field=DecimalField()))
        .order_by("code")
    )


def payers_for(person: Person, organisation: Organisation, *, now: datetime) -> list[tuple[CostCentre, Decimal]]:
    """The cost centres in use, by code, each with the DKK that the person can have paid without approval."""
    return [(one, free_limit(one, orderer=person, now=now)) for one in cost_centres_of(organisation)]


@dataclass(frozen=True)
class Mine:
    """Where a person works or could: invitations, workplaces, those they may join, and those they act for."""

    invitations: list[Colleague]
    at: list[Colleague]
    could_join: list[Workplace]
    acts_for: list[Organisation]
    seats: list[OrderLine]


def workplaces_of(person: Person, acts_for: QuerySet[Organisation]) -> Mine:
    """The person's own page: a constant number of queries."""
    addresses = confirmed_addresses(person)
    here = Colleague.objects.here().select_related("organisation")
    mine = list(here.filter(membership__person=person, membership__until=None).order_by("organisation__name_da"))
    at = {one.organisation_id for one in mine}
    domains = {address.rpartition("@")[2] for address in addresses}
    return Mine(
        invitations=list(here.filter(email__in=addresses, membership=None).order_by("organisation__name_da")),
        at=mine,
        could_join=list(
            Workplace.objects.filter(domain__in=domains).exclude(domain="").exclude(organisation__in=at)
            .select_related("organisation")
        ),
        acts_for=list(acts_for),
        seats=list(
            OrderLine.objects.filter(colleague__in=mine, state=LineState.OFFERED)
            .select_related("module__current", "module__provider", "offering", "order__organisation")
            .order_by("offering__starts_on", "pk")
        ),
    )  # fmt: skip
