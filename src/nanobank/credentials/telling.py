"""What a holder is told when something happens to their credential."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import gettext_noop, override

from nanobank.accounts.models import Person
from nanobank.common.addresses import danish_address
from nanobank.credentials.models import Credential, StatusChange
from nanobank.notices.letters import language_of
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import Enclosed, tell

_MESSAGES: Final[dict[str, str]] = {
    StatusChange.Kind.REVOKED: gettext_noop("Your credential has been revoked: %(title)s"),
    StatusChange.Kind.SUSPENDED: gettext_noop("Your credential has been suspended: %(title)s"),
    StatusChange.Kind.REINSTATED: gettext_noop("Your credential is back in force: %(title)s"),
}


def announce(change: StatusChange) -> None:
    """Tell the holder what has happened and why, in the words of whoever did it; of a renewal there is no need."""
    if change.kind not in _MESSAGES:
        return

    def enclosing(person: Person) -> Enclosed:
        issuer, title = change.credential.issuer, change.credential.micro_credential
        with override(language_of(person)):
            context = {"title": title.title, "issuer": issuer.name, "kind": change.kind, "reason": change.reason}
            return Enclosed(quote=render_to_string("credentials/letter.txt", context).strip())

    tell_holder(change.credential, _MESSAGES[change.kind], now=change.at, enclosing=enclosing)


def tell_holder(
    credential: Credential, message: str, *, now: datetime, enclosing: Callable[[Person], Enclosed] | None = None
) -> None:
    """Tell whoever holds it; ``message`` may name the ``%(title)s`` and the ``%(issuer)s``."""
    issuer, what = credential.issuer, credential.micro_credential
    url = danish_address("credential", credential.uuid)
    values = {"issuer_da": issuer.name_da, "issuer_en": issuer.name_en}
    values |= {"title_da": what.title_da, "title_en": what.title_en}
    tell(
        people=[credential.person],
        kind=NoticeKind.CREDENTIAL,
        message=message,
        values=values,
        url=url,
        now=now,
        enclosing=enclosing,
    )
