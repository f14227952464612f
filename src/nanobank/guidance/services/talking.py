"""Threads: begun, answered, put to rest; and a nudge to whoever lets the other wait."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.common.addresses import danish_address
from nanobank.common.errors import NotYours, Refused
from nanobank.guidance.anchors import anchor_of
from nanobank.guidance.models import About, Message, Part, Side, Thread
from nanobank.guidance.permissions import check_sees_thread, lets_talk_of, others_in
from nanobank.guidance.replies import reply_address
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import Enclosed, read_of, tell

LONGEST: Final = 10_000
_MOST_A_DAY: Final = 100
PATIENCE: Final = timedelta(days=2)
"""After so long without an answer, whoever is awaited is reminded once."""


@transaction.atomic
def begin_thread(
    *,
    learner: Person,
    mentors: Collection[Person],
    about: About,
    anchor: UUID | None,
    title: str,
    words: str,
    by: Person,
    now: datetime,
    expects_answer: bool = True,
    office_sees: bool = False,
) -> Thread:
    """A learner writes to one or both of their mentors, or a mentor to a learner of theirs.

    Only the learner lets the study office see what it is called. Raises NotYours, and Refused by field.
    """
    running = _running(learner, mentors if by == learner else [by], about, now)
    anchor_of(learner, about, anchor, by)
    if not title.strip():
        raise Refused(_("Give it a title, so that both of you find it again."), field="title")
    _check_words(words, by, now)
    thread = Thread.objects.create(
        learner=learner,
        about=about,
        anchor=anchor if about is not About.LEARNER else None,
        title=title.strip()[:120],
        begun_by=by,
        begun_at=now,
        last_at=now,
        office_sees=office_sees and by == learner,
    )
    people = {learner.pk, *(one.mentor_id for one in running)}
    Part.objects.bulk_create(Part(thread=thread, person_id=pk) for pk in sorted(people))
    _write(thread, words, by, now, expects_answer=expects_answer)
    return thread


def _running(learner: Person, mentors: Collection[Person], about: About, now: datetime) -> list[Mentorship]:
    found = Mentorship.objects.at(now).filter(learner=learner, mentor__in=mentors)
    running = [one for one in found if lets_talk_of(one, about)]
    if not mentors:
        raise Refused(_("Choose at least one of your mentors."), field="mentors")
    if {one.mentor_id for one in running} != {one.pk for one in mentors}:
        raise NotYours(_("That mentor does not see what this is about."))
    return running


def _check_words(words: str, by: Person, now: datetime) -> None:
    if not words.strip():
        raise Refused(_("Write something first."), field="words")
    if len(words) > LONGEST:
        raise Refused(_("That is longer than 10,000 characters. Make it shorter, or write twice."), field="words")
    if Message.objects.filter(by=by, at__gt=now - timedelta(days=1)).count() >= _MOST_A_DAY:
        raise Refused(_("You have written a hundred times since yesterday. Go on tomorrow."), field="words")


@transaction.atomic
def say(
    *, thread: Thread, words: str, by: Person, now: datetime, expects_answer: bool, by_mail: bool = False
) -> Message:
    """Write in a thread. Raises NotYours, and Refused when there is nobody left to read it."""
    check_sees_thread(by, thread, now)
    _check_words(words, by, now)
    Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    thread.refresh_from_db()
    return _write(thread, words, by, now, expects_answer=expects_answer, by_mail=by_mail)


def _write(
    thread: Thread, words: str, by: Person, now: datetime, *, expects_answer: bool, by_mail: bool = False
) -> Message:
    others = others_in(thread, by, now)
    if not others:
        raise Refused(_("There is nobody here any more to read it. Begin a new talk."), field="words")
    message = Message.objects.create(thread=thread, by=by, words=words.strip(), at=now, by_mail=by_mail)
    other_side = Side.MENTORS if by.pk == thread.learner_id else Side.LEARNER
    _await(thread, other_side if expects_answer else Side.NOBODY, now)
    Thread.objects.filter(pk=thread.pk).update(last_at=now)
    Part.objects.filter(thread=thread, person=by).update(read_at=now)
    tell(
        people=others,
        kind=NoticeKind.MESSAGE,
        message=gettext_noop("%(who)s has written to you: %(title)s"),
        values={"who": by.name, "title": thread.title},
        url=address_of(thread),
        now=now,
        enclosing=lambda one: Enclosed(quote=message.words, reply_to=reply_address(thread.pk, one.pk)),
    )
    return message


def _await(thread: Thread, side: Side, now: datetime) -> None:
    """Whoever was awaited already has been since then."""
    since = None if side is Side.NOBODY else thread.waits_since if thread.awaits == side else now
    Thread.objects.filter(pk=thread.pk).update(awaits=side, waits_since=since)
    thread.awaits, thread.waits_since = side, since


def address_of(thread: Thread) -> str:
    """The Danish address of its page."""
    return danish_address("thread", thread.uuid)


def open_thread(*, thread: Thread, by: Person, now: datetime) -> None:
    """Somebody who takes part has read it."""
    Part.objects.filter(thread=thread, person=by).update(read_at=now)
    read_of(person=by, url=address_of(thread), now=now)


def settle(*, thread: Thread, by: Person, now: datetime) -> None:
    """Nobody needs to answer any more; either side says so. Raises NotYours."""
    check_sees_thread(by, thread, now)
    _await(thread, Side.NOBODY, now)


def nudge(now: datetime) -> int:
    """Remind, once, all who have let the other wait for two days; how many threads."""
    late = Thread.objects.filter(~Q(awaits=""), waits_since__lte=now - PATIENCE)
    late = late.filter(Q(nudged_at__isnull=True) | Q(nudged_at__lt=F("waits_since")))
    told = 0
    for thread in late.select_related("learner").order_by("waits_since", "pk").iterator(200):
        with transaction.atomic():
            told += late.filter(pk=thread.pk).update(nudged_at=now) and _remind(thread, now)
    return told


def _remind(thread: Thread, now: datetime) -> int:
    others = others_in(thread, thread.learner, now)
    awaited = others if thread.awaits == Side.MENTORS else [thread.learner] if others else []
    who = thread.learner if thread.awaits == Side.MENTORS else next(iter(others), thread.learner)
    tell(
        people=awaited,
        kind=NoticeKind.WAITING,
        message=gettext_noop("%(who)s has waited two days for your answer: %(title)s"),
        values={"who": who.name, "title": thread.title},
        url=address_of(thread),
        now=now,
        enclosing=lambda one: Enclosed(reply_to=reply_address(thread.pk, one.pk)),
    )
    return 1 if awaited else 0
