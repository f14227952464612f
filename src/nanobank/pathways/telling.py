"""Who is told of what is said about a plan: the learner what their mentors say, the mentors what the learner says."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.common.addresses import danish_address
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import Enclosed, tell
from nanobank.pathways.models import Comment, CoSign, Pathway, Proposal, Team, TeamPart

_ANSWERS: Final = {
    True: gettext_noop("%(who)s says yes to what you proposed for the plan “%(title)s”"),
    False: gettext_noop("%(who)s says no to what you proposed for the plan “%(title)s”"),
}


def tell_of_comment(comment: Comment, *, now: datetime) -> None:
    """The learner, or those mentors who may see plans when it is the learner who wrote."""
    message = gettext_noop("%(who)s has written about the plan “%(title)s”")
    _tell(comment.pathway, message, comment.by, comment.words, now)


def tell_of_proposal(proposal: Proposal, *, now: datetime) -> None:
    """The learner."""
    message = gettext_noop("%(who)s proposes a change to the plan “%(title)s”")
    _tell(proposal.pathway, message, proposal.by, proposal.words, now)


def tell_of_answer(proposal: Proposal, *, accepted: bool, by: Person, now: datetime) -> None:
    """Whoever proposed it, unless they took it back themselves."""
    if proposal.by_id != by.pk:
        _tell(proposal.pathway, _ANSWERS[accepted], by, "", now, people=[proposal.by])


def tell_of_signature(signed: CoSign, *, now: datetime) -> None:
    """The learner."""
    _tell(signed.version.pathway, gettext_noop("%(who)s stands behind the plan “%(title)s”"), signed.by, "", now)


def tell_of_parts(team: Team, parts: Iterable[TeamPart], *, now: datetime) -> None:
    """Each who is sent their part of the team's plan."""
    employer = {"employer_da": team.organisation.name_da, "employer_en": team.organisation.name_en}
    for part in parts:
        url = danish_address("team_part", part.uuid)
        tell(
            people=[part.member.person],
            kind=NoticeKind.WORKPLACE,
            message=gettext_noop("%(employer)s has planned for you: %(title)s"),
            values={**employer, "title": team.title},
            url=url,
            now=now,
        )


def _tell(
    pathway: Pathway, message: str, by: Person, words: str, now: datetime, *, people: Iterable[Person] | None = None
) -> None:
    if people is None:
        people = _mentors(pathway, now) if by.pk == pathway.person_id else [pathway.person]
    url = danish_address("pathway", pathway.uuid)
    tell(
        people=people,
        kind=NoticeKind.PLAN,
        message=message,
        values={"who": by.name, "title": pathway.title},
        url=url,
        now=now,
        enclosing=lambda _person: Enclosed(quote=words),
    )


def _mentors(pathway: Pathway, now: datetime) -> list[Person]:
    """Those who may see the learner's plans now."""
    found = Mentorship.objects.at(now).filter(learner=pathway.person_id, shows_plans=True).select_related("mentor")
    return [one.mentor for one in found.order_by("pk")]
