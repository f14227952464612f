"""What mentors and their learner say to each other about a plan, propose, and stand behind."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.pathways.models import Cause, Comment, CoSign, Pathway, Planning, PlanVersion, Proposal
from nanobank.pathways.permissions import check_owns, check_sees, mentor_kind
from nanobank.pathways.services.changing import change as change_plan
from nanobank.pathways.telling import tell_of_answer, tell_of_comment, tell_of_proposal, tell_of_signature
from nanobank.pathways.terms import Change

MOST_OPEN = 20
"""So many proposals may await an answer at a time."""


@transaction.atomic
def comment(*, pathway: Pathway, words: str, module: str, by: Person, now: datetime) -> Comment:
    """Say something about the plan, at one of its modules unless ``module`` is empty. Raises NotYours."""
    check_sees(by, pathway, now)
    made = Comment.objects.create(
        pathway=pathway, version_id=pathway.chosen_id, module=module, words=words, by=by, at=now
    )
    tell_of_comment(made, now=now)
    return made


def settle(*, comment: Comment, by: Person, now: datetime) -> None:
    """Put a comment aside as dealt with; the learner does. Raises NotYours."""
    check_owns(by, comment.pathway)
    Comment.objects.filter(pk=comment.pk, settled_at__isnull=True).update(settled_at=now)


@transaction.atomic
def propose(*, pathway: Pathway, change: Change, words: str, by: Person, now: datetime) -> Proposal:
    """A mentor proposes what the learner could do themselves. Raises NotYours, and Refused when many wait already."""
    if mentor_kind(by, pathway, now) is None:
        raise NotYours("")
    if Proposal.objects.filter(pathway=pathway, accepted__isnull=True).count() >= MOST_OPEN:
        raise Refused(_("Many proposals await an answer already. Let them be answered first."), field="words")
    made = Proposal.objects.create(pathway=pathway, change=change.kept(), words=words, by=by, at=now)
    tell_of_proposal(made, now=now)
    return made


@transaction.atomic
def answer(*, proposal: Proposal, accepted: bool, by: Person, now: datetime) -> Planning | None:
    """The learner says yes, and the plan is laid anew; or no. A mentor may take theirs back. Raises Conflict."""
    mine = by.pk == proposal.by_id
    if accepted or not mine:
        check_owns(by, proposal.pathway)
    waiting = Proposal.objects.filter(pk=proposal.pk, accepted__isnull=True)
    if not waiting.update(accepted=accepted, answered_at=now):
        raise Conflict(_("That proposal has been answered already."))
    tell_of_answer(proposal, accepted=accepted, by=by, now=now)
    if not accepted:
        return None
    asked = Change.model_validate(proposal.change)
    return change_plan(pathway=proposal.pathway, change=asked, by=by, now=now, cause=Cause.PROPOSAL)


def co_sign(*, version: PlanVersion, by: Person, now: datetime) -> CoSign:
    """A mentor stands behind the plan that is chosen. Raises NotYours, and Conflict when it is another by now."""
    kind = mentor_kind(by, version.pathway, now)
    if kind is None:
        raise NotYours("")
    if version.pathway.chosen_id != version.pk:
        raise Conflict(_("Another plan has been chosen since. Look at it first."))
    try:
        with transaction.atomic():
            signed = CoSign.objects.create(version=version, by=by, kind=kind, at=now)
            tell_of_signature(signed, now=now)
            return signed
    except IntegrityError as error:
        raise Conflict(_("You have signed this plan already.")) from error


def proposal_of(viewer: Person, uuid: UUID, *, now: datetime) -> Proposal:
    """A proposal, for those who see its pathway. Raises NotYours."""
    found = Proposal.objects.select_related("pathway__person", "by").filter(uuid=uuid).first()
    if found is None:
        raise NotYours("")
    check_sees(viewer, found.pathway, now)
    return found


def comment_of(viewer: Person, uuid: UUID, *, now: datetime) -> Comment:
    """A comment, for those who see its pathway. Raises NotYours."""
    found = Comment.objects.select_related("pathway__person", "by").filter(uuid=uuid).first()
    if found is None:
        raise NotYours("")
    check_sees(viewer, found.pathway, now)
    return found
