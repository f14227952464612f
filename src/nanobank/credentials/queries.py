"""What the pages, the API and the rooms above ask about credentials."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.common.prepared import prepared
from nanobank.credentials import bridge, our_own
from nanobank.credentials.models import (
    Credential,
    CredentialQuerySet,
    IssuerKey,
    IssuerKeyQuerySet,
    NameRequest,
    Reissue,
)
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.permissions import OFFICE
from nanobank.organisations.models import Membership, Organisation

EXPIRING_WITHIN: Final = timedelta(days=92)
"""How long before a credential expires the office is shown it as expiring."""


@dataclass(frozen=True)
class Standing:
    """Whether a credential of ours is genuine now, what decided that, and what it says."""

    outcome: bridge.Outcome
    reason: bridge.Finding
    facts: bridge.Facts | None

    @property
    def genuine(self) -> bool:
        """Whether it is genuine now."""
        return self.outcome is bridge.Outcome.GENUINE


def credentials_of(person: Person) -> CredentialQuerySet:
    """A person's credentials, revoked and replaced ones too, the newest first: three queries, without documents."""
    return (
        Credential.objects.held_by(person)
        .select_related("micro_credential", "issuer")
        .prefetch_related("status_changes", Prefetch("replaced_by", Credential.objects.only("uuid", "replaces")))
        .defer("document")
        .order_by("-awarded_at", "-pk")
    )


_SHOWN = (
    "uuid", "person", "micro_credential", "status_list", "status_index", "suspension_list", "suspension_index",
    "document", "seal", "awarded_at", "issued_at", "valid_until", "suspended_at", "revoked_at", "replaced_at",
    "issuer__slug", "issuer__name_da", "issuer__name_en", "issuer__colour",
    "key__organisation", "key__public_key_multibase", "key__created_at", "key__compromised_at",
)  # fmt: skip


@prepared
def _shown(uuid: Any) -> QuerySet[Credential]:
    return Credential.objects.filter(uuid=uuid).select_related("issuer", "key").only(*_SHOWN)


def credential_with(uuid: UUID) -> Credential:
    """The credential with all that its page shows and no more: one query. Raises Http404."""
    for credential in _shown(uuid=uuid):
        return credential
    raise Http404


def standing_of(credential: Credential, *, now: datetime) -> Standing:
    """Whether it is genuine at this moment.

    A sealed document has been verified before and cannot have changed; then only what can change is looked at: dates,
    key and status. Anything else goes the whole way through ``verify``.
    """
    if not bridge.is_sealed(credential):
        verdict = bridge.verify(credential.document, resolve=only_own, now=now, trusted=known_issuer)
        return Standing(verdict.outcome, verdict.reason, verdict.facts)
    facts = our_own.facts_of(credential.document)
    reason = _found_live(credential, facts, now=now)
    genuine = reason.state is bridge.State.PASSED
    return Standing(bridge.Outcome.GENUINE if genuine else bridge.Outcome.NOT_GENUINE, reason, facts)


def _found_live(credential: Credential, facts: bridge.Facts, *, now: datetime) -> bridge.Finding:
    """What ``verify`` would name as its reason, of the things that can change after signing."""
    if credential.key.organisation_id != credential.issuer_id:
        params = {"issuer": facts.issuer.id, "signer": ""}
        return bridge.Finding(bridge.Step.ISSUER, bridge.Code.ISSUER_OTHER_SIGNER, params)
    if credential.key.withdrawn:
        method = f"{facts.issuer.id}#{credential.key.public_key_multibase}"
        return bridge.Finding(bridge.Step.SIGNATURE, bridge.Code.SIGNATURE_KEY_NOT_FOUND, {"method": method})
    revoked = credential.key.compromised_at
    if revoked is not None and credential.signed_at >= revoked:
        params = {"revoked": revoked.isoformat()}
        return bridge.Finding(bridge.Step.ISSUER, bridge.Code.ISSUER_KEY_REVOKED, params)
    if facts.valid_from is not None and now < facts.valid_from:
        return bridge.Finding(
            bridge.Step.DATES, bridge.Code.DATES_NOT_YET, {"valid_from": facts.valid_from.isoformat()}
        )
    if facts.valid_until is not None and now > facts.valid_until:
        return bridge.Finding(
            bridge.Step.DATES, bridge.Code.DATES_EXPIRED, {"valid_until": facts.valid_until.isoformat()}
        )
    if credential.revoked:
        return bridge.Finding(bridge.Step.STATUS, bridge.Code.STATUS_REVOKED)
    if credential.suspended:
        return bridge.Finding(bridge.Step.STATUS, bridge.Code.STATUS_SUSPENDED)
    known_as = {"issuer": facts.issuer.id, "known_as": credential.issuer.name}
    return bridge.Finding(bridge.Step.ISSUER, bridge.Code.ISSUER_OK, known_as)


def signed_with(key: IssuerKey, *, since: datetime | None) -> CredentialQuerySet:
    """What stands of all that a key has signed, or of what it has signed from a moment on."""
    signed = Credential.objects.standing().filter(key=key)
    if since is None:
        return signed
    return signed.filter(Q(issued_at__isnull=True, awarded_at__gte=since) | Q(issued_at__gte=since))


def successor_of(credential: Credential) -> UUID | None:
    """The credential that has taken its place, None when there is none: no query unless there is one."""
    if not credential.replaced:
        return None
    return Credential.objects.filter(replaces=credential).values_list("uuid", flat=True).first()


def offices_of(person: Person, *, now: datetime) -> list[Organisation]:
    """The institutions whose credentials the person looks after: one query. Raises NotYours when there is none."""
    running = Membership.objects.of(person).at(now).filter(role__in=OFFICE)
    organisations = list(
        Organisation.objects.providers().filter(pk__in=running.values("organisation_id")).order_by("name_da")
    )
    if not organisations:
        raise NotYours("")
    return organisations


def awarded_by(
    organisations: Collection[Organisation], *, now: datetime, name: str = "", state: str = ""
) -> CredentialQuerySet:
    """What the institutions have awarded, newest first; every word of ``name`` is in the holder's or the title."""
    found = Credential.objects.filter(issuer__in=organisations)
    for word in name.split():
        found = found.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(micro_credential__title_da__icontains=word)
            | Q(micro_credential__title_en__icontains=word)
        )
    return (
        _in_state(found, state, now)
        .select_related("person", "micro_credential", "issuer")
        .prefetch_related("status_changes")
        .defer("document")
        .order_by("-awarded_at", "-pk")
    )


def _in_state(found: CredentialQuerySet, state: str, now: datetime) -> CredentialQuerySet:
    match state:
        case "standing":
            return found.standing().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=now), suspended_at=None)
        case "expiring":
            return found.standing().filter(valid_until__lte=now + EXPIRING_WITHIN)
        case "suspended":
            return found.standing().filter(suspended_at__isnull=False)
        case "revoked":
            return found.revoked().not_replaced()
        case "replaced":
            return found.filter(replaced_at__isnull=False)
    return found


def in_another_name(person: Person) -> list[Credential]:
    """The person's credentials in force that bear another name, each with what they have last asked: two queries."""
    held = Credential.objects.held_by(person).standing().select_related("micro_credential", "issuer")
    found = held.prefetch_related(Prefetch("name_requests", NameRequest.objects.order_by("-pk"))).order_by("-pk")
    return [one for one in found if our_own.holder_of(one.document) != person.name]


def name_requests_to(organisations: Collection[Organisation]) -> QuerySet[NameRequest]:
    """What holders have asked the institutions for and nobody has settled, the oldest first."""
    asked = NameRequest.objects.filter(settled_at__isnull=True, issuer__in=organisations)
    related = "credential__person", "credential__micro_credential", "credential__issuer"
    return asked.select_related(*related).order_by("pk")


def reissues_of(organisation: Organisation) -> QuerySet[Reissue]:
    """What an institution has issued anew, or is issuing anew, the latest first."""
    return Reissue.objects.filter(key__organisation=organisation).select_related("key").order_by("-pk")


def keys_of(organisation: Organisation) -> IssuerKeyQuerySet:
    """An institution's keys, the one that signs today first."""
    return IssuerKey.objects.filter(organisation=organisation).order_by("-created_at", "-pk")
