"""Saying yes and no to the competences that a text points to."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, MicroCredential
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.services import edit_draft, facts_of, name_competences
from nanobank.common.errors import Refused
from nanobank.frameworks.queries import in_force
from nanobank.study.models import CompetenceAnswer
from nanobank.study.suggestions import Subject, answers_about, text_of

_LONGEST_SENTENCE: Final = 1_000


@transaction.atomic
def answer_suggestion(
    *, subject: Subject, competence: Competence, accepted: bool, sentence: str = "", by: Person | None, now: datetime
) -> CompetenceAnswer:
    """Name the competence, or see to it that it is not suggested again; the later answer holds.

    ``sentence`` is kept when the subject's text holds it. Raises NotYours unless ``by`` writes for the provider,
    Conflict once the subject is published, Refused for a competence that its framework does not use any more.
    """
    if accepted and not in_force(Competence.objects.filter(pk=competence.pk)).exists():
        raise Refused(_("The framework does not use this competence any more."), field="competence")
    named = list(subject.competences.order_by("pk"))
    kept = [one for one in named if one.pk != competence.pk]
    _name(subject, [*kept, competence] if accepted else kept, by=by, now=now)
    said = sentence.strip()[:_LONGEST_SENTENCE]
    return CompetenceAnswer.objects.update_or_create(
        module=None if isinstance(subject, MicroCredential) else subject.module,
        micro_credential=subject if isinstance(subject, MicroCredential) else None,
        competence=competence,
        defaults={"accepted": accepted, "sentence": said if said in text_of(subject) else "", "by": by, "at": now},
    )[0]


@transaction.atomic
def forget_answer(*, subject: Subject, competence: Competence, by: Person | None, now: datetime) -> None:
    """Let the competence be suggested again; what is named stays. Raises NotYours."""
    provider = subject.provider if isinstance(subject, MicroCredential) else subject.module.provider
    check_may_author(by, provider, now=now)
    answers_about(subject).filter(competence=competence).delete()


def _name(subject: Subject, competences: list[Competence], *, by: Person | None, now: datetime) -> None:
    if isinstance(subject, MicroCredential):
        name_competences(micro_credential=subject, competences=competences, by=by, now=now)
    else:
        edit_draft(version=subject, facts=replace(facts_of(subject), competences=tuple(competences)), by=by, now=now)
