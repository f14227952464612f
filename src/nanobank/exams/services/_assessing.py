"""What an examiner finds, before anyone else sees it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import Conflict, Refused
from nanobank.exams.bridge import Event, grades_for
from nanobank.exams.models import Assessment, Registration
from nanobank.exams.permissions import check_may_assess
from nanobank.exams.services._moving import lock, move

MIN_GROUNDS = 40


def check_grade_and_grounds(micro_credential: MicroCredential, grade: str, grounds: str) -> None:
    """Raise Refused unless the grade is on the exam's scale and the grounds say something."""
    if grade not in grades_for(micro_credential.grading):
        raise Refused(_("Choose a grade on the scale of this exam."), field="grade")
    if len(grounds.strip()) < MIN_GROUNDS:
        raise Refused(
            _("Write at least %(least)d characters of grounds, so that the learner can learn from them.")
            % {"least": MIN_GROUNDS},
            field="grounds",
        )


@transaction.atomic
def assess(
    *, registration: Registration, examiner: Person, role: str, grade: str, grounds: str, now: datetime
) -> Assessment:
    """Note what the examiner found in this role; may be noted anew until the result is published.

    The one who held the booked slot is the first examiner; the second, where the exam has one, is another person.
    Raises NotYours unless assigned, Conflict when the role is another's, Refused for a bad grade or thin grounds.
    """
    registration = lock(registration)
    micro_credential = registration.micro_credential
    check_may_assess(examiner, registration)
    _check_role(registration, examiner, Assessment.Role(role), now)
    check_grade_and_grounds(micro_credential, grade, grounds)
    others = registration.assessments.exclude(role=role).exists()
    complete = others or not micro_credential.second_examiner
    move(registration, Event.ASSESS if complete else Event.ASSESS_FIRST_OF_TWO)
    assessment, _created = Assessment.objects.update_or_create(
        registration=registration,
        role=role,
        defaults={"examiner": examiner, "grade": grade, "grounds": grounds.strip(), "at": now},
    )
    registration.save(update_fields=["state"])
    return assessment


def _check_role(registration: Registration, examiner: Person, role: Assessment.Role, now: datetime) -> None:
    if role is Assessment.Role.SECOND and not registration.micro_credential.second_examiner:
        raise Refused(_("This exam has one examiner."), field="role")
    slot = registration.slot
    if slot is not None:
        if slot.starts_at > now:
            raise Conflict(_("The exam has not begun yet."))
        if (role is Assessment.Role.FIRST) != (slot.examiner_id == examiner.pk):
            raise Conflict(_("The examiner who holds the exam is the first examiner."), field="role")
    for assessment in registration.assessments.all():
        if assessment.role == role and assessment.examiner_id != examiner.pk:
            raise Conflict(_("Another examiner has already assessed in that role."), field="role")
        if assessment.role != role and assessment.examiner_id == examiner.pk:
            raise Conflict(_("You have assessed this already; the second examiner is another person."), field="role")
