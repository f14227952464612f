"""What an institution has decided before on the same thing: found by its digests, ranked by how alike it is."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from nanobank.withdrawals.bridge import SURE, Alike, Thing, how_alike, keys_of
from nanobank.withdrawals.models import Precedent, PrecedentKey, Withdrawal
from nanobank.withdrawals.texts import ALIKE

_MOST_CANDIDATES: Final = 20
_TELLING: Final = (Alike.KNOWN_AS, Alike.OFFER, Alike.NEAR)
_SHARED: Final = (Alike.TITLE,)
"""Many things have one title, so that these are looked for apart and do not drown the others."""


@dataclass(frozen=True)
class Offered:
    """A precedent that is offered: in what it is the same, and how surely from 0 to 1."""

    precedent: Precedent
    alike: Alike
    score: float

    @property
    def is_sure(self) -> bool:
        """Whether it is the same thing; else it may be, and somebody has to look."""
        return self.alike in SURE

    @property
    def why(self) -> str:
        """In what it is the same, in the language active now."""
        return str(ALIKE[self.alike])


def thing_of(withdrawal: Withdrawal) -> Thing:
    """What is known of it to tell it by."""
    return Thing(
        title=withdrawal.title,
        provider=withdrawal.outside_provider,
        address=withdrawal.url,
        known_as=withdrawal.known_as,
        offer=str(withdrawal.offer_id or ""),
    )


def precedents_for(withdrawal: Withdrawal, *, most: int = 5) -> list[Offered]:
    """What the institution has decided on the same thing and still goes by, the surest and latest first.

    Four queries at most: by address and name; by what it is known as, its offer and nearly its title; by its title; and
    what was found.
    """
    thing = thing_of(withdrawal)
    offered = []
    for one in _candidates(withdrawal, thing, most).values():
        alike = _exact(withdrawal, one) or how_alike(thing, thing_of(one.decision.withdrawal))
        if alike is not None and one.decision.withdrawal_id != withdrawal.pk:
            offered.append(Offered(one, *alike))
    return sorted(offered, key=lambda one: (one.score, one.precedent.made_at), reverse=True)[:most]


def _exact(withdrawal: Withdrawal, precedent: Precedent) -> tuple[Alike, float] | None:
    """As they were found by what was kept when each was decided."""
    if withdrawal.by_address and withdrawal.by_address == precedent.by_address:
        return Alike.ADDRESS, 1.0
    if withdrawal.by_name and withdrawal.by_name == precedent.by_name:
        return Alike.NAME, 0.97
    return None


def _candidates(withdrawal: Withdrawal, thing: Thing, most: int) -> dict[int, Precedent]:
    found = _by_keys(withdrawal, exact_keys(withdrawal))
    if len(found) <= most:
        found += [*_by_keys(withdrawal, keys_of(thing, _TELLING)), *_by_keys(withdrawal, keys_of(thing, _SHARED))]
    return {one.pk: one for one in _in_use(withdrawal).filter(pk__in=found)}


def exact_keys(withdrawal: Withdrawal) -> frozenset[str]:
    """What it is found by to the letter: its address, its provider and title."""
    return frozenset((withdrawal.by_address, withdrawal.by_name)) - {""}


def _by_keys(withdrawal: Withdrawal, digests: frozenset[str]) -> list[int]:
    """The latest precedents that have one of these."""
    keys = PrecedentKey.objects.filter(provider=withdrawal.provider_id, digest__in=digests)
    latest = keys.order_by("-precedent_id").values_list("precedent_id", flat=True)
    return list(latest[:_MOST_CANDIDATES]) if digests else []


def _in_use(withdrawal: Withdrawal) -> QuerySet[Precedent]:
    found = Precedent.objects.filter(provider=withdrawal.provider_id, retired_at__isnull=True)
    return found.select_related("decision__withdrawal", "decision__by", "decision__micro_credential").defer(
        "decision__withdrawal__document", "decision__withdrawal__text"
    )
