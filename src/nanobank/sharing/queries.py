"""What the pages and the API ask about links, and what a link shows to whoever follows it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from nanobank.accounts.models import Person
from nanobank.credentials.models import Credential, CredentialQuerySet
from nanobank.credentials.presenting import Diploma, diploma_of
from nanobank.credentials.queries import Standing, credential_with, credentials_of, standing_of, successor_of
from nanobank.credentials.texts import headline_for
from nanobank.sharing.errors import LinkEnded
from nanobank.sharing.models import Share, SharedCredential, ShareQuerySet


@dataclass(frozen=True)
class Shown:
    """One credential as a link shows it: only what its holder chose."""

    position: int
    standing: Standing
    headline: str
    diploma: Diploma
    colour: str
    revoked: bool

    @property
    def genuine(self) -> bool:
        """Whether it is genuine now."""
        return self.standing.genuine


@dataclass(frozen=True)
class Opened:
    """A link that somebody follows, and what they see."""

    share: Share
    shown: tuple[Shown, ...]

    @property
    def holder(self) -> str:
        """Whose they are, if that is shown."""
        return next((one.diploma.holder for one in self.shown if one.diploma.holder), "")


def shareable(person: Person) -> CredentialQuerySet:
    """What a person can share: what they hold and what still stands."""
    return credentials_of(person).standing()


def links_of(person: Person) -> ShareQuerySet:
    """A person's links, ended ones too, the newest first, with the titles behind them."""
    return Share.objects.of(person).prefetch_related(_titles()).order_by("-created_at", "-pk")


def link_of(person: Person, uuid: UUID) -> Share:
    """One of a person's own links. Raises Http404, for a neighbour's too."""
    share = links_of(person).filter(uuid=uuid).first()
    if share is None:
        raise Http404
    return share


def link_with(secret: str, *, now: datetime) -> Share:
    """The link with this secret. Raises Http404 when there never was one, LinkEnded when it shows nothing any more."""
    share = Share.objects.filter(secret=secret).first()
    if share is None:
        raise Http404
    if not share.is_open(now):
        raise LinkEnded
    return share


def opened(share: Share, *, now: datetime) -> Opened:
    """What an open link shows at this moment; two queries, however many credentials."""
    shown = [
        one
        for item in _items(share).select_related("credential__issuer", "credential__key")
        if (one := _shown(share, item, now=now)) is not None
    ]
    return Opened(share, tuple(shown))


def shared_credential(share: Share, position: int) -> Credential:
    """The credential at that place behind the link. Raises Http404."""
    item = _items(share).filter(position=position).select_related("credential__issuer", "credential__key").first()
    if item is None:
        raise Http404
    return in_force(item.credential)


def in_force(credential: Credential) -> Credential:
    """The credential, or the one that has taken its place: no query unless there is one."""
    while (successor := successor_of(credential)) is not None:
        credential = credential_with(successor)
    return credential


def _items(share: Share) -> QuerySet[SharedCredential]:
    return SharedCredential.objects.filter(share=share).order_by("position")


def _titles() -> Prefetch[str, QuerySet[SharedCredential], str]:
    items = SharedCredential.objects.select_related("credential__micro_credential", "credential__issuer")
    return Prefetch("items", queryset=items.defer("credential__document").order_by("position"))


def _shown(share: Share, item: SharedCredential, *, now: datetime) -> Shown | None:
    credential = in_force(item.credential)
    standing = standing_of(credential, now=now)
    if standing.facts is None:
        return None
    return Shown(
        position=item.position,
        standing=standing,
        headline=headline_for(standing.outcome, standing.reason),
        diploma=_chosen(share, diploma_of(standing.facts)),
        colour=credential.issuer.colour,
        revoked=credential.revoked,
    )


def _chosen(share: Share, diploma: Diploma) -> Diploma:
    """The diploma without what its holder keeps to themselves."""
    if not share.shows_name:
        diploma = replace(diploma, holder="")
    if not share.shows_grade:
        diploma = replace(diploma, grade="", scale="")
    if not share.shows_outcomes:
        diploma = replace(diploma, outcomes=(), competences=())
    if not share.shows_evidence:
        diploma = replace(diploma, criteria="", assessment="", supervision="")
    return diploma
