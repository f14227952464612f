"""What a programme lead can do with modules and terms."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.catalogue.models import Bundle, MicroCredential, Module, State
from nanobank.common.errors import Refused
from nanobank.organisations.models import Organisation
from nanobank.pathways.bridge import Goal, Life, Period, Pin, Question, Terms, Wishes, as_json
from nanobank.pathways.cohorts.permissions import check_leads
from nanobank.pathways.cohorts.queries import said
from nanobank.pathways.cohorts.terms import BalanceTerms, TermPin
from nanobank.pathways.models import Balance, Planning, PlanningKind, PlanningState
from nanobank.pathways.services.asking import MOST_OPEN

MOST_BALANCES: Final = 100
_ANY_HOURS: Final = (Period(0, Decimal(1)),)
"""Hours play no part in a plan by terms."""


@transaction.atomic
def begin_balance(*, organisation: Organisation, title: str, terms: BalanceTerms, by: Person, now: datetime) -> Balance:
    """Lay these modules over terms, and ask for the lightest way. Raises NotYours, Refused."""
    check_leads(by, organisation, now)
    if Balance.objects.filter(organisation=organisation, put_away_at__isnull=True).count() >= MOST_BALANCES:
        raise Refused(_("There are 100 of these already. Put one away first."))
    balance = Balance(organisation=organisation, made_by=by, made_at=now, asked=0)
    change_balance(balance=balance, title=title, terms=terms, by=by, now=now)
    return balance


@transaction.atomic
def change_balance(*, balance: Balance, title: str, terms: BalanceTerms, by: Person, now: datetime) -> Planning:
    """Say anew which modules, how many terms and what is pinned; it is laid again. Raises NotYours, Refused."""
    check_leads(by, balance.organisation, now)
    _check(terms)
    balance.title = (title.strip() or _("Modules over terms"))[:120]
    balance.said, balance.changed_at, balance.asked = terms.kept(), now, balance.asked + 1
    balance.save()
    return ask_balance(balance=balance, by=by, now=now)


@transaction.atomic
def place(*, balance: Balance, module: str, term: int | None, by: Person, now: datetime) -> Planning:
    """Have a module in one term whatever else is moved, or with None where it is best. Raises NotYours, Refused."""
    check_leads(by, balance.organisation, now)
    terms = said(balance)
    if term is not None and not 1 <= term <= terms.terms:
        raise Refused(_("There is no such term."), field="term")
    pins = tuple(pin for pin in terms.pins if pin.module != module)
    if term is not None:
        pins = (*pins, TermPin(module=module, term=term))
    changed = terms.model_copy(update={"pins": pins})
    return change_balance(balance=balance, title=balance.title, terms=changed, by=by, now=now)


@transaction.atomic
def put_away_balance(*, balance: Balance, by: Person, now: datetime) -> None:
    """Take it out of the list. Raises NotYours."""
    check_leads(by, balance.organisation, now)
    balance.plannings.open().update(state=PlanningState.STOPPED, ended_at=now)
    Balance.objects.filter(pk=balance.pk, put_away_at__isnull=True).update(put_away_at=now)


@transaction.atomic
def ask_balance(*, balance: Balance, by: Person, now: datetime) -> Planning:
    """Ask the planner. Raises NotYours, Refused."""
    check_leads(by, balance.organisation, now)
    lock(by)
    balance.plannings.open().update(state=PlanningState.STOPPED, ended_at=now)
    if Planning.objects.open().filter(person=by).count() >= MOST_OPEN:
        raise Refused(_("You have ten plans under way already. Wait for one of them, or stop it."))
    return Planning.objects.create(
        person=by,
        balance=balance,
        kind=PlanningKind.BALANCE,
        asked=balance.asked,
        problem={"question": as_json(_question(said(balance)))},
        asked_at=now,
        seen_at=now,
    )


def _question(terms: BalanceTerms) -> Question:
    """Terms count from 0 to the core."""
    return Question(
        goal=Goal(modules=frozenset(terms.modules)),
        life=Life(begins=0, hours=_ANY_HOURS),
        wishes=Wishes(pins=tuple(Pin(pin.module, week=pin.term - 1) for pin in terms.pins)),
        terms=Terms(count=terms.terms, max_modules=terms.max_modules),
    )


def _check(terms: BalanceTerms) -> None:
    named = {*terms.modules, *(pin.module for pin in terms.pins)}
    if len(named) > Module.objects.filter(slug__in=named, current__state=State.PUBLISHED).count():
        raise Refused(_("This module is not in the catalogue at the moment."), field="modules")
    if any(pin.term > terms.terms for pin in terms.pins):
        raise Refused(_("Something is pinned to a term that is not there."), field="terms")


def modules_of(*, micro_credential: str = "", bundle: str = "", also: Sequence[str] = ()) -> list[str]:
    """The modules of a micro-credential, of a bundle with its micro-credentials, and these: each once, by slug."""
    found = set(also)
    credentials = list(MicroCredential.objects.filter(slug=micro_credential, state=State.PUBLISHED))
    for one in Bundle.objects.filter(slug=bundle, state=State.PUBLISHED).prefetch_related("modules"):
        found |= {module.slug for module in one.modules.all()}
        credentials += one.micro_credentials.filter(state=State.PUBLISHED)
    for credential in credentials:
        found |= set(credential.required.values_list("slug", flat=True))
        found |= set(Module.objects.filter(elective_in__micro_credential=credential).values_list("slug", flat=True))
    return sorted(found)
