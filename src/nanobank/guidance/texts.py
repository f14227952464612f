"""What a mentor may see, as it is said to the mentor; the learner reads it of their own."""

from collections.abc import Collection
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.bank.models import Sight

_TO_A_MENTOR: Final[dict[Sight, str | Promise]] = {
    Sight.BANK: _("The bank: what is planned, under way and completed"),
    Sight.PLANS: _("Pathways and plans"),
    Sight.RESULTS: _("Exams and how they went"),
    Sight.CREDENTIALS: _("Credentials"),
    Sight.WITHDRAWALS: _("What has been brought from outside"),
}


def seen_by_mentor(sights: Collection[Sight]) -> list[str | Promise]:
    """Each of these sights in a few words, in their usual order."""
    return [words for sight, words in _TO_A_MENTOR.items() if sight in sights]
