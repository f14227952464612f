"""What this room does outside a request."""

from django_tasks import task

from nanobank.common import clock
from nanobank.credentials import services
from nanobank.credentials.models import Reissue


@task()
def issue_anew(reissue_id: int) -> int:
    """Issue anew what is left of what a compromised key signed; how many have been done in all."""
    reissue = Reissue.objects.select_related("key__organisation", "by").get(pk=reissue_id)
    while services.issue_next_anew(reissue=reissue, now=clock.now()):
        pass
    return reissue.done
