"""What every change of a need has in common: it is locked, its table is asked, and its enquiries follow it."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.needs.bridge import EnquiryEvent, NeedEvent, can_happen, enquiry_after, need_after
from nanobank.needs.models import Enquiry, EnquiryState, Need, State
from nanobank.needs.telling import tell_settled

CLOSED: Final = gettext_lazy("This need is closed: it has been met or withdrawn.")


def locked(need: Need) -> Need:
    """The need as it stands now, held until the transaction ends. A need is locked before its enquiries, always."""
    return Need.objects.select_for_update(of=("self",)).select_related("organisation", "by").get(pk=need.pk)


def locked_with_need(enquiry: Enquiry) -> Enquiry:
    """The enquiry as it stands now, its need locked with it."""
    need = locked(enquiry.need)
    found = Enquiry.objects.select_for_update(of=("self",)).select_related("institution").get(pk=enquiry.pk)
    found.need = need
    return found


def check_standing(need: Need) -> None:
    """Raise Conflict when it has been met or withdrawn."""
    if not can_happen(need, NeedEvent.FIND):
        raise Conflict(str(CLOSED))


def close(need: Need, event: NeedEvent, *, by: Person, now: datetime, but: Enquiry | None = None) -> None:
    """End the need through the event; all who were asked, ``but`` one, are told that nothing comes of it."""
    need.state = need_after(need, event, otherwise=str(CLOSED))
    need.closed_at = now
    need.save(update_fields=["state", "closed_at"])
    gone = EnquiryEvent.WITHDRAW if event is NeedEvent.WITHDRAW else EnquiryEvent.TURN_DOWN
    others = need.enquiries.open().select_for_update(of=("self",)).select_related("institution").order_by("pk")
    for enquiry in (one for one in others if one != but):
        settle(enquiry, gone, by=by, now=now)
        tell_settled(enquiry, now=now)


def settle(enquiry: Enquiry, event: EnquiryEvent, *, by: Person, now: datetime, note: str = "") -> None:
    """End the enquiry through the event. Raises Conflict when it is not possible any more."""
    sentence = _("That is not possible any more. The request is now: %s.") % enquiry.get_state_display()
    enquiry.state = enquiry_after(enquiry, event, otherwise=sentence)
    enquiry.settled_by, enquiry.settled_at, enquiry.note = by, now, note
    enquiry.save(update_fields=["state", "settled_by", "settled_at", "note", "name_shown"])


def follow(need: Need) -> None:
    """One who was asked has stepped back: what is left to wait for decides where the need is."""
    open_ones = set(need.enquiries.open().values_list("state", flat=True))
    event = None
    if not open_ones:
        event = NeedEvent.LOSE_LAST_ENQUIRY
    elif need.state == State.ANSWERED and EnquiryState.ANSWERED not in open_ones:
        event = NeedEvent.LOSE_LAST_ANSWER
    if event is not None:
        need.state = need_after(need, event, otherwise=str(CLOSED))
        need.save(update_fields=["state"])
