"""The first two aims of a repair: that little of the plan one had goes, and that little of the rest moves."""

from dataclasses import replace

import numpy as np

from nanocore.planning._cone import Cone
from nanocore.planning._draft import DROPPED, MOVED
from nanocore.planning._exact import KERNEL, Exact
from nanocore.planning._model_timed import TimedModel
from nanocore.planning._search import load_of
from nanocore.planning._squeezing import squeezed


class Repair(Exact):
    """A search that begins from a plan one had."""

    def _dropped(self, cone: Cone) -> bool:
        """Drop as few as possible of the modules of the plan one had; those that cannot be reached are lost anyway."""
        self.bounds[DROPPED] = self._lost(cone)
        if self._worth(DROPPED) == self._lost(cone):
            return True
        horizon = self._roomy(cone)
        found = squeezed(self._with_kept(cone), load_of, horizon, self.task.at_once * horizon)
        for some in (KERNEL, 4 * KERNEL) if found is not None else ():
            kernel = self._kernel(*found, some, horizon) if found is not None else None
            if kernel is not None:
                self._ask(kernel, horizon, DROPPED)
            if self._worth(DROPPED) == self._lost(cone):
                return True
        if found is None and self._worth(DROPPED) == self._lost(cone) + 1:
            return True
        answer = self._ask(cone, horizon, DROPPED)
        self.bounds[DROPPED] = answer.bound + self._lost(cone)
        return answer.is_proven

    def _with_kept(self, cone: Cone) -> Cone:
        """The cone in which all that can be kept has to be."""
        musts = np.array(sorted({*cone.musts.tolist(), *cone.kept}), dtype=np.int32)
        return replace(cone, musts=musts)

    def _moved(self, cone: Cone) -> bool:
        """Move as few as possible: what has to move for what every plan has, then with few modules, then with all."""
        self.bounds[MOVED] = 0
        if self._worth(MOVED) == 0:
            return True
        horizon = self._roomy(cone)
        essence = cone.essence()
        alone = TimedModel(essence, horizon)
        self.bounds[MOVED] = alone.solve(alone.moved(), self.budget).bound if essence.size and essence.kept else 0
        if self._worth(MOVED) == self.bounds[MOVED]:
            return True
        found = squeezed(cone, load_of, horizon, self.task.at_once * horizon)
        for some in (KERNEL, 4 * KERNEL, cone.size) if found is not None else ():
            kernel = self._kernel(*found, some, horizon) if found is not None else None
            if kernel is None:
                continue
            answer = self._ask(kernel, horizon, MOVED)
            if self._worth(MOVED) == self.bounds[MOVED]:
                return True
            if found is not None and kernel.size == found[0].size:
                self.bounds[MOVED] = max(self.bounds[MOVED], answer.bound)
                return answer.is_proven
        return False

    def _in_place(self, cone: Cone) -> Cone:
        """The cone in which what is kept stays where it was or goes: for when nothing may move."""
        low, high, usable = cone.low.copy(), cone.high.copy(), cone.usable.copy()
        for module, place in cone.kept.items():
            usable[cone.option_at[module] : cone.option_at[module + 1]] = False
            if place is not None:
                usable[place.option] = True
                low[place.option] = max(low[place.option], place.low)
                high[place.option] = min(high[place.option], place.high)
        return replace(cone, low=low, high=high, usable=usable, task=replace(cone.task, may_move=False))

    def _lasts(self, cone: Cone) -> int:
        """Until when a plan lasts at least for what stays where it was."""
        if self.caps.get(MOVED) != 0:
            return 0
        places = [place.option for place in cone.kept.values() if place is not None]
        ends = sorted((cone.low[places] + cone.length[places]).tolist(), reverse=True)
        may_go = self.caps[DROPPED] - self._lost(cone)
        return int(ends[may_go]) if may_go < len(ends) else 0
