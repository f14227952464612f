"""Rules of a degree put together on a page, whose rows are added, filled and taken away by buttons alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from nanobank.catalogue.models import Level, Listing, ListingKind
from nanobank.catalogue.question import Question
from nanobank.catalogue.search import search
from nanobank.common.templatetags.nanobank import ects, points
from nanobank.pathways.boxes import Box, boxes_for
from nanobank.pathways.terms import AtLevel, ChoiceTerms, CompetenceTerms, DegreeTerms

_MOST_FOUND: Final = 8
_MOST_ROWS: Final = 10
_MOST_ECTS: Final = 1000


@dataclass(frozen=True)
class Option:
    """A module to tick."""

    slug: str
    title: str
    facts: str
    is_ticked: bool


@dataclass
class Picker:
    """Modules that are searched for and ticked; ``name`` is what its fields are called after."""

    name: str
    words: str = ""
    ticked: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    lines: Mapping[str, Listing] = field(default_factory=dict)

    @property
    def options(self) -> list[Option]:
        """What is ticked, then what was found."""
        slugs = [slug for slug in dict.fromkeys([*self.ticked, *self.found]) if slug in self.lines]
        return [self._option(self.lines[slug], is_ticked=slug in self.ticked) for slug in slugs]

    def _option(self, line: Listing, *, is_ticked: bool) -> Option:
        facts = " · ".join([line.provider_name, *([ects(line.ects)] if line.ects is not None else [])])
        return Option(line.slug, line.title, facts, is_ticked)

    def search(self) -> None:
        """Look for its words."""
        if self.words.strip():
            question = Question(text=self.words.strip()[:200], kinds=(ListingKind.MODULE,), page_size=_MOST_FOUND)
            self.found = [line.slug for line in search(question).listings]


@dataclass
class LevelRow:
    """So many ECTS at a level or above."""

    level: str = str(Level.SEVEN.value)
    ects: str = ""
    error: str = ""


@dataclass
class GroupRow:
    """So many modules, or so many ECTS, from some."""

    picker: Picker
    at_least: str = ""
    min_ects: str = ""
    error: str = ""


@dataclass
class Draft:
    """The rules as they stand on the page."""

    title: str = ""
    min_ects: str = ""
    external: str = ""
    levels: list[LevelRow] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    modules: Picker = field(default_factory=lambda: Picker("modules"))
    competences: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, post: QueryDict) -> "Draft":
        """As a form has sent it."""
        return cls(
            title=_text(post, "title")[:120],
            min_ects=_text(post, "min_ects"),
            external=_text(post, "external"),
            levels=[
                LevelRow(_text(post, f"level-{row}-level"), _text(post, f"level-{row}-ects"))
                for row in range(_count(post, "levels"))
            ],
            groups=[
                GroupRow(
                    _picker(post, f"group-{row}"),
                    _text(post, f"group-{row}-at_least"),
                    _text(post, f"group-{row}-min_ects"),
                )
                for row in range(_count(post, "groups"))
            ],
            modules=_picker(post, "modules"),
            competences=post.getlist("competences"),
        )

    @classmethod
    def of(cls, rules: DegreeTerms, title: str = "") -> "Draft":
        """As they were said."""
        return cls(
            title=title,
            min_ects=points(rules.min_ects) if rules.min_ects else "",
            external="" if rules.max_external_ects is None else points(rules.max_external_ects),
            levels=[LevelRow(str(at.level), points(at.ects)) for at in rules.at_level],
            groups=[
                GroupRow(
                    Picker(f"group-{row}", ticked=list(one.of)),
                    str(one.at_least or ""),
                    points(one.min_ects) if one.min_ects else "",
                )
                for row, one in enumerate(rules.choices)
            ],
            modules=Picker("modules", ticked=list(rules.modules)),
            competences=[one.slug for one in rules.competences],
        )

    def do(self, action: str, words: str) -> None:
        """What a button asks for: ``add:level``, ``remove:group-1``, ``find:modules`` and the like."""
        verb, _colon, what = action.partition(":")
        if verb == "add" and what == "level" and len(self.levels) < _MOST_ROWS:
            self.levels.append(LevelRow())
        elif verb == "add" and what == "group" and len(self.groups) < _MOST_ROWS:
            self.groups.append(GroupRow(Picker(f"group-{len(self.groups)}")))
        elif verb == "remove":
            self._remove(what)
        elif verb == "find":
            for picker in self._pickers():
                if picker.name == what:
                    picker.search()
        self.look_up(words if action == "find:competences" else "")

    def _remove(self, what: str) -> None:
        kind, _dash, row = what.rpartition("-")
        rows: list[LevelRow] | list[GroupRow] = self.levels if kind == "level" else self.groups
        if row.isdecimal() and int(row) < len(rows):
            del rows[int(row)]
        for number, group in enumerate(self.groups):
            group.picker.name = f"group-{number}"

    def _pickers(self) -> list[Picker]:
        return [self.modules, *(group.picker for group in self.groups)]

    def look_up(self, words: str = "") -> None:
        """Titles for all that is ticked and found; competences for ``words``."""
        slugs = {slug for picker in self._pickers() for slug in (*picker.ticked, *picker.found)}
        lines = {one.slug: one for one in Listing.objects.filter(kind=ListingKind.MODULE, slug__in=slugs)}
        for picker in self._pickers():
            picker.lines = lines
        self.boxes = boxes_for(words, self.competences, self.competences)

    def terms(self) -> DegreeTerms | None:
        """The rules; None when something in them makes no sense, which then stands beside it."""
        min_ects = self._amount("min_ects", self.min_ects) or Decimal(0)
        external = self._amount("external", self.external)
        levels = [self._at_level(row) for row in self.levels if row.ects.strip()]
        groups = [self._choice(row) for row in self.groups if row.picker.ticked or row.at_least or row.min_ects]
        if self.errors or None in levels or None in groups:
            return None
        return DegreeTerms(
            min_ects=min_ects,
            at_level=tuple(one for one in levels if one),
            max_external_ects=external,
            choices=tuple(one for one in groups if one),
            modules=tuple(self.modules.ticked),
            competences=tuple(CompetenceTerms(slug=slug) for slug in self.competences),
        )

    def _amount(self, name: str, said: str) -> Decimal | None:
        try:
            return _amount(said)
        except ValueError:
            self.errors[name] = _not_an_amount()
            return None

    def _at_level(self, row: LevelRow) -> AtLevel | None:
        try:
            return AtLevel(level=int(row.level), ects=_amount(row.ects) or Decimal(0))
        except ValueError:
            row.error = _not_an_amount()
            return None

    def _choice(self, row: GroupRow) -> ChoiceTerms | None:
        if not row.picker.ticked:
            row.error = _("Search for the modules to choose among, and tick them.")
            return None
        try:
            at_least, min_ects = int(_amount(row.at_least) or 0), _amount(row.min_ects) or Decimal(0)
        except ValueError:
            row.error = _not_an_amount()
            return None
        if at_least > len(row.picker.ticked):
            row.error = _("There are not so many to choose among.")
            return None
        return ChoiceTerms(of=tuple(row.picker.ticked), at_least=at_least or int(not min_ects), min_ects=min_ects)


def _not_an_amount() -> str:
    return _("Write a number, 0 or more.")


def _amount(said: str) -> Decimal | None:
    """A number with point or comma; None when nothing is written. Raises ValueError."""
    if not said.strip():
        return None
    try:
        amount = Decimal(said.strip().replace(",", ".")).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValueError(said) from error
    if not amount.is_finite() or not 0 <= amount <= _MOST_ECTS:
        raise ValueError(said)
    return amount


def _text(post: QueryDict, name: str) -> str:
    return (post.get(name, "") or "")[:200]


def _count(post: QueryDict, name: str) -> int:
    said = _text(post, name)
    return min(int(said), _MOST_ROWS) if said.isdecimal() and len(said) <= len(str(_MOST_ROWS)) else 0


def _picker(post: QueryDict, name: str) -> Picker:
    ticked: Sequence[str] = list(dict.fromkeys(post.getlist(f"{name}-of")))
    return Picker(name, words=_text(post, f"{name}-find"), ticked=list(ticked[:60]))
