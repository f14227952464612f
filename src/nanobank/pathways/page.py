"""The plan's page, gathered: which plan is shown, what is under way, what changed, and what mentors say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.accounts.models import Person
from nanobank.common.templatetags.nanobank import ects, kroner
from nanobank.pathways import queries
from nanobank.pathways.drawing import Bar, Mark, Picture, Week
from nanobank.pathways.lines import lines_of
from nanobank.pathways.marking import marks_of
from nanobank.pathways.models import (
    IN_ITS_ORDER,
    Comment,
    CoSign,
    Pathway,
    Planning,
    PlanningKind,
    PlanningState,
    PlanVersion,
    Proposal,
)
from nanobank.pathways.permissions import mentor_kind, owns
from nanobank.pathways.showing import Setting, ShownPlan, shown
from nanobank.pathways.standing import can_be_confirmed, longer_look_at, standing_of
from nanobank.pathways.terms import Change, WishKind, WishTerms
from nanobank.pathways.weeks import monday_of
from nanobank.pathways.wording import Json, Words, short, span_of, words_for


@dataclass(frozen=True)
class Moved:
    """A module that lies elsewhere than before, or ends at another time; ``days`` later, and by how much in words."""

    title: str
    before: str
    now: str
    days: int
    by: str


@dataclass(frozen=True)
class Changes:
    """What is different from the plan that the person goes by.

    ``finish`` is the last day before and now; ``has_rest``: something lies where it did.
    """

    went: list[str]
    came: list[str]
    moved: list[Moved]
    finish: tuple[date, date] | None
    has_rest: bool

    @property
    def is_empty(self) -> bool:
        """Whether all is where it was."""
        return not (self.went or self.came or self.moved)

    @property
    def told(self) -> list[str]:
        """When it is done now and was before, how many modules have moved, and how far."""
        said = []
        if self.finish is not None:
            was, now = (short(day) for day in self.finish)
            days = {"was": was, "now": now}
            same = was == now
            said.append(
                _("You are done on %s, as before.") % now
                if same
                else _("You are done on %(now)s instead of %(was)s.") % days
            )
        if self.moved:
            count, most = len(self.moved), max(abs(one.days) for one in self.moved)
            moved = ngettext("%d module has moved", "%d modules have moved", count) % count
            far = ngettext("by %d day at most", "by %d days at most", most) % most
            said.append(f"{moved}, {far}.")
        if self.has_rest:
            said.append(_("Everything else stays where it was."))
        return said


@dataclass(frozen=True)
class Suggested:
    """A proposal in words; ``is_elsewhere`` when it is about no module of the plan shown."""

    proposal: Proposal
    words: str
    is_elsewhere: bool


@dataclass(frozen=True)
class Wished:
    """Something that the person has ruled out, and how it is let in again."""

    module: str
    title: str


@dataclass(frozen=True)
class PlanPage:
    """All of one pathway's page.

    ``version`` is the plan that is shown: the newest found since the person last chose, else the one they go by
    (``current``). ``waiting`` is there while the planner is at work.
    """

    pathway: Pathway
    is_own: bool
    mentor: str | None
    planning: Planning | None
    waiting: Any
    version: PlanVersion | None
    current: PlanVersion | None
    plan: ShownPlan | None
    changes: Changes | None
    bans: list[Wished]
    comments: list[Comment]
    proposals: list[Suggested]
    cosigns: list[CoSign]
    words: Words
    is_stale: bool
    marks: Mapping[str, str]
    longer: Planning | None
    bettered: PlanVersion | None

    @property
    def is_new(self) -> bool:
        """Whether the plan shown is another than the one that the person goes by."""
        return self.version is not None and (self.current is None or self.current.pk != self.version.pk)

    @property
    def is_in_its_order(self) -> bool:
        """Whether the plan shown is the one before, only moved on in time."""
        return self.version is not None and self.version.gap == IN_ITS_ORDER

    @property
    def has_moved_pins(self) -> bool:
        """Whether something that the person had pinned to a week lies in another."""
        if self.version is None:
            return False
        begins = {step["module"]: monday_of(step["begins"]).isoformat() for step in self.version.steps}
        pins = ((pin["module"], pin["from"]) for pin in self.version.said["wishes"]["pins"])
        return any(since and begins.get(module, since) != since for module, since in pins)

    @property
    def has_choices(self) -> bool:
        """Whether the person has a say in which modules the plan shown has, and where."""
        wishes = self.version.said["wishes"] if self.version is not None else {}
        return bool(wishes.get("pins") or wishes.get("bans"))

    @property
    def may_be_sooner(self) -> bool:
        """Whether this is a repair for a life with more hours than the plan that is gone by was laid for."""
        if self.version is None or self.current is None or self.version.planning.kind != PlanningKind.REPAIR:
            return False
        return _most_hours(self.version.said["life"]) > _most_hours(self.current.said["life"])

    @property
    def result(self) -> Json | None:
        """What came of the last asking, when nothing was found."""
        if self.planning is None or self.planning.state != PlanningState.DONE or self.planning_has_plans:
            return None
        found: Json | None = self.planning.result
        return found

    @property
    def planning_has_plans(self) -> bool:
        """Whether the last asking led to a plan."""
        return self.planning is not None and bool((self.planning.result or {}).get("plans"))

    @property
    def is_looked_at(self) -> bool:
        """Whether a planner looks longer at the plan that is shown."""
        return self.longer is not None and self.longer.state in (PlanningState.WAITING, PlanningState.RUNNING)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether its owner can have a planner look longer at the plan that is shown."""
        if self.version is None or not self.is_own or self.waiting or self.longer is not None:
            return False
        return can_be_confirmed(self.version)

    @property
    def outcome(self) -> Json:
        """What came of looking longer: ``outcome`` and ``seconds``; empty where nobody has, or nothing has yet."""
        return (self.longer.result or {}) if self.longer is not None else {}

    @property
    def has_signed(self) -> bool:
        """Whether whoever looks has signed the plan that is shown."""
        return any(one.kind == self.mentor for one in self.cosigns)


def _most_hours(life: Json) -> float:
    """A week's, in the fullest period."""
    return max((float(one["hours"]) for one in life["hours"]), default=0.0) * int(life["intensity"])


def page_of(viewer: Person, pathway: Pathway, *, now: datetime, today: date, number: int | None = None) -> PlanPage:
    """The page of a pathway as somebody who may see it sees it; ``number`` asks for one plan of its history."""
    planning = queries.latest_planning(pathway)
    waiting = planning if planning and planning.state in (PlanningState.WAITING, PlanningState.RUNNING) else None
    version = queries.numbered(pathway, number) if number else queries.newest(pathway)
    current = version if version is not None and version.pk == pathway.chosen_id else pathway.chosen
    comments = queries.comments_on(pathway)
    proposals = queries.open_proposals(pathway)
    wishes = queries.said(pathway).wishes
    words = words_for(
        [one.plan for one in (version, current) if one],
        version.reasons if version else (),
        also=_named(wishes.bans, proposals),
    )
    shown_from = version or current
    longer = longer_look_at(version) if version else None
    plan = _shown(version, words, today, longer, is_own=owns(viewer, pathway)) if version else None
    was = WishTerms.model_validate(version.said["wishes"]) if version else wishes
    return PlanPage(
        pathway=pathway,
        is_own=owns(viewer, pathway),
        mentor=None if owns(viewer, pathway) else mentor_kind(viewer, pathway, now),
        planning=planning,
        waiting=queries.progress_of(waiting, now) if waiting else None,
        version=version,
        current=current,
        plan=plan,
        changes=_changes(current, version, words) if current and version else None,
        bans=[Wished(ban, _ban(ban, words)) for ban in wishes.bans],
        comments=comments,
        proposals=[_suggested(one, version, words) for one in proposals],
        cosigns=queries.signatures_of(shown_from) if shown_from else [],
        words=words,
        is_stale=bool(version and not waiting and version.planning.asked < pathway.asked and not number),
        marks=marks_of(plan, was, wishes)
        if plan and version and version.planning.asked < pathway.asked and not number
        else {},
        longer=longer,
        bettered=version.instead_of if version and current is None else None,
    )


def _suggested(one: Proposal, version: PlanVersion | None, words: Words) -> Suggested:
    change = Change.model_validate(one.change)
    there = {step["module"] for step in version.steps} if version else set()
    return Suggested(one, proposed(change, words), is_elsewhere=change.module not in there)


def _named(bans: Iterable[str], proposals: Iterable[Proposal]) -> set[str]:
    named = {ban.removeprefix("offering:") for ban in bans}
    for one in proposals:
        named |= {one.change.get("module") or "", one.change.get("other") or ""}
    return named - {""}


def _shown(version: PlanVersion, words: Words, today: date, longer: Planning | None, *, is_own: bool) -> ShownPlan:
    pins = frozenset(pin["module"] for pin in version.said["wishes"]["pins"])
    standing = standing_of(version, longer)
    is_best = (standing["status"], version.label) == ("best", PlanVersion.Label.ONLY)
    is_free = not version.question["wishes"]["kept"]
    setting = Setting(
        words, lines_of(words), version.question, pins, today, is_proven=is_best and is_free, is_own=is_own
    )
    return shown(version.plan, standing, version.reasons, setting)


def _changes(before: PlanVersion, after: PlanVersion, words: Words) -> Changes:
    """Worked out here and not read from the version, since that was made against the plan of its own time."""
    old = {step["module"]: step for step in before.steps}
    new = {step["module"]: step for step in after.steps}
    return Changes(
        went=[words.module(slug) for slug in old if slug not in new],
        came=[words.module(slug) for slug in new if slug not in old],
        moved=[
            _moved(old[slug], step, words)
            for slug, step in new.items()
            if slug in old and _where(old[slug]) != _where(step)
        ],
        finish=(_last(before), _last(after)) if old and new else None,
        has_rest=any(_where(old[slug]) == _where(step) for slug, step in new.items() if slug in old),
    )


def _where(step: Json) -> tuple[str, str, str | None]:
    return step["begins_on"], step["ends_on"], step["offering"]


def _moved(old: Json, new: Json, words: Words) -> Moved:
    begin, end = (_days(old[at], new[at]) for at in ("begins_on", "ends_on"))
    if begin:
        by = _later(begin)
    elif end:
        by = (
            ngettext("ends %d day later", "ends %d days later", end) % end
            if end > 0
            else ngettext("ends %d day earlier", "ends %d days earlier", -end) % -end
        )
    else:
        by = _("in another class")
    return Moved(words.module(new["module"]), _when(old), _when(new), begin or end, by)


def _later(days: int) -> str:
    if days > 0:
        return ngettext("%d day later", "%d days later", days) % days
    return ngettext("%d day earlier", "%d days earlier", -days) % -days


def _days(before: str, after: str) -> int:
    return (date.fromisoformat(after) - date.fromisoformat(before)).days


def _last(version: PlanVersion) -> date:
    return date.fromisoformat(max(step["ends_on"] for step in version.steps))


def _when(step: Json) -> str:
    return span_of(date.fromisoformat(step["begins_on"]), date.fromisoformat(step["ends_on"]))


def _ban(ban: str, words: Words) -> str:
    kind, _colon, name = ban.rpartition(":")
    if kind == "provider":
        return _("All modules from %s") % name
    if kind == "offering":
        return _("A class in %s that is cancelled or full") % words[name]
    return words.module(name)


def proposed(change: Change, words: Words) -> str:
    """What a change would do, in a sentence."""
    title = words.module(change.module)
    if change.kind == WishKind.SWAP:
        return _("Take %(other)s instead of %(title)s") % {"other": words.module(change.other or ""), "title": title}
    if change.kind == WishKind.MOVE and change.since:
        day = span_of(change.since, change.since)
        return _("Begin %(title)s on %(day)s") % {"title": title, "day": day}
    if change.kind in (WishKind.BAN, WishKind.UNPIN):
        return _("Leave %s out") % title
    return _("Be sure to take %s") % title


def picture_for(plan: ShownPlan, exam: Any = None, ending: Iterable[tuple[str, date]] = ()) -> Picture:
    """The plan as something to draw; ``ending`` are credentials with the day that they fall due."""
    first = plan.weeks[0].monday if plan.weeks else (plan.begins or monday_of(0))
    marks = []
    if plan.deadline is not None:
        marks.append(Mark(_weeks_to(first, plan.deadline) + 1 / 7, _("Deadline"), "deadline"))
    if exam is not None and plan.finish is not None:
        marks.append(Mark(_weeks_to(first, plan.finish) + 1 / 7, _("Ready for the exam"), "exam"))
    marks += [Mark(_weeks_to(first, day), _("%s falls due") % title, "due") for title, day in ending]
    return Picture(
        title=plan.in_a_sentence,
        first=first,
        weeks=[Week(float(one.given), float(one.used), float(one.paid), float(one.earned)) for one in plan.weeks],
        bars=[Bar(step.slug, step.title, *step.at, kind=step.kind, note=ects(step.ects)) for step in plan.steps],
        marks=marks,
        paid=kroner(plan.cost),
        earned=ects(plan.ects),
    )


def _weeks_to(first: date, day: date) -> float:
    return (day - first).days / 7
