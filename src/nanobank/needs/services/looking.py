"""What has come since a need was said is held against it, and the asker hears of what fits."""

from collections import defaultdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from nanobank.catalogue.models import Competence, ModuleVersion, State
from nanobank.needs.models import Fit, Need
from nanobank.needs.telling import tell_fits

_CHUNK: Final = 200
_SHARE: Final = 3
"""A module that teaches one competence in three of those wanted, or more, is worth a mail."""


def look_for_fits(*, now: datetime) -> int:
    """Hold the modules that are new since each need was last looked at against it; how many needs something fits.

    Run every day. What was found is kept with the need before anybody is told, and no module is told twice.
    """
    found = 0
    waiting = Need.objects.standing().filter(competences__isnull=False, made_at__lt=now).distinct()
    last = 0
    while chunk := list(_with_competences(waiting.filter(pk__gt=last).order_by("pk"))[:_CHUNK]):
        found += _look(chunk, now=now)
        last = chunk[-1].pk
    return found


def _with_competences(needs: QuerySet[Need]) -> QuerySet[Need]:
    return needs.select_related("by", "organisation").prefetch_related(
        Prefetch("competences", Competence.objects.only("pk"))
    )


@transaction.atomic
def _look(needs: list[Need], *, now: datetime) -> int:
    since = {need.pk: need.looked_at or need.made_at for need in needs}
    new = ModuleVersion.objects.filter(
        current_of__isnull=False, state=State.PUBLISHED, number=1, published_at__gt=min(since.values())
    )
    taught = defaultdict(list)
    rows = new.values_list("competences", "module_id", "published_at")
    for competence, module, at in rows:
        taught[competence].append((module, at))
    fitting = 0
    for need in needs:
        covers: dict[int, int] = defaultdict(int)
        wanted = [one.pk for one in need.competences.all()]
        for module, at in (pair for competence in wanted for pair in taught[competence]):
            covers[module] += at is not None and at > since[need.pk]
        least = -(-len(wanted) // _SHARE)
        fits = [Fit(need=need, module_id=pk, covers=n, found_at=now) for pk, n in covers.items() if n >= least]
        if fits:
            Fit.objects.bulk_create(fits, ignore_conflicts=True)
            fitting += 1
            if need.hears:
                tell_fits(need, now=now)
    Need.objects.filter(pk__in=since).update(looked_at=now)
    return fitting
