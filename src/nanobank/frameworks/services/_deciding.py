"""What somebody decides about an import, and how one that was left behind is found again."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.common.workers import taken_up
from nanobank.frameworks.formats import About
from nanobank.frameworks.models import UNDER_WAY, ImportRun, State
from nanobank.frameworks.permissions import check_may_import
from nanobank.frameworks.services._checking import forget_file
from nanobank.frameworks.services._opening import framework_of


def begin(*, run: ImportRun, by: Person | None, now: datetime) -> ImportRun:
    """Take in all lines that nothing is wrong with. Raises NotYours; Conflict when the run has moved on, and while
    another import of the same framework is under way.
    """
    check_may_import(by)
    try:
        with transaction.atomic():
            locked = _lock(run, State.READY)
            locked.framework = framework_of(About(**locked.found["about"]))
            return _move(locked, State.IMPORTING, now=now)
    except IntegrityError:
        raise Conflict(_("This framework is being taken in already. Wait until that is done, or stop it.")) from None


@transaction.atomic
def stop(*, run: ImportRun, by: Person | None, now: datetime) -> ImportRun:
    """Stop after the lines that are being taken in. What has come in stands. Raises NotYours, Conflict."""
    check_may_import(by)
    return _move(_lock(run, State.IMPORTING), State.STOPPED, now=now)


def go_on(*, run: ImportRun, by: Person | None, now: datetime) -> ImportRun:
    """Go on with the next line. Raises NotYours, Conflict."""
    check_may_import(by)
    try:
        with transaction.atomic():
            return _move(_lock(run, State.STOPPED), State.IMPORTING, now=now)
    except IntegrityError:
        raise Conflict(_("This framework is being taken in already. Wait until that is done, or stop it.")) from None


@transaction.atomic
def withdraw(*, run: ImportRun, by: Person | None, now: datetime) -> ImportRun:
    """Give it up before anything has been taken in; the files are thrown away. Raises NotYours, Conflict."""
    check_may_import(by)
    locked = _lock(run, State.READY, State.UNREADABLE)
    forget_file(locked)
    return _move(locked, State.WITHDRAWN, now=now)


def take_up_abandoned(*, now: datetime, among: Collection[int] | None = None) -> list[ImportRun]:
    """The runs whose worker has died, for another to take up."""
    return taken_up(ImportRun.objects.filter(state__in=UNDER_WAY), now=now, among=among)


def _lock(run: ImportRun, *states: State) -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state not in states:
        raise Conflict(_("The import has moved on meanwhile. See how far it is now."))
    return locked


def _move(run: ImportRun, state: State, *, now: datetime) -> ImportRun:
    run.state, run.worked_at = state, now
    run.save(update_fields=["state", "worked_at", "framework"])
    return run
