"""What the licences of a module allow: the Creative Commons suite, version 4.0, and none at all.

Which licence an adaptation may have follows Creative Commons' own chart for adapters
(https://creativecommons.org/faq/#if-i-derive-or-adapt-material-offered-under-a-creative-commons-license-which-cc-licenses-can-i-use).
"""

from enum import StrEnum
from typing import Final


class Licence(StrEnum):
    """From the most open to none; the value is what is stored."""

    CC0 = "cc0"
    BY = "cc_by"
    BY_SA = "cc_by_sa"
    BY_NC = "cc_by_nc"
    BY_NC_SA = "cc_by_nc_sa"
    BY_ND = "cc_by_nd"
    BY_NC_ND = "cc_by_nc_nd"
    ALL_RIGHTS = "all_rights"


_ADAPT, _SELL, _CLOSE, _SHARE, _UNNAMED = "adapt", "sell", "close", "share", "unnamed"
_ALLOWS: Final = {
    Licence.CC0: {_SHARE, _ADAPT, _SELL, _CLOSE, _UNNAMED},
    Licence.BY: {_SHARE, _ADAPT, _SELL, _CLOSE},
    Licence.BY_SA: {_SHARE, _ADAPT, _SELL},
    Licence.BY_NC: {_SHARE, _ADAPT, _CLOSE},
    Licence.BY_NC_SA: {_SHARE, _ADAPT},
    Licence.BY_ND: {_SHARE, _SELL},
    Licence.BY_NC_ND: {_SHARE},
    Licence.ALL_RIGHTS: set[str](),
}
_FOR_ADAPTATIONS: Final = {
    Licence.CC0: tuple(Licence),
    Licence.BY: tuple(one for one in Licence if one is not Licence.CC0),
    Licence.BY_SA: (Licence.BY_SA,),
    Licence.BY_NC: (Licence.BY_NC, Licence.BY_NC_SA, Licence.BY_NC_ND),
    Licence.BY_NC_SA: (Licence.BY_NC_SA,),
}


def may_adapt(licence: Licence) -> bool:
    """Whether somebody else may make their own of it."""
    return _ADAPT in _ALLOWS[licence]


def may_sell(licence: Licence) -> bool:
    """Whether money may be taken for what is made of it."""
    return licence is Licence.ALL_RIGHTS or _SELL in _ALLOWS[licence]


def allowed_for_adaptation(source: Licence) -> tuple[Licence, ...]:
    """The licences that an adaptation of it may have; none when it may not be adapted."""
    return _FOR_ADAPTATIONS.get(source, ())


def is_wider(new: Licence, old: Licence) -> bool:
    """Whether the new one allows all that the old did: what has been given cannot be taken back."""
    return _ALLOWS[new] >= _ALLOWS[old]
