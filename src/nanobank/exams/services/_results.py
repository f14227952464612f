"""A grade becomes public, and once public is only ever corrected by a new one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials.models import Credential
from nanobank.credentials.services import award, revoke
from nanobank.exams.bridge import Disagreement, Event, agreed_grade, is_passed
from nanobank.exams.models import Registration, RegistrationState, Result
from nanobank.exams.permissions import check_may_publish, check_office
from nanobank.exams.services._admitting import count_what_was_admitted, uncount_what_was_admitted
from nanobank.exams.services._assessing import check_grade_and_grounds
from nanobank.exams.services._deviating import check_reason
from nanobank.exams.services._moving import close, give_back_seat, lock, note_in_ledger
from nanobank.exams.services._telling import tell_learner
from nanobank.ledger.models import Kind


@transaction.atomic
def publish(*, registration: Registration, by: Person, now: datetime) -> Result:
    """Make the grade and its grounds known to the learner; passing awards the credential in the same transaction.

    Raises Conflict when the examiners differ or one has not assessed yet: they confer and assess again.
    """
    registration = lock(registration)
    check_may_publish(by, registration, now=now)
    assessments = list(registration.assessments.order_by("role"))
    if registration.state == RegistrationState.ASSESSING:
        raise Conflict(_("The other examiner has not assessed yet."))
    close(registration, Event.PUBLISH, counts=True, now=now)
    try:
        grade = agreed_grade(assessment.grade for assessment in assessments)
    except Disagreement:
        raise Conflict(
            _("The two examiners have given different grades. They confer, and assess again, before it is published.")
        ) from None
    result = Result.objects.create(
        registration=registration,
        grade=grade,
        grounds="\n\n".join(assessment.grounds for assessment in assessments),
        published_at=now,
        by=by,
    )
    tell_learner(registration, gettext_noop("Your result is there: %(title)s"), now=now)
    passed = is_passed(grade)
    note_in_ledger(registration, Kind.PASSED if passed else Kind.NOT_PASSED, by=by, now=now, note=grade)
    if passed:
        _award(registration, grade, by=by, now=now)
    return result


@transaction.atomic
def correct(*, result: Result, grade: str, grounds: str, reason: str, by: Person, now: datetime) -> Result:
    """Add a result that corrects this one, and let the credential follow the grade.

    Failing after all revokes it, passing after all awards it, another passing grade revokes it and awards it anew;
    but what the office has revoked for its own reasons stays revoked.
    Raises Conflict when the result has been corrected already, Refused when nothing changes or no reason is given.
    """
    registration = lock(result.registration)
    check_office(by, registration.micro_credential, now=now, about=registration.person)
    check_grade_and_grounds(registration.micro_credential, grade, grounds)
    reason = check_reason(reason)
    grounds = grounds.strip()
    if (grade, grounds) == (result.grade, result.grounds):
        raise Refused(_("Nothing is changed. Change the grade or the grounds."), field="grade")
    try:
        with transaction.atomic():
            correction = Result.objects.create(
                registration=registration,
                grade=grade,
                grounds=grounds,
                published_at=now,
                by=by,
                corrects=result,
                reason=reason,
            )
    except IntegrityError:
        raise Conflict(_("This result has already been corrected. Correct the latest one.")) from None
    note_in_ledger(registration, Kind.CORRECTED, by=by, now=now, note=reason)
    tell_learner(registration, gettext_noop("Your result has been corrected: %(title)s"), now=now)
    if grade != result.grade:
        _let_the_credential_follow(registration, was=result.grade, grade=grade, reason=reason, by=by, now=now)
    return correction


def _let_the_credential_follow(
    registration: Registration, *, was: str, grade: str, reason: str, by: Person, now: datetime
) -> None:
    held = (
        Credential.objects.standing()
        .filter(person=registration.person, micro_credential=registration.micro_credential)
        .first()
    )
    if is_passed(was):
        if held is None:
            return
        revoke(credential=held, reason=reason, by=by, now=now)
        if not is_passed(grade):
            uncount_what_was_admitted(registration, by=by, now=now, note=reason)
        held = None
    if is_passed(grade) and held is None:
        _award(registration, grade, by=by, now=now)
        _close_what_is_no_longer_needed(registration, by=by, now=now)


def _close_what_is_no_longer_needed(registration: Registration, *, by: Person, now: datetime) -> None:
    """Whoever has passed after all need not try again: an attempt that has not been assessed ends without counting."""
    unneeded = (
        Registration.objects.of(registration.person)
        .open()
        .filter(
            micro_credential=registration.micro_credential,
            state__in=[RegistrationState.REGISTERED, RegistrationState.BOOKED, RegistrationState.HANDED_IN],
        )
    )
    for other in unneeded:
        other = lock(other)
        if other.slot is not None:
            give_back_seat(other.slot)
        close(other, Event.WITHDRAW, counts=False, now=now)
        note_in_ledger(other, Kind.WITHDRAWN, by=by, now=now)


@transaction.atomic
def award_again(*, registration: Registration, by: Person, now: datetime) -> Credential:
    """Award the credential of a passed exam anew, once the one that it led to is revoked; the result stays as it is.

    Raises NotYours unless ``by`` runs the exam and is not the learner, Conflict when the result that stands does not
    pass or a credential is held already. docs/decisions/0030 says when this is right, and when a correction is.
    """
    registration = lock(registration)
    check_office(by, registration.micro_credential, now=now, about=registration.person)
    standing = registration.results.standing().first()
    if standing is None or not is_passed(standing.grade):
        raise Conflict(_("Only an exam that is passed leads to a credential."))
    return _award(registration, standing.grade, by=by, now=now)


def _award(registration: Registration, grade: str, *, by: Person, now: datetime) -> Credential:
    count_what_was_admitted(registration, by=by, now=now)
    return award(
        person=registration.person,
        micro_credential=registration.micro_credential,
        versions=list(registration.versions.all()),
        grade=grade,
        by=by,
        now=now,
    )
