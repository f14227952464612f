"""What a credential asks for, fetched from where it is published."""

from nanobank.credentials.fetching import Fetcher
from nanobank.credentials.verdicts.bridge import CannotResolve, Resolver, Unreachable, did_web_to_url


def public_resolver(fetcher: Fetcher) -> Resolver:
    """A resolver that fetches over https, ``did:web`` from its address, as far as the fetcher dares."""

    def resolve(address: str) -> bytes:
        if not address.startswith("did:"):
            return fetcher.get(address)
        try:
            url = did_web_to_url(address)
        except ValueError:
            raise CannotResolve(Unreachable.NOT_FOUND) from None
        return fetcher.get(url)

    return resolve
