"""Links for tests, made by the real service."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from nanobank.credentials.models import Credential
from nanobank.sharing.models import Choice, Share
from nanobank.sharing.services import make_link

EVERYTHING = Choice(name=True, grade=True, outcomes=True, evidence=True, document=True)
NOTHING = Choice(name=False, grade=False, outcomes=False, evidence=False, document=False)


def make_share(credential: Credential, *others: Credential, choice: Choice | None = None, **fields: Any) -> Share:
    """An open link to these credentials of one person."""
    now: datetime = fields.pop("now", timezone.now())
    last_day: date = fields.pop("last_day", timezone.localdate(now) + timedelta(days=30))
    return make_link(
        person=credential.person,
        credentials=[credential.uuid, *(one.uuid for one in others)],
        choice=choice or Choice(),
        last_day=last_day,
        now=now,
        **fields,
    )
