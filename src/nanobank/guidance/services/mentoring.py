"""A learner asks somebody to be their mentor, who says yes or no; what they see, and how it ends."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.bank import services as bank
from nanobank.bank.models import Mentorship, Sight
from nanobank.catalogue.models import Competence
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.guidance.letters import write_invitation
from nanobank.guidance.models import Answered, Invitation, Meeting, MentorProfile, Note, Tongue
from nanobank.guidance.permissions import MENTORING, check_is_either, check_is_mentor
from nanobank.guidance.services.meeting import cancel_all
from nanobank.notices.letters import letters_withheld
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import tell
from nanobank.organisations.models import Membership, Role

OPEN_FOR: Final = timedelta(days=14)
_MOST_ASKED: Final = 10
_MOST_LEARNERS: Final = 50
_LONGEST: Final = 2_000


@dataclass(frozen=True)
class Profile:
    """What a mentor says of themselves."""

    words: str
    most: int
    meetings: Collection[Meeting]
    tongues: Collection[Tongue]
    competences: Iterable[Competence]
    is_open: bool = True


@transaction.atomic
def save_profile(*, person: Person, said: Profile, now: datetime) -> MentorProfile:
    """A mentor says what they help with and how many they have room for. Raises NotYours, and Refused by field."""
    check_is_mentor(person, now)
    if not 0 <= said.most <= _MOST_LEARNERS:
        raise Refused(_("Say a number from 0 to 50."), field="most")
    if not said.meetings:
        raise Refused(_("Choose at least one way to meet."), field="meetings")
    if not said.tongues:
        raise Refused(_("Choose at least one language."), field="tongues")
    role = Membership.objects.of(person).at(now).filter(role__in=MENTORING).order_by("-role", "pk").first()
    internal = role is not None and role.role == Role.INTERNAL_MENTOR
    profile, _made = MentorProfile.objects.update_or_create(
        person=person,
        defaults={
            "kind": Mentorship.Kind.INTERNAL if internal else Mentorship.Kind.EXTERNAL,
            "organisation": role.organisation if role else None,
            "words": said.words.strip()[:_LONGEST],
            "most": said.most,
            "meetings": [one for one in Meeting if one in said.meetings],
            "tongues": [one for one in Tongue if one in said.tongues],
            "is_open": said.is_open,
        },
    )
    profile.competences.set(said.competences)
    return profile


@transaction.atomic
def invite(
    *,
    learner: Person,
    kind: Mentorship.Kind,
    words: str,
    sights: Collection[Sight],
    now: datetime,
    mentor: Person | None = None,
    email: str = "",
) -> Invitation:
    """Ask somebody who offers to be a mentor, or, for an external one, anybody with an e-mail address.

    Raises Conflict when there is one of the kind or somebody has been asked already, and Refused by field.
    """
    lock(learner)
    _check_may_ask(learner, kind, now)
    if mentor is not None:
        _check_offers(mentor, learner, kind, now)
    elif kind == Mentorship.Kind.INTERNAL:
        raise Refused(_("Internal mentors are chosen among those who offer to be one."), field="mentor")
    elif email.strip().lower() == learner.email:
        raise Refused(_("Nobody is their own mentor."), field="email")
    invitation = Invitation.objects.create(
        learner=learner,
        kind=kind,
        mentor=mentor,
        email="" if mentor else email.strip().lower(),
        words=words.strip()[:_LONGEST],
        sights=[one for one in Sight if one in sights],
        at=now,
        expires_at=now + OPEN_FOR,
    )
    if mentor is not None:
        _tell(mentor, gettext_noop("%(who)s asks whether you will be their mentor"), learner, now)
    elif not letters_withheld():
        write_invitation.enqueue(invitation=str(invitation.uuid))
    return invitation


def _check_may_ask(learner: Person, kind: Mentorship.Kind, now: datetime) -> None:
    expired = Invitation.objects.filter(learner=learner, state=Answered.WAITING, expires_at__lte=now)
    expired.update(state=Answered.WITHDRAWN, answered_at=now)
    if Mentorship.objects.at(now).filter(learner=learner, kind=kind).exists():
        raise Conflict(_("You already have a mentor of that kind."), field="kind")
    if Invitation.objects.waiting(now).filter(learner=learner, kind=kind).exists():
        raise Conflict(_("You have asked somebody already. Wait for the answer, or take it back."), field="kind")
    if Invitation.objects.filter(learner=learner, at__gt=now - timedelta(days=30)).count() >= _MOST_ASKED:
        raise Refused(_("You have asked ten times in a month. Talk to the study office."), field="kind")


def _check_offers(mentor: Person, learner: Person, kind: Mentorship.Kind, now: datetime) -> None:
    if mentor == learner:
        raise Refused(_("Nobody is their own mentor."), field="mentor")
    profile = MentorProfile.objects.filter(person=mentor, kind=kind, is_open=True).first()
    if profile is None:
        raise NotYours(_("There is no such mentor."))
    if _learners(mentor, now) >= profile.most:
        raise Conflict(_("That mentor has no room at the moment. Choose another."), field="mentor")


def _learners(mentor: Person, now: datetime) -> int:
    return Mentorship.objects.at(now).filter(mentor=mentor).count()


@transaction.atomic
def answer_invitation(
    *, invitation: Invitation, accepted: bool, reason: str, by: Person, now: datetime
) -> Mentorship | None:
    """Whoever is asked says yes or no; a reason may go along. Raises NotYours, Conflict when it is too late."""
    if invitation.mentor_id not in {None, by.pk} or by.pk == invitation.learner_id:
        raise NotYours(_("There is no such question."))
    lock(by)
    state = Answered.ACCEPTED if accepted else Answered.DECLINED
    waiting = Invitation.objects.waiting(now).filter(pk=invitation.pk)
    if not waiting.update(state=state, mentor=by, reason=reason.strip()[:_LONGEST], answered_at=now):
        raise Conflict(_("That is no longer open: it has been answered, taken back, or is too old."))
    if not accepted:
        _tell(invitation.learner, gettext_noop("%(who)s cannot be your mentor"), by, now)
        return None
    profile = MentorProfile.objects.filter(person=by).first()
    if profile is not None and _learners(by, now) >= profile.most:
        raise Conflict(_("You have no room for more. Raise your number first, or say no."))
    mentorship = bank.begin_mentorship(
        learner=invitation.learner,
        mentor=by,
        kind=Mentorship.Kind(invitation.kind),
        now=now,
        sights=invitation.seen(),
    )
    _tell(invitation.learner, gettext_noop("%(who)s is now your mentor"), by, now)
    return mentorship


def withdraw_invitation(*, invitation: Invitation, by: Person, now: datetime) -> None:
    """The learner takes the question back. Raises NotYours; Conflict when it has been answered."""
    if by.pk != invitation.learner_id:
        raise NotYours(_("There is no such question."))
    waiting = Invitation.objects.filter(pk=invitation.pk, state=Answered.WAITING)
    if not waiting.update(state=Answered.WITHDRAWN, answered_at=now):
        raise Conflict(_("That has been answered already."))


def show_mentor(*, mentorship: Mentorship, sights: frozenset[Sight], by: Person) -> None:
    """The learner chooses what a mentor sees from now on. Raises NotYours."""
    bank.show_mentor(mentorship=mentorship, sights=sights, by=by)


@transaction.atomic
def end_mentorship(*, mentorship: Mentorship, by: Person, now: datetime) -> None:
    """Either of the two ends it: what was agreed to come is cancelled, and the other is told. Raises NotYours."""
    check_is_either(by, mentorship)
    if mentorship.until is not None and mentorship.until <= now:
        return
    cancel_all(mentorship=mentorship, by=by, now=now)
    bank.end_mentorship(mentorship=mentorship, by=by, now=now)
    other = mentorship.mentor if by.pk == mentorship.learner_id else mentorship.learner
    _tell(other, gettext_noop("Your time with %(who)s as mentor and learner has ended"), by, now)


def note(*, mentorship: Mentorship, words: str, by: Person, now: datetime) -> Note:
    """Write something down that nobody else sees. Raises NotYours, and Refused when there is nothing."""
    check_is_either(by, mentorship)
    if not words.strip():
        raise Refused(_("Write something first."), field="words")
    return Note.objects.create(mentorship=mentorship, author=by, words=words.strip()[:10_000], at=now)


def _tell(person: Person, message: str, about: Person, now: datetime) -> None:
    url = danish_address("guidance")
    tell(people=[person], kind=NoticeKind.MENTORSHIP, message=message, values={"who": about.name}, url=url, now=now)
