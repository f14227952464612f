"""What the bank's page shows, as frozen values: modules, goals, what is next."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, ModuleVersion
from nanobank.credentials.lines import CredentialLine
from nanobank.exams.readiness import Readiness
from nanobank.ledger.queries import Balance
from nanobank.study.models import Enrolment


class State(StrEnum):
    """Where one module is in the bank."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    HELD = "held"


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next. ``by_post`` when it changes something at once; without ``url`` one waits."""

    words: str
    url: str = ""
    by_post: bool = False


@dataclass(frozen=True)
class Item:
    """One module in the bank, with its page. ``done`` of ``total`` steps when it is under way.

    ``unplan_url`` is where one that is only planned is taken out.
    """

    slug: str
    title: str
    provider: str
    ects: Decimal
    state: State
    done: int
    total: int
    next_step: NextStep | None
    url: str
    unplan_url: str = ""
    newer: bool = False
    outside: str = ""
    """What was learnt elsewhere and counts as the module."""

    @property
    def percent(self) -> int:
        """Steps done in a hundred, rounded down."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def steps(self) -> str:
        """How far, in words."""
        return _("%(done)d of %(total)d steps") % {"done": self.done, "total": self.total}

    @property
    def newer_words(self) -> str:
        """Says that a newer version than the learner's has been published."""
        return _("a newer version exists; you stay on yours")

    @property
    def button(self) -> str:
        """What is under way calls loudest."""
        return "button-primary" if self.state is State.UNDER_WAY else "button-secondary"


@dataclass(frozen=True)
class Goal:
    """A micro-credential that the person works towards: how far, what is outstanding in words, and what is next."""

    readiness: Readiness
    outstanding: list[str]
    state: str
    next_step: NextStep
    url: str


class Outside(NamedTuple):
    """Something learnt elsewhere that counts as ECTS by themselves, not as a module of ours."""

    title: str
    ects: Decimal


@dataclass(frozen=True)
class Bank:
    """All that the bank's page shows."""

    person: Person
    balance: Balance
    items: list[Item]
    goals: list[Goal]
    credentials: list[CredentialLine]
    outside: list[Outside]
    """ECTS from outside that count by themselves."""

    def _in(self, state: State) -> list[Item]:
        return [item for item in self.items if item.state is state]

    @property
    def under_way(self) -> list[Item]:
        """Modules begun."""
        return self._in(State.UNDER_WAY)

    @property
    def planned(self) -> list[Item]:
        """Modules intended."""
        return self._in(State.PLANNED)

    @property
    def completed(self) -> list[Item]:
        """Modules completed, not yet in a credential."""
        return self._in(State.COMPLETED)

    @property
    def held(self) -> list[Item]:
        """Modules that a credential counts."""
        return self._in(State.HELD)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet."""
        return not (self.items or self.goals or self.credentials or self.outside)


@dataclass(frozen=True)
class Actions:
    """What a person can do with a module on its page; ``state`` is None when it is not in their bank."""

    module: Module
    version: ModuleVersion | None
    state: State | None
    enrolment: Enrolment | None
