"""A person's way towards something, and the plans for it."""

from nanobank.pathways.models.cohorts import Balance
from nanobank.pathways.models.goals import DegreeProgramme, Role, RoleCompetence
from nanobank.pathways.models.mentoring import Comment, CoSign, Proposal
from nanobank.pathways.models.outside import Feed, Reminder
from nanobank.pathways.models.paths import (
    IN_ITS_ORDER,
    Cause,
    Choosing,
    Event,
    EventKind,
    GoalKind,
    Pathway,
    PathwayQuerySet,
    PlannedModule,
    Planning,
    PlanningKind,
    PlanningQuerySet,
    PlanningState,
    PlanVersion,
)
from nanobank.pathways.models.teams import Team, TeamMember, TeamPart, TeamQuerySet

__all__ = [
    "IN_ITS_ORDER",
    "Balance",
    "Cause",
    "Choosing",
    "CoSign",
    "Comment",
    "DegreeProgramme",
    "Event",
    "EventKind",
    "Feed",
    "GoalKind",
    "Pathway",
    "PathwayQuerySet",
    "PlanVersion",
    "PlannedModule",
    "Planning",
    "PlanningKind",
    "PlanningQuerySet",
    "PlanningState",
    "Proposal",
    "Reminder",
    "Role",
    "RoleCompetence",
    "Team",
    "TeamMember",
    "TeamPart",
    "TeamQuerySet",
]
