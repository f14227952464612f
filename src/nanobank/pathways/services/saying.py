"""What a person says: the goal, the life, the wishes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, ListingKind, MicroCredential, Module, State
from nanobank.catalogue.question import Question
from nanobank.catalogue.search import search
from nanobank.catalogue.words import asked
from nanobank.common.errors import Refused
from nanobank.pathways.models import DegreeProgramme, GoalKind, Pathway, Role
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.terms import DegreeTerms, GoalTerms, HoursTerms, LifeTerms, Terms, WishTerms
from nanobank.search.reading.queries import read_text

MOST_PATHWAYS: Final = 30
_USUAL_HOURS: Final = Decimal(6)
_READ_INTO: Final = 8
"""How many competences some words are read into at most; the person ticks those they meant."""


def usual_life(today: date) -> LifeTerms:
    """What is assumed until the person says otherwise: six hours a week from today on, one module at a time."""
    return LifeTerms(begins=today, hours=(HoursTerms(since=today, hours=_USUAL_HOURS),))


def read_words(words: str) -> list[Competence]:
    """The competences that some words ask for, the surest first: read as an ad or any other text is.

    Words too few to be read name something: then those whose names hold them, and those that the modules found by them
    teach most often.
    """
    if not asked(words):
        return []
    read = [found.competence for found in read_text(words, most=_READ_INTO)]
    return read or _named_by(words)


def _named_by(words: str) -> list[Competence]:
    named = search(Question(text=words, kinds=(ListingKind.COMPETENCE,), page_size=_READ_INTO))
    slugs = dict.fromkeys(listing.slug for listing in named.listings)
    found = search(Question(text=words, kinds=(ListingKind.MODULE,), page_size=_READ_INTO))
    taught = Competence.objects.filter(
        module_versions__current_of__in=[listing.target_id for listing in found.listings]
    ).values_list("slug", flat=True)
    often: dict[str, int] = {}
    for slug in taught:
        often[slug] = often.get(slug, 0) + 1
    slugs |= dict.fromkeys(sorted(often, key=lambda slug: (-often[slug], slug)))
    competences = Competence.objects.in_bulk(list(slugs)[:_READ_INTO], field_name="slug")
    return [competences[slug] for slug in slugs if slug in competences]


@transaction.atomic
def begin(*, person: Person, goal: GoalTerms, now: datetime, title: str = "", life: LifeTerms | None = None) -> Pathway:
    """A new pathway towards a goal, in a usual life until told otherwise. Raises Refused."""
    check_goal(goal)
    if Pathway.objects.of(person).kept().count() >= MOST_PATHWAYS:
        raise Refused(_("You have 30 pathways already. Put one away first."))
    return Pathway.objects.create(
        person=person,
        title=(title.strip() or _title_of(goal))[:120],
        goal_kind=GoalKind(goal.kind),
        goal=goal.kept(),
        life=(life or usual_life(timezone.localdate(now))).kept(),
        wishes=WishTerms().kept(),
        made_at=now,
        changed_at=now,
    )


@transaction.atomic
def say_goal(*, pathway: Pathway, goal: GoalTerms, by: Person, now: datetime) -> None:
    """Want something else from now on. Raises NotYours, Refused."""
    check_owns(by, pathway)
    check_goal(goal)
    _say(pathway, now, goal=goal, kind=GoalKind(goal.kind))


@transaction.atomic
def say_life(*, pathway: Pathway, life: LifeTerms, by: Person, now: datetime) -> None:
    """Say anew what there is room for. Raises NotYours; Refused when the deadline lies before the beginning."""
    check_owns(by, pathway)
    if life.deadline is not None and life.deadline < life.begins:
        raise Refused(_("The deadline lies before you begin."), field="deadline")
    if not any(one.hours for one in life.hours):
        raise Refused(_("There are no hours to study in. Give at least one period some."), field="hours")
    _say(pathway, now, life=life)


@transaction.atomic
def say_wishes(*, pathway: Pathway, wishes: WishTerms, by: Person, now: datetime) -> None:
    """Say anew what matters most, what must be in the plan and what must not. Raises NotYours, Refused."""
    check_owns(by, pathway)
    if len(set(wishes.order)) < len(wishes.order):
        raise Refused(_("Each aim has one place in the order."), field="order")
    _say(pathway, now, wishes=wishes)


@transaction.atomic
def put_first(*, pathway: Pathway, aim: str, by: Person, now: datetime) -> None:
    """Have one of the three aims come a place sooner in the order. Raises NotYours, Refused."""
    wishes = WishTerms.model_validate(pathway.wishes)
    order = list(wishes.order)
    if aim not in order:
        raise Refused(_("There is no such aim."), field="order")
    place = order.index(aim)
    order.insert(max(place - 1, 0), order.pop(place))
    say_wishes(pathway=pathway, wishes=wishes.model_copy(update={"order": tuple(order)}), by=by, now=now)


@transaction.atomic
def retitle(*, pathway: Pathway, title: str, by: Person, now: datetime) -> None:
    """Call it something else. Raises NotYours, Refused."""
    check_owns(by, pathway)
    if not title.strip():
        raise Refused(_("Give it a name, so that you know it again."), field="title")
    pathway.title, pathway.changed_at = title.strip()[:120], now
    pathway.save(update_fields=["title", "changed_at"])


@transaction.atomic
def put_away(*, pathway: Pathway, by: Person, now: datetime) -> None:
    """Take it out of the list; all of it stays, and its calendar stops. Raises NotYours."""
    check_owns(by, pathway)
    Pathway.objects.kept().filter(pk=pathway.pk).update(put_away_at=now, changed_at=now)
    pathway.feeds.filter(stopped_at__isnull=True).update(stopped_at=now)


@transaction.atomic
def forget(*, pathway: Pathway, by: Person) -> None:
    """Erase a pathway with all that was said, planned and written about it. Raises NotYours."""
    check_owns(by, pathway)
    Pathway.objects.filter(pk=pathway.pk).update(chosen=None)
    pathway.choosings.all().delete()
    pathway.versions.all().delete()
    pathway.delete()


def _say(pathway: Pathway, now: datetime, kind: GoalKind | None = None, **said: Terms) -> None:
    """Keep what was said, and count that something was."""
    values: dict[str, Any] = {name: terms.kept() for name, terms in said.items()}
    if kind is not None:
        values["goal_kind"] = kind
    Pathway.objects.filter(pk=pathway.pk).update(asked=F("asked") + 1, changed_at=now, **values)
    pathway.refresh_from_db()


def check_goal(goal: GoalTerms) -> None:
    """Raise Refused unless the goal says something, and all it names is there."""
    named = {"micro_credential": goal.micro_credential, "role": goal.role, "degree": goal.degree}
    if goal.kind == "own_words":
        if not goal.competences and not goal.modules:
            raise Refused(_("Choose at least one competence that you want."), field="competences")
    elif not named[goal.kind] and not (goal.kind == "degree" and goal.rules):
        raise Refused(_("Choose what you want."), field=goal.kind)
    if any(slug and kind != goal.kind for kind, slug in named.items()) or (
        goal.rules and (goal.degree or goal.kind != "degree")
    ):
        raise Refused(_("One goal at a time, please."), field="kind")
    _check_named(goal)
    if goal.rules is not None:
        check_rules(goal.rules)


def check_rules(rules: DegreeTerms) -> None:
    """Raise Refused unless the rules ask for something, and all they name is in the catalogue."""
    if not (rules.min_ects or rules.at_level or rules.choices or rules.modules or rules.competences):
        raise Refused(_("Say at least one thing that the plan has to meet."), field="min_ects")
    if any(not one.of or not (one.at_least or one.min_ects) for one in rules.choices):
        raise Refused(_("Say which modules each choice is among, and how many or how much of them."), field="choices")
    named = {*rules.modules, *(slug for one in rules.choices for slug in one.of)}
    if len(named) > Module.objects.filter(slug__in=named, current__isnull=False).count():
        raise Refused(_("This module is not in the catalogue at the moment."), field="modules")
    check_competences({one.slug for one in rules.competences}, field="competences")


def _check_named(goal: GoalTerms) -> None:
    if goal.rules is not None:
        return
    there = {
        "micro_credential": MicroCredential.objects.filter(slug=goal.micro_credential, state=State.PUBLISHED),
        "role": Role.objects.filter(slug=goal.role),
        "degree": DegreeProgramme.objects.filter(slug=goal.degree, rules__isnull=False),
    }
    if goal.kind in there and not there[goal.kind].exists():
        raise Refused(_("This is not in the catalogue at the moment."), field=goal.kind)
    check_competences({one.slug for one in goal.competences}, field="competences")
    if len(set(goal.modules)) > Module.objects.filter(slug__in=goal.modules, current__isnull=False).count():
        raise Refused(_("This module is not in the catalogue at the moment."), field="modules")


def check_competences(slugs: set[str], *, field: str) -> None:
    """Raise Refused when one of them is no competence of the catalogue."""
    if len(slugs) > Competence.objects.filter(slug__in=slugs).count():
        raise Refused(_("There is no such competence."), field=field)


def _title_of(goal: GoalTerms) -> str:
    """A name for the pathway, from what is wanted."""
    if goal.micro_credential is not None:
        return MicroCredential.objects.get(slug=goal.micro_credential).title
    if goal.role is not None:
        return Role.objects.get(slug=goal.role).label
    if goal.degree is not None:
        return DegreeProgramme.objects.get(slug=goal.degree).title
    if goal.words.strip():
        return goal.words.strip().splitlines()[0]
    if goal.rules is not None:
        return _("An education of my own")
    if not goal.competences:
        return _("My pathway")
    return Competence.objects.get(slug=goal.competences[0].slug).label
