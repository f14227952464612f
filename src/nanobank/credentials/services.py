"""Every change about credentials: awarding, revoking, and looking after the keys that sign them."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials import awards, bridge, vault
from nanobank.credentials.elements import name_of_element
from nanobank.credentials.models import Credential, IssuerKey, StatusChange, StatusList
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.permissions import check_may_revoke, check_office
from nanobank.ledger.services import hold, release
from nanobank.organisations.models import Organisation

MIN_REASON: Final = 10


@transaction.atomic
def award(
    *,
    person: Person,
    micro_credential: MicroCredential,
    versions: list[ModuleVersion],
    grade: str,
    by: Person,
    now: datetime,
) -> Credential:
    """Award the micro-credential: sign it with the institution's key, keep it to the letter, tell the ledger.

    ``versions`` are those that were counted; ``grade`` is as the exams keep it. Whoever calls has seen to it that
    ``by`` may. Raises Refused when a mandatory element of EU Annex I is missing or the grade does not pass, Conflict
    when the person holds it already.
    """
    organisation = _lock(micro_credential.provider)
    key = _current_key(organisation, now=now)
    status_list, index = _allocate(organisation, key, now=now)
    uuid = uuid4()
    try:
        described = awards.award_of(
            uuid,
            person,
            micro_credential,
            versions,
            awards.grade_of(grade),
            status=(status_list, index),
            now=now,
        )
        document = bridge.signed_award(described, key=key, now=now)
    except bridge.IncompleteAward as incomplete:
        raise Refused(
            _("The micro-credential cannot be awarded before this has been filled in: %(missing)s.")
            % {"missing": ", ".join(name_of_element(element) for element in incomplete.missing)}
        ) from None
    except awards.NotAPassingGrade:
        raise Refused(_("Only a grade that passes can be awarded."), field="grade") from None
    if not bridge.signature_holds(document, resolve=only_own, now=now, trusted=known_issuer):
        raise RuntimeError(f"would have issued a credential for {micro_credential.slug} that does not verify")
    try:
        with transaction.atomic():
            credential = Credential.objects.create(
                uuid=uuid,
                person=person,
                micro_credential=micro_credential,
                issuer=organisation,
                key=key,
                status_list=status_list,
                status_index=index,
                document=document,
                seal=bridge.seal_of(document, key),
                awarded_at=now,
            )
    except IntegrityError:
        raise Conflict(_("%(name)s holds this credential already.") % {"name": person.name}) from None
    hold(person=person, micro_credential=micro_credential, versions=versions, by=by, now=now)
    return credential


@transaction.atomic
def revoke(*, credential: Credential, reason: str, by: Person, now: datetime) -> StatusChange:
    """Revoke the credential for good: in the published status list from this transaction on.

    Raises NotYours unless ``by`` works in the issuer's office and is not the holder, Refused without a reason,
    Conflict when it is revoked already.
    """
    check_may_revoke(by, credential, now=now)
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise Refused(_("Write the reason in a sentence. The holder will read it."), field="reason")
    organisation = _lock(credential.issuer)
    status_list = StatusList.objects.select_for_update().get(pk=credential.status_list_id)
    if not Credential.objects.standing().filter(pk=credential.pk).update(revoked_at=now):
        raise Conflict(_("This credential has already been revoked."))
    credential.revoked_at = now
    change = StatusChange.objects.create(
        credential=credential, kind=StatusChange.Kind.REVOKED, reason=reason, by=by, at=now
    )
    _sign_list(status_list, _current_key(organisation, now=now), now=now)
    release(person=credential.person, micro_credential=credential.micro_credential, by=by, now=now, reason=reason)
    return change


@transaction.atomic
def rotate_key(*, organisation: Organisation, by: Person, now: datetime) -> IssuerKey:
    """Give the institution a new signing key. What the old one signed stays valid; it signs nothing more.

    Raises NotYours unless ``by`` works in the institution's office.
    """
    check_office(by, organisation, now=now)
    organisation = _lock(organisation)
    IssuerKey.objects.of(organisation).current().update(retired_at=now)
    return _make_key(organisation, now=now)


@transaction.atomic
def encrypt_keys_again() -> int:
    """Put every private key under the first of ``KEY_ENCRYPTION_KEYS``; how many there were.

    Raises vault.CannotDecrypt, and changes nothing, when one is under a key that is no longer in the environment.
    """
    keys = list(IssuerKey.objects.select_for_update())
    for key in keys:
        key.private_key_encrypted = vault.encrypt_again(bytes(key.private_key_encrypted))
    IssuerKey.objects.bulk_update(keys, ["private_key_encrypted"], batch_size=500)
    return len(keys)


def _lock(organisation: Organisation) -> Organisation:
    """Let one change at a time into an institution's keys and lists; other rows may still point to it meanwhile."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _current_key(organisation: Organisation, *, now: datetime) -> IssuerKey:
    """The key that signs today, made if there has been none. The institution must be locked."""
    key = IssuerKey.objects.of(organisation).current().select_related("organisation").first()
    return key or _make_key(organisation, now=now)


def _make_key(organisation: Organisation, *, now: datetime) -> IssuerKey:
    public, private_encrypted = bridge.new_key()
    return IssuerKey.objects.create(
        organisation=organisation,
        public_key_multibase=public,
        private_key_encrypted=private_encrypted,
        created_at=now,
    )


def _allocate(organisation: Organisation, key: IssuerKey, *, now: datetime) -> tuple[StatusList, int]:
    """The next free index in one of the institution's lists. The institution must be locked."""
    free = StatusList.objects.select_for_update().filter(organisation=organisation, allocated__lt=F("length"))
    status_list = free.order_by("pk").first() or _make_list(organisation, key, now=now)
    index = status_list.allocated
    status_list.allocated += 1
    status_list.save(update_fields=["allocated"])
    return status_list, index


def _make_list(organisation: Organisation, key: IssuerKey, *, now: datetime) -> StatusList:
    status_list = StatusList(organisation=organisation, length=bridge.MIN_STATUS_ENTRIES, changed_at=now)
    status_list.signed = bridge.signed_status_list(status_list, [], key=key, now=now)
    status_list.save()
    return status_list


def _sign_list(status_list: StatusList, key: IssuerKey, *, now: datetime) -> None:
    """Publish the list as its credentials now stand. The list must be locked."""
    revoked = status_list.credentials.revoked().values_list("status_index", flat=True)
    status_list.signed = bridge.signed_status_list(status_list, revoked, key=key, now=now)
    status_list.changed_at = now
    status_list.save(update_fields=["signed", "changed_at"])
