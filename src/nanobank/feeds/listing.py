"""Outside offers as lines of the catalogue: those in force that nobody has decided against."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from nanobank.catalogue.indexing import Line, bring
from nanobank.catalogue.models import Language, Level, Listing, ListingKind
from nanobank.feeds.models import OutsideOffer

_SUMMARY: Final = 300
_BODY: Final = 1_500
"""So many characters of a description are looked in; what an offer is about stands before that."""
_KRONER: Final = ("", "DKK")


def bring_offers() -> None:
    """Let the catalogue list them."""
    bring(ListingKind.OUTSIDE_OFFER, OutsideOffer, _lines)


def _lines(ids: Collection[int], now: datetime) -> list[Line]:
    found = OutsideOffer.objects.shown().filter(pk__in=ids).select_related("vetting").prefetch_related("competences")
    return [_line(offer) for offer in found]


def _line(offer: OutsideOffer) -> Line:
    summary = summary_of(offer)
    listing = Listing(
        kind=ListingKind.OUTSIDE_OFFER,
        target_id=offer.pk,
        slug=str(offer.uuid),
        title_da=offer.title,
        title_en=offer.title,
        title_length=len(offer.title),
        summary_da=summary,
        summary_en=summary,
        provider_name=offer.provider_name[:60],
        level=offer.level if offer.level in Level.values else None,
        ects=offer.ects,
        price=offer.price if offer.currency in _KRONER else None,
        language=offer.language if offer.language in Language.values else "",
        form=offer.form,
        next_start=offer.starts_on,
        published_at=offer.changed_at,
        assured_until=_vetted_until(offer),
    )
    competences = list(offer.competences.all())
    about = [offer.description[:_BODY], offer.provider_name, *offer.terms]
    danish = [*(one.label_da for one in competences), *(about if offer.language != "en" else ())]
    english = [*(one.label_en for one in competences), *(about if offer.language == "en" else ())]
    return Line(listing, "", danish, english, is_beside=True)


def _vetted_until(offer: OutsideOffer) -> date | None:
    """The last day of a judgement that has not been taken back and is of what the source says now."""
    vetting = offer.vetting
    if vetting is None or vetting.withdrawn_at is not None or offer.changed_since(vetting.at):
        return None
    return vetting.until


def summary_of(offer: OutsideOffer) -> str:
    """The beginning of what the source says, to the end of a word."""
    text = " ".join(offer.description[: _SUMMARY + 100].split())
    if len(text) <= _SUMMARY:
        return text
    return text[:_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:–- ") + " …"
