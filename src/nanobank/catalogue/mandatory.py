"""What a micro-credential must say before it is published: the elements of the EU's Annex I that its design holds."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.models import Assessment, Form, Level, MicroCredential

_TEXTS = (
    (("title_da", "title_en"), _("The title, in Danish and in English.")),
    (("summary_da", "summary_en"), _("A summary, in Danish and in English.")),
    (("description_da", "description_en"), _("A description, in Danish and in English.")),
    (("quality_assurance_da", "quality_assurance_en"), _("The type of quality assurance, in Danish and English.")),
)


def missing_elements(micro_credential: MicroCredential) -> dict[str, str | Promise]:
    """Which of the mandatory elements of the Council Recommendation 2022/C 243/02, Annex I, it lacks, by input.

    The learner and the date of issue belong to the credential, the awarding body is the provider. Every learning
    outcome is asked for in both languages, since a credential says it in both.
    """
    missing = dict(missing_sayings(micro_credential))
    if not (micro_credential.required.exists() or micro_credential.elective_groups.exists()):
        missing["required"] = _("What must be completed before the exam.")
    elif unwritten := _unwritten(micro_credential):
        missing["required"] = _("These modules must be published first: %(modules)s.") % {
            "modules": ", ".join(unwritten)
        }
    return missing


def missing_sayings(micro_credential: MicroCredential) -> dict[str, str | Promise]:
    """The same of what it says itself, its modules left out: for one that is not in the database yet."""
    return dict(_missing(micro_credential))


def _unwritten(micro_credential: MicroCredential) -> list[str]:
    """Titles of required modules that nobody can complete, since they never were published."""
    drafts = [module for module in micro_credential.required.all() if module.current_id is None]
    return [version.title or module.slug for module in drafts for version in module.versions.all()[:1]]


def _missing(micro_credential: MicroCredential) -> Iterator[tuple[str, str | Promise]]:
    for names, sentence in _TEXTS:
        empty = [name for name in names if not getattr(micro_credential, name).strip()]
        if empty:
            yield empty[0], sentence
    outcomes = micro_credential.learning_outcomes
    if not outcomes or not all(outcome.get("da") and outcome.get("en") for outcome in outcomes):
        yield "outcomes", _("The learning outcomes, each in Danish and in English.")
    if not micro_credential.provider.country:
        yield "provider", _("The country of the awarding body.")
    if micro_credential.ects <= 0:
        yield "ects", _("The workload in ECTS.")
    if micro_credential.level not in Level.values:
        yield "level", _("The level.")
    if micro_credential.assessment not in Assessment.values:
        yield "assessment", _("The type of assessment.")
    if micro_credential.participation not in Form.values:
        yield "participation", _("The form of participation.")
