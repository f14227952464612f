"""Who may see whose bank: the learner, and their mentors while it lasts."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.common.errors import NotYours


def can_see_bank(viewer: Person | AnonymousUser, learner: Person, now: datetime) -> bool:
    """Whether the viewer is the learner or a mentor of theirs now."""
    if not isinstance(viewer, Person):
        return False
    return viewer == learner or Mentorship.objects.at(now).filter(learner=learner, mentor=viewer).exists()


def check_sees_bank(viewer: Person | AnonymousUser, learner: Person, now: datetime) -> None:
    """Raise NotYours for everybody else."""
    if not can_see_bank(viewer, learner, now):
        raise NotYours(_("This bank is somebody else's."))
