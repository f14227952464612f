"""A colleague judges: asked, says whether they have an interest, gives points with grounds, decides."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.catalogue.models import State
from nanobank.catalogue.permissions import check_may_author
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Conflict, Refused
from nanobank.notices.models import NoticeKind
from nanobank.organisations.models import PROVIDER_KINDS, Membership, Role
from nanobank.organisations.permissions import can_act
from nanobank.quality.models import Declaration, Points, Review, Score, Verdict
from nanobank.quality.permissions import REVIEWERS, can_review, check_may_judge, check_writes
from nanobank.quality.queries import policy_of
from nanobank.quality.services.approving import approve_if_whole
from nanobank.quality.telling import reviewers_of, tell_about
from nanobank.quality.things import WITH_THING, Thing, authors_of, criteria_for, digest_of, of, provider_of, writers_of

_ASKED = gettext_noop("You are asked to review “%(title)s”, by %(due)s.")
_DECIDED = gettext_noop("The review of “%(title)s” is written.")
_HANDED_ON = gettext_noop("The review of “%(title)s” is handed on to you.")
_LEFT = gettext_noop("Whoever was to review “%(title)s” has left. It waits for one of you.")
_LONGEST: Final = 4_000

Given = Mapping[str, tuple[int, str]]
"""For each criterion its points, 1 to 4, and the grounds."""


@transaction.atomic
def ask_for_review(*, thing: Thing, reviewer: Person | None, words: str, by: Person | None, now: datetime) -> Review:
    """Put it before a colleague, or before all who may judge for the provider.

    Raises NotYours; Refused for a reviewer who may not; Conflict when a review is waiting already.
    """
    check_writes(by, thing, now)
    organisation = provider_of(thing)
    if thing.state == State.WITHDRAWN:
        raise Refused(_("It has been taken out of the catalogue."))
    if reviewer is not None:
        _check_reviewer(thing, reviewer, now)
    due_on = timezone.localdate(now) + timedelta(days=policy_of(organisation).review_days)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                organisation=organisation,
                asked_by=by,
                asked_at=now,
                due_on=due_on,
                reviewer=reviewer,
                words=words.strip()[:_LONGEST],
                **of(thing),
            )
    except IntegrityError as error:
        raise Conflict(_("A review of it is waiting already.")) from error
    asked = [reviewer] if reviewer else reviewers_of(organisation, thing, now)
    url = danish_address("review", review.uuid)
    tell_about(thing, people=asked, kind=NoticeKind.REVIEW, message=_ASKED, url=url, now=now, due=f"{due_on:%d.%m.%Y}")
    return review


def _check_reviewer(thing: Thing, reviewer: Person, now: datetime) -> None:
    if reviewer.pk in writers_of(thing):
        raise Refused(_("This colleague has written on it. Choose somebody who has not."), field="reviewer")
    teaches = Membership.objects.of(reviewer).at(now)
    if not teaches.filter(role__in=REVIEWERS, organisation__kind__in=PROVIDER_KINDS).exists():
        raise Refused(_("A reviewer teaches, or leads a programme, here or at another institution."), field="reviewer")


def _held(review: Review) -> Review:
    """The review, locked. Raises Conflict once it has ended.

    Who decided is asked for by itself: what is joined to a row that one has waited for is as it was before the wait.
    """
    found = Review.objects.select_for_update(of=("self",)).select_related("organisation", *WITH_THING)
    held = found.get(pk=review.pk)
    if held.ended_at is not None:
        if held.decided_by is None:
            raise Conflict(_("This review has been called off."))
        name = held.decided_by.get_full_name()
        raise Conflict(_("%(name)s has decided already. Your assessment was not needed.") % {"name": name})
    return held


@transaction.atomic
def declare(*, review: Review, has_interest: bool, words: str, by: Person, now: datetime) -> Declaration:
    """Say whether one has an interest in what is judged; whoever has one is let off, and others are asked.

    Raises NotYours, Refused for who has written on it or does not say which interest, Conflict once decided.
    """
    held = _held(review)
    check_may_judge(by, held, now)
    if has_interest and not words.strip():
        raise Refused(_("Say in a few words which interest you have."), field="words")
    declared, _made = Declaration.objects.update_or_create(
        review=held,
        person=by,
        defaults={"has_interest": has_interest, "words": words.strip()[:_LONGEST], "at": now},
    )
    if has_interest and held.reviewer_id == by.pk:
        held.reviewer = None
        held.save(update_fields=["reviewer"])
        others = [one for one in reviewers_of(held.organisation, held.thing, now) if one.pk != by.pk]
        _tell_of(held, others, _HANDED_ON, now)
    return declared


@transaction.atomic
def decide(*, review: Review, scores: Given, verdict: Verdict, grounds: str, by: Person, now: datetime) -> Review:
    """Give points and decide. What is published already is approved at once where no other gate bars.

    Raises NotYours; Refused for who may not judge, has not declared, or leaves something out; Conflict when somebody
    else was first.
    """
    held = _held(review)
    check_may_judge(by, held, now)
    if not Declaration.objects.filter(review=held, person=by, has_interest=False).exists():
        raise Refused(_("Say first whether you have an interest in it."), field="has_interest")
    _check_scores(held.thing, scores, verdict)
    if not 0 < len(grounds.strip()) <= _LONGEST:
        raise Refused(_("Write the grounds: what decided it, and what would make it better."), field="grounds")
    Score.objects.bulk_create(
        [
            Score(review=held, criterion=one, points=scores[one.value][0], grounds=scores[one.value][1].strip())
            for one in criteria_for(held.thing)
        ]
    )
    held.verdict, held.grounds, held.decided_by, held.ended_at = verdict, grounds.strip(), by, now
    held.digest = digest_of(held.thing)
    held.save(update_fields=["verdict", "grounds", "decided_by", "ended_at", "digest"])
    authors = authors_of(held.thing) if held.asked_by is None else {*authors_of(held.thing), held.asked_by}
    tell_about(held.thing, people=authors, kind=NoticeKind.QUALITY, message=_DECIDED, now=now)
    if verdict == Verdict.APPROVED:
        approve_if_whole(held.thing, by=by, now=now)
    return held


def _check_scores(thing: Thing, scores: Given, verdict: Verdict) -> None:
    for one in criteria_for(thing):
        points, grounds = scores.get(one.value, (0, ""))
        if points not in Points.values:
            raise Refused(_("Give points."), field=f"{one.value}_points")
        if not 0 < len(grounds.strip()) <= _LONGEST:
            raise Refused(_("Write why."), field=f"{one.value}_grounds")
    if verdict not in Verdict.values:
        raise Refused(_("Choose a decision."), field="verdict")
    if verdict == Verdict.APPROVED and any(points == Points.NOT_MET for points, _grounds in scores.values()):
        raise Refused(_("What does not meet a criterion cannot be approved as it is."), field="verdict")


@transaction.atomic
def say_changes(*, review: Review, words: str, by: Person | None, now: datetime) -> Review:
    """The author has made the changes that were asked for, and says which; what stands now is what is approved.

    Raises NotYours, Conflict when no changes were asked for, Refused while nothing is said.
    """
    found = Review.objects.select_for_update(of=("self",)).select_related(*WITH_THING)
    held = found.get(pk=review.pk)
    check_writes(by, held.thing, now)
    if held.verdict != Verdict.WITH_CHANGES or held.changes_made:
        raise Conflict(_("No changes are waited for."))
    if not 0 < len(words.strip()) <= _LONGEST:
        raise Refused(_("Say what you have changed."), field="words")
    held.changes_made, held.digest = words.strip(), digest_of(held.thing)
    held.save(update_fields=["changes_made", "digest"])
    approve_if_whole(held.thing, by=by, now=now)
    return held


@transaction.atomic
def call_off(*, review: Review, by: Person | None, now: datetime) -> None:
    """The author does not want the review after all. Raises NotYours, Conflict once it has ended."""
    held = _held(review)
    check_writes(by, held.thing, now)
    held.ended_at = now
    held.save(update_fields=["ended_at"])


@transaction.atomic
def hand_on(*, review: Review, to: Person | None, by: Person | None, now: datetime) -> Review:
    """Let somebody else judge; None: anybody of the organisation. By whoever has it, or a programme lead.

    Raises NotYours, Refused for somebody who may not, Conflict once it has ended.
    """
    held = _held(review)
    if by is not None and held.reviewer_id != by.pk:
        check_may_author(by, held.organisation, now=now)
        if not can_act(by, held.organisation, Role.PROGRAMME_LEAD, now=now) and not can_review(by, held, now):
            raise Refused(_("Only a programme lead hands on what somebody else has."))
    if to is not None:
        _check_reviewer(held.thing, to, now)
    held.reviewer = to
    held.save(update_fields=["reviewer"])
    _tell_of(held, [to] if to else reviewers_of(held.organisation, held.thing, now), _HANDED_ON, now)
    return held


@transaction.atomic
def hand_on_left(*, now: datetime) -> int:
    """Give the open reviews of those who teach nowhere any more back to their organisations; how many. Run daily."""
    teaching = Membership.objects.filter(person=OuterRef("reviewer"), role__in=REVIEWERS).at(now)
    left = Review.objects.filter(ended_at__isnull=True, reviewer__isnull=False).exclude(Exists(teaching))
    found = left.select_for_update(of=("self",)).select_related("organisation", *WITH_THING)
    count = 0
    for review in found:
        review.reviewer = None
        review.save(update_fields=["reviewer"])
        _tell_of(review, reviewers_of(review.organisation, review.thing, now), _LEFT, now)
        count += 1
    return count


def _tell_of(review: Review, people: list[Person], message: str, now: datetime) -> None:
    url = danish_address("review", review.uuid)
    tell_about(review.thing, people=people, kind=NoticeKind.HANDED_ON, message=message, url=url, now=now)
