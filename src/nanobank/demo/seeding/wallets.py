"""A credential held out to a wallet, requests for one, and what has been shown, for a visitor to open."""

from datetime import datetime, timedelta

from nanobank.accounts.models import Person
from nanobank.credentials.checking import check_document
from nanobank.credentials.models import Credential
from nanobank.organisations.models import Membership, Role
from nanobank.wallets.judging import kept
from nanobank.wallets.models import Format, Offer, PresentationRequest, ShownCredential
from nanobank.wallets.services import ask_for_credential, ask_to_show, offer_credential, verifier_key

_OPEN_FOR = timedelta(days=30)  # a visitor comes when they come
_NO_BROWSER = "the demo's"


def seed_wallets(people: dict[str, Person], now: datetime) -> tuple[Offer, list[ShownCredential]]:
    """Nadia's credential is ready for her wallet; she has shown it to an employer and let the bank keep it."""
    nadia, birthe = people["nadia-rahimi-bech"], people["birthe-langvad"]
    credential = Credential.objects.held_by(nadia).standing().latest("awarded_at")
    offer = offer_credential(credential=credential, as_format=Format.LDP, by=nadia, now=now, life=_OPEN_FOR)
    verifier_key(now=now)
    _request(birthe, "Kommunikationskonsulent i sundhedsforvaltningen", now)
    answered = _request(birthe, "Kommunikationskonsulent, anden samtale", now - timedelta(days=1))
    own = ask_to_show(session=_NO_BROWSER, by=nadia, now=now - timedelta(days=2))
    return offer, [_shown(answered, credential, now), _shown(own, credential, now)]


def _request(birthe: Person, purpose: str, now: datetime) -> PresentationRequest:
    hiring = Membership.objects.of(birthe).at(now).filter(role=Role.EMPLOYER)
    return ask_for_credential(
        organisation=hiring[0].organisation,
        purpose=purpose,
        with_name=False,
        with_grade=True,
        whole=True,
        session=_NO_BROWSER,
        by=birthe,
        now=now,
        life=_OPEN_FOR,
    )


def _shown(request: PresentationRequest, credential: Credential, now: datetime) -> ShownCredential:
    """As if a wallet had just answered."""
    employers = request.organisation_id is not None
    PresentationRequest.objects.filter(pk=request.pk).update(answered_at=now)
    return ShownCredential.objects.create(
        request=request,
        person=request.by,
        format=Format.LDP,
        bound=True,
        document="" if employers else credential.document,
        verdict=kept(check_document(credential.document, now=now), request),
        shown_at=now,
        kept_at=None if employers else now,
        delete_at=now + _OPEN_FOR if employers else None,
    )
