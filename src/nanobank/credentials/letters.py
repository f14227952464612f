"""The e-mail to a holder about what has happened to their credential: sent by a worker, once the change stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Final

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from nanobank.common import clock
from nanobank.credentials.addresses import credential_address
from nanobank.credentials.models import StatusChange

_SUBJECTS: Final[dict[str, str | Promise]] = {
    StatusChange.Kind.REVOKED: _("Your credential has been revoked: %(title)s"),
    StatusChange.Kind.SUSPENDED: _("Your credential has been suspended: %(title)s"),
    StatusChange.Kind.REINSTATED: _("Your credential is back in force: %(title)s"),
}
_PAUSES: Final = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""How long to wait before each further try, when the mail server takes nothing."""
_withheld: ContextVar[bool] = ContextVar("withheld", default=False)


def announce(change: StatusChange) -> None:
    """Let a worker write to the holder, once this change stands."""
    if change.kind in _SUBJECTS and change.credential.person.email and not _withheld.get():
        write_to_holder.enqueue(change=str(change.uuid))


@contextmanager
def no_letters() -> Iterator[None]:
    """What happens in here is not told: it is invented, or was told long ago."""
    before = _withheld.set(True)
    try:
        yield
    finally:
        _withheld.reset(before)


@task()
def write_to_holder(change: str, tries: int = 0) -> bool:
    """Send the letter; whether it went out. When the mail server takes nothing, it is tried again, later each time."""
    told = StatusChange.objects.select_related(
        "credential__person", "credential__issuer", "credential__micro_credential"
    ).get(uuid=change)
    try:
        _send(told)
    except OSError:
        if tries == len(_PAUSES) or not write_to_holder.get_backend().supports_defer:
            raise
        later = write_to_holder.using(run_after=clock.now() + _PAUSES[tries])
        later.enqueue(change=change, tries=tries + 1)
        return False
    return True


def _send(change: StatusChange) -> None:
    """In the language of the credential."""
    credential = change.credential
    with override(credential.micro_credential.language):
        context = {
            "name": credential.person.name,
            "title": credential.micro_credential.title,
            "issuer": credential.issuer.name,
            "kind": change.kind,
            "reason": change.reason,
            "credential": credential_address(credential.uuid),
        }
        subject = str(_SUBJECTS[change.kind]) % context
        body = render_to_string("credentials/letter.txt", context)
    send_mail(subject, body, None, [credential.person.email])
