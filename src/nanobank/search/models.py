"""What people look for again and again, and how often anything was looked for at all."""

from typing import ClassVar

from django.db import models

from nanobank.accounts.models import Person
from nanobank.common.models import Model, PublicModel
from nanobank.search.meaning.models import Vector, VectorSet

__all__ = ["SavedSearch", "SearchCount", "Vector", "VectorSet"]


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Saved searches."""

    def of(self, person: Person) -> "SavedSearchQuerySet":
        """The person's own, the newest first."""
        return self.filter(person=person).order_by("-saved_at", "-pk")


class SavedSearch(PublicModel):
    """A question that somebody wants to be told about when something new fits: words and filters as in an address."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "address", "language"})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_searches")
    address = models.CharField(max_length=1_500)
    language = models.CharField(max_length=5, help_text="In which to write")
    saved_at = models.DateTimeField()
    told_until = models.DateTimeField(help_text="What was published up to then has been told of, or was there before")

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="one_saving_of_a_search")]

    def __str__(self) -> str:
        return self.address


class SearchCount(Model):
    """How often some words were looked for in a week, by whomever: nothing tells who. Shown in groups of five or more.

    ``words`` are folded, in order of the alphabet, without those that say nothing and those with digits.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    week = models.DateField(help_text="Its Monday")
    words = models.CharField(max_length=200)
    region = models.CharField(max_length=5, blank=True)
    searches = models.PositiveIntegerField(default=0)
    without_hit = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "words", "region"], name="one_count_of_words_a_week")]
