"""The one thing to do next: with a module in the bank, and on the way to a micro-credential."""

from uuid import UUID

from django.utils.translation import gettext as _

from nanobank.bank.addresses import Addresses
from nanobank.bank.shown import Goal, NextStep, State
from nanobank.common.templatetags.nanobank import points
from nanobank.exams.models import RegistrationState
from nanobank.exams.readiness import Readiness


def next_step(
    address: Addresses,
    state: State,
    slug: str,
    enrolment: UUID | None,
    ready: Readiness | None,
    proof: UUID | None,
) -> NextStep | None:
    """What is next with one module; ``enrolment`` and ``proof`` are the uuids of those."""
    if state is State.PLANNED:
        return NextStep(_("Start"), address("study_start", slug))
    if state is State.UNDER_WAY and enrolment is not None:
        return NextStep(_("Go on"), address("enrolment", enrolment))
    if state is State.COMPLETED and ready is not None:
        return _exam_step(address, ready)
    if state is State.HELD and proof is not None:
        return NextStep(_("See the credential"), address("credential", proof))
    return None


def _exam_step(address: Addresses, readiness: Readiness) -> NextStep | None:
    """What is next on the way through an exam."""
    registration = readiness.open_registration
    if registration is None:
        if not readiness.ready:
            return None
        return NextStep(
            _("Put yourself forward for exam"),
            address("exam_register", readiness.micro_credential.slug),
            by_post=True,
        )
    url = address("registration", registration.uuid)
    if registration.state == RegistrationState.REGISTERED:
        by_hand_in = readiness.micro_credential.by_hand_in
        return NextStep(_("Hand in") if by_hand_in else _("Choose a time"), url)
    if registration.state == RegistrationState.BOOKED:
        return NextStep(_("See your exam"), url)
    return NextStep(_("Wait for the assessment"), url)


def goal(address: Addresses, readiness: Readiness) -> Goal:
    """A micro-credential on the way, with what is outstanding and next."""
    outstanding = [version.title for version in readiness.missing]
    outstanding += [_("%s ECTS of your own choice") % points(group.ects) for group in readiness.missing_groups]
    if readiness.missing_ects and not outstanding:
        outstanding.append(_("%s ECTS more") % points(readiness.missing_ects))
    return Goal(
        readiness,
        outstanding,
        _goal_state(readiness),
        _exam_step(address, readiness) or _see(address, readiness),
        address("micro_credential", readiness.micro_credential.slug),
    )


def _see(address: Addresses, readiness: Readiness) -> NextStep:
    return NextStep(_("See what is needed"), address("micro_credential", readiness.micro_credential.slug))


def _goal_state(readiness: Readiness) -> str:
    if readiness.passed:
        return _("passed")
    registration = readiness.open_registration
    if registration is not None:
        return registration.get_state_display()
    if readiness.ready:
        return _("ready for exam")
    return _("in progress") if readiness.completed else _("planned")
