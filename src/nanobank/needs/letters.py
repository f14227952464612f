"""The e-mails of this room: each says what has happened and where to read on; nothing that only a page should show.

A worker sends them once the change stands. An asker gets theirs in the language of the need, an institution in Danish.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_tasks import task

from nanobank.accounts.models import Person
from nanobank.common import clock
from nanobank.needs.models import Answer, Contact, Enquiry, EnquiryState, Fit, Message, Need
from nanobank.needs.permissions import ANSWERERS
from nanobank.organisations.models import Membership, Organisation, Role

_PAUSES: Final = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""How long to wait before each further try, when the mail server takes nothing."""
_MOST_NAMED: Final = 5


@dataclass(frozen=True)
class Letter:
    """Whom it is for, what it says, and the page it leads to."""

    to: Sequence[Person]
    subject: str
    sentences: Sequence[str]
    address: str


_withheld: ContextVar[bool] = ContextVar("withheld", default=False)


def send(kind: str, uuid: UUID) -> None:
    """Let a worker write about what has happened to the thing with this uuid."""
    if not _withheld.get():
        write.enqueue(kind=kind, uuid=str(uuid))


@contextmanager
def no_letters() -> Iterator[None]:
    """What happens in here is not told: it is invented, or was told long ago."""
    before = _withheld.set(True)
    try:
        yield
    finally:
        _withheld.reset(before)


@task()
def write(kind: str, uuid: str, tries: int = 0) -> int:
    """Write the letter of this kind; how many it went to. A mail server that takes nothing is tried again later."""
    try:
        return _deliver(kind, uuid)
    except OSError:
        if tries == len(_PAUSES) or not write.get_backend().supports_defer:
            raise
        write.using(run_after=clock.now() + _PAUSES[tries]).enqueue(kind=kind, uuid=uuid, tries=tries + 1)
        return 0


def _deliver(kind: str, uuid: str) -> int:
    letter = _WRITERS[kind](uuid)
    with get_connection() as post:
        for person in letter.to:
            body = render_to_string(
                "needs/letter.txt",
                {"name": person.given_name, "sentences": letter.sentences, "address": letter.address},
            )
            EmailMessage(letter.subject, body, to=[person.email], connection=post).send()
    return len(letter.to)


def _asked(uuid: str) -> Letter:
    enquiry = _enquiry(uuid)
    with override("da"):
        return Letter(
            to=_of_institution(enquiry.institution),
            subject=_("Somebody asks you for a tailored course"),
            sentences=[
                _("%(who)s asks whether you can meet a need for %(count)d people:")
                % {"who": asker_in_words(enquiry), "count": enquiry.need.people},
                f"“{enquiry.need.title}”",
                _("Answer with an outline of your modules and new ones, ask a question, or say that you cannot."),
            ],
            address=_page(enquiry),
        )


def _answered(uuid: str) -> Letter:
    answer = Answer.objects.select_related("enquiry__institution", "enquiry__need__by").get(uuid=uuid)
    need = answer.enquiry.need
    with override(language_of(need)):
        named = {"institution": answer.enquiry.institution.name, "title": need.title}
        changed = answer.number > 1
        return Letter(
            to=_askers(need),
            subject=(
                _("%(institution)s has a new answer for you") if changed else _("%(institution)s has answered you")
            )
            % named,
            sentences=[
                _("%(institution)s has sent an outline with price and dates for what you asked for: “%(title)s”.")
                % named,
                _("See it beside the other answers, ask about it, or accept it."),
            ],
            address=_absolute("need_compare", need.uuid),
        )


def _declined(uuid: str) -> Letter:
    enquiry = _enquiry(uuid)
    with override(language_of(enquiry.need)):
        named = {"institution": enquiry.institution.name, "title": enquiry.need.title}
        return Letter(
            to=_askers(enquiry.need),
            subject=_("%(institution)s cannot meet your need") % named,
            sentences=[
                _("%(institution)s cannot meet what you asked for: “%(title)s”.") % named,
                *([_("They write: “%s”") % enquiry.note] if enquiry.note else []),
                _("You can ask others; we suggest some."),
            ],
            address=_absolute("need", enquiry.need.uuid),
        )


def _said(uuid: str) -> Letter:
    message = Message.objects.select_related("enquiry__institution", "enquiry__need__by").get(uuid=uuid)
    enquiry = message.enquiry
    with override(language_of(enquiry.need) if message.from_institution else "da"):
        who = enquiry.institution.name if message.from_institution else asker_in_words(enquiry)
        return Letter(
            to=_askers(enquiry.need) if message.from_institution else _of_institution(enquiry.institution),
            subject=_("%s has written to you") % who,
            sentences=[
                _("%(who)s has written about “%(title)s”:") % {"who": who, "title": enquiry.need.title},
                message.words,
            ],
            address=_page(enquiry),
        )


def _accepted(uuid: str) -> Letter:
    enquiry = _enquiry(uuid)
    with override("da"):
        return Letter(
            to=_of_institution(enquiry.institution),
            subject=_("Your answer has been accepted"),
            sentences=[
                _("%(who)s has accepted your answer to “%(title)s”.")
                % {"who": asker_in_words(enquiry), "title": enquiry.need.title},
                _("The classes are made and reserved for them. What you said you would write is among your drafts."),
            ],
            address=_page(enquiry),
        )


def _settled(uuid: str) -> Letter:
    enquiry = _enquiry(uuid)
    with override("da"):
        withdrawn = enquiry.state == EnquiryState.WITHDRAWN
        return Letter(
            to=_of_institution(enquiry.institution),
            subject=_("Nothing comes of a request this time"),
            sentences=[
                (
                    _("Whoever asked for “%s” no longer needs it.")
                    if withdrawn
                    else _("Whoever asked for “%s” has found another way.")
                )
                % enquiry.need.title,
                _("Thank you for the time you gave it. On the need radar you see what others ask for."),
            ],
            address=_page(enquiry),
        )


def _fits(uuid: str) -> Letter:
    """What has not been told; it is marked as told before the mail is sent, so that nothing is told twice."""
    need = Need.objects.select_related("by", "organisation").get(uuid=uuid)
    with override(language_of(need)):
        untold = list(
            Fit.objects.filter(need=need, told_at__isnull=True).select_related("module__current", "module__provider")
        )
        Fit.objects.filter(pk__in=[fit.pk for fit in untold]).update(told_at=clock.now())
        named = [
            f"– {fit.module.current.title} ({fit.module.provider.name})"
            for fit in sorted(untold, key=lambda fit: -fit.covers)
            if fit.module.current is not None
        ][:_MOST_NAMED]
        count = len(untold)
        return Letter(
            to=_askers(need) if named else [],
            subject=ngettext("%d new module fits what you asked for", "%d new modules fit what you asked for", count)
            % count,
            sentences=[
                _("You asked for “%s”. Since then this has come:") % need.title,
                "\n".join(named),
                _("On the need's page you can stop these mails."),
            ],
            address=_absolute("need", need.uuid),
        )


def _reached(uuid: str) -> Letter:
    contact = _contact(uuid)
    need, outreach = contact.need, contact.outreach
    with override(language_of(need)):
        return Letter(
            to=_askers(need),
            subject=_("%s writes about what you asked for") % outreach.institution.name,
            sentences=[
                _("You asked for “%s” and said that institutions may write to you.") % need.title,
                _("%(institution)s writes:") % {"institution": outreach.institution.name} + f"\n\n{outreach.words}",
                _("They do not know who you are, and will not unless you say yes."),
            ],
            address=_absolute("need", need.uuid),
        )


def _replied(uuid: str) -> Letter:
    contact = _contact(uuid)
    with override("da"):
        return Letter(
            to=_of_institution(contact.outreach.institution),
            subject=_("Somebody you wrote to would like to hear more"),
            sentences=[
                _("You wrote about %s. One of those who asked for it has said yes.") % contact.outreach.competence
            ],
            address=_absolute("outreach", contact.outreach.uuid),
        )


def _contact(uuid: str) -> Contact:
    shown = Contact.objects.select_related(
        "need__by", "need__organisation", "outreach__institution", "outreach__competence"
    )
    return shown.get(uuid=uuid)


def _enquiry(uuid: str) -> Enquiry:
    return Enquiry.objects.select_related("institution", "need__organisation", "need__by").get(uuid=uuid)


def asker_in_words(enquiry: Enquiry) -> str:
    """The organisation's name when it may be shown, else what may be said of it."""
    organisation = enquiry.need.organisation
    if enquiry.name_shown and organisation is not None:
        return organisation.name
    region, sector = enquiry.need.get_region_display(), enquiry.need.get_sector_display()
    if region and sector:
        return _("An organisation in %(region)s (%(sector)s)") % {"region": region, "sector": sector}
    return _("An organisation in %s") % region if region else _("An organisation")


def language_of(need: Need) -> str:
    """English for a need in English, else Danish."""
    return "en" if need.language == "en" else "da"


def _askers(need: Need) -> list[Person]:
    """Who said it, while they still act for its organisation; else all who do."""
    if need.organisation is None:
        return [need.by] if need.by is not None and need.by.is_active else []
    acting = _people(need.organisation, (Role.EMPLOYER,))
    said_it = [person for person in acting if person.pk == need.by_id]
    return said_it or acting


def _of_institution(institution: Organisation) -> list[Person]:
    return _people(institution, ANSWERERS)


def _people(organisation: Organisation, roles: Iterable[Role]) -> list[Person]:
    members = Membership.objects.at(clock.now()).filter(
        organisation=organisation, role__in=roles, person__is_active=True
    )
    return list({one.person_id: one.person for one in members.select_related("person").order_by("pk")}.values())


def _page(enquiry: Enquiry) -> str:
    return _absolute("enquiry", enquiry.uuid)


def _absolute(name: str, *arguments: object) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=arguments)}"


_WRITERS: Final[dict[str, Callable[[str], Letter]]] = {
    "asked": _asked,
    "answered": _answered,
    "declined": _declined,
    "said": _said,
    "accepted": _accepted,
    "settled": _settled,
    "fits": _fits,
    "reached": _reached,
    "replied": _replied,
}
