"""Who may see a pathway: its learner, and the mentors whom they let. For everybody else it does not exist."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.common.errors import NotYours
from nanobank.pathways.models import Pathway


def mentor_kind(viewer: Person | AnonymousUser, pathway: Pathway, now: datetime) -> str | None:
    """Which mentor of the learner's the viewer is now (``internal`` or ``external``), if any who may see plans."""
    if not isinstance(viewer, Person):
        return None
    found = Mentorship.objects.at(now).filter(learner=pathway.person_id, mentor=viewer, shows_plans=True)
    return found.values_list("kind", flat=True).order_by("kind").first()


def owns(viewer: Person | AnonymousUser, pathway: Pathway) -> bool:
    """Whether it is the viewer's own."""
    return isinstance(viewer, Person) and viewer.pk == pathway.person_id


def can_see(viewer: Person | AnonymousUser, pathway: Pathway, now: datetime) -> bool:
    """Whether the viewer is the learner or a mentor who may see their plans now."""
    return owns(viewer, pathway) or mentor_kind(viewer, pathway, now) is not None


def check_sees(viewer: Person | AnonymousUser, pathway: Pathway, now: datetime) -> None:
    """Raise NotYours unless ``can_see``."""
    if not can_see(viewer, pathway, now):
        raise NotYours(_("There is no such pathway."))


def check_owns(viewer: Person | AnonymousUser, pathway: Pathway) -> None:
    """Raise NotYours unless it is the viewer's own: only the learner changes what they have said."""
    if not owns(viewer, pathway):
        raise NotYours(_("There is no such pathway."))
