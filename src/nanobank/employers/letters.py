"""E-mails from a workplace: an invitation, and a seat to say yes or no to. Sent by a worker, once the change stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from nanobank.employers.models import Colleague, Order

_withheld: ContextVar[bool] = ContextVar("withheld", default=False)


@contextmanager
def no_letters() -> Iterator[None]:
    """Nothing that happens in here is written to anybody: it is invented."""
    before = _withheld.set(True)
    try:
        yield
    finally:
        _withheld.reset(before)


def invite(colleague: Colleague) -> None:
    """Let a worker ask somebody in."""
    if _withheld.get():
        return
    write.enqueue(to=colleague.email, kind="invitation", organisation=colleague.organisation.name, name=colleague.name)


def offer(order: Order, colleagues: list[Colleague]) -> None:
    """Let a worker tell each of them that a seat waits for their answer."""
    if _withheld.get():
        return
    for one in colleagues:
        write.enqueue(to=one.email, kind="seats", organisation=order.organisation.name, name=one.name)


@task()
def write(to: str, kind: str, organisation: str, name: str) -> bool:
    """One letter, in Danish, the language of workplaces here."""
    with override("da"):
        subjects = {
            "invitation": _("%s invites you into Nanobanken") % organisation,
            "seats": _("%s has a seat for you on a course") % organisation,
        }
        context = {"name": name, "organisation": organisation, "address": settings.BASE_URL + reverse("my_workplaces")}
        body = render_to_string(f"employers/letters/{kind}.txt", context)
        return bool(send_mail(subjects[kind], body, None, [to]))
