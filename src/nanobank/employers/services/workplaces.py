"""A workplace begins, says how it is invoiced, and divides who pays into cost centres."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.employers.models import Colleague, CostCentre, Workplace
from nanobank.employers.numbers import checked_cvr, checked_domain, checked_ean
from nanobank.employers.permissions import can_loosen, check_employer, confirmed_addresses
from nanobank.organisations.models import Kind, Organisation, Role
from nanobank.organisations.permissions import can_act
from nanobank.organisations.services import OrganisationFacts, appoint, create_organisation

_LONGEST_SLUG: Final = 60


@dataclass(frozen=True)
class WorkplaceFacts:
    """What an employer says of itself; ``domain``, ``ean`` and the address may be left out."""

    name: str
    cvr: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    domain: str = ""
    ean: str = ""
    is_public: bool = False


@transaction.atomic
def begin_workplace(*, facts: WorkplaceFacts, by: Person, now: datetime) -> Workplace:
    """A new employer; ``by`` acts for it from now on, and is its first colleague.

    Raises Refused (fields ``name``, ``cvr``, ``domain``, ``ean``), Conflict (field ``cvr``) when it is here already.
    """
    name, cvr = _checked_name(facts.name), checked_cvr(facts.cvr)
    if Organisation.objects.filter(cvr=cvr).exists():
        raise Conflict(
            _("This CVR number is here already. Ask a colleague who acts for it to let you in."), field="cvr"
        )
    organisation = create_organisation(
        facts=OrganisationFacts(
            slug=_free_slug(name), kind=Kind.EMPLOYER, name_da=name, name_en=name, short_name=name[:60], cvr=cvr,
            street=facts.street, postcode=facts.postcode, city=facts.city,
        )
    )  # fmt: skip
    membership = appoint(person=by, organisation=organisation, role=Role.EMPLOYER, by=None, now=now)
    Colleague.objects.create(
        organisation=organisation, given_name=by.given_name, family_name=by.family_name, email=by.email,
        membership=membership, added_at=now, added_by=by,
    )  # fmt: skip
    return _kept(organisation, facts, by=by, now=now)


@transaction.atomic
def change_workplace(*, organisation: Organisation, facts: WorkplaceFacts, by: Person, now: datetime) -> Workplace:
    """Say it anew. Raises NotYours, Refused and Conflict as ``begin_workplace``."""
    check_employer(by, organisation, now=now)
    name, cvr = _checked_name(facts.name), checked_cvr(facts.cvr)
    if Organisation.objects.filter(cvr=cvr).exclude(pk=organisation.pk).exists():
        raise Conflict(_("Another workplace has this CVR number."), field="cvr")
    organisation.cvr, organisation.street = cvr, facts.street
    organisation.postcode, organisation.city = facts.postcode, facts.city
    if name != organisation.name_da:
        organisation.name_da = organisation.name_en = name
        organisation.short_name = name[:60]
    organisation.save()
    return _kept(organisation, facts, by=by, now=now)


def workplace_of(organisation: Organisation, *, now: datetime) -> Workplace:
    """Its facts, which are not kept before somebody has said any."""
    kept = Workplace.objects.filter(organisation=organisation).first()
    return kept or Workplace(organisation=organisation, changed_at=now)


@transaction.atomic
def keep_cost_centre(
    *,
    organisation: Organisation,
    code: str,
    name: str,
    limit: Decimal,
    approver: Person | None,
    by: Person,
    now: datetime,
    cost_centre: CostCentre | None = None,
) -> CostCentre:
    """Add one, or change ``cost_centre``. Where an approver is named, only they raise the limit or name another.

    Raises NotYours, Refused (fields ``code``, ``name``, ``limit``, ``approver``), Conflict (field ``code``).
    """
    check_employer(by, organisation, now=now)
    if cost_centre is not None and cost_centre.organisation_id != organisation.pk:
        raise Refused(_("That cost centre is not yours."), field="code")
    if not code.strip():
        raise Refused(_("Give it a number or a short code."), field="code")
    if limit < 0:
        raise Refused(_("It cannot be less than 0."), field="limit")
    if approver is not None and not can_act(approver, organisation, Role.EMPLOYER, now=now):
        raise Refused(_("Only somebody who acts for your workplace can approve orders."), field="approver")
    kept = cost_centre or CostCentre(organisation=organisation)
    _check_loosening(kept, limit=limit, approver=approver, by=by, now=now)
    if limit > kept.limit:
        kept.limit_by = by
    kept.code, kept.name, kept.limit, kept.approver = code.strip(), name.strip() or code.strip(), limit, approver
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise Conflict(_("You have a cost centre with this code already."), field="code") from None
    return kept


def _check_loosening(
    cost_centre: CostCentre, *, limit: Decimal, approver: Person | None, by: Person, now: datetime
) -> None:
    if can_loosen(by, cost_centre, now=now) or cost_centre.approver is None:
        return
    said = _("%(name)s approves what this cost centre pays, and is the one who can change that.")
    for field, loosens in (("limit", limit > cost_centre.limit), ("approver", approver != cost_centre.approver)):
        if loosens:
            raise Refused(said % {"name": cost_centre.approver.name}, field=field)


def close_cost_centre(*, cost_centre: CostCentre, by: Person, now: datetime) -> None:
    """Nothing more is paid from it. Raises NotYours."""
    check_employer(by, cost_centre.organisation, now=now)
    CostCentre.objects.filter(pk=cost_centre.pk, closed_at=None).update(closed_at=now)


def _kept(organisation: Organisation, facts: WorkplaceFacts, *, by: Person, now: datetime) -> Workplace:
    workplace = workplace_of(organisation, now=now)
    domain = facts.domain.strip().lower().removeprefix("@")
    if domain != workplace.domain:
        workplace.domain = checked_domain(domain, addresses=confirmed_addresses(by))
    workplace.ean, workplace.is_public = checked_ean(facts.ean), facts.is_public
    workplace.changed_by, workplace.changed_at = by, now
    if workplace.is_public and not workplace.ean:
        raise Refused(_("A public body is invoiced by its EAN number."), field="ean")
    try:
        with transaction.atomic():
            workplace.save()
    except IntegrityError:
        raise Conflict(_("Another workplace lets its colleagues in by this domain."), field="domain") from None
    return workplace


def _checked_name(written: str) -> str:
    name = " ".join(written.split())[:160]
    if not name:
        raise Refused(_("What is the workplace called?"), field="name")
    return name


def _free_slug(name: str) -> str:
    danish = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    wanted = slugify(danish)[:_LONGEST_SLUG] or "arbejdsplads"
    taken = set(Organisation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{at}" for at in range(2, len(taken) + 3))) if slug not in taken)
