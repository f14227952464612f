"""Refusals of a design that say more than one thing."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from nanobank.authoring.models import DesignAnswer
from nanobank.common.errors import Conflict, Refused


class Overtaken(Conflict):
    """Somebody else has answered the question since it was read. ``stands`` is theirs."""

    def __init__(self, stands: DesignAnswer) -> None:
        who = stands.by.name if stands.by else _("Somebody")
        super().__init__(
            _("%(name)s has changed this answer while you wrote. Look at both, and save what should stand.")
            % {"name": who}
        )
        self.stands = stands


class NotReady(Refused):
    """A design cannot become anything yet. ``missing`` are pairs of a question and what to do there."""

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        super().__init__(_("Something is missing before it can be made."), field=missing[0][0])
        self.missing = list(missing)

    @property
    def message(self) -> str:
        """All the sentences, in the language active now."""
        return " ".join([super().message, *(words for _question, words in self.missing)])
