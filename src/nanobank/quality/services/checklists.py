"""What an institution asks for, and what an author ticks."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Refused
from nanobank.organisations.models import Organisation
from nanobank.quality.models import Gate, OwnItem, Policy, Tick
from nanobank.quality.permissions import check_leads, check_writes
from nanobank.quality.queries import checklist_of
from nanobank.quality.things import Thing, of

_MOST_ITEMS = 20


def set_policy(
    *,
    organisation: Organisation,
    gates: Collection[Gate],
    valid_months: int,
    review_days: int,
    least_rating: Decimal,
    least_completion: int,
    by: Person | None,
    now: datetime,
) -> Policy:
    """Say which gates the institution asks for; what is published already stays so. Raises NotYours, Refused."""
    check_leads(by, organisation, now)
    for value, least, most, field in (
        (valid_months, 1, 120, "valid_months"),
        (review_days, 1, 90, "review_days"),
        (least_rating, 1, 5, "least_rating"),
        (least_completion, 0, 100, "least_completion"),
    ):
        if not least <= value <= most:
            words = _("Write a number from %(least)d to %(most)d.")
            raise Refused(words % {"least": least, "most": most}, field=field)
    policy, _made = Policy.objects.update_or_create(
        organisation=organisation,
        defaults={
            "gates": [gate.value for gate in Gate if gate in gates],
            "valid_months": valid_months,
            "review_days": review_days,
            "least_rating": least_rating,
            "least_completion": least_completion,
            "by": by,
            "at": now,
        },
    )
    return policy


def add_item(*, organisation: Organisation, words_da: str, words_en: str, by: Person | None, now: datetime) -> OwnItem:
    """Put a line of the institution's own on the checklist. Raises NotYours, Refused."""
    check_leads(by, organisation, now)
    for field, words in (("words_da", words_da), ("words_en", words_en)):
        if not 0 < len(words.strip()) <= 300:
            raise Refused(_("Write a sentence of at most 300 characters."), field=field)
    if OwnItem.objects.filter(organisation=organisation, retired_at__isnull=True).count() >= _MOST_ITEMS:
        raise Refused(_("A checklist that long is not read. Take a line out first."), field="words_da")
    return OwnItem.objects.create(organisation=organisation, words_da=words_da.strip(), words_en=words_en.strip())


def retire_item(*, item: OwnItem, by: Person | None, now: datetime) -> None:
    """Take a line off the checklist. Raises NotYours."""
    check_leads(by, item.organisation, now)
    OwnItem.objects.filter(pk=item.pk, retired_at__isnull=True).update(retired_at=now)


@transaction.atomic
def tick(*, thing: Thing, items: Collection[str], by: Person | None, now: datetime) -> None:
    """Say which lines of the checklist hold; the others do not. Raises NotYours, Refused for a line not on it."""
    check_writes(by, thing, now)
    standing = checklist_of(thing)
    if not set(items) <= {item.key for item in standing}:
        raise Refused(_("There is no such line on the checklist."), field="items")
    gone = [item.key for item in standing if item.ticked and item.key not in items]
    Tick.objects.filter(item__in=gone, **of(thing)).delete()
    new = [item.key for item in standing if not item.ticked and item.key in items]
    Tick.objects.bulk_create([Tick(item=key, by=by, at=now, **of(thing)) for key in new], ignore_conflicts=True)
