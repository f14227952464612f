"""Who may see what of whose bank: the learner all of it, and each of their mentors what the learner lets them see."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.bank.models import EVERYTHING, Mentorship, Sight
from nanobank.common.errors import NotYours


def sights_of(viewer: Person | AnonymousUser, learner: Person, now: datetime) -> frozenset[Sight]:
    """What the viewer may see of the learner's now; of a mentor of both kinds, what either lets them see."""
    if not isinstance(viewer, Person):
        return frozenset()
    if viewer == learner:
        return EVERYTHING
    found = Mentorship.objects.at(now).filter(learner=learner, mentor=viewer)
    return frozenset(sight for mentorship in found for sight in mentorship.sights)


def check_sees(viewer: Person | AnonymousUser, learner: Person, *wanted: Sight, now: datetime) -> frozenset[Sight]:
    """All that the viewer may see of the learner's; raises NotYours unless any of what is wanted is among it."""
    sights = sights_of(viewer, learner, now)
    if not sights & set(wanted):
        raise NotYours(_("This bank is somebody else's."))
    return sights
