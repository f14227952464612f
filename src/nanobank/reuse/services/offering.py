"""Giving an improvement back: offered by the adaptation, taken in or declined by the source."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.catalogue.permissions import check_may_author
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Conflict, Refused
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import tell
from nanobank.reuse.models import Adaptation, Answer, Proposal
from nanobank.reuse.permissions import check_sees_adaptation
from nanobank.reuse.queries.comparing import offered, steps_of
from nanobank.reuse.services.telling import people_of, tell_source
from nanobank.reuse.services.writing import put_in, write_over
from nanobank.study.services import start_draft

OFFERED = gettext_noop("%(organisation)s offers you an improvement to “%(title)s”.")
ACCEPTED = gettext_noop("%(organisation)s has taken in your improvement to “%(title)s”.")
DECLINED = gettext_noop("%(organisation)s has declined your improvement to “%(title)s”. Read why.")
_LONGEST = 2000


@transaction.atomic
def propose(
    *, adaptation: Adaptation, steps: Collection[UUID], words: str, by: Person | None, now: datetime
) -> Proposal:
    """Offer steps of one's own published version to the source, under the source's licence.

    Raises NotYours; Refused (field ``steps`` or ``words``); Conflict while another offer waits.
    """
    check_sees_adaptation(by, adaptation, now)
    Adaptation.objects.select_for_update().get(pk=adaptation.pk)
    if adaptation.proposals.filter(answer=Answer.WAITING).exists():
        raise Conflict(_("You have offered an improvement already. Wait for the answer, or take it back first."))
    version = adaptation.module.current
    if version is None or version.state != State.PUBLISHED:
        raise Refused(_("Publish your module first: what you offer is what you teach yourself."), field="steps")
    differing = [change.key for change in offered(adaptation)]
    chosen = [key for key in differing if UUID(key) in steps]
    if not chosen:
        raise Refused(_("Choose at least one step that differs from the source's."), field="steps")
    _check_words(words, _("Say why it is better; a sentence will do."), "words")
    proposal = Proposal.objects.create(
        adaptation=adaptation, version=version, steps=chosen, words=words.strip(), by=by, at=now
    )
    source = adaptation.source.module.current or adaptation.source
    told = {"organisation": adaptation.module.provider.short_name}
    tell_source(source, OFFERED, told, danish_address("reuse_proposal", proposal.uuid), now, NoticeKind.MODULE_CHANGED)
    return proposal


@transaction.atomic
def accept(
    *, proposal: Proposal, steps: Collection[UUID], by: Person | None, now: datetime, grounds: str = ""
) -> ModuleVersion:
    """Take these of the offered steps into the source's draft, which is begun where there is none. Gives the draft.

    Raises NotYours; Refused (field ``steps``) when none is chosen; Conflict when somebody else has answered.
    """
    source = proposal.adaptation.source.module
    check_may_author(by, source.provider, now=now)
    taken = [key for key in proposal.steps if UUID(key) in steps]
    if not taken:
        raise Refused(_("Choose at least one of the steps, or decline."), field="steps")
    _answer(proposal, Answer.ACCEPTED, grounds, taken, by, now)
    draft = start_draft(module=source, by=by, now=now)
    theirs = steps_of(proposal.version)
    for number, step in enumerate(theirs):
        if str(step.began_as) in taken:
            ours = next((one for one in steps_of(draft) if one.began_as == step.began_as), None)
            if ours is None:
                put_in(draft, step, theirs[:number], by=by, now=now)
            else:
                write_over(ours, step, by=by, now=now)
    _tell_back(proposal, ACCEPTED, now)
    return draft


@transaction.atomic
def decline(*, proposal: Proposal, grounds: str, by: Person | None, now: datetime) -> None:
    """Say no, with grounds. Raises NotYours; Refused (field ``grounds``); Conflict when somebody else has answered."""
    check_may_author(by, proposal.adaptation.source.module.provider, now=now)
    _check_words(grounds, _("Say why, so that they know what would help."), "grounds")
    _answer(proposal, Answer.DECLINED, grounds, [], by, now)
    _tell_back(proposal, DECLINED, now)


@transaction.atomic
def take_back(*, proposal: Proposal, by: Person | None, now: datetime) -> None:
    """Withdraw one's own offer. Raises NotYours; Conflict when it has been answered."""
    check_sees_adaptation(by, proposal.adaptation, now)
    _answer(proposal, Answer.WITHDRAWN, "", [], by, now)


def _check_words(words: str, missing: str, field: str) -> None:
    if not words.strip():
        raise Refused(missing, field=field)
    if len(words) > _LONGEST:
        raise Refused(_("Say it in at most %d characters.") % _LONGEST, field=field)


def _answer(
    proposal: Proposal, answer: Answer, grounds: str, taken: list[str], by: Person | None, now: datetime
) -> None:
    """The first answer stands: whoever comes second is told."""
    if len(grounds) > _LONGEST:
        raise Refused(_("Say it in at most %d characters.") % _LONGEST, field="grounds")
    waiting = Proposal.objects.filter(pk=proposal.pk, answer=Answer.WAITING)
    values = {"answer": answer, "grounds": grounds.strip(), "taken": taken, "answered_by": by, "answered_at": now}
    if not waiting.update(**values):
        raise Conflict(_("This offer has been answered already. See what was said."))


def _tell_back(proposal: Proposal, message: str, now: datetime) -> None:
    adaptation = proposal.adaptation
    source = adaptation.source
    tell(
        people=people_of(adaptation.module.provider, now, first=proposal.by),
        kind=NoticeKind.MODULE_CHANGED,
        message=message,
        values={
            "organisation": source.module.provider.short_name,
            "title_da": source.title_da,
            "title_en": source.title_en,
        },
        url=danish_address("reuse_proposal", proposal.uuid),
        now=now,
    )
