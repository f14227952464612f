"""What the header shows: ``{% load notices %}``."""

from django import template

from nanobank.accounts.models import Person
from nanobank.notices.queries import MOST_COUNTED, unread_of

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> str:
    """How many are unread of whoever is signed in, ``99+`` for very many; asked once a request. Empty for none."""
    request = context.get("request")
    if request is None or not isinstance(request.user, Person):
        return ""
    if not hasattr(request, "unread_notices"):
        request.unread_notices = unread_of(request.user)
    count: int = request.unread_notices
    if count < MOST_COUNTED:
        return str(count or "")
    return f"{MOST_COUNTED - 1}+"
