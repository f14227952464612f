"""Going on with the plan one has, though another has been found."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.pathways.models import Choosing, Pathway
from nanobank.pathways.permissions import check_owns


@transaction.atomic
def keep(*, pathway: Pathway, by: Person, now: datetime) -> None:
    """Choose the plan that is chosen once more, so that newer ones step back. Raises NotYours, Conflict."""
    locked = Pathway.objects.select_for_update().get(pk=pathway.pk)
    check_owns(by, locked)
    if locked.chosen_id is None:
        raise Conflict(_("No plan has been chosen yet."))
    Choosing.objects.create(pathway=locked, version_id=locked.chosen_id, by=by, at=now)
