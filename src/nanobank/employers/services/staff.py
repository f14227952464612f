"""People come on file, are asked in, say yes or come by themselves, and leave again."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.employers.letters import invite as write_invitations
from nanobank.employers.models import Colleague, Consent, CostCentre, Declared, OrderLine, Workplace
from nanobank.employers.permissions import check_employer, check_is_me, confirmed_addresses
from nanobank.employers.services.seats import take_back
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.organisations.services import appoint


@transaction.atomic
def add_colleague(
    *,
    organisation: Organisation,
    given_name: str,
    family_name: str,
    email: str,
    by: Person,
    now: datetime,
    team: str = "",
    job_role: str = "",
    cost_centre: CostCentre | None = None,
) -> Colleague:
    """Put somebody on file. Raises NotYours, Refused (field ``email``), Conflict when they are there already."""
    check_employer(by, organisation, now=now)
    try:
        validate_email(email.strip().lower())
    except ValidationError:
        raise Refused(_("This is not an e-mail address."), field="email") from None
    try:
        with transaction.atomic():
            return Colleague.objects.create(
                organisation=organisation, given_name=given_name.strip(), family_name=family_name.strip(),
                email=email.strip().lower(), team=team.strip(), job_role=job_role.strip(), cost_centre=cost_centre,
                added_at=now, added_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("You have a colleague with this address already."), field="email") from None


@transaction.atomic
def put_on_file(*, memberships: Iterable[Membership], by: Person, now: datetime) -> list[Colleague]:
    """Those who work there and are not on file yet, as the colleagues that they are. Raises NotYours."""
    found: list[Colleague] = []
    for one in memberships:
        check_employer(by, one.organisation, now=now)
        person = one.person
        colleague, _new = Colleague.objects.get_or_create(
            organisation=one.organisation,
            email=person.email.lower(),
            left_at=None,
            defaults={
                "given_name": person.given_name,
                "family_name": person.family_name,
                "membership": one,
                "added_at": now,
                "added_by": by,
            },
        )
        found.append(colleague)
    return found


@transaction.atomic
def change_colleague(
    *, colleague: Colleague, team: str, job_role: str, cost_centre: CostCentre | None, by: Person, now: datetime
) -> Colleague:
    """Another team, role or cost centre. Raises NotYours."""
    check_employer(by, colleague.organisation, now=now)
    colleague.team, colleague.job_role, colleague.cost_centre = team.strip(), job_role.strip(), cost_centre
    colleague.save(update_fields=["team", "job_role", "cost_centre"])
    return colleague


@transaction.atomic
def invite(*, colleagues: Iterable[Colleague], by: Person, now: datetime) -> int:
    """Ask those in who have not said yes, by e-mail; how many there were. Raises NotYours."""
    asked = [one for one in colleagues if one.membership_id is None and one.left_at is None]
    for organisation in {one.organisation for one in asked}:
        check_employer(by, organisation, now=now)
    Colleague.objects.filter(pk__in=[one.pk for one in asked]).update(invited_at=now)
    write_invitations(asked, now=now)
    return len(asked)


@transaction.atomic
def say_yes(*, colleague: Colleague, person: Person, now: datetime) -> Membership:
    """Be one of the workplace's people. The address that was asked must be the person's own, and confirmed.

    Raises NotYours.
    """
    standing = Colleague.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=colleague.pk)
    if standing.left_at is not None or standing.email not in confirmed_addresses(person):
        raise NotYours(_("There is no such invitation."))
    if standing.membership is not None:
        return standing.membership
    return _let_in(standing, person, now)


@transaction.atomic
def say_no(*, colleague: Colleague, person: Person, now: datetime) -> None:
    """Not be one of them: the employer keeps nothing but that one has left. Raises NotYours."""
    if colleague.membership_id is not None or colleague.email not in confirmed_addresses(person):
        raise NotYours(_("There is no such invitation."))
    Colleague.objects.filter(pk=colleague.pk, left_at=None).update(left_at=now)


@transaction.atomic
def come_by_domain(*, workplace: Workplace, person: Person, now: datetime) -> Colleague:
    """Join by a confirmed address at the workplace's domain. Raises NotYours."""
    address = next((one for one in sorted(confirmed_addresses(person)) if one.endswith(f"@{workplace.domain}")), None)
    if not workplace.domain or address is None:
        raise NotYours(_("There is no such workplace."))
    colleague, _new = Colleague.objects.get_or_create(
        organisation=workplace.organisation,
        email=address,
        left_at=None,
        defaults={"given_name": person.given_name, "family_name": person.family_name, "added_at": now},
    )
    if colleague.membership is None:
        _let_in(colleague, person, now)
    return colleague


@transaction.atomic
def part(*, colleague: Colleague, by: Person, now: datetime) -> None:
    """They no longer work there: what has been offered but not answered is taken back. Raises NotYours, Refused.

    It may be said by the employer, or by the person themselves.
    """
    is_own = colleague.membership is not None and colleague.membership.person_id == by.pk
    if not is_own:
        check_employer(by, colleague.organisation, now=now)
    if colleague.membership is not None and colleague.membership.role == Role.EMPLOYER:
        raise Refused(_("Whoever acts for the workplace cannot be taken off the list of its people."))
    Colleague.objects.filter(pk=colleague.pk, left_at=None).update(left_at=now)
    if colleague.membership is not None:
        Membership.objects.filter(pk=colleague.membership.pk, until=None).update(until=now)
    Consent.objects.filter(colleague=colleague, withdrawn_at=None).update(withdrawn_at=now)
    take_back(OrderLine.objects.filter(colleague=colleague), now=now)


@transaction.atomic
def consent(*, colleague: Colleague, person: Person, now: datetime) -> None:
    """Let the employer see what it did not pay for. Raises NotYours."""
    check_is_me(person, colleague)
    Consent.objects.get_or_create(colleague=colleague, withdrawn_at=None, defaults={"given_at": now})


@transaction.atomic
def withdraw_consent(*, colleague: Colleague, person: Person, now: datetime) -> None:
    """No longer let them see it. Raises NotYours."""
    check_is_me(person, colleague)
    Consent.objects.filter(colleague=colleague, withdrawn_at=None).update(withdrawn_at=now)


@transaction.atomic
def declare(*, colleague: Colleague, competence: Competence, level: int | None, person: Person, now: datetime) -> None:
    """Say that one can something at a level, or (None) no longer say so. Raises NotYours."""
    check_is_me(person, colleague)
    if level is None:
        Declared.objects.filter(colleague=colleague, competence=competence).delete()
        return
    Declared.objects.update_or_create(colleague=colleague, competence=competence, defaults={"level": level, "at": now})


def let_in_known(*, organisation: Organisation, now: datetime) -> int:
    """Those on file whose confirmed address belongs to somebody who works there already; how many: three queries."""
    waiting = {one.email: one for one in Colleague.objects.of(organisation).here().filter(membership=None)}
    standing = (
        Membership.objects.at(now)
        .filter(organisation=organisation, role__in=[Role.EMPLOYEE, Role.EMPLOYER], colleague__isnull=True)
        .order_by("pk")
    )
    memberships = {one.person_id: one for one in standing}
    addresses = EmailAddress.objects.filter(user__in=memberships, verified=True).order_by("pk")
    let_in: list[Colleague] = []
    for address in addresses:
        colleague = waiting.get(address.email.lower())
        membership = memberships.get(address.user_id)
        if colleague is not None and membership is not None:
            colleague.membership = membership
            let_in.append(waiting.pop(colleague.email))
            del memberships[address.user_id]
    Colleague.objects.bulk_update(let_in, ["membership"], batch_size=500)
    return len(let_in)


def _let_in(colleague: Colleague, person: Person, now: datetime) -> Membership:
    """With the role that they have already, or as an employee from now on."""
    running = (
        Membership.objects.of(person)
        .at(now)
        .filter(organisation=colleague.organisation, role__in=[Role.EMPLOYEE, Role.EMPLOYER])
    )
    membership = running.filter(colleague__isnull=True).first() or appoint(
        person=person, organisation=colleague.organisation, role=Role.EMPLOYEE, by=None, now=now
    )
    colleague.membership = membership
    colleague.save(update_fields=["membership"])
    return membership
