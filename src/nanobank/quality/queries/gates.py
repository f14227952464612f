"""Where something stands before its gates: what is asked, what is passed, and what to do about the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nanobank.catalogue.mandatory import missing_elements
from nanobank.catalogue.models import Bundle, MicroCredential
from nanobank.catalogue.services import missing_in_bundle, what_is_missing
from nanobank.common import clock
from nanobank.organisations.models import Organisation
from nanobank.quality.models import Approval, BundleItem, Gate, HouseItem, OwnItem, Policy, Review, Tick, Verdict
from nanobank.quality.queries.checks import Finding, findings_of
from nanobank.quality.queries.evaluations import evaluation_of
from nanobank.quality.queries.results import results_of
from nanobank.quality.things import Thing, digest_of, is_published, of, provider_of
from nanobank.study.queries import missing_steps

WHOLE: Final = "whole"
"""The gate that every institution asks for: nothing is missing that every learner would miss."""

_AFTERWARDS: Final = frozenset({Gate.EVALUATIONS, Gate.RESULTS})
"""What can only be asked when an approval is to be renewed: a draft is there to become better."""


@dataclass(frozen=True)
class Stand:
    """One gate. ``required``: the institution asks for it; ``passed``: None while there is too little to say.

    ``advice`` is what to do next, empty when it is passed.
    """

    code: str
    label: str
    required: bool
    passed: bool | None
    advice: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def bars(self) -> bool:
        """Whether it stands in the way."""
        return self.required and self.passed is False


@dataclass(frozen=True)
class Item:
    """A line of the author's checklist."""

    key: str
    words: str
    ticked: bool


def policy_of(organisation: Organisation) -> Policy:
    """What the institution has decided, or what holds for one that has not: one query."""
    return Policy.objects.filter(organisation=organisation).first() or Policy(organisation=organisation)


def checklist_of(thing: Thing) -> tuple[Item, ...]:
    """The house's items and the institution's own: two queries."""
    ticked = set(Tick.objects.filter(**of(thing)).values_list("item", flat=True))
    own = OwnItem.objects.filter(organisation=provider_of(thing), retired_at__isnull=True).order_by("pk")
    house = BundleItem if isinstance(thing, Bundle) else HouseItem
    items = [*((one.value, str(one.label)) for one in house), *((str(one.uuid), one.words) for one in own)]
    return tuple(Item(key, words, key in ticked) for key, words in items)


def fresh_review(thing: Thing) -> Review | None:
    """The last review that has been decided and has not yet led to an approval: two queries."""
    decided = Review.objects.filter(**of(thing)).exclude(verdict="")
    used = Approval.objects.filter(review__isnull=False, **of(thing)).values("review")
    return decided.exclude(pk__in=used).select_related("decided_by").order_by("-ended_at", "-pk").first()


def standing_review(thing: Thing) -> Review | None:
    """The review behind an approval that has not run out or been withdrawn: one query."""
    today = timezone.localdate(clock.now())
    standing = Approval.objects.filter(review__isnull=False, withdrawn_at__isnull=True, valid_until__gte=today)
    found = standing.filter(**of(thing)).select_related("review").order_by("-valid_until", "-pk").first()
    return found.review if found else None


def open_review(thing: Thing) -> Review | None:
    """The review that is waiting, if there is one."""
    return Review.objects.filter(ended_at__isnull=True, **of(thing)).select_related("reviewer", "organisation").first()


def holds(review: Review | None, thing: Thing) -> bool:
    """Whether a review approves of the thing as it stands now."""
    if review is None or review.verdict in ("", Verdict.REJECTED):
        return False
    if review.verdict == Verdict.WITH_CHANGES and not review.changes_made:
        return False
    return review.digest == digest_of(thing)


def gates_of(thing: Thing) -> tuple[Stand, ...]:
    """Every gate, that of the catalogue itself first. Some thirty queries, the same however long the module is."""
    policy = policy_of(provider_of(thing))
    stands, published = [_whole(thing)], is_published(thing)
    for gate in Gate:
        passed, advice, findings = _READERS[gate](thing, policy)
        label = str(_NAMES[gate])
        required = policy.asks(gate) and (published or gate not in _AFTERWARDS)
        stands.append(Stand(gate.value, label, required, passed, advice, findings))
    return tuple(stands)


def _whole(thing: Thing) -> Stand:
    label = _("The content is finished")
    missing = [] if is_published(thing) else _missing(thing)
    findings = tuple(Finding("missing", sentence, bars=True) for sentence in missing)
    advice = _("Write what is missing.") if findings else ""
    return Stand(WHOLE, label, required=True, passed=not findings, advice=advice, findings=findings)


def _missing(thing: Thing) -> list[str]:
    if isinstance(thing, MicroCredential):
        return [str(sentence) for sentence in missing_elements(thing).values()]
    if isinstance(thing, Bundle):
        return [str(sentence) for sentence in missing_in_bundle(thing).values()]
    sentences = [str(sentence) for sentence in what_is_missing(thing).values()]
    sentences += [one.sentence for one in missing_steps(thing)]
    if not thing.module.offerings.exists():
        sentences.append(_("Nobody can begin on it yet: say when it is offered."))
    return sentences


_NAMES: Final[dict[Gate, str | Promise]] = {
    Gate.CHECKS: gettext_lazy("Automatic checks"),
    Gate.CHECKLIST: gettext_lazy("The author's checklist"),
    Gate.REVIEW: gettext_lazy("A colleague's review"),
    Gate.EVALUATIONS: gettext_lazy("Learners' evaluations"),
    Gate.RESULTS: gettext_lazy("How many complete it"),
}
"""What each is called where it stands beside whether it is passed."""

_Answer = tuple[bool | None, str, tuple[Finding, ...]]
_PASSED: Final[_Answer] = (True, "", ())


def _checks(thing: Thing, policy: Policy) -> _Answer:
    del policy
    findings = findings_of(thing)
    bars = sum(one.bars for one in findings)
    if not bars:
        return True, "", findings
    return False, ngettext("%d thing must be mended.", "%d things must be mended.", bars) % bars, findings


def _checklist(thing: Thing, policy: Policy) -> _Answer:
    del policy
    left = sum(not item.ticked for item in checklist_of(thing))
    if not left:
        return _PASSED
    return False, ngettext("%d line is not ticked yet.", "%d lines are not ticked yet.", left) % left, ()


def _review(thing: Thing, policy: Policy) -> _Answer:
    del policy
    if holds(standing_review(thing), thing):
        return _PASSED
    if open_review(thing) is not None:
        return False, _("It is being reviewed. You are told when it is decided."), ()
    review = fresh_review(thing)
    if review is None:
        return False, _("Ask a colleague who has not written on it to review it."), ()
    if holds(review, thing):
        return _PASSED
    if review.verdict == Verdict.REJECTED:
        return False, _("It was not approved. Read the grounds, mend it, and ask for a new review."), ()
    if review.verdict == Verdict.WITH_CHANGES and not review.changes_made:
        return False, _("Make the changes that the reviewer asks for, and say what you did."), ()
    return False, _("It has changed since it was reviewed. Ask for a new review."), ()


def _evaluations(thing: Thing, policy: Policy) -> _Answer:
    rating = evaluation_of(thing).rating
    if rating is None:
        return None, _("Too few learners have answered yet to say."), ()
    if rating >= float(policy.least_rating):
        return _PASSED
    return False, _("Learners give it %(rating).1f of 5. Read what they say.") % {"rating": rating}, ()


def _results(thing: Thing, policy: Policy) -> _Answer:
    completion = results_of(thing).completion
    if completion is None:
        return None, _("Too few learners have begun yet to say."), ()
    if completion >= policy.least_completion:
        return _PASSED
    return False, _("%(percent)d of 100 complete it. Find out where the others stop.") % {"percent": completion}, ()


_READERS: Final[dict[Gate, Callable[[Thing, Policy], _Answer]]] = {
    Gate.CHECKS: _checks,
    Gate.CHECKLIST: _checklist,
    Gate.REVIEW: _review,
    Gate.EVALUATIONS: _evaluations,
    Gate.RESULTS: _results,
}
