"""What a workplace tells people: through the one room that tells, and by a plain mail to who has no account yet."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override
from django_tasks import task

from nanobank.accounts.models import Person
from nanobank.common.addresses import danish_address
from nanobank.employers.models import Colleague, Order, OrderState
from nanobank.employers.permissions import deciders
from nanobank.notices.letters import letters_withheld
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import tell
from nanobank.organisations.models import Organisation

_INVITED = gettext_noop("%(organisation)s has you on its list of people. Say yes or no to being one of them.")
_OFFERED = gettext_noop("%(organisation)s has a seat for you on a course. Say yes or no to it.")
_WAITS = gettext_noop("Order %(order)s awaits your approval")
_APPROVED = gettext_noop("Your order %(order)s is approved")
_REFUSED = gettext_noop("Your order %(order)s is not approved: %(note)s")


def invite(colleagues: Iterable[Colleague], *, now: datetime) -> None:
    """Ask people in: in the app and as they like it where a confirmed address is known, else by mail."""
    asked = list(colleagues)
    addresses = EmailAddress.objects.filter(email__in=[one.email for one in asked], verified=True)
    known = {one.email.lower(): one.user for one in addresses.select_related("user")}
    by_organisation: dict[Organisation, list[Person]] = {}
    for one in asked:
        person = known.get(one.email)
        if person is not None:
            by_organisation.setdefault(one.organisation, []).append(person)
        elif not letters_withheld():
            write.enqueue(to=one.email, organisation=one.organisation.name, name=one.name)
    for organisation, people in by_organisation.items():
        _tell(people, _INVITED, organisation, danish_address("my_workplaces"), now=now)


def offer(order: Order, colleagues: Iterable[Colleague], *, now: datetime) -> None:
    """Tell each that a seat waits for their answer; who has not said yes to being one of the people is asked in."""
    asked = list(colleagues)
    people = [one.membership.person for one in asked if one.membership is not None]
    _tell(people, _OFFERED, order.organisation, danish_address("my_workplaces"), now=now)
    invite([one for one in asked if one.membership is None], now=now)


def await_approval(order: Order, *, now: datetime) -> None:
    """Tell who may decide."""
    people = {one.pk: one for one in deciders(order.cost_centre, orderer=order.made_by, now=now)}
    _tell(people.values(), _WAITS, order.organisation, _page(order), now=now, order=str(order))


def tell_decided(order: Order, *, now: datetime) -> None:
    """Tell who made the order what somebody else has decided."""
    if order.decided_by_id != order.made_by_id:
        message = _APPROVED if order.state == OrderState.APPROVED else _REFUSED
        told = {"order": str(order), "note": order.note}
        _tell([order.made_by], message, order.organisation, _page(order), now=now, **told)


@task()
def write(to: str, organisation: str, name: str) -> bool:
    """An invitation to who has no account, in Danish, the language of workplaces here."""
    with override("da"):
        context = {"name": name, "organisation": organisation, "address": settings.BASE_URL + reverse("my_workplaces")}
        body = render_to_string("employers/letters/invitation.txt", context)
        return bool(send_mail(_("%s invites you into Nanobanken") % organisation, body, None, [to]))


def _tell(
    people: Iterable[Person], message: str, organisation: Organisation, url: str, *, now: datetime, **more: str
) -> None:
    named = {"organisation_da": organisation.name_da, "organisation_en": organisation.name_en}
    tell(people=people, kind=NoticeKind.WORKPLACE, message=message, values=named | more, url=url, now=now)


def _page(order: Order) -> str:
    return danish_address("order", order.organisation.slug, order.uuid)
