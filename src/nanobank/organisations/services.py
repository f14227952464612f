"""Organisations begin, and people take on and lay down roles in them."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from stdnum.dk import cvr as cvr_number
from stdnum.exceptions import ValidationError

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import PROVIDER_KINDS, Kind, Membership, Organisation, Role
from nanobank.organisations.permissions import check_role


@dataclass(frozen=True)
class OrganisationFacts:
    """What is known of an organisation. ``cvr``: 8 digits, Danish ones only; ``colour``: ``#rrggbb``."""

    slug: str
    kind: Kind
    name_da: str
    name_en: str
    short_name: str
    description_da: str = ""
    description_en: str = ""
    quality_da: str = ""
    quality_en: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "DK"
    homepage: str = ""
    institution_number: str = ""
    cvr: str = ""
    colour: str = "#1b4965"


def create_organisation(*, facts: OrganisationFacts) -> Organisation:
    """Begin an organisation. Raises Refused (field ``cvr``) when the CVR number's check digit is wrong."""
    if facts.cvr:
        try:
            cvr_number.validate(facts.cvr)
        except ValidationError as invalid:
            raise Refused(_("This is not a CVR number: its check digit is wrong."), field="cvr") from invalid
    return Organisation.objects.create(**asdict(facts))


_OF_PROVIDERS = (
    Role.EDUCATOR,
    Role.EXAMINER,
    Role.INTERNAL_MENTOR,
    Role.EXTERNAL_MENTOR,
    Role.STUDY_SECRETARY,
    Role.PROGRAMME_LEAD,
)
_OF_OTHERS = (Role.EMPLOYER, Role.EMPLOYEE, Role.FUNDER)


def roles_in(organisation: Organisation) -> tuple[Role, ...]:
    """The roles that its programme lead may give in an organisation of its kind."""
    return _OF_PROVIDERS if organisation.kind in PROVIDER_KINDS else _OF_OTHERS


@transaction.atomic
def appoint(*, person: Person, organisation: Organisation, role: Role, by: Person | None, now: datetime) -> Membership:
    """Give a person a role from now on; ``by`` is the organisation's programme lead, or None for the site itself.

    Raises NotYours when ``by`` is not, Refused for a role that such an organisation does not have, Conflict when the
    person has the role already.
    """
    if by is not None:
        check_role(by, organisation, Role.PROGRAMME_LEAD, now=now)
        if role not in roles_in(organisation):
            raise Refused(_("An organisation of this kind does not have that role."), field="role")
    try:
        with transaction.atomic():
            return Membership.objects.create(person=person, organisation=organisation, role=role, since=now)
    except IntegrityError:
        raise Conflict(_("They have that role already."), field="role") from None


@transaction.atomic
def dismiss(*, membership: Membership, by: Person, now: datetime) -> None:
    """End a role now; that it was held stays known. Nobody ends their own last role as programme lead."""
    check_role(by, membership.organisation, Role.PROGRAMME_LEAD, now=now)
    if membership.role == Role.PROGRAMME_LEAD and membership.person_id == by.pk:
        raise Refused(_("You cannot lay down your own role as programme lead. Ask another programme lead."))
    if not Membership.objects.at(now).filter(pk=membership.pk).update(until=now):
        raise NotYours(_("That role has ended already."))
