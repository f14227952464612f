"""What the pages about wallets ask."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.crypto import constant_time_compare

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.credentials.models import Credential, CredentialQuerySet
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.wallets import codes
from nanobank.wallets.authorization import AuthorizationRequest
from nanobank.wallets.models import Offer, PresentationRequest, ShownCredential, WalletCopy
from nanobank.wallets.permissions import check_asker, check_holder, check_shown_to
from nanobank.wallets.verdicts import ReadVerdict, verdict_of


def own_credential(person: Person, uuid: UUID) -> Credential:
    """The person's own credential with its issuer. Raises Http404 and NotYours."""
    credential = get_object_or_404(
        Credential.objects.select_related("issuer", "micro_credential", "key", "person"), uuid=uuid
    )
    check_holder(person, credential)
    return credential


def own_offer(person: Person, uuid: UUID) -> Offer:
    """An offer of one of the person's own credentials. Raises Http404 and NotYours."""
    offer = get_object_or_404(
        Offer.objects.select_related("credential__issuer", "credential__micro_credential"), uuid=uuid
    )
    check_holder(person, offer.credential)
    return offer


def copies_of(credential: Credential) -> list[WalletCopy]:
    """The copies that wallets have fetched, the newest first."""
    return list(WalletCopy.objects.filter(credential=credential).order_by("-issued_at", "-pk")[:20])


def credentials_for(person: Person, request: AuthorizationRequest, *, now: datetime) -> CredentialQuerySet:
    """What the wallet may be let to fetch: the one its offer is about, else the person's own from that institution.

    Raises NotYours when the offer is of somebody else's credential.
    """
    mine = Credential.objects.held_by(person).standing().select_related("micro_credential", "issuer")
    if request.offer is not None:
        offered = Offer.objects.open(now).filter(uuid=request.offer)
        found = mine.filter(wallet_offers__in=offered)
        if not found.exists():
            raise NotYours("")
        return found
    if request.issuer:
        mine = mine.filter(issuer__slug=request.issuer)
    return mine.order_by("-awarded_at", "-pk")


@dataclass(frozen=True)
class ReadShown:
    """Something that was shown, with its verdict."""

    shown: ShownCredential
    verdict: ReadVerdict


@dataclass(frozen=True)
class RequestSeen:
    """How far a request has come, and what was shown."""

    state: str
    shown: ShownCredential | None


def hires_for(person: Person, *, now: datetime) -> list[Organisation]:
    """The organisations that the person may ask for: one query. Raises NotYours when there is none."""
    hiring = Membership.objects.of(person).at(now).filter(role=Role.EMPLOYER)
    found = list(Organisation.objects.filter(pk__in=hiring.values("organisation_id")).order_by("name_da"))
    if not found:
        raise NotYours("")
    return found


def own_request(person: Person, uuid: UUID, *, session: str) -> PresentationRequest:
    """A request that the person made in this browser. Raises Http404 and NotYours."""
    asked = get_object_or_404(PresentationRequest.objects.select_related("organisation"), uuid=uuid)
    check_asker(person, asked, session)
    return asked


def state_of_request(asked: PresentationRequest, *, code: str, now: datetime) -> RequestSeen:
    """How far it has come. What a wallet on the same device has answered is shown to whom it sent on, by its code."""
    if asked.declined_at is not None:
        return RequestSeen("declined", None)
    if asked.answered_at is not None:
        if asked.answered_here and not constant_time_compare(code, codes.code_for("response", asked.uuid)):
            return RequestSeen("elsewhere", None)
        shown = ShownCredential.objects.filter(request=asked).select_related("request__organisation").first()
        return RequestSeen("answered" if shown else "over", shown)
    return RequestSeen("waiting" if asked.expires_at > now else "over", None)


def own_shown(person: Person, uuid: UUID, *, now: datetime) -> ShownCredential:
    """What was shown to, or by, the person and is still kept. Raises Http404 and NotYours."""
    shown = get_object_or_404(ShownCredential.objects.select_related("request__organisation"), uuid=uuid)
    check_shown_to(person, shown)
    if shown.delete_at is not None and shown.delete_at <= now:
        raise NotYours("")
    return shown


def shown_to_employer(person: Person, *, now: datetime) -> list[ReadShown]:
    """What has been shown to somebody who hires, the newest first: one query."""
    found = ShownCredential.objects.filter(person=person, request__organisation__isnull=False, delete_at__gt=now)
    return [ReadShown(one, verdict_of(one)) for one in _newest(found)]


def kept_of(person: Person) -> list[ReadShown]:
    """What a learner has shown and lets the bank keep, the newest first: one query."""
    found = ShownCredential.objects.filter(person=person, request__organisation__isnull=True, kept_at__isnull=False)
    return [ReadShown(one, verdict_of(one)) for one in _newest(found)]


def _newest(found: QuerySet[ShownCredential]) -> QuerySet[ShownCredential]:
    return found.select_related("request__organisation").defer("document").order_by("-shown_at", "-pk")[:50]
