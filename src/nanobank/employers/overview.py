"""A table of people and competences: the best evidence for each, as far as their employer may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nanobank.catalogue.models import Competence
from nanobank.employers.holdings import Evidence, Holding, Kind, holdings_of
from nanobank.employers.models import Brief, Colleague
from nanobank.employers.queries import people_of
from nanobank.organisations.models import Organisation

_MOST_PEOPLE = 100
_MOST_COLUMNS = 12
_BEST_FIRST = (Kind.CREDENTIAL, Kind.MODULE, Kind.DECLARED)


@dataclass(frozen=True)
class Cell:
    """The best evidence that one person has of one competence, whether it is enough, and whether it expires soon."""

    evidence: Evidence | None
    is_enough: bool
    expires_soon: bool


@dataclass(frozen=True)
class Row:
    """One person's cells; ``consents`` says whether more than was paid for is seen."""

    colleague: Colleague
    consents: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """A competence, the level asked for (None: any), and how many have it."""

    competence: Competence
    level: int | None
    have: int


@dataclass(frozen=True)
class SkillTable:
    """Rows and columns, the teams that there are, and the evidence that expires soon."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    teams: tuple[str, ...]
    expiring: tuple[tuple[Colleague, Evidence], ...]


def skills_of(
    organisation: Organisation, *, brief: Brief | None, team: str, soon: timedelta, now: datetime
) -> SkillTable:
    """The first hundred people by name, against a need's competences or those that most of them have."""
    everybody = people_of(organisation)
    teams = tuple(sorted(set(everybody.exclude(team="").values_list("team", flat=True))))
    people = list((everybody.filter(team=team) if team else everybody)[:_MOST_PEOPLE])
    holdings = list(holdings_of(people, now=now).values())
    asked = _asked(holdings, brief)
    rows = tuple(
        Row(
            one.colleague, one.consents, tuple(_cell(one, competence, level, now + soon) for competence, level in asked)
        )
        for one in holdings
    )
    columns = tuple(
        Column(competence, level, sum(row.cells[at].is_enough for row in rows))
        for at, (competence, level) in enumerate(asked)
    )
    expiring = tuple(
        (one.colleague, evidence)
        for one in holdings
        for evidence in one.evidence
        if evidence.expires_at is not None and evidence.expires_at <= now + soon
    )
    return SkillTable(columns, rows, teams, expiring)


def _asked(holdings: list[Holding], brief: Brief | None) -> list[tuple[Competence, int | None]]:
    if brief is not None:
        return [(one.competence, one.level) for one in brief.wanted.select_related("competence")]
    counted: dict[int, tuple[int, Competence]] = {}
    for holding in holdings:
        for competence in {one.competence for one in holding.evidence}:
            count, _same = counted.get(competence.pk, (0, competence))
            counted[competence.pk] = (count + 1, competence)
    most = sorted(counted.values(), key=lambda one: (-one[0], one[1].label_da))
    return [(competence, None) for _count, competence in most[:_MOST_COLUMNS]]


def _cell(holding: Holding, competence: Competence, level: int | None, soon: datetime) -> Cell:
    mine = [one for one in holding.evidence if one.competence.pk == competence.pk]
    best = min(mine, key=lambda one: (_BEST_FIRST.index(one.kind), -one.level), default=None)
    if best is None:
        return Cell(None, is_enough=False, expires_soon=False)
    is_shown = best.kind is not Kind.DECLARED and best.level >= (level or 0)
    return Cell(best, is_shown, best.expires_at is not None and best.expires_at <= soon)
