"""Sessions in the database, found by a query that is built once; see ``SESSION_ENGINE``."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from nanobank.common.prepared import prepared


@prepared
def _with_key(key: Any, now: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(DatabaseSessions):
    """Django's own, but for how a session is looked up."""

    def _get_session_from_db(self) -> Session | None:
        for session in _with_key(key=self.session_key, now=timezone.now()):
            return session
        self._session_key = None
        return None
