"""A person's start page: for each thing they are, what waits for them and where to go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.bank.queries import bank_of
from nanobank.bank.shown import Bank
from nanobank.catalogue.models import MicroCredential, Module, State
from nanobank.credentials.models import Credential
from nanobank.credentials.trust.queries import issuers_proposed
from nanobank.exams.models import Examiner
from nanobank.exams.offices import office_of
from nanobank.exams.queries import queue_of, slots_of
from nanobank.guidance.queries import waits_for as talks_for
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.organisations.queries import roles_of
from nanobank.site.waiting import Link, waits_for
from nanobank.study.queries import enrolments_of

FEWEST_COUNTED = 5
"""Groups smaller than this are not counted out to a funder, so that nobody can be recognised."""


@dataclass(frozen=True)
class Group:
    """Pages that belong together, under a heading."""

    words: str
    links: list[Link]


@dataclass(frozen=True)
class Card:
    """One thing that the person is: a sentence about what waits, figures, and where to go.

    The first link is what most people want, unless all of them are ``equals``; where there are many, the rest stand in
    ``groups``.
    """

    eyebrow: str
    title: str
    text: str
    links: list[Link]
    figures: list[tuple[str, str]]
    equals: bool = False
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Start:
    """All that the start page shows."""

    waiting: list[Link]
    cards: list[Card]
    bank: Bank | None
    finds_mentors: bool


def start_of(person: Person, now: datetime) -> Start:
    """The page of one person: their roles first, then their own learning. Queries grow with roles, not with rows."""
    memberships = list(roles_of(person, now))
    cards: list[Card] = []
    waiting: list[Link] = []
    if person.is_staff:
        cards.append(_staff())
    if Examiner.objects.filter(person=person).exists():
        cards.append(_examiner(person, now, waiting))
    for membership in memberships:
        card = _CARDS.get(Role(membership.role))
        if card is not None:
            cards += card(membership, now)
    learns = enrolments_of(person).exists() or not cards
    guided = list(_guidance(person, now))
    return Start(
        waiting=[*waiting, *waits_for(person, memberships, now)],
        cards=cards + guided,
        bank=bank_of(person) if learns else None,
        finds_mentors=learns and not guided,
    )


def _staff() -> Card:
    waiting = issuers_proposed().count()
    text = (
        ngettext("%d issuer is proposed and waits for you.", "%d issuers are proposed and wait for you.", waiting)
        % waiting
        if waiting
        else _("No issuer waits to be confirmed.")
    )
    links = [
        Link(_("Look after whom we trust"), reverse("trust_office")),
        Link(_("Take a framework in"), reverse("framework_imports")),
        Link(_("What AI registers say of the law"), reverse("ai_wordings")),
        Link(_("Schemes that may lower the price"), reverse("subsidies")),
    ]
    return Card(_("The bank's staff"), _("Whom we trust"), text, links, [(str(waiting), _("to look at"))])


def _examiner(person: Person, now: datetime, waits: list[Link]) -> Card:
    """What waits is told among all that waits for the person too."""
    waiting = queue_of(person, now)
    booked = sum(slot.seats_taken for slot in slots_of(person, now))
    text = _("Nothing waits for your assessment.")
    if waiting:
        words = ngettext("%d exam waits for your assessment", "%d exams wait for your assessment", len(waiting))
        waits.append(Link(words % len(waiting), reverse("examining")))
        text = _("Assess by the goals that stand beside what was handed in, with grounds that the learner reads.")
    links = [Link(_("Assess"), reverse("examining")), Link(_("My exam times"), reverse("slots"))]
    figures = [(str(len(waiting)), _("to assess")), (str(booked), _("booked times to come"))]
    return Card(_("Examiner"), _("Exams"), text, links, figures)


def _educator(membership: Membership, now: datetime) -> Iterator[Card]:
    counted = Module.objects.filter(provider=membership.organisation).aggregate(
        published=Count("pk", filter=Q(current__isnull=False), distinct=True),
        drafts=Count("pk", filter=Q(versions__state=State.DRAFT), distinct=True),
    )
    yield Card(
        f"{membership.get_role_display()} · {membership.organisation.name}",
        _("Teaching"),
        _("Write a module once and see it used again. What is published is frozen; changes make a new version."),
        [
            Link(_("My institution's modules"), reverse("teaching")),
            Link(_("Write a new module"), reverse("module_add")),
        ],
        [(str(counted["published"]), _("published")), (str(counted["drafts"]), _("drafts"))],
        groups=(
            Group(
                _("Write and design"),
                [
                    Link(_("Modules to use again"), reverse("reuse")),
                    Link(_("Design a micro-credential"), reverse("designs")),
                ],
            ),
            Group(
                _("To judge"),
                [
                    Link(_("Quality and reviews"), reverse("quality_queue")),
                    Link(_("Judge what comes from outside"), reverse("withdrawals_to_judge")),
                ],
            ),
            Group(
                _("Look around"),
                [Link(_("Need radar"), reverse("need_radar")), Link(_("Offers from outside"), reverse("feeds"))],
            ),
        ),
    )


def _guidance(person: Person, now: datetime) -> Iterator[Card]:
    """What waits between a learner and their mentors; nothing for whoever has neither and is asked nothing."""
    waits = talks_for(person, now)
    if not (waits.runs or waits.questions):
        return
    coming = waits.next_appointment
    text = _("Write at any hour; nobody has to find the way alone.")
    if waits.threads:
        text = ngettext("%d talk waits for you.", "%d talks wait for you.", len(waits.threads)) % len(waits.threads)
    elif waits.questions:
        text = _("Somebody asks whether you will be their mentor.")
    elif coming is not None:
        text = _("Next appointment: %s") % date_format(localtime(coming.begins), "j. F H:i")
    yield Card(
        _("Mentors"),
        _("Guidance"),
        text,
        [
            *(Link(thread.title, reverse("thread", args=[thread.uuid])) for thread in waits.threads),
            Link(_("Guidance"), reverse("guidance")),
        ],
        [],
    )


def _mentor(membership: Membership, now: datetime) -> Iterator[Card]:
    kind = Mentorship.Kind.INTERNAL if membership.role == Role.INTERNAL_MENTOR else Mentorship.Kind.EXTERNAL
    mentorships = Mentorship.objects.at(now).filter(mentor=membership.person_id, kind=kind).select_related("learner")
    listed = list(mentorships.order_by("learner__given_name", "learner__pk"))
    yield Card(
        f"{membership.get_role_display()} · {membership.organisation.name}",
        _("Those whom you mentor"),
        _("You help them find the way, and see what they let you see. They decide for how long."),
        [Link(one.learner.name, reverse("mentorship", args=[one.uuid])) for one in listed]
        + [Link(_("My profile and hours"), reverse("mentor_profile"))],
        [(str(len(listed)), _("learners"))],
        equals=True,
    )


def _office(membership: Membership, now: datetime) -> Iterator[Card]:
    organisation = membership.organisation
    office = office_of([organisation.pk], now)
    waiting = office.waiting + office.to_examine
    leads = membership.role == Role.PROGRAMME_LEAD
    learners = [
        Link(_("Judge what comes from outside"), reverse("withdrawals_to_judge")),
        Link(_("Who waits for a mentor"), reverse("guidance_office")),
    ]
    credentials = [
        Link(_("Credentials"), reverse("credentials_office")),
        Link(_("Award to a whole class"), reverse("award_batches")),
        Link(_("Whom we trust"), reverse("trust_office")),
    ]
    wanted = [
        Link(_("Requests for tailored courses"), reverse("enquiries")),
        Link(_("Need radar"), reverse("need_radar")),
        *([Link(_("What will be in demand"), reverse("demand"))] if leads else []),
    ]
    groups = [
        Group(_("Learners"), learners),
        Group(_("Credentials"), credentials),
        Group(_("What is asked for"), wanted),
    ]
    if leads:
        offered = [
            Link(_("Design a micro-credential"), reverse("designs")),
            Link(_("Micro-credentials on their way"), reverse("micro_credential_drafts")),
            Link(_("Bundles"), reverse("bundle_designs")),
            Link(_("Quality and reviews"), reverse("quality_queue")),
            Link(_("People and roles"), reverse("members", args=[organisation.slug])),
        ]
        groups.append(Group(_("What we offer"), offered))
    figures = [(str(office.ready), _("ready to publish")), (str(waiting), _("wait for an examiner"))]
    if office.passed_percent is not None:
        figures.append((f"{office.passed_percent} %", _("of those examined passed")))
    yield Card(
        f"{membership.get_role_display()} · {organisation.name}",
        _("Exams and credentials"),
        _("Follow every registration, note absence and illness, publish and correct results."),
        [Link(_("Exam office"), reverse("exam_office"))],
        figures,
        groups=tuple(groups),
    )


def _employer(membership: Membership, now: datetime) -> Iterator[Card]:
    offered = MicroCredential.objects.filter(state=State.PUBLISHED).count()
    modules = Module.objects.filter(current__isnull=False).count()
    slug = membership.organisation.slug
    yield Card(
        f"{membership.get_role_display()} · {membership.organisation.name}",
        _("Find what fits a need"),
        _("Search in your own words and compare public and private offers on price, time and level."),
        [
            Link(_("Describe a need"), reverse("brief_new", args=[slug])),
            Link(_("The workplace"), reverse("workplace", args=[slug])),
        ],
        [(str(modules), _("modules")), (str(offered), _("micro-credentials"))],
        groups=(
            Group(
                _("Find"),
                [
                    Link(_("Search the catalogue"), reverse("catalogue") + "?audience=employers"),
                    Link(_("What we have asked for"), reverse("needs")),
                ],
            ),
            Group(
                _("Who can what"),
                [
                    Link(_("AI register"), reverse("ai_register_of", args=[slug])),
                    Link(_("Ask for a credential"), reverse("credential_ask")),
                    Link(_("Check a credential"), reverse("check")),
                ],
            ),
        ),
    )


def _funder(membership: Membership, now: datetime) -> Iterator[Card]:
    per_provider = (
        Organisation.objects.providers()
        .annotate(awarded=Count("credentials", filter=Q(credentials__revoked_at=None, credentials__replaced_at=None)))
        .filter(awarded__gte=FEWEST_COUNTED)
        .order_by("-awarded", "name_da")
        .values_list("slug", "short_name", "awarded")
    )
    figures = [
        (str(Credential.objects.standing().count()), _("credentials awarded")),
        (str(Person.objects.filter(enrolments__isnull=False).distinct().count()), _("learners")),
    ]
    yield Card(
        f"{membership.get_role_display()} · {membership.organisation.name}",
        _("What came of it"),
        _("Credentials by provider, where at least five have been awarded, so that nobody can be recognised."),
        [
            *(Link(f"{name}: {awarded}", reverse("provider", args=[slug])) for slug, name, awarded in per_provider),
            Link(_("Need radar"), reverse("need_radar")),
        ],
        figures,
    )


_CARDS: dict[Role, Callable[[Membership, datetime], Iterator[Card]]] = {
    Role.EDUCATOR: _educator,
    Role.INTERNAL_MENTOR: _mentor,
    Role.EXTERNAL_MENTOR: _mentor,
    Role.PROGRAMME_LEAD: _office,
    Role.STUDY_SECRETARY: _office,
    Role.EMPLOYER: _employer,
    Role.FUNDER: _funder,
}
