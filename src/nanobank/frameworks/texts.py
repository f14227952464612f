"""What is wrong with files or a line of them, in a sentence that says what to do, in the language active now."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_FAULTS: Final[dict[str, str | Promise]] = {
    "no_uri": _("The address is missing. It is what the concept is known by."),
    "uri": _("This is not an address. Write it whole, from http:// on, with at most 200 characters."),
    "foreign": _("This is not one of ESCO's addresses."),
    "no_label": _("The name is missing."),
    "long": _("This is longer than %(most)s characters."),
    "cells": _("The line has %(have)s cells, and there are %(want)s headings. Is a quotation mark missing?"),
    "characters": _("There are characters here that cannot be read. Save the file as UTF-8."),
    "relation": _("This should be “essential” or “optional”."),
    "itself": _("A concept cannot lie within itself."),
    "twice": _("The same concept stands in line %(line)s already, in the same language."),
    "unknown": _("No concept with this address is in the files or in the bank."),
    "not_in_esco": _("This address belongs to ESCO, and the bank does not have it. Take ESCO's own files in first."),
    "other_kind": _("The bank has this as another kind of thing (%(kind)s)."),
    "cannot_ask": _("Only a role or a competence can ask for something."),
    "not_competence": _("Only a competence can be asked for."),
    "kind": _("Write kompetence, gruppe, rolle or rollegruppe."),
    "yes_or_no": _("Write ja or nej."),
    "same": _("The line is left out as a whole, because of what is wrong with it above."),
}
_TROUBLES: Final[dict[str, str | Promise]] = {
    "zip": _("The zip file is damaged. Download it again."),
    "large": _("The files are larger than can be taken in at once. Take fewer languages at a time."),
    "locked": _("The zip file is locked with a password. Unpack it first."),
    "csv": _("%(file)s is not a CSV file. Is it damaged, or is a quotation mark missing?"),
    "json": _("%(file)s is not JSON."),
    "not_case": _("%(file)s is not a CASE package: it should have CFDocument and CFItems."),
    "no_document": _("The CASE package does not say its address and title (CFDocument)."),
    "not_esco": _("None of ESCO's files is among them, such as skills_da.csv."),
    "missing": _("%(file)s lacks a column: %(columns)s. The first line must hold the headings."),
    "twice": _("Two columns hold the same: %(column)s. Remove one of them."),
    "several": _("A plain list is one file. Send one at a time."),
    "empty_file": _("%(file)s is empty."),
    "empty": _("There is nothing in the files."),
    "nothing": _("There is something wrong with every line, so nothing can be taken in."),
    "many_faults": _("There is something wrong with more than %(most)s lines. Are these the right files?"),
}


def fault_text(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with a line."""
    return str(_FAULTS[code]) % params


def trouble_text(code: str, params: Mapping[str, Any]) -> str:
    """Why the files cannot be used."""
    return str(_TROUBLES[code]) % params
