"""The asker accepts one answer: a class for their people and drafts of what is to be written come of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Audience, Form, Language, Level, Module
from nanobank.catalogue.services import Facts, add_offering, create_module
from nanobank.common.errors import Conflict, Refused
from nanobank.needs.bridge import EnquiryEvent, NeedEvent, can_happen
from nanobank.needs.models import Answer, Enquiry, Part, State
from nanobank.needs.permissions import check_can_be_asked, check_sees_to
from nanobank.needs.services.settling import close, locked_with_need, settle
from nanobank.needs.telling import tell_accepted

_USUAL_LEVEL = Level.SIX


@transaction.atomic
def accept(*, answer: Answer, by: Person, now: datetime) -> Enquiry:
    """Take an answer: the need is met, the others are told kindly, and the institution learns who asked.

    Each of its modules gets a class on the dates agreed, reserved for the asker's organisation; what was to be written
    becomes a draft of the institution's. Raises NotYours; Conflict for whoever accepts second, be it another answer in
    the same moment, and when the answer has been changed meanwhile; Refused when the institution has left.
    """
    check_sees_to(by, answer.enquiry.need, now=now)
    enquiry = locked_with_need(answer.enquiry)
    need = enquiry.need
    if not can_happen(need, NeedEvent.ACCEPT):
        raise Conflict(_already(need.state))
    if enquiry.answers.filter(number__gt=answer.number).exists():
        raise Conflict(_("The institution has changed its answer since you saw it. Look at the new one first."))
    check_can_be_asked(enquiry.institution, now=now)
    enquiry.name_shown = True
    settle(enquiry, EnquiryEvent.ACCEPT, by=by, now=now)
    close(need, NeedEvent.ACCEPT, by=by, now=now, but=enquiry)
    Answer.objects.filter(pk=answer.pk).update(accepted_at=now)
    for part in answer.parts.select_related("module__current").prefetch_related("competences"):
        _come_true(part, answer, enquiry, now=now)
    tell_accepted(enquiry, now=now)
    return enquiry


def _already(state: str) -> str:
    if state == State.MET:
        return _("One answer has been accepted already, or you have found something else. Only one can be accepted.")
    return _("This answer can no longer be accepted.")


def _come_true(part: Part, answer: Answer, enquiry: Enquiry, *, now: datetime) -> None:
    """The site does it on behalf of both, who have agreed; so nobody is asked for the right to."""
    if part.module is None:
        part.module = _draft(part, answer, enquiry, now=now)
    elif part.module.current is None:
        raise Refused(_("“%s” is no longer offered. Ask the institution to change its answer.") % part.title)
    part.offering = add_offering(
        module=part.module,
        by=None,
        now=now,
        starts_on=answer.starts_on,
        ends_on=answer.ends_on,
        place=answer.place,
        postcode=answer.postcode,
        seats=answer.seats,
        reserved_for=enquiry.need.organisation,
    )
    part.save(update_fields=["module", "offering"])


def _draft(part: Part, answer: Answer, enquiry: Enquiry, *, now: datetime) -> Module:
    """What was to be written, as far as it was said; the institution's educators find it among their drafts."""
    language = Language.ENGLISH if enquiry.need.language == Language.ENGLISH else Language.DANISH
    danish = language == Language.DANISH
    facts = Facts(
        ects=part.ects,
        level=_USUAL_LEVEL,
        form=Form(answer.form),
        language=language,
        audiences=(Audience.EMPLOYERS,),
        competences=tuple(part.competences.all()),
        title_da=part.title if danish else "",
        title_en="" if danish else part.title,
        summary_da=part.summary if danish else "",
        summary_en="" if danish else part.summary,
    )
    return create_module(provider=enquiry.institution, facts=facts, by=None, now=now)
