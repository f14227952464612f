"""What is said when an udtræk has moved on meanwhile."""

from django.utils.translation import gettext as _

from nanobank.common.errors import Conflict


def moved_on(state: str) -> Conflict:
    """It is not any more in the state that this takes; ``state`` is the one it is in, in words."""
    return Conflict(_("That is not possible any more. The udtræk is now: %(state)s.") % {"state": state})


def decided_meanwhile(name: str) -> Conflict:
    """Somebody else decided a moment ago."""
    return Conflict(
        _("%(name)s decided on this udtræk a moment ago, so yours was not kept. Read theirs below.") % {"name": name}
    )
