"""Who is told of what in this room, through the one room that tells people: nothing that only a page should show."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from nanobank.accounts.models import Person
from nanobank.common.addresses import danish_address
from nanobank.needs.models import Answer, Contact, Enquiry, EnquiryState, Fit, Message, Need
from nanobank.needs.permissions import ANSWERERS
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import Enclosed, tell
from nanobank.organisations.models import Membership, Organisation, Role

_MOST_NAMED = 5
_ASKED = gettext_noop("%(who)s asks you for a tailored course (people: %(people)s): “%(title)s”")
_ANSWERED = gettext_noop("%(institution)s answers what you asked for with an outline, a price and dates: “%(title)s”")
_CHANGED = gettext_noop("%(institution)s has a new answer to what you asked for: “%(title)s”")
_DECLINED = gettext_noop(
    "%(institution)s cannot meet what you asked for: “%(title)s”. You can ask others; we suggest some."
)
_SAID = gettext_noop("%(who)s has written about “%(title)s”")
_ACCEPTED = gettext_noop(
    "%(who)s has accepted your answer to “%(title)s”. The classes are made; what you are to write is among your drafts."
)
_WITHDRAWN = gettext_noop("Whoever asked for “%(title)s” no longer needs it. Thank you for the time you gave it.")
_ELSEWHERE = gettext_noop("Whoever asked for “%(title)s” has found another way. Thank you for the time you gave it.")
_FITS = gettext_noop("Something new fits what you asked for: “%(title)s”")
_REACHED = gettext_noop(
    "%(institution)s writes about what you asked for: “%(title)s”. They do not know who you are unless you say yes."
)
_REPLIED = gettext_noop("One of those you wrote to about %(title)s would like to hear more")


def tell_asked(enquiry: Enquiry, *, now: datetime) -> None:
    """Those who answer for the institution hear that they are asked."""
    values = {**_who(enquiry), "people": enquiry.need.people, "title": enquiry.need.title}
    _to_institution(enquiry, _ASKED, values, now=now)


def tell_answered(answer: Answer, *, now: datetime) -> None:
    """The asker hears that there is an answer, or a better one."""
    need = answer.enquiry.need
    _tell(
        askers_of(need, now=now),
        NoticeKind.NEED_ANSWERED,
        _CHANGED if answer.number > 1 else _ANSWERED,
        {**_both("institution", answer.enquiry.institution), "title": need.title},
        url=danish_address("need_compare", need.uuid),
        now=now,
    )


def tell_declined(enquiry: Enquiry, *, now: datetime) -> None:
    """The asker hears that one cannot, and why."""
    need = enquiry.need
    _tell(
        askers_of(need, now=now),
        NoticeKind.NEED_ANSWERED,
        _DECLINED,
        {**_both("institution", enquiry.institution), "title": need.title},
        url=danish_address("need", need.uuid),
        quote=enquiry.note,
        now=now,
    )


def tell_said(message: Message, *, now: datetime) -> None:
    """The other side hears what was written."""
    enquiry = message.enquiry
    if not message.from_institution:
        values = {**_who(enquiry), "title": enquiry.need.title}
        _to_institution(enquiry, _SAID, values, quote=message.words, now=now)
        return
    _tell(
        askers_of(enquiry.need, now=now),
        NoticeKind.NEED_ANSWERED,
        _SAID,
        {**_both("who", enquiry.institution), "title": enquiry.need.title},
        url=danish_address("enquiry", enquiry.uuid),
        quote=message.words,
        now=now,
    )


def tell_accepted(enquiry: Enquiry, *, now: datetime) -> None:
    """The institution hears that its answer was taken, and by whom."""
    _to_institution(enquiry, _ACCEPTED, {**_who(enquiry), "title": enquiry.need.title}, now=now)


def tell_settled(enquiry: Enquiry, *, now: datetime) -> None:
    """The institution hears that nothing comes of it, kindly."""
    message = _WITHDRAWN if enquiry.state == EnquiryState.WITHDRAWN else _ELSEWHERE
    _to_institution(enquiry, message, {"title": enquiry.need.title}, now=now)


def tell_fits(need: Need, *, now: datetime) -> int:
    """The asker hears of what fits and has not been told; it is told once, and how many they were is given back."""
    untold = list(
        Fit.objects.filter(need=need, told_at__isnull=True).select_related("module__current", "module__provider")
    )
    Fit.objects.filter(pk__in=[fit.pk for fit in untold]).update(told_at=now)
    named = [
        f"– {fit.module.current.title} ({fit.module.provider.name})"
        for fit in sorted(untold, key=lambda fit: -fit.covers)
        if fit.module.current is not None
    ]
    if named:
        _tell(
            askers_of(need, now=now),
            NoticeKind.NEED_ANSWERED,
            _FITS,
            {"title": need.title},
            url=danish_address("need", need.uuid),
            quote="\n".join(named[:_MOST_NAMED]),
            now=now,
        )
    return len(named)


def tell_reached(contacts: Iterable[Contact], *, now: datetime) -> None:
    """Each asker hears what an institution writes to those who asked."""
    for contact in contacts:
        _tell(
            askers_of(contact.need, now=now),
            NoticeKind.NEED_ANSWERED,
            _REACHED,
            {**_both("institution", contact.outreach.institution), "title": contact.need.title},
            url=danish_address("need", contact.need.uuid),
            quote=contact.outreach.words,
            now=now,
        )


def tell_replied(contact: Contact, *, now: datetime) -> None:
    """The institution hears that somebody said yes."""
    competence = contact.outreach.competence
    _tell(
        _answering_for(contact.outreach.institution, now=now),
        NoticeKind.NEED_ASKED,
        _REPLIED,
        {"title_da": competence.label_da, "title_en": competence.label_en},
        url=danish_address("outreach", contact.outreach.uuid),
        now=now,
    )


def asker_in_words(enquiry: Enquiry) -> str:
    """The organisation's name when it may be shown, else what may be said of it."""
    organisation = enquiry.need.organisation
    if enquiry.name_shown and organisation is not None:
        return organisation.name
    region, sector = enquiry.need.get_region_display(), enquiry.need.get_sector_display()
    if region and sector:
        return _("An organisation in %(region)s (%(sector)s)") % {"region": region, "sector": sector}
    return _("An organisation in %s") % region if region else _("An organisation")


def askers_of(need: Need, *, now: datetime) -> list[Person]:
    """Who said it, while they still act for its organisation; else all who do."""
    if need.organisation is None:
        return [need.by] if need.by is not None else []
    acting = _people(need.organisation, (Role.EMPLOYER,), now=now)
    said_it = [person for person in acting if person.pk == need.by_id]
    return said_it or acting


def _to_institution(
    enquiry: Enquiry, message: str, values: Mapping[str, object], *, now: datetime, quote: str = ""
) -> None:
    people = _answering_for(enquiry.institution, now=now)
    _tell(
        people,
        NoticeKind.NEED_ASKED,
        message,
        values,
        url=danish_address("enquiry", enquiry.uuid),
        now=now,
        quote=quote,
    )


def _answering_for(institution: Organisation, *, now: datetime) -> list[Person]:
    return _people(institution, ANSWERERS, now=now)


def _people(organisation: Organisation, roles: Iterable[Role], *, now: datetime) -> list[Person]:
    members = Membership.objects.at(now).filter(organisation=organisation, role__in=roles)
    return list({one.person_id: one.person for one in members.select_related("person").order_by("pk")}.values())


def _who(enquiry: Enquiry) -> dict[str, str]:
    return _in_both("who", lambda: asker_in_words(enquiry))


def _both(name: str, organisation: Organisation) -> dict[str, str]:
    return {f"{name}_da": organisation.name_da, f"{name}_en": organisation.name_en}


def _in_both(name: str, words: Callable[[], str]) -> dict[str, str]:
    said = {}
    for language in ("da", "en"):
        with override(language):
            said[f"{name}_{language}"] = words()
    return said


def _tell(
    people: Iterable[Person],
    kind: NoticeKind,
    message: str,
    values: Mapping[str, object],
    *,
    url: str,
    now: datetime,
    quote: str = "",
) -> None:
    tell(
        people=people,
        kind=kind,
        message=message,
        values={name: str(value) for name, value in values.items()},
        url=url,
        now=now,
        enclosing=lambda _person: Enclosed(quote=quote),
    )
