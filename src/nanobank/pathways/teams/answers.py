"""What one of a team can answer to the part they were sent, which becomes their own pathway when they say yes."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.common.errors import Conflict
from nanobank.pathways.models import (
    Cause,
    Choosing,
    GoalKind,
    Pathway,
    Planning,
    PlanningKind,
    PlanningState,
    PlanVersion,
    Team,
    TeamMember,
    TeamPart,
)
from nanobank.pathways.questions import Said
from nanobank.pathways.services.laying import lay_out
from nanobank.pathways.teams.permissions import check_is_for
from nanobank.pathways.terms import GoalTerms, LifeTerms, WishTerms


@transaction.atomic
def answer(*, part: TeamPart, accepted: bool, words: str = "", by: Person, now: datetime) -> Pathway | None:
    """Say yes, and it becomes a pathway of one's own; or no. ``words`` are for the employer.

    Raises NotYours; Conflict when it has been answered, or taken back meanwhile.
    """
    check_is_for(by, part)
    lock(by)
    answered = TeamPart.objects.filter(pk=part.pk, answered_at__isnull=True, taken_back_at__isnull=True)
    if not answered.update(answered_at=now, accepted=accepted, words=words.strip()[:400]):
        raise Conflict(_("This has been answered already, or your employer has taken it back."))
    if not accepted:
        return None
    pathway = _pathway(part, by, now)
    TeamPart.objects.filter(pk=part.pk).update(pathway=pathway)
    return pathway


def _pathway(part: TeamPart, person: Person, now: datetime) -> Pathway:
    """The person's own pathway, going by the plan: a new one, or the one from the last time they said yes."""
    before = Pathway.objects.of(person).kept().filter(parts__member=part.member_id).order_by("-pk").first()
    goal, life = GoalTerms.model_validate(part.goal), LifeTerms.model_validate(part.life)
    pathway = before or Pathway(person=person, made_at=now, wishes=WishTerms().kept(), title=part.member.team.title)
    pathway.goal_kind, pathway.goal, pathway.life, pathway.changed_at = GoalKind(goal.kind), part.goal, part.life, now
    if before is not None:
        pathway.asked += 1
    pathway.save()
    said_ = Said(goal=goal, life=life, wishes=WishTerms.model_validate(pathway.wishes))
    version = _version(part, pathway, said_, now)
    pathway.chosen = version
    pathway.save(update_fields=["chosen"])
    Choosing.objects.create(pathway=pathway, version=version, by=person, at=now)
    lay_out(pathway=pathway, version=version)
    return pathway


def _version(part: TeamPart, pathway: Pathway, said_: Said, now: datetime) -> PlanVersion:
    """The part as a plan of the pathway, answered already: the planner has been asked for the whole team."""
    told = {"goal": said_.goal.kept(), "life": said_.life.kept(), "wishes": said_.wishes.kept()}
    planning = Planning.objects.create(
        person=pathway.person,
        pathway=pathway,
        kind=PlanningKind.PLAN,
        state=PlanningState.DONE,
        asked=pathway.asked,
        problem={
            "question": part.question,
            "said": told,
            "cause": Cause.TEAM.value,
            "by": part.sent_by_id,
            "instead_of": pathway.chosen_id,
        },
        asked_at=part.sent_at,
        seen_at=now,
        ended_at=now,
        result={**part.result, "plans": 1, "whole": True},
    )
    last = pathway.versions.aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        pathway=pathway,
        number=last + 1,
        planning=planning,
        status=part.result["status"],
        gap=part.result["gap"] or "",
        bound=part.result["bound"],
        plan=part.plan,
        figures=part.plan["figures"],
        question=part.question,
        said=told,
        reasons=part.reasons,
        cause=Cause.TEAM,
        instead_of=pathway.chosen,
        by=part.sent_by,
        at=now,
    )


@transaction.atomic
def count_bank(*, part: TeamPart, counts: bool, by: Person) -> None:
    """Let what one's own bank holds count in the team's plan, or no longer; the employer can see it from the plan.

    What is sent stays as it is; the next plan minds it. Raises NotYours.
    """
    check_is_for(by, part)
    if TeamMember.objects.filter(pk=part.member_id).exclude(counts_bank=counts).update(counts_bank=counts):
        Team.objects.filter(pk=part.member.team_id).update(asked=F("asked") + 1)
