"""What institutions ask for, what colleagues have judged, what waits, and what learners say."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Final

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Bundle, MicroCredential, Module, ModuleVersion, State
from nanobank.common.clock import months_after
from nanobank.demo.seeding.classes import seed_classes, seed_learners
from nanobank.demo.seeding.files import Row, load
from nanobank.notices.letters import no_letters
from nanobank.organisations.models import Membership, Organisation
from nanobank.quality import services
from nanobank.quality.listing import list_anew
from nanobank.quality.models import (
    AnyCriterion,
    Approval,
    Evaluated,
    Evaluation,
    Gate,
    Link,
    LinkState,
    Question,
    Review,
    Score,
    Tick,
    Verdict,
)
from nanobank.quality.permissions import REVIEWERS
from nanobank.quality.queries import FEWEST, checklist_of
from nanobank.quality.things import Thing, criteria_for, digest_of, of, provider_of
from nanobank.study.models import Step

_FILE: Final = "quality.toml"
_UNJUDGED: Final = ("klarsprog", "nordsjo", "sonderby")
"""Providers that have judged nothing here: what they offer is not assessed, unless somebody else vouches for it."""
_NOT_YET: Final = 8
_EXPIRED: Final = 14
_SOON: Final = 17
"""Of so many, one is not assessed yet; one has expired; one soon does."""


@no_letters()
def seed_quality(
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Person],
    modules: Mapping[str, Module],
    micro_credentials: Mapping[str, MicroCredential],
    now: datetime,
) -> int:
    """Policies, reviews that have been written, those that wait, and evaluations; how many approvals there are."""
    file = load(_FILE)
    for row in file["policy"]:
        _decide(row, organisations[row["organisation"]], now)
    _try_links(now)
    _judge(file["review"], modules, micro_credentials, now)
    today = timezone.localdate(now)
    for row in file["vetted"]:
        then = now - timedelta(days=120)
        services.vet_external(
            thing=_version(modules[row["module"]]),
            organisation=organisations[row["organisation"]],
            valid_until=months_after(today, 20),
            grounds=row["grounds"],
            by=people[row["by"]],
            now=then,
        )
    for row in file["open"]:
        reviewer = people[row["reviewer"]] if "reviewer" in row else None
        thing, then = _version(modules[row["module"]]), now - timedelta(days=row["days_ago"])
        services.ask_for_review(thing=thing, reviewer=reviewer, words=row["words"], by=None, now=then)
    for row in file["evaluated"]:
        _evaluate(row, [modules[key] for key in row["modules"]], now)
    return Approval.objects.count()


def _version(module: Module) -> ModuleVersion:
    assert module.current is not None, "the demo's modules are published"  # noqa: S101
    module.current.module = module
    return module.current


def _decide(row: Row, organisation: Organisation, now: datetime) -> None:
    then = now - timedelta(days=720)
    services.set_policy(
        organisation=organisation,
        gates=[Gate(gate) for gate in row["gates"]],
        valid_months=row["valid_months"],
        review_days=14,
        least_rating=Decimal(3),
        least_completion=40,
        by=None,
        now=then,
    )
    for words_da, words_en in zip(row["items_da"], row["items_en"], strict=True):
        services.add_item(organisation=organisation, words_da=words_da, words_en=words_en, by=None, now=then)


def _try_links(now: datetime) -> None:
    """The demo asks nobody on the internet: what its steps point to is taken as found."""
    addresses = set(Step.objects.exclude(url="").values_list("url", flat=True))
    Link.objects.bulk_create([Link(address=one, state=LinkState.ALIVE, status=200, tried_at=now) for one in addresses])


def _judge(
    row: Row, modules: Mapping[str, Module], micro_credentials: Mapping[str, MicroCredential], now: datetime
) -> None:
    """Most of what is offered, over the last two years; written straight into the tables, since it is so much."""
    reviewers = _reviewers(now)
    grounds, places = cycle(row["grounds"]), cycle(range(2))
    reviews, scores, approvals, ticks = [], [], [], []
    today = timezone.localdate(now)
    for number, (thing, months) in enumerate(_to_judge(modules, micro_credentials)):
        organisation = provider_of(thing)
        then, until = _held(number, months, now, today)
        by = reviewers[organisation.pk][number % len(reviewers[organisation.pk])]
        review = Review(
            organisation=organisation,
            asked_at=then - timedelta(days=9),
            due_on=timezone.localdate(then) + timedelta(days=5),
            reviewer=by,
            decided_by=by,
            verdict=Verdict.APPROVED,
            grounds=next(grounds),
            digest=digest_of(thing),
            ended_at=then,
            **of(thing),
        )
        reviews.append(review)
        ticks += [Tick(item=one.key, at=then, **of(thing)) for one in checklist_of(thing)]
        scores += [_score(review, one, row["scores"], next(places)) for one in criteria_for(thing)]
        given = {"organisation": organisation, "review": review, "at": then, "valid_until": until, **of(thing)}
        approvals.append(Approval(grounds=review.grounds, **given))
    Review.objects.bulk_create(reviews)
    Score.objects.bulk_create(scores)
    Approval.objects.bulk_create(approvals)
    Tick.objects.bulk_create(ticks)
    list_anew([approval.thing for approval in approvals], now=now)


def _to_judge(
    modules: Mapping[str, Module], micro_credentials: Mapping[str, MicroCredential]
) -> list[tuple[Thing, int]]:
    """What is judged, and for how many months that holds."""
    months = {row["organisation"]: row["valid_months"] for row in load(_FILE)["policy"]}
    offered: list[tuple[str, Thing]] = [(key.split("-")[0], _version(module)) for key, module in modules.items()]
    found = [
        (thing, months.get(key, 36))
        for number, (key, thing) in enumerate(offered)
        if key not in _UNJUDGED and number % _NOT_YET != _NOT_YET - 1
    ]
    bundles = Bundle.objects.filter(state=State.PUBLISHED).select_related("provider").order_by("pk")
    certain: list[MicroCredential | Bundle] = [*micro_credentials.values(), *bundles]
    others = [(one, months.get(one.provider.slug, 36)) for one in certain if one.provider.slug not in _UNJUDGED]
    return [*found, *others]


def _held(number: int, months: int, now: datetime, today: date) -> tuple[datetime, date]:
    """When it was judged, and until when that holds: by the rules of today, or of the first year, when it was less."""
    if number % _EXPIRED == 13:
        return now - timedelta(days=735), today - timedelta(days=10 + number % 40)
    if number % _SOON == 6:
        return now - timedelta(days=735), today + timedelta(days=12 + number % 40)
    then = now - timedelta(days=40 + (number * 37) % 500)
    return then, months_after(timezone.localdate(then), months)


def _score(review: Review, criterion: AnyCriterion, words: Mapping[str, list[str]], place: int) -> Score:
    return Score(review=review, criterion=criterion, points=4 - place, grounds=words[criterion.value][place])


def _reviewers(now: datetime) -> dict[int, list[Person]]:
    """Who may judge for each organisation."""
    found: dict[int, list[Person]] = {}
    memberships = Membership.objects.filter(role__in=REVIEWERS).at(now).select_related("person").order_by("pk")
    for membership in memberships:
        found.setdefault(membership.organisation_id, []).append(membership.person)
    return found


def _evaluate(row: Row, modules: list[Module], now: datetime) -> None:
    """Five to twelve of those who have completed each answer about it; who said what is kept by nobody."""
    comments = cycle(row["comments"])
    month = timezone.localdate(now).replace(day=1)
    versions = [_version(module) for module in modules]
    completed = seed_classes(versions, seed_learners(now), now)
    made, by = [], []
    for number, version in enumerate(versions):
        answering = completed[version.pk][: 5 + number % 8]
        shown = len(answering) // FEWEST * FEWEST  # they are let out so many at a time
        by += [Evaluated(enrolment=enrolment) for enrolment in answering]
        for place in range(len(answering)):
            points = {one.value: 3 + (number + place + at) % 3 for at, one in enumerate(Question)}
            hours = (version.ects * Decimal("27.5") * Decimal(80 + 7 * (place % 6)) / 100).quantize(Decimal("0.1"))
            comment = next(comments) if place % 3 == 0 else ""
            made.append(
                Evaluation(
                    version=version,
                    month=months_after(month, -1 - place % 8),
                    answers=points,
                    hours=hours,
                    comment=comment,
                    shown=place < shown,
                )
            )
    Evaluated.objects.bulk_create(by)
    Evaluation.objects.bulk_create(made)
