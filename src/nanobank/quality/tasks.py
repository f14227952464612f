"""What quality does outside a request: tries links, and hands on the reviews of those who have left."""

from uuid import UUID

from django_tasks import task

from nanobank.catalogue.models import Bundle, MicroCredential, ModuleVersion, State
from nanobank.common import clock
from nanobank.quality import services
from nanobank.quality.things import thing_of


@task()
def try_links(kind: str, uuid: str) -> int:
    """Try the links of one thing; how many."""
    thing = thing_of(kind, UUID(uuid))
    return services.try_links(thing=thing, now=clock.now()) if thing is not None else 0


@task()
def tend() -> int:
    """Hand on what the departed have left, and try the links of what is published; to be run daily."""
    handed_on = services.hand_on_left(now=clock.now())
    versions = ModuleVersion.objects.filter(current_of__isnull=False, state=State.PUBLISHED)
    for version in versions.select_related("module__provider").iterator():
        services.try_links(thing=version, now=clock.now())
    for micro_credential in MicroCredential.objects.filter(state=State.PUBLISHED).iterator():
        services.try_links(thing=micro_credential, now=clock.now())
    for bundle in Bundle.objects.filter(state=State.PUBLISHED).iterator():
        services.try_links(thing=bundle, now=clock.now())
    return handed_on
