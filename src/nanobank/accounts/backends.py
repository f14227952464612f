"""Who is signed in, looked up on every page they open."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from nanobank.accounts.models import Person
from nanobank.common.prepared import prepared


@prepared
def _with_id(pk: Any) -> QuerySet[Person]:
    return Person.objects.filter(pk=pk)


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Signs in as allauth does; finds who is signed in by a query that is built once."""

    def get_user(self, user_id: str) -> Person | None:
        """The person of a session, unless they have been shut out since."""
        for person in _with_id(pk=int(user_id)):
            return person if self.user_can_authenticate(person) else None
        return None
