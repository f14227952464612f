"""In what something brought is the same as what was decided before, as people say it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.withdrawals.bridge import Alike

ALIKE: Final[dict[Alike, str | Promise]] = {
    Alike.ADDRESS: _("The same address"),
    Alike.KNOWN_AS: _("The same achievement, by its issuer's own id"),
    Alike.OFFER: _("The same offer in our catalogue"),
    Alike.NAME: _("The same title from the same provider"),
    Alike.TITLE: _("The same title; the provider is written otherwise"),
    Alike.NEAR: _("Nearly the same title from the same provider"),
}
