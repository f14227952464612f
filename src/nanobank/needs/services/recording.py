"""Saying a need, correcting it, and closing it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.cpr import has_cpr
from nanobank.common.errors import Refused
from nanobank.needs.bridge import NeedEvent
from nanobank.needs.models import Need, Origin, Sector
from nanobank.needs.permissions import check_sees_to
from nanobank.needs.plain import plain
from nanobank.needs.services.settling import check_standing, close, locked
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.permissions import check_role
from nanobank.organisations.regions import Region, region_of

LONGEST: Final = 20_000
_MOST_PEOPLE: Final = 100_000
_MOST_COMPETENCES: Final = 40
_THE_SAME: Final = timedelta(days=1)


@transaction.atomic
def record_need(
    *,
    words: str,
    now: datetime,
    origin: str,
    language: str = "",
    competences: Iterable[Competence] = (),
    by: Person | None = None,
    organisation: Organisation | None = None,
    region: str = "",
    sector: str = "",
    people: int = 1,
    name_shown: bool = False,
    may_be_contacted: bool = False,
    hears: bool = True,
) -> Need:
    """Keep a need. ``region`` and ``sector`` are values of Region and Sector, or empty; an organisation's region is
    where its postcode lies, unless given.

    The same words by the same asker within a day, still to be met, are the same need, which is given back as it is.
    Raises Refused (fields ``words``, ``people``, ``competences``, ``region``, ``sector``); NotYours when ``by`` does
    not act for ``organisation``.
    """
    if by is not None and organisation is not None:
        check_role(by, organisation, Role.EMPLOYER, now=now)
    said = check_words(words)
    wanted = _checked(competences, people=people, region=region, sector=sector)
    if by is not None or organisation is not None:
        again = Need.objects.standing().filter(
            by=by, organisation=organisation, words=said, made_at__gt=now - _THE_SAME
        )
        if known := again.first():
            return known
    if not region and organisation is not None:
        region = region_of(organisation.postcode) or ""
    need = Need.objects.create(
        words=said,
        language=language[:3] or "und",
        origin=Origin(origin),
        by=by,
        organisation=organisation,
        people=people,
        region=region,
        sector=sector,
        name_shown=name_shown and organisation is not None,
        may_be_contacted=may_be_contacted and by is not None,
        hears=hears,
        made_at=now,
    )
    need.competences.set(wanted)
    return need


@transaction.atomic
def correct_need(
    *,
    need: Need,
    by: Person,
    now: datetime,
    words: str,
    competences: Iterable[Competence],
    people: int,
    region: str,
    sector: str,
    name_shown: bool,
    may_be_contacted: bool,
    hears: bool,
) -> Need:
    """Say it better. Raises NotYours; Conflict when it is closed; Refused as ``record_need``."""
    check_sees_to(by, need, now=now)
    said = check_words(words)
    wanted = _checked(competences, people=people, region=region, sector=sector)
    standing = locked(need)
    check_standing(standing)
    standing.words, standing.people, standing.region, standing.sector = said, people, region, sector
    standing.name_shown = name_shown and standing.organisation_id is not None
    standing.may_be_contacted, standing.hears = may_be_contacted, hears
    standing.looked_at = None
    standing.save()
    standing.competences.set(wanted)
    return standing


def find(*, need: Need, by: Person, now: datetime) -> Need:
    """The asker has found something: it is met. Raises NotYours, Conflict."""
    return _close(need, NeedEvent.FIND, by=by, now=now)


def withdraw(*, need: Need, by: Person, now: datetime) -> Need:
    """The asker no longer wants it. Raises NotYours, Conflict."""
    return _close(need, NeedEvent.WITHDRAW, by=by, now=now)


def check_words(words: str) -> str:
    """What was written, as plain text. Raises Refused (field ``words``) when there is nothing, or too much."""
    said = plain(words)
    if not any(letter.isalpha() for letter in said):
        raise Refused(_("Write what you need, in your own words."), field="words")
    check_no_cpr(said)
    if len(said) > LONGEST:
        sentence = _("This is %(count)s characters; there is room for %(most)s. Leave out what is not about the need.")
        raise Refused(sentence % {"count": len(said), "most": LONGEST}, field="words")
    return said


def check_no_cpr(words: str) -> None:
    """Raises Refused (field ``words``) where a personal number stands."""
    if has_cpr(words):
        raise Refused(_("There is a CPR number in it. Take it out: nobody needs it here."), field="words")


@transaction.atomic
def _close(need: Need, event: NeedEvent, *, by: Person, now: datetime) -> Need:
    check_sees_to(by, need, now=now)
    standing = locked(need)
    close(standing, event, by=by, now=now)
    return standing


def _checked(competences: Iterable[Competence], *, people: int, region: str, sector: str) -> list[Competence]:
    if not 1 <= people <= _MOST_PEOPLE:
        raise Refused(_("How many is it for? At least one."), field="people")
    if region and region not in Region.values:
        raise Refused(_("There is no such region."), field="region")
    if sector and sector not in Sector.values:
        raise Refused(_("There is no such sector."), field="sector")
    wanted = list({one.pk: one for one in competences}.values())
    if len(wanted) > _MOST_COMPETENCES:
        raise Refused(_("Choose at most %d competences.") % _MOST_COMPETENCES, field="competences")
    return wanted
