"""What is wrong with a feed or an offer of it, in a sentence that says what to do; and what was judged of an offer."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nanobank.feeds.models import OutsideOffer, Verdict

FIELDS: Final[dict[str, str | Promise]] = {
    "id": _("The source's own number"),
    "url": _("Address"),
    "title": _("Title"),
    "provider": _("Provider"),
    "description": _("Description"),
    "language": _("Language"),
    "workload": _("Time it takes"),
    "ects": _("ECTS"),
    "level": _("Level"),
    "price": _("Price"),
    "currency": _("Currency"),
    "form": _("How one takes part"),
    "start": _("Starts"),
    "competences": _("Competences"),
}
"""Our names for what a source says (``formats.NAMES``), as people call it."""

_FAULTS: Final[dict[str, str | Promise]] = {
    "missing": _("This is missing. An offer without it cannot be shown."),
    "long": _("This is longer than %(most)s characters."),
    "no_url": _("The address is missing. Without it nobody can get to the offer."),
    "url": _("This is not an address. Write it whole, from https:// on."),
    "scheme": _("Only addresses with https:// or http:// are taken in."),
    "private": _("This address leads to a private network and cannot be reached from outside."),
    "long_url": _("The address is longer than 600 characters."),
    "not_ects": _("This is not a number of ECTS credits."),
    "not_price": _("This is not a price. Write a number, or gratis."),
    "negative": _("A number below zero makes no sense here."),
    "much": _("The number is larger than can be right (at most %(most)s)."),
    "level": _("The level is a number from 1 to 8 (EQF)."),
    "date": _("This is not a date. Write it as 2027-02-01 or 1.2.2027."),
    "cells": _("The line has %(have)s cells, and there are %(want)s headings. Is a quotation mark missing?"),
    "characters": _("There are characters here that cannot be read. Save the file as UTF-8."),
    "only_address": _("Only an address is given here, and nothing of the offer itself."),
    "twice": _("The same offer stands in line %(line)s already."),
    "elsewhere": _("This offer is shown already: the feed “%(feed)s” brings it."),
}
_TROUBLES: Final[dict[str, str | Promise]] = {
    "empty": _("There is nothing in it."),
    "csv": _("It is neither JSON, XML, a web page nor a CSV file. Is it damaged?"),
    "json": _("The JSON breaks off or is not JSON. Fetch it again."),
    "xml": _("The XML breaks off or is not XML. Fetch it again."),
    "entities": _("The XML defines entities of its own, and such files are not read."),
    "no_data": _("The page holds no offers that programs can read (schema.org in JSON-LD)."),
    "no_offers": _("No offers were found: no schema.org Course and no learning opportunity."),
    "no_columns": _("The columns for title and address could not be told. Say which they are."),
    "nothing": _("There is something wrong with every offer, so nothing can be taken in."),
    "many_faults": _("There is something wrong with more than %(most)s offers. Is this the right feed?"),
    "large": _("It is larger than can be taken in."),
    "not_allowed": _("The address is not on the public internet, or does not begin with https://. It was not fetched."),
    "not_found": _("There is nothing at the address. Is it written right?"),
    "gone": _("What was at the address has been taken away."),
    "no_answer": _("The address does not answer as it should. Try again later."),
    "timed_out": _("The address answers too slowly. Try again later, or hand over a file."),
    "too_large": _("There is more at the address than can be fetched. Hand over a file."),
    "not_readable": _("What is at the address cannot be read."),
}


_LANGUAGES: Final[dict[str, str | Promise]] = {
    "da": _("Danish"),
    "en": _("English"),
    "sv": _("Swedish"),
    "no": _("Norwegian"),
    "de": _("German"),
}


def language_named(code: str) -> str:
    """What a language is called; its code where we have no word for it."""
    return str(_LANGUAGES.get(code, code))


def fault_text(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with an offer."""
    return str(_FAULTS[code]) % params


def trouble_text(code: str, params: Mapping[str, Any]) -> str:
    """Why the feed cannot be used."""
    return str(_TROUBLES[code]) % params


def line_of(offer: OutsideOffer, day: date) -> str:
    """The one honest line about an offer: who has vetted it and until when, or that nobody has."""
    vetting = offer.vetting
    if vetting is None or vetting.withdrawn_at is not None:
        return gettext("Not vetted")
    told = {"who": vetting.organisation.short_name, "date": date_format(vetting.until, "DATE_FORMAT")}
    if vetting.verdict == Verdict.REJECTED:
        return gettext("Taken out of the catalogue by %(who)s") % told
    if vetting.until < day:
        return gettext("Not vetted: what %(who)s said held until %(date)s") % told
    if offer.changed_since(vetting.at):
        return gettext("Vetted by %(who)s, valid until %(date)s; the provider has changed it since") % told
    return gettext("Vetted by %(who)s, valid until %(date)s") % told
