"""A need is put to institutions; they answer, decline, ask back, and change their answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Form, Module
from nanobank.common.errors import Conflict, Refused
from nanobank.needs.bridge import EnquiryEvent, NeedEvent, enquiry_after, need_after
from nanobank.needs.models import Answer, Enquiry, EnquiryState, Message, Need, Part
from nanobank.needs.permissions import Side, check_answers_for, check_can_be_asked, check_sees_to, side_of
from nanobank.needs.plain import plain
from nanobank.needs.services.settling import CLOSED, follow, locked, locked_with_need, settle
from nanobank.needs.telling import tell_answered, tell_asked, tell_declined, tell_said
from nanobank.organisations.models import Organisation

MOST_ASKED: Final = 8
MOST_PARTS: Final = 20
LONGEST_MESSAGE: Final = 4_000
_MOST_KRONER: Final = Decimal("9999999.99")
_MOST_SEATS: Final = 10_000


@dataclass(frozen=True)
class PartTerms:
    """One module of an outline: one of the institution's own, or one to be written, by title, ECTS and competences."""

    module: Module | None = None
    title: str = ""
    summary: str = ""
    ects: Decimal | None = None
    competences: tuple[Competence, ...] = ()


@dataclass(frozen=True)
class AnswerTerms:
    """What an institution offers; ``price`` in DKK for all the seats together."""

    words: str
    price: Decimal
    seats: int
    starts_on: date
    ends_on: date
    form: Form
    place: str = ""
    postcode: str = ""
    parts: tuple[PartTerms, ...] = ()


@transaction.atomic
def ask(*, need: Need, institutions: Iterable[Organisation], by: Person, now: datetime) -> list[Enquiry]:
    """Put an organisation's need to institutions; those who are asked already are not asked twice.

    Raises NotYours; Conflict when the need is closed; Refused (field ``institutions``) when there are none or too many,
    or one of them is no longer there to answer: then none is asked.
    """
    check_sees_to(by, need, now=now)
    standing = locked(need)
    if standing.organisation is None:
        raise Refused(_("Only an organisation can ask for a tailored course."))
    after = need_after(standing, NeedEvent.ASK, otherwise=str(CLOSED))
    chosen = list({one.pk: one for one in institutions}.values())
    asked = set(standing.enquiries.open().values_list("institution_id", flat=True))
    if not chosen:
        raise Refused(_("Choose at least one institution to ask."), field="institutions")
    if len(asked.union(one.pk for one in chosen)) > MOST_ASKED:
        raise Refused(_("Ask at most %d institutions at a time.") % MOST_ASKED, field="institutions")
    for institution in chosen:
        check_can_be_asked(institution, now=now)
    made = [
        Enquiry.objects.create(
            need=standing, institution=institution, name_shown=standing.name_shown, asked_by=by, asked_at=now
        )
        for institution in chosen
        if institution.pk not in asked
    ]
    standing.state = after
    standing.save(update_fields=["state"])
    for enquiry in made:
        tell_asked(enquiry, now=now)
    return made


@transaction.atomic
def answer(*, enquiry: Enquiry, terms: AnswerTerms, by: Person, now: datetime) -> Answer:
    """Offer something, or something better than before. Raises NotYours, Conflict, Refused (field by field)."""
    check_answers_for(by, enquiry.institution, now=now)
    found = locked_with_need(enquiry)
    sentence = _("That is not possible any more. The request is now: %s.") % found.get_state_display()
    after = enquiry_after(found, EnquiryEvent.ANSWER, otherwise=sentence)
    need_state = need_after(found.need, NeedEvent.ANSWER, otherwise=str(CLOSED))
    _check(terms, found, today=timezone.localdate(now))
    last = found.answers.aggregate(last=Max("number"))["last"] or 0
    made = Answer.objects.create(
        enquiry=found,
        number=last + 1,
        by=by,
        at=now,
        words=plain(terms.words),
        price=terms.price,
        seats=terms.seats,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        form=terms.form,
        place=terms.place.strip(),
        postcode=terms.postcode.strip(),
    )
    for position, part in enumerate(terms.parts):
        _add_part(made, position, part)
    found.state, found.need.state = after, need_state
    found.save(update_fields=["state"])
    found.need.save(update_fields=["state"])
    tell_answered(made, now=now)
    return made


@transaction.atomic
def decline(*, enquiry: Enquiry, note: str, by: Person, now: datetime) -> Enquiry:
    """Say that the institution cannot, or take its answer back. Raises NotYours, Conflict, Refused (field ``note``)."""
    check_answers_for(by, enquiry.institution, now=now)
    found = locked_with_need(enquiry)
    settle(found, EnquiryEvent.DECLINE, by=by, now=now, note=_message(note, field="note"))
    follow(found.need)
    tell_declined(found, now=now)
    return found


@transaction.atomic
def say(*, enquiry: Enquiry, words: str, by: Person, now: datetime) -> Message:
    """Ask or answer a question in the thread; whichever side the person is on.

    Raises NotYours; Conflict once nothing comes of the enquiry; Refused (field ``words``).
    """
    side = side_of(by, enquiry, now=now)
    found = locked_with_need(enquiry)
    if not found.is_open and found.state != EnquiryState.ACCEPTED:
        raise Conflict(_("Nothing comes of this request any more, so there is nobody to answer."))
    made = Message.objects.create(
        enquiry=found, by=by, from_institution=side is Side.INSTITUTION, words=_message(words, field="words"), at=now
    )
    tell_said(made, now=now)
    return made


@transaction.atomic
def show_name(*, enquiry: Enquiry, by: Person, now: datetime) -> None:
    """Let this institution see who asks. Raises NotYours."""
    check_sees_to(by, enquiry.need, now=now)
    Enquiry.objects.filter(pk=enquiry.pk).update(name_shown=True)


def _add_part(made: Answer, position: int, part: PartTerms) -> None:
    version = part.module.current if part.module else None
    added = Part.objects.create(
        answer=made,
        position=position,
        is_new=part.module is None,
        module=part.module,
        title=(version.title if version else part.title).strip(),
        summary=(version.summary if version else part.summary).strip(),
        ects=version.ects if version else part.ects or Decimal(1),
    )
    added.competences.set(version.competences.all() if version else part.competences)


def _message(words: str, *, field: str) -> str:
    said = plain(words)
    if not said:
        raise Refused(_("Write a few words."), field=field)
    if len(said) > LONGEST_MESSAGE:
        raise Refused(_("At most %d characters.") % LONGEST_MESSAGE, field=field)
    return said


def _check(terms: AnswerTerms, enquiry: Enquiry, *, today: date) -> None:
    _message(terms.words, field="words")
    if not 0 <= terms.price <= _MOST_KRONER:
        raise Refused(_("The price is from 0 to 9,999,999 kroner."), field="price")
    if not 1 <= terms.seats <= _MOST_SEATS:
        raise Refused(_("There must be at least one seat."), field="seats")
    if terms.starts_on < today:
        raise Refused(_("It cannot start on a day that has passed."), field="starts_on")
    if terms.ends_on < terms.starts_on:
        raise Refused(_("It cannot end before it starts."), field="ends_on")
    if not terms.parts:
        raise Refused(_("Choose at least one of your modules, or name one that you will write."), field="parts")
    if len(terms.parts) > MOST_PARTS:
        raise Refused(_("At most %d modules.") % MOST_PARTS, field="parts")
    for part in terms.parts:
        _check_part(part, enquiry.institution)


def _check_part(part: PartTerms, institution: Organisation) -> None:
    if part.module is not None:
        if part.module.provider_id != institution.pk or part.module.current is None:
            raise Refused(_("Build from modules that your institution offers now."), field="parts")
    elif not part.title.strip():
        raise Refused(_("Name the module that you will write."), field="parts")
    elif len(part.title) > 200 or len(part.summary) > 400:  # as long as the fields
        raise Refused(_("This text is too long: at most %(longest)d characters.") % {"longest": 200}, field="parts")
    elif part.ects is None or not 0 < part.ects <= 10:  # as a module may be
        raise Refused(_("A module is more than 0 and at most 10 ECTS."), field="parts")
