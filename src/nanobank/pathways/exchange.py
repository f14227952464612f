"""Pathways as the API shows them."""

from collections.abc import Iterable
from datetime import datetime

from nanobank.catalogue.models import Competence
from nanobank.pathways.addresses import calendar_address
from nanobank.pathways.lines import Lines, line_in, lines_of
from nanobank.pathways.models import Comment, Event, Pathway, Planning, PlanVersion, Proposal
from nanobank.pathways.offers import Offer, taken
from nanobank.pathways.queries import latest_planning, open_feed_of, progress_of, said
from nanobank.pathways.schemas import (
    CommentOut,
    CompetencesOut,
    DueOut,
    FiguresOut,
    GoalOfferOut,
    PathwayEventOut,
    PathwayOut,
    PathwayStepOut,
    PlanningOut,
    PlanOut,
    ProposalOut,
)
from nanobank.pathways.standing import longer_looks_at, standing_of
from nanobank.pathways.terms import Change
from nanobank.pathways.this_week import Due
from nanobank.pathways.wording import words_for


def pathway_out(pathway: Pathway, *, is_mine: bool) -> PathwayOut:
    """All of it; the calendar's secret address is for the learner alone."""
    told, latest = said(pathway), latest_planning(pathway)
    feed = open_feed_of(pathway) if is_mine else None
    return PathwayOut(
        uuid=pathway.uuid,
        title=pathway.title,
        goal_kind=pathway.goal_kind,
        changed_at=pathway.changed_at,
        chosen=pathway.chosen.uuid if pathway.chosen else None,
        goal=told.goal,
        life=told.life,
        wishes=told.wishes,
        asked=pathway.asked,
        latest=latest.uuid if latest else None,
        calendar=calendar_address(feed) if feed else None,
    )


def planning_out(planning: Planning, options: Iterable[PlanVersion], *, now: datetime) -> PlanningOut:
    """How far it has come."""
    progress = progress_of(planning, now)
    return PlanningOut(
        uuid=planning.uuid,
        kind=planning.kind,
        state=planning.state,
        stage=planning.stage,
        place=progress.place,
        seconds=round(progress.seconds, 3),
        asked_at=planning.asked_at,
        best=planning.best if planning.team_id is None else None,
        result=planning.result if planning.team_id is None else None,
        plans=[one.uuid for one in options],
    )


def plans_out(versions: Iterable[PlanVersion], *, chosen: int | None) -> list[PlanOut]:
    """Plans; ``chosen`` is the one that is gone by. The quality lines of all take three queries."""
    shown = list(versions)
    words = words_for([one.plan for one in shown], [reason for one in shown for reason in one.reasons])
    lines, looks = lines_of(words), longer_looks_at(shown)
    return [_plan_out(one, lines, looks.get(one.pk), is_chosen=one.pk == chosen) for one in shown]


def plan_out(version: PlanVersion, *, is_chosen: bool) -> PlanOut:
    """A plan."""
    return plans_out([version], chosen=version.pk if is_chosen else None)[0]


def _plan_out(version: PlanVersion, lines: Lines, longer: Planning | None, *, is_chosen: bool) -> PlanOut:
    standing = standing_of(version, longer)
    found = (longer.result or {}) if longer is not None else {}
    named = {step["module"] for step in version.steps}
    named |= {reason["runner_up"] for reason in version.reasons if reason["runner_up"]}
    return PlanOut(
        uuid=version.uuid,
        number=version.number,
        label=version.label,
        status=standing["status"],
        gap=standing["gap"] or "",
        bound=standing["bound"],
        steps=[PathwayStepOut(**step) for step in version.steps],
        figures=FiguresOut(**version.figures),
        reasons=version.reasons,
        quality={module: line_in(lines, module).standing for module in sorted(named)},
        changes=version.changes,
        cause=version.cause,
        said=version.said,
        at=version.at,
        is_chosen=is_chosen,
        looked_longer={name: found[name] for name in ("outcome", "seconds")} if "outcome" in found else None,
    )


def event_out(event: Event) -> PathwayEventOut:
    """Something that happened."""
    return PathwayEventOut(
        uuid=event.uuid,
        kind=event.kind,
        module=event.module,
        since=event.since,
        until=event.until,
        note=event.note,
        at=event.at,
    )


def competence_out(competence: Competence) -> CompetencesOut:
    """A competence that some words may mean."""
    return CompetencesOut(slug=competence.slug, label=competence.label, uri=competence.uri)


def goal_offer_out(offer: Offer, words: str) -> GoalOfferOut:
    """Something whole that fits some words."""
    goal, _title = taken(offer.value, words)
    return GoalOfferOut(
        kind=offer.kind, slug=offer.slug, title=offer.title, why=offer.why, covers=list(offer.covers), goal=goal
    )


def comment_out(comment: Comment) -> CommentOut:
    """What somebody has said."""
    return CommentOut(
        uuid=comment.uuid,
        words=comment.words,
        module=comment.module,
        by=comment.by.name,
        at=comment.at,
        settled_at=comment.settled_at,
    )


def proposal_out(proposal: Proposal) -> ProposalOut:
    """What a mentor proposes."""
    return ProposalOut(
        uuid=proposal.uuid,
        change=Change.model_validate(proposal.change),
        words=proposal.words,
        by=proposal.by.name,
        at=proposal.at,
        accepted=proposal.accepted,
    )


def due_out(due: Due) -> DueOut:
    """A module that this week is for."""
    return DueOut(
        module=due.module, title=due.title, what=due.what, on=due.on, hours=due.hours, pathway=due.pathway.uuid
    )
