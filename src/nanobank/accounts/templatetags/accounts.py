"""What the sign-in page says: ``{% load accounts %}{% why_sign_in onward as why %}``."""

from typing import Final
from urllib.parse import urlsplit

from django import template
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

register = template.Library()

_WHY: Final = {
    "pathway_new": _("Sign in to lay a plan, so that it can be kept for you. Nobody sees it but you."),
    "module_add": _("Sign in to write a module. It takes that an institution has made you one of its educators."),
    "workplace_new": _("Sign in to bring your workplace in."),
    "exam_register": _("Sign in to put yourself forward for exam."),
    "withdrawal_start": _("Sign in to bring what you have learnt elsewhere."),
}
_OTHERWISE: Final = _("Sign in first. Then you come to the page that you asked for.")


@register.simple_tag
def why_sign_in(onward: str) -> str:
    """Why one must sign in before the page at this address; nothing for who has asked for none."""
    if not onward:
        return ""
    try:
        name = resolve(urlsplit(onward).path).url_name or ""
    except Resolver404:
        name = ""
    return str(_WHY.get(name, _OTHERWISE))
