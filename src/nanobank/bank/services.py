"""What a learner changes in their bank: the plan, and who may look along."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.bank.models import EVERYTHING, Mentorship, Sight
from nanobank.catalogue.models import Module, State
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.ledger.models import Kind
from nanobank.ledger.queries import position_of
from nanobank.ledger.services import record_module


@transaction.atomic
def plan(*, person: Person, module: Module, now: datetime) -> None:
    """Put a module in the bank as planned; nothing happens when it is there already, in whatever state.

    Raises Refused when the module is not offered.
    """
    version = module.current
    if version is None or version.state != State.PUBLISHED:
        raise Refused(_("This module is not in the catalogue at the moment."))
    lock(person)
    if not position_of(person, module.pk).total:
        record_module(person=person, version=version, kind=Kind.PLANNED, by=person, now=now)


@transaction.atomic
def unplan(*, person: Person, module: Module, now: datetime) -> None:
    """Take a module out of the plan; nothing happens when it is not planned. What it was stays in the story."""
    lock(person)
    version = module.current or module.versions.order_by("-number").first()
    if version is not None and position_of(person, module.pk).planned:
        record_module(person=person, version=version, kind=Kind.UNPLANNED, by=person, now=now)


@transaction.atomic
def begin_mentorship(
    *,
    learner: Person,
    mentor: Person,
    kind: Mentorship.Kind,
    now: datetime,
    sights: frozenset[Sight] = EVERYTHING,
) -> Mentorship:
    """Let a mentor help a learner and see that much of theirs. Raises Conflict when they have one of that kind."""
    if learner == mentor:
        raise Refused(_("Nobody is their own mentor."), field="mentor")
    try:
        with transaction.atomic():
            return Mentorship.objects.create(learner=learner, mentor=mentor, kind=kind, since=now, **_shown(sights))
    except IntegrityError as error:
        raise Conflict(_("You already have a mentor of that kind."), field="kind") from error


def _shown(sights: frozenset[Sight]) -> dict[str, bool]:
    return {f"shows_{sight.value}": sight in sights for sight in Sight}


def show_mentor(*, mentorship: Mentorship, sights: frozenset[Sight], by: Person) -> None:
    """The learner chooses what a mentor sees from now on. Raises NotYours."""
    if by.pk != mentorship.learner_id:
        raise NotYours(_("Only the learner chooses that."))
    Mentorship.objects.filter(pk=mentorship.pk).update(**_shown(sights))


def end_mentorship(*, mentorship: Mentorship, by: Person, now: datetime) -> None:
    """Either of the two ends it; from then on the mentor sees nothing."""
    if by.pk not in {mentorship.learner_id, mentorship.mentor_id}:
        raise Refused(_("Only the two of you can end this."))
    Mentorship.objects.filter(pk=mentorship.pk, until__isnull=True).update(until=now)
