"""An offered improvement for its two sides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from nanobank.accounts.models import Person
from nanobank.catalogue.permissions import can_author
from nanobank.common.errors import NotYours
from nanobank.reuse import bridge
from nanobank.reuse.bridge import StepChange
from nanobank.reuse.models import Answer, Proposal
from nanobank.reuse.queries.comparing import steps_of, text_of


@dataclass(frozen=True)
class ProposalPage:
    """The offer as a difference from what the source has now."""

    proposal: Proposal
    changes: list[StepChange]
    may_answer: bool
    may_take_back: bool

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.proposal.answer == Answer.WAITING


def proposal_page(uuid: UUID, person: Person, now: datetime) -> ProposalPage:
    """For those who write for the source or for the adaptation. Raises NotYours."""
    rows = Proposal.objects.select_related(
        "adaptation__module__provider",
        "adaptation__module__current",
        "adaptation__source__module__provider",
        "adaptation__source__module__current",
        "version__module",
        "by",
        "answered_by",
    )
    proposal = rows.filter(uuid=uuid).first()
    if proposal is None:
        raise NotYours("")
    source, own = proposal.adaptation.source.module, proposal.adaptation.module
    may_answer, offers = (can_author(person, one.provider, now=now) for one in (source, own))
    if not (may_answer or offers):
        raise NotYours("")
    theirs = source.current or proposal.adaptation.source
    changes = bridge.step_changes(
        [text_of(step) for step in steps_of(theirs)], [text_of(step) for step in steps_of(proposal.version)]
    )
    waiting = proposal.answer == Answer.WAITING
    return ProposalPage(
        proposal,
        [change for change in changes if change.key in proposal.steps],
        may_answer=may_answer and waiting,
        may_take_back=offers and waiting,
    )
