"""What a job asks for is written down: of one's own, or as a framework's role has it; and what people lack of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Conflict, Refused
from nanobank.employers.bridge import MOST_COMPETENCES
from nanobank.employers.models import Brief, BriefCompetence, BriefPerson, Colleague, JobRole, JobRoleCompetence
from nanobank.employers.overview import skills_of
from nanobank.employers.permissions import check_employer
from nanobank.employers.queries import folded
from nanobank.employers.services.briefs import MOST_PEOPLE
from nanobank.frameworks.models import Concept
from nanobank.frameworks.models import Kind as ConceptKind
from nanobank.frameworks.queries import competences_of
from nanobank.organisations.models import Organisation

MOST_IN_A_ROLE: Final = 24
_LONGEST: Final = 120


@dataclass(frozen=True)
class RoleTerms:
    """A competence that a job asks for. ``level`` None: any."""

    competence: Competence
    level: int | None = None


@transaction.atomic
def begin_job_role(
    *,
    organisation: Organisation,
    name: str,
    by: Person,
    now: datetime,
    occupation: Concept | None = None,
    asked: Sequence[RoleTerms] | None = None,
) -> JobRole:
    """A job, asking for ``asked``, or for what the framework's ``occupation`` does: what it always asks for first.

    Raises NotYours; Refused (fields ``name``, ``occupation``, ``asked``); Conflict (field ``name``).
    """
    check_employer(by, organisation, now=now)
    if occupation is not None and (occupation.kind != ConceptKind.OCCUPATION or occupation.retired):
        raise Refused(_("Choose a role from the framework."), field="occupation")
    called = " ".join(name.split()) or (occupation.label[:_LONGEST] if occupation else "")
    role = _kept(JobRole(organisation=organisation, occupation=occupation), called, now=now)
    if asked is None:
        known = competences_of(occupation)[:MOST_IN_A_ROLE] if occupation else ()
        asked = [RoleTerms(one.competence) for one in known]
    _write(role, asked)
    return role


@transaction.atomic
def correct_job_role(*, role: JobRole, name: str, asked: Sequence[RoleTerms], by: Person, now: datetime) -> JobRole:
    """Say anew what it is called and asks for. Raises as ``begin_job_role``, and Refused (field ``asked``)."""
    check_employer(by, role.organisation, now=now)
    _kept(role, " ".join(name.split()), now=now)
    role.asked.all().delete()
    _write(role, asked)
    return role


@transaction.atomic
def drop_job_role(*, role: JobRole, by: Person, now: datetime) -> None:
    """Nobody is held against it any more. Raises NotYours."""
    check_employer(by, role.organisation, now=now)
    role.delete()


@transaction.atomic
def begin_brief_for_role(*, role: JobRole, by: Person, now: datetime, team: str = "") -> Brief:
    """What people in the job lack, as a need to find bundles for: those whom it is about are named in it.

    What most of them lack comes first. Raises NotYours; Conflict when nobody lacks anything.
    """
    check_employer(by, role.organisation, now=now)
    table = skills_of(role.organisation, against=role, team=team, now=now, most=MOST_PEOPLE)
    lacked: dict[int, int] = {}
    for gap in table.gaps:
        lacked[gap.competence.pk] = lacked.get(gap.competence.pk, 0) + 1
    terms = [one for one in role.asked.select_related("competence") if one.competence_id in lacked]
    terms.sort(key=lambda one: -lacked[one.competence_id])
    if not terms:
        raise Conflict(_("Nobody in this job lacks anything that it asks for."))
    brief = Brief.objects.create(
        organisation=role.organisation,
        made_by=by,
        made_at=now,
        changed_at=now,
        title=role.name,
        words=_("What the job “%s” asks for, and not everybody in it can show.") % role.name,
        language="da",
    )
    BriefCompetence.objects.bulk_create(
        BriefCompetence(brief=brief, competence=one.competence, level=one.level, position=at)
        for at, one in enumerate(terms[:MOST_COMPETENCES])
    )
    wanted = {one.competence_id for one in terms[:MOST_COMPETENCES]}
    lacking: list[Colleague] = list({gap.colleague: None for gap in table.gaps if gap.competence.pk in wanted})
    BriefPerson.objects.bulk_create(BriefPerson(brief=brief, colleague=one) for one in lacking)
    return brief


def _kept(role: JobRole, name: str, *, now: datetime) -> JobRole:
    if not name:
        raise Refused(_("What is the job called?"), field="name")
    if len(name) > _LONGEST:
        raise Refused(_("At most %d characters.") % _LONGEST, field="name")
    role.name, role.folded, role.changed_at = name, folded(name), now
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError:
        raise Conflict(_("You have a job role called that already."), field="name") from None
    return role


def _write(role: JobRole, asked: Sequence[RoleTerms]) -> None:
    if len(asked) > MOST_IN_A_ROLE:
        raise Refused(_("At most %d competences in a job role.") % MOST_IN_A_ROLE, field="asked")
    levels = {one.competence.pk: one.level for one in asked}
    JobRoleCompetence.objects.bulk_create(
        JobRoleCompetence(role=role, competence_id=pk, level=level, position=at)
        for at, (pk, level) in enumerate(levels.items())
    )
