"""Telling those whom something concerns: the users of a module, and those whose module is used."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, ModuleVersion, State
from nanobank.catalogue.permissions import AUTHORS
from nanobank.common.addresses import danish_address
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import tell
from nanobank.organisations.models import Membership, Organisation
from nanobank.reuse.models import Adaptation, Uptake

NEW_VERSION = gettext_noop("“%(title)s”, which you use, has a new version %(number)s. See what has changed.")
GONE = gettext_noop("“%(title)s”, which you use, has left the catalogue. Who has begun may finish; find another.")
SOURCE_GONE = gettext_noop("“%(title)s”, which you have adapted, has left the catalogue. What you have made stays.")
SOURCE_CHANGED = gettext_noop("“%(title)s”, which you have adapted, has a new version %(number)s. See what you want.")


def people_of(organisation: Organisation, now: datetime, *, first: Person | None = None) -> list[Person]:
    """Whom to tell: the one who saw to it, while they write for the organisation; else all who do. One query."""
    writing = Membership.objects.filter(organisation=organisation, role__in=AUTHORS).at(now).select_related("person")
    people = {one.person_id: one.person for one in writing}
    return [people[first.pk]] if first and first.pk in people else list(people.values())


def tell_source(
    version: ModuleVersion, message: str, values: dict[str, str], url: str, now: datetime, kind: NoticeKind
) -> None:
    """Tell those behind a module."""
    module = version.module
    told = {"title_da": version.title_da, "title_en": version.title_en, **values}
    people = people_of(module.provider, now, first=module.created_by)
    tell(people=people, kind=kind, message=message, values=told, url=url, now=now)


def tell_users(*, now: datetime) -> int:
    """Tell everybody who uses a module that has a new version since, or has left the catalogue; how many uses.

    That it was told is noted in the same transaction, so that two workers do not both tell it.
    """
    newer = Q(module__current__state=State.PUBLISHED) & ~Q(told=F("module__current"))
    uptakes = Uptake.objects.standing().filter(newer).order_by("pk").values_list("pk", flat=True)
    told = sum(_tell_uptake(pk, now) for pk in uptakes)
    newer = Q(source__module__current__state=State.PUBLISHED) & ~Q(told=F("source__module__current"))
    adaptations = Adaptation.objects.filter(newer).order_by("pk").values_list("pk", flat=True)
    told += sum(_tell_adaptation(pk, now) for pk in adaptations)
    return told + _tell_of_gone(now)


def _tell_of_gone(now: datetime) -> int:
    gone = Uptake.objects.standing().filter(module__current__state=State.WITHDRAWN, told_gone_at__isnull=True)
    rows = gone.select_related("module__current", "organisation", "by").order_by("pk")
    told = sum(_tell_gone(one, one.organisation, one.module, GONE, "reuse_uptake", now) for one in rows)
    left = Adaptation.objects.filter(source__module__current__state=State.WITHDRAWN, told_gone_at__isnull=True)
    made = left.select_related("source__module__current", "module__provider", "by").order_by("pk")
    return told + sum(
        _tell_gone(one, one.module.provider, one.source.module, SOURCE_GONE, "reuse_adaptation", now) for one in made
    )


@transaction.atomic
def _tell_gone(
    use: Uptake | Adaptation, organisation: Organisation, module: Module, message: str, page: str, now: datetime
) -> bool:
    untold = type(use)._default_manager.filter(pk=use.pk, told_gone_at__isnull=True)
    if module.current is None or not untold.update(told_gone_at=now):
        return False
    _tell(people_of(organisation, now, first=use.by), message, module.current, danish_address(page, use.uuid), now)
    return True


@transaction.atomic
def _tell_uptake(pk: int, now: datetime) -> bool:
    uptake = Uptake.objects.select_related("module__current", "organisation", "by").get(pk=pk)
    current = uptake.module.current
    if current is None or not Uptake.objects.filter(pk=pk, told=uptake.told_id).update(told=current, told_gone_at=None):
        return False
    people = people_of(uptake.organisation, now, first=uptake.by)
    _tell(people, NEW_VERSION, current, danish_address("reuse_uptake", uptake.uuid), now)
    return True


@transaction.atomic
def _tell_adaptation(pk: int, now: datetime) -> bool:
    rows = Adaptation.objects.select_related("source__module__current", "module__provider", "by")
    adaptation = rows.get(pk=pk)
    current = adaptation.source.module.current
    if current is None or not Adaptation.objects.filter(pk=pk, told=adaptation.told_id).update(
        told=current, told_gone_at=None
    ):
        return False
    people = people_of(adaptation.module.provider, now, first=adaptation.by)
    _tell(people, SOURCE_CHANGED, current, danish_address("reuse_adaptation", adaptation.uuid), now)
    return True


def _tell(people: list[Person], message: str, version: ModuleVersion, url: str, now: datetime) -> None:
    values = {"title_da": version.title_da, "title_en": version.title_en, "number": str(version.number)}
    tell(people=people, kind=NoticeKind.MODULE_CHANGED, message=message, values=values, url=url, now=now)
