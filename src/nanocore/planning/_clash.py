"""The smallest set of wishes that cannot all be met: smallest for sure, by hitting every way of giving some of them up.

After A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva, *Smallest MUS extraction with minimal hitting set
dualization* (2015). A clash shares at least one wish with every set of wishes that it would be enough to give up. So
the smallest set that shares one with each of those known so far either is a clash, and then none is smaller, or shows
one more such set.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

WishT = TypeVar("WishT")


@dataclass(frozen=True, slots=True)
class Reply(Generic[WishT]):
    """Whether some wishes can be met together: ``met`` are all that are met by an answer, None when there is none.

    Without ``is_sure`` the search for an answer was broken off.
    """

    met: frozenset[WishT] | None
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Clash(Generic[WishT]):
    """``wishes`` cannot all be met, whatever becomes of the others; ``is_smallest``: proven, and no clash is smaller.

    To give up one of ``ways_out`` whole is enough, and no part of it is. Not all ways out need be among them.
    """

    wishes: tuple[WishT, ...]
    is_smallest: bool
    ways_out: tuple[tuple[WishT, ...], ...]


def smallest_clash(wishes: tuple[WishT, ...], ask: Callable[[frozenset[WishT]], Reply[WishT]]) -> Clash[WishT] | None:
    """The smallest clash among ``wishes``, None when they can all be met. Among equals the one that comes first.

    ``ask`` is asked about few sets: a set within one that was met is met too, and one around a clash clashes too.
    """
    search = _Search(wishes, ask)
    while True:
        chosen = search.fewest_that_hit_all_ways_out()
        if not search.can_meet(chosen):
            return search.clash(chosen)
        given_up = search.grown(chosen)
        if not given_up:
            return None
        search.ways_out.append(given_up)


@dataclass(slots=True)
class _Search(Generic[WishT]):
    wishes: tuple[WishT, ...]
    ask: Callable[[frozenset[WishT]], Reply[WishT]]
    ways_out: list[tuple[WishT, ...]] = field(default_factory=list)
    met: list[frozenset[WishT]] = field(default_factory=list)
    clashing: list[frozenset[WishT]] = field(default_factory=list)
    is_sure: bool = True

    def can_meet(self, wanted: Iterable[WishT]) -> bool:
        """Whether ``wanted`` can be met together; what has been learnt before is not asked again."""
        together = frozenset(wanted)
        if any(together <= known for known in self.met):
            return True
        if any(known <= together for known in self.clashing):
            return False
        reply = self.ask(together)
        if reply.met is not None:
            self.met.append(reply.met | together)
            return True
        self.is_sure = self.is_sure and reply.is_sure
        self.clashing.append(together)
        return False

    def grown(self, chosen: Iterable[WishT]) -> tuple[WishT, ...]:
        """What is left to give up when as much as possible is met beside ``chosen``."""
        together = self._largest(frozenset(chosen))
        given_up: list[WishT] = []
        while left := [wish for wish in self.wishes if wish not in together and wish not in given_up]:
            count = len(left) if self.can_meet(together.union(left)) else self._count_met(together, left)
            together = self._largest(together.union(left[:count]))
            given_up += left[count : count + 1]
        return tuple(given_up)

    def _count_met(self, together: frozenset[WishT], left: list[WishT]) -> int:
        """How many of ``left``, which are too many, can be met beside ``together``, in their order; by halving."""
        low, high = 0, len(left)
        while high - low > 1:
            middle = (low + high) // 2
            if self.can_meet(together.union(left[:middle])):
                low = middle
            else:
                high = middle
        return low

    def _largest(self, some: frozenset[WishT]) -> frozenset[WishT]:
        """The most that is known to be met together, ``some`` among it."""
        return max((known for known in self.met if known >= some), key=len)

    def fewest_that_hit_all_ways_out(self) -> tuple[WishT, ...]:
        """The smallest set with a wish of each way out, by iterative deepening."""
        most = 0
        while (hit := self._hit((), most)) is None:
            most += 1
        return hit

    def _hit(self, chosen: tuple[WishT, ...], more: int) -> tuple[WishT, ...] | None:
        missed = next((way for way in self.ways_out if not set(way) & set(chosen)), None)
        if missed is None:
            return chosen
        if more == 0:
            return None
        return next((hit for wish in missed if (hit := self._hit((*chosen, wish), more - 1)) is not None), None)

    def clash(self, chosen: tuple[WishT, ...]) -> Clash[WishT]:
        """The clash, with each of its wishes that it would be enough to give up before the ways out met on the way."""
        all_wishes = frozenset(self.wishes)
        alone = [(wish,) for wish in self._in_order(frozenset(chosen)) if self.can_meet(all_wishes - {wish})]
        ways = dict.fromkeys((*alone, *sorted(self.ways_out, key=len)))
        return Clash(self._in_order(frozenset(chosen)), self.is_sure, tuple(ways))

    def _in_order(self, some: frozenset[WishT]) -> tuple[WishT, ...]:
        return tuple(wish for wish in self.wishes if wish in some)
