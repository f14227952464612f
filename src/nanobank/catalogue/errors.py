"""Refusals of this room that say more than one thing."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.common.errors import Conflict, Refused


class Incomplete(Refused):
    """Something cannot be published yet. ``missing`` says why, beside each input: ``{"title_en": "Write …"}``."""

    def __init__(self, missing: Mapping[str, str | Promise]) -> None:
        field, reason = next(iter(missing.items()))
        super().__init__(reason if len(missing) == 1 else _("Something is missing before this can be published."))
        self.field = field if len(missing) == 1 else None
        self.missing = dict(missing)

    @property
    def message(self) -> str:
        """All the sentences, in the language active now."""
        if len(self.missing) == 1:
            return super().message
        return " ".join([super().message, *(str(reason) for reason in self.missing.values())])


class Fixed(Conflict):
    """Something stands since it is published. ``names`` are the inputs that would have been changed."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(
            _("This stands, since the micro-credential is published. Make a new edition to change it."), field=names[0]
        )
        self.names = names
