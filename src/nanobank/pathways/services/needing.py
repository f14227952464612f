"""What nobody teaches becomes a need, told to those who could."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Refused
from nanobank.needs.models import Need, Origin
from nanobank.needs.services import record_need
from nanobank.organisations.regions import region_of
from nanobank.pathways.models import Pathway
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.queries import latest_planning, said


@transaction.atomic
def ask_for(*, pathway: Pathway, by: Person, now: datetime) -> Need:
    """Ask for what the last planning found nobody to teach, in the person's own words where there are any.

    To ask again soon afterwards gives the same need. Raises NotYours; Refused when all of it is taught.
    """
    check_owns(by, pathway)
    planning = latest_planning(pathway)
    untaught = (planning.result or {}).get("not_taught") if planning is not None else None
    if not untaught:
        raise Refused(_("Somebody teaches all that you want. There is nothing to ask for."))
    told = said(pathway)
    competences = list(Competence.objects.filter(slug__in=untaught).order_by("label_da"))
    words = told.goal.words.strip() or ", ".join(one.label for one in competences) or ", ".join(untaught)
    region = region_of(told.life.postcode or "")
    return record_need(
        words=words, competences=competences, by=by, origin=Origin.PLAN, region=region.value if region else "", now=now
    )
