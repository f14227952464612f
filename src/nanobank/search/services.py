"""Searches that are saved and told of."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.question import Question
from nanobank.common.errors import NotYours, Refused
from nanobank.search.models import SavedSearch

MOST_SAVED: Final = 30


@transaction.atomic
def save_search(*, person: Person, question: Question, language: str, now: datetime) -> SavedSearch:
    """Tell the person by e-mail, in this language, when something new fits. The same search is saved once.

    Raises Refused when nothing is asked for, or too many are saved already.
    """
    address = question.address()
    if not address:
        raise Refused(_("Write some words or choose a filter first; everything new would be a great deal."), field="q")
    Person.objects.select_for_update().get(pk=person.pk)
    if SavedSearch.objects.of(person).exclude(address=address).count() >= MOST_SAVED:
        raise Refused(_("You have saved 30 searches already. Delete one first."), field="q")
    saved, _made = SavedSearch.objects.get_or_create(
        person=person, address=address, defaults={"language": language, "saved_at": now, "told_until": now}
    )
    return saved


def forget_search(*, saved: SavedSearch, by: Person) -> None:
    """Save it no longer. Raises NotYours."""
    if saved.person_id != by.pk:
        raise NotYours("")
    saved.delete()
