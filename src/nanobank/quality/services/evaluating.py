"""A learner says what it was like, and nobody can see who said what."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, ModuleVersion
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.quality.models import Evaluated, Evaluation, Question
from nanobank.quality.queries import FEWEST
from nanobank.study.models import Enrolment

_LONGEST = 2_000


@transaction.atomic
def evaluate(
    *,
    enrolment: Enrolment,
    answers: Mapping[str, int],
    hours: Decimal | None,
    comment: str,
    by: Person,
    now: datetime,
) -> None:
    """Answer once about what one has completed. What is answered is kept apart from who did.

    Raises NotYours, Conflict the second time, Refused (naming the question) for an answer that is not 1 to 5.
    """
    if enrolment.person_id != by.pk:
        raise NotYours(_("There is no such enrolment."))
    if enrolment.completed_at is None:
        raise Refused(_("Complete the module first."))
    _check(answers, hours, comment)
    try:
        with transaction.atomic():
            Evaluated.objects.create(enrolment=enrolment)
    except IntegrityError as error:
        raise Conflict(_("You have answered already. Thank you.")) from error
    Module.objects.select_for_update(of=("self",)).get(pk=enrolment.version.module_id)
    Evaluation.objects.create(
        version=enrolment.version,
        month=timezone.localdate(now).replace(day=1),
        answers={question.value: int(answers[question.value]) for question in Question},
        hours=hours,
        comment=comment.strip(),
    )
    _let_out(enrolment.version)


def _check(answers: Mapping[str, int], hours: Decimal | None, comment: str) -> None:
    for question in Question:
        if answers.get(question.value) not in range(1, 6):
            raise Refused(_("Choose an answer from 1 to 5."), field=question.value)
    if hours is not None and not 0 < hours <= 1_000:
        raise Refused(_("Write the hours as a number above 0."), field="hours")
    if len(comment) > _LONGEST:
        raise Refused(
            _("This text is too long: at most %(longest)d characters.") % {"longest": _LONGEST}, field="comment"
        )


def _let_out(version: ModuleVersion) -> None:
    """Once five wait, all five are shown together: a newcomer's answer is never the only new one."""
    waiting = Evaluation.objects.filter(version__module=version.module_id, shown=False)
    ids = list(waiting.values_list("pk", flat=True))
    if len(ids) >= FEWEST:
        Evaluation.objects.filter(pk__in=ids).update(shown=True)
