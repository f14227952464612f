"""What is wrong with a list or a row of it, in a sentence that says what to do, in the language active now."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COLUMNS: Final[dict[str, str | Promise]] = {
    "name": _("Name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail"),
    "micro_credential": _("Micro-credential"),
    "grade": _("Grade"),
    "awarded_on": _("Date"),
    "evidence": _("Evidence"),
}
_PROBLEMS: Final[dict[str, str | Promise]] = {
    "name_missing": _("The name is missing."),
    "name_one_word": _("Write both given name and family name."),
    "name_long": _("The name is longer than 80 letters before or after the last space."),
    "characters": _(
        "There are characters here that cannot be read. Save the list as CSV UTF-8 or as an Excel workbook."
    ),
    "email_missing": _("The e-mail address is missing. It is how the person gets the credential."),
    "email_wrong": _("“%(value)s” is not an e-mail address."),
    "micro_credential_missing": _("It does not say which micro-credential is awarded."),
    "micro_credential_unknown": _("Your institution has no published micro-credential called “%(value)s”."),
    "micro_credential_unready": _("This has to be filled in for the micro-credential first: %(missing)s."),
    "grade_missing": _("The grade is missing."),
    "grade_unknown": _("“%(value)s” is not a grade. Use 12, 10, 7, 4 or 02, or Passed."),
    "grade_not_passed": _("“%(value)s” does not pass, so nothing can be awarded."),
    "grade_by_scale": _("This micro-credential is graded on the 7-point scale, not by “%(value)s”."),
    "grade_without_scale": _(
        "This micro-credential is passed or not, without a grade. Write Passed instead of “%(value)s”."
    ),
    "date_wrong": _("“%(value)s” is not a date. Write for instance 21.11.2026 or 2026-11-21."),
    "date_to_come": _("%(value)s is still to come."),
    "date_long_ago": _("%(value)s is more than 20 years ago."),
    "evidence_wrong": _("“%(value)s” is not a link. Write the whole address, from https:// on."),
    "evidence_long": _("The link is longer than 500 characters."),
    "twice": _("The same award stands in line %(line)s already."),
    "held": _("They hold this credential already."),
    "other_name": _(
        "The account with this e-mail address belongs to somebody with another name. Are the lines shifted?"
    ),
    "own": _("Nobody awards something to themselves. Let a colleague hand this row in."),
}
_TROUBLES: Final[dict[str, str | Promise]] = {
    "empty": _("There is nothing in the list."),
    "twice": _("Two columns hold the same: %(column)s. Remove one of them."),
    "missing": _("A column is missing: %(columns)s. The first line must hold the headings."),
    "no_micro_credential": _(
        "The list does not say what is awarded. Choose a micro-credential when you hand it in, or add the column."
    ),
    "long": _("The list has more than %(most)s lines. Save it as CSV, or divide it."),
    "csv": _("This is not a CSV file. Save the list from your spreadsheet as CSV UTF-8, or as an Excel workbook."),
    "xlsx": _("The Excel workbook cannot be opened. Save it anew, or save the list as CSV UTF-8."),
    "json": _("What was sent is not JSON rows."),
}


def column_name(column: str) -> str:
    """What a column is called."""
    return str(COLUMNS[column])


def problem_text(code: str, params: Mapping[str, str]) -> str:
    """What is wrong with a cell."""
    return str(_PROBLEMS[code]) % params


def trouble_text(trouble: Mapping[str, Any]) -> str:
    """Why a list could not be read; empty when it could."""
    code = trouble.get("code")
    if code is None:
        return ""
    params = dict(trouble.get("params", {}))
    for name in ("column", "columns"):
        if name in params:
            params[name] = ", ".join(column_name(one) for one in str(params[name]).split(","))
    return str(_TROUBLES[code]) % params
