"""What is asked of the registry: whether an issuer is known, how we know, and who is in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nanobank.credentials.addresses import slug_of_did
from nanobank.credentials.trust.countries import Country
from nanobank.credentials.trust.models import Ground, TrustChange, TrustedIssuer, TrustedIssuerQuerySet
from nanobank.organisations.models import Organisation, OrganisationQuerySet


def trusted_at(now: datetime) -> Callable[[str], str | None]:
    """Whom we trust at that moment: from an identifier to the name it is known by, None for who is not; one query."""

    def known_as(identifier: str) -> str | None:
        slug = slug_of_did(identifier)
        if slug:
            organisation = Organisation.objects.filter(slug=slug).first()
            return organisation.name if organisation else None
        known = TrustedIssuer.objects.known_on(timezone.localdate(now)).filter(identifier=identifier)
        return known.values_list("name", flat=True).first()

    return known_as


def how_known(identifier: str, *, now: datetime) -> str:
    """How we know who an issuer is, or why we no longer say that we do, in the language active now; empty if never."""
    if slug_of_did(identifier):
        return _("An institution of this site. Its keys are kept here, and only its own people can use them.")
    entries = TrustedIssuer.objects.filter(identifier=identifier).select_related("checked_by").order_by("-pk")
    known = entries.known_on(timezone.localdate(now)).first()
    if known is not None:
        return sentence_of(known)
    withdrawn = entries.withdrawn().filter(confirmed_at__isnull=False).first()
    if withdrawn is None or withdrawn.withdrawn_at is None:
        return ""
    return _("%(name)s was known here, but we withdrew that on %(day)s: %(reason)s") % {
        "name": withdrawn.name,
        "day": date_format(timezone.localdate(withdrawn.withdrawn_at), "DATE_FORMAT"),
        "reason": withdrawn.withdrawal_reason,
    }


def sentence_of(issuer: TrustedIssuer) -> str:
    """How we know, in one sentence, in the language active now."""
    told = {
        "who": issuer.checked_by.name,
        "day": date_format(issuer.checked_on, "DATE_FORMAT"),
        "reference": issuer.reference.rstrip("."),
        "source": issuer.source,
        "number": issuer.register_number,
    }
    if issuer.ground == Ground.OFFICIAL_LIST:
        return _("On an official list, seen %(day)s: %(reference)s (%(source)s).") % told
    if issuer.ground == Ground.REGISTER:
        return _("In a national register under number %(number)s, seen %(day)s: %(reference)s.") % told
    return _("Checked by hand by %(who)s on %(day)s: %(reference)s.") % told


@dataclass(frozen=True)
class Entry:
    """An issuer from outside as the list shows it."""

    issuer: TrustedIssuer
    how: str


def issuers_here(text: str = "") -> OrganisationQuerySet:
    """The institutions of this site that have signed something; every word of ``text`` is in the name."""
    found = Organisation.objects.filter(issuer_keys__isnull=False).distinct()
    for word in text.split():
        found = found.filter(Q(name_da__icontains=word) | Q(name_en__icontains=word) | Q(slug__icontains=word))
    return found.order_by("name_da")


def issuers_known(text: str = "", *, now: datetime) -> TrustedIssuerQuerySet:
    """Those from outside that are trusted now, by name; every word of ``text`` is in what is told of them."""
    return _matching(TrustedIssuer.objects.known_on(timezone.localdate(now)), text)


def issuers_withdrawn(text: str = "") -> TrustedIssuerQuerySet:
    """Those that were trusted and are not any more; what was only proposed and turned down is nobody's business."""
    return _matching(TrustedIssuer.objects.withdrawn().filter(confirmed_at__isnull=False), text)


def issuers_proposed() -> TrustedIssuerQuerySet:
    """Those that wait for a second person, the oldest first."""
    return TrustedIssuer.objects.proposed().select_related("checked_by").order_by("pk")


def entries(issuers: Iterable[TrustedIssuer]) -> list[Entry]:
    """The issuers with how we know."""
    return [Entry(issuer, sentence_of(issuer)) for issuer in issuers]


def issuer_with(uuid: UUID) -> TrustedIssuer:
    """One issuer from outside, whatever its state. Raises Http404."""
    issuer = TrustedIssuer.objects.select_related("checked_by").filter(uuid=uuid).first()
    if issuer is None:
        raise Http404
    return issuer


def story_of(issuer: TrustedIssuer) -> list[TrustChange]:
    """Every step, the first first."""
    return list(issuer.changes.select_related("by").order_by("pk"))


def _matching(issuers: TrustedIssuerQuerySet, text: str) -> TrustedIssuerQuerySet:
    for word in text.split():
        countries = [code for code, name in Country.choices if word.lower() in str(name).lower()]
        issuers = issuers.filter(
            Q(name__icontains=word)
            | Q(identifier__icontains=word)
            | Q(register_number__icontains=word)
            | Q(country__in=countries)
        )
    return issuers.select_related("checked_by").order_by("name", "pk")
