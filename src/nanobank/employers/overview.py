"""A table of people and competences: the best evidence for each, as far as their employer may know, and the gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from nanobank.catalogue.models import Competence
from nanobank.employers.holdings import Evidence, Holding, Kind, holdings_of
from nanobank.employers.models import Brief, Colleague, JobRole
from nanobank.employers.queries import people_in, people_of, role_of
from nanobank.organisations.models import Organisation

MOST_PEOPLE: Final = 100
SOON: Final = timedelta(days=180)
"""What expires within this time is told of."""
_MOST_COLUMNS: Final = 12
_BEST_FIRST: Final = (Kind.CREDENTIAL, Kind.MODULE, Kind.DECLARED)
_Asked = tuple[tuple[Competence, int | None], ...]


class Lack(StrEnum):
    """Why evidence is not enough."""

    MISSING = "missing"
    ONLY_SAID = "only_said"
    TOO_LOW = "too_low"
    EXPIRES = "expires"


@dataclass(frozen=True)
class Cell:
    """The best evidence that one person has of one competence, whether it is enough, and whether it expires soon."""

    evidence: Evidence | None
    is_enough: bool
    expires_soon: bool

    @property
    def lack(self) -> Lack | None:
        """What is wrong with it, if anything."""
        if self.evidence is None:
            return Lack.MISSING
        if self.evidence.kind is Kind.DECLARED:
            return Lack.ONLY_SAID
        if not self.is_enough:
            return Lack.TOO_LOW
        return Lack.EXPIRES if self.expires_soon else None


@dataclass(frozen=True)
class Row:
    """One person's cells; ``consents`` says whether more than was paid for is seen."""

    colleague: Colleague
    consents: bool
    cells: tuple[Cell, ...]

    @property
    def is_known(self) -> bool:
        """Whether there is any evidence of anything."""
        return any(cell.evidence for cell in self.cells)


@dataclass(frozen=True)
class Column:
    """A competence, the level asked for (None: any), and how many have it."""

    competence: Competence
    level: int | None
    have: int


@dataclass(frozen=True)
class Gap:
    """That one person lacks one competence of those asked for, or will soon."""

    colleague: Colleague
    competence: Competence
    level: int | None
    lack: Lack
    evidence: Evidence | None


@dataclass(frozen=True)
class SkillTable:
    """Rows and columns, the teams that there are, and the evidence that expires soon; ``people`` in all."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    teams: tuple[str, ...]
    expiring: tuple[tuple[Colleague, Evidence], ...]
    people: int

    @property
    def known(self) -> tuple[Row, ...]:
        """Those of whom something is known."""
        return tuple(row for row in self.rows if row.is_known)

    @property
    def unknown(self) -> tuple[Row, ...]:
        """Those of whom nothing is."""
        return tuple(row for row in self.rows if not row.is_known)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Who lacks what, by person."""
        return tuple(gap for row in self.rows for gap in _gaps(row, self.columns))


def skills_of(
    organisation: Organisation,
    *,
    against: Brief | JobRole | None = None,
    team: str = "",
    now: datetime,
    first: int = 0,
    most: int = MOST_PEOPLE,
) -> SkillTable:
    """``most`` people by name, against what a need or a job asks for, or what most of them are known to have.

    Against a job they are those who hold it. A constant number of queries.
    """
    everybody = people_of(organisation)
    teams = tuple(sorted(set(everybody.exclude(team="").values_list("team", flat=True))))
    if isinstance(against, JobRole):
        everybody = people_in(against)
    chosen = everybody.filter(team=team) if team else everybody
    holdings = list(holdings_of(chosen[first : first + most], now=now).values())
    asked = _asked_by(against) if against else _most_known(holdings)
    rows = tuple(_row(one, asked, now=now) for one in holdings)
    columns = tuple(
        Column(competence, level, sum(row.cells[at].is_enough for row in rows))
        for at, (competence, level) in enumerate(asked)
    )
    expiring = [
        (one.colleague, evidence)
        for one in holdings
        for evidence in one.evidence
        if evidence.expires_at is not None and evidence.expires_at <= now + SOON
    ]
    expiring.sort(key=lambda pair: (pair[1].expires_at or now, pair[0].name))
    return SkillTable(columns, rows, teams, tuple(dict.fromkeys(expiring)), people=chosen.count())


def gaps_of(colleague: Colleague, holding: Holding, *, now: datetime) -> tuple[JobRole | None, tuple[Gap, ...]]:
    """What one person's job asks for and they lack; no job when none is kept by the name of theirs: two queries."""
    role = role_of(colleague)
    if role is None:
        return None, ()
    asked = _asked_by(role)
    columns = tuple(Column(competence, level, 0) for competence, level in asked)
    return role, tuple(_gaps(_row(holding, asked, now=now), columns))


def _asked_by(against: Brief | JobRole) -> _Asked:
    kept = against.asked if isinstance(against, JobRole) else against.wanted
    return tuple((one.competence, one.level) for one in kept.select_related("competence"))


def _most_known(holdings: Sequence[Holding]) -> _Asked:
    counted: dict[int, tuple[int, Competence]] = {}
    for holding in holdings:
        for competence in {one.competence for one in holding.evidence}:
            count, _same = counted.get(competence.pk, (0, competence))
            counted[competence.pk] = (count + 1, competence)
    most = sorted(counted.values(), key=lambda one: (-one[0], one[1].label_da))
    return tuple((competence, None) for _count, competence in most[:_MOST_COLUMNS])


def _row(holding: Holding, asked: _Asked, *, now: datetime) -> Row:
    cells = (_cell(holding, competence, level, now + SOON) for competence, level in asked)
    return Row(holding.colleague, holding.consents, tuple(cells))


def _cell(holding: Holding, competence: Competence, level: int | None, soon: datetime) -> Cell:
    mine = [one for one in holding.evidence if one.competence.pk == competence.pk]
    shown = [one for one in mine if one.kind is not Kind.DECLARED and one.level >= (level or 0)]
    best = min(shown or mine, key=lambda one: (_BEST_FIRST.index(one.kind), -one.level), default=None)
    if best is None:
        return Cell(None, is_enough=False, expires_soon=False)
    lasts = any(one.expires_at is None or one.expires_at > soon for one in shown)
    return Cell(best, bool(shown), bool(shown) and not lasts)


def _gaps(row: Row, columns: Sequence[Column]) -> list[Gap]:
    return [
        Gap(row.colleague, column.competence, column.level, lack, cell.evidence)
        for cell, column in zip(row.cells, columns, strict=True)
        if (lack := cell.lack) is not None
    ]
