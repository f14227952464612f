"""Checks anybody's credential. Nothing of it is kept."""

from datetime import datetime
from typing import Final

from nanobank.common.errors import Refused
from nanobank.credentials.addresses import is_ours, slug_of_did
from nanobank.credentials.bridge import (
    CannotResolve,
    Code,
    Resolver,
    Step,
    Unreachable,
    Verdict,
    verify,
)
from nanobank.credentials.fetching import Fetcher
from nanobank.credentials.own_documents import own_document
from nanobank.credentials.recorded import as_recorded
from nanobank.credentials.resolving import public_resolver
from nanobank.credentials.texts import why_unreachable
from nanobank.credentials.trust.queries import how_known, trusted_at

_ESTABLISHED: Final = (Code.ISSUER_OK, Code.ISSUER_HOSTS, Code.ISSUER_NOT_KNOWN, Code.ISSUER_HOSTS_NOT_KNOWN)


def check_document(document: bytes | str, *, now: datetime, fetcher: Fetcher | None = None) -> Verdict:
    """Whether a credential is genuine now, step by step. Any input gives a verdict."""
    verdict = verify(document, resolve=resolver_for(fetcher or Fetcher()), now=now, trusted=trusted_at(now))
    return as_recorded(verdict, document)


def check_link(link: str, *, now: datetime) -> Verdict:
    """The verdict on the credential that a link leads to. Raises Refused when there is nothing to read."""
    fetcher = Fetcher()
    try:
        document = resolver_for(fetcher)(link)
    except CannotResolve as error:
        raise Refused(why_unreachable(error.reason), field="link") from None
    return check_document(document, now=now, fetcher=fetcher)


def how_known_in(verdict: Verdict, *, now: datetime) -> str:
    """How we know who the issuer of a checked credential is, or that we no longer do; empty when we never did.

    Only said of an issuer whose key it turned out to be, since anybody can write somebody else's identifier.
    """
    if verdict[Step.ISSUER].code not in _ESTABLISHED or verdict.facts is None:
        return ""
    return how_known(verdict.facts.issuer.id, now=now)


def resolver_for(fetcher: Fetcher) -> Resolver:
    """What this site publishes comes from its own database; the rest is fetched, as far as the fetcher dares."""

    elsewhere = public_resolver(fetcher)

    def resolve(address: str) -> bytes:
        found = own_document(address)
        if found is not None:
            return found
        if is_ours(address) or slug_of_did(address):
            raise CannotResolve(Unreachable.NOT_FOUND)
        return elsewhere(address)

    return resolve
