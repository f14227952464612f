"""The way to ``nanocore.designing``: a design as its rules look at one."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from nanobank.authoring.designing.answers import Answers, ChosenPart
from nanobank.authoring.models import Design, DesignAim
from nanobank.catalogue.models import Form, ModuleVersion, PrerequisiteGroup
from nanocore import designing
from nanocore.designing import Fault, Part, Plan, Suggested

__all__ = ["Fault", "Suggested", "faults_of", "suggested_for"]

_ASKED_OF_NEW_ONES = frozenset({"no_audience", "no_target", "no_didactics"})
"""What one that was made before there were designs was never asked; a change to it is not held up by that."""


def suggested_for(answers: Answers) -> tuple[Suggested, ...]:
    """The assessments that would show what the outcomes say, the best first."""
    return designing.suggested_assessments(
        [danish or english for danish, english in answers.outcomes],
        approach=designing.Approach(answers.approach.value) if answers.approach else None,
        level=answers.level,
        online=answers.participation == Form.ONLINE if answers.participation else None,
        ects=answers.ects,
    )


def faults_of(design: Design, answers: Answers) -> tuple[Fault, ...]:
    """What does not hold yet, in the order of the questions: at most three queries."""
    found = designing.faults_of(_plan(design, answers))
    if design.aim != DesignAim.CHANGE:
        return found
    return tuple(
        Fault(one.code, one.question, blocks=one.blocks and one.code not in _ASKED_OF_NEW_ONES, params=one.params)
        for one in found
    )


def _plan(design: Design, answers: Answers) -> Plan:
    versions = {part.key: part.module.current for part in answers.parts if part.module and part.module.current}
    requires = _requires(versions.values())
    competences: dict[int, set[int]] = defaultdict(set)
    rows = ModuleVersion.competences.through.objects.filter(moduleversion__in=[one.pk for one in versions.values()])
    for version_id, competence_id in rows.values_list("moduleversion_id", "competence_id"):
        competences[version_id].add(competence_id)

    def part(chosen: ChosenPart) -> Part:
        version = versions.get(chosen.key)
        return Part(
            key=chosen.key,
            ects=chosen.ects,
            elective=chosen.elective,
            level=version.level if version else None,
            competences=frozenset(competences[version.pk]) if version else frozenset(),
            requires=requires.get(version.pk, ()) if version else (),
            is_written=version is not None,
        )

    return Plan(
        audiences=len(answers.audiences),
        target=answers.target_da or answers.target_en,
        outcomes=tuple(danish or english for danish, english in answers.outcomes),
        competences=frozenset(one.pk for one in answers.competences),
        didactics=answers.didactics_da or answers.didactics_en,
        participation=answers.participation,
        weeks=answers.weeks,
        level=answers.level,
        ects=answers.ects,
        parts=tuple(part(chosen) for chosen in answers.parts),
        elective_ects=answers.elective_ects,
        assessment=answers.assessment,
        hours_per_ects=Decimal(design.provider.hours_per_ects),
    )


def _requires(versions: Iterable[ModuleVersion]) -> dict[int, tuple[frozenset[str], ...]]:
    """Of each version the groups of modules (slugs) it requires."""
    groups: dict[tuple[int, int], set[str]] = defaultdict(set)
    rows = PrerequisiteGroup.objects.filter(version__in=[one.pk for one in versions], any_of__isnull=False)
    for version_id, group, slug in rows.values_list("version_id", "pk", "any_of__slug"):
        groups[version_id, group].add(slug)
    found: dict[int, tuple[frozenset[str], ...]] = {}
    for (version_id, _group), slugs in groups.items():
        found[version_id] = (*found.get(version_id, ()), frozenset(slugs))
    return found
