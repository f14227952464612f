"""What allauth says on its pages and we say otherwise in Danish: *e-mail* has its hyphen, and a slip is mended.

Our catalogue comes before allauth's, so it is enough that the words stand in it.
"""

from typing import Final

from django.utils.translation import gettext_noop

SAID_OTHERWISE: Final = (
    gettext_noop("Email"),
    gettext_noop("Email (again)"),
    gettext_noop("Email Addresses"),
    gettext_noop("Email Address"),
    gettext_noop("Add Email Address"),
    gettext_noop("Add Email"),
    gettext_noop("Verified"),
    gettext_noop("Email Confirmation"),
    gettext_noop("Confirm Email Address"),
    gettext_noop("You must type the same email each time."),
    gettext_noop("Primary email address set."),
    gettext_noop("Your email address is still pending verification."),
    gettext_noop("Do you really want to remove the selected email address?"),
    gettext_noop("Verify Your Email Address"),
)
