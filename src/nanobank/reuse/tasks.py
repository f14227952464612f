"""What this room does outside a request."""

from django_tasks import task

from nanobank.common import clock
from nanobank.reuse import services


@task()
def tell_users() -> int:
    """Tell those who use a module that has a new version; how many uses were told of."""
    return services.tell_users(now=clock.now())
