"""What can be done with one module of a plan: forms that are drawn once for each kind of module, and then filled in.

They are most of the page, and from module to module only a few words of them differ.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from nanobank.pathways.showing import ShownStep

_NOBODYS: Final = str(UUID(int=0))
_SLOT: Final = re.compile(f"\ue000(\\w+)\ue000|{_NOBODYS}")
"""Where something of one module's own belongs: letters that no text has, or the address of no pathway."""
_CHOICE: Final = (
    '<li><label class="pw-choice"><input type="radio" name="other" value="{}"{}>'
    "<span>{}<small>{}</small></span></label></li>"
)


class Kind(NamedTuple):
    """All that decides which forms there are, and in which language; nothing of anybody's own."""

    language: str
    is_own: bool
    has_plan: bool
    is_wrong: bool
    is_pinned: bool
    is_dated: bool
    is_begun: bool
    swaps: bool

    @classmethod
    def of(cls, step: ShownStep, language: str, *, is_own: bool, has_plan: bool, is_wrong: bool) -> "Kind":
        """That of a module, on the learner's own page or a mentor's; ``has_plan``: some plan is gone by."""
        return cls(
            language, is_own, has_plan, is_wrong, step.is_pinned, step.is_dated, step.is_begun, bool(step.others)
        )


def forms_of(step: ShownStep, kind: Kind, *, pathway: UUID, token: str, trouble: str) -> SafeString:
    """The forms of one module; ``token`` is that against forgery, ``trouble`` what was wrong with what was sent."""
    filled = {
        "slug": step.slug,
        "title": escape(step.title),
        "first_day": step.begins.isoformat(),
        "choices": _choices(step),
        "token": escape(token),
        "trouble": escape(trouble),
        _NOBODYS: str(pathway),
    }
    drawn = _SLOT.sub(lambda found: filled[found[1] or found[0]], _drawn(kind))
    return mark_safe(drawn)  # noqa: S308  # what is filled in is escaped above


def _choices(step: ShownStep) -> SafeString:
    """What can be taken instead, the first of them ticked."""
    ticked = [SafeString(" checked"), *[SafeString()] * len(step.others)]
    rows = ((one.slug, tick, one.title, one.facts) for one, tick in zip(step.others, ticked, strict=False))
    return format_html_join("", _CHOICE, rows)


@lru_cache(maxsize=256)
def _drawn(kind: Kind) -> str:
    """The forms with slots, in the language that is active: the kind's."""
    slots = {name: f"\ue000{name}\ue000" for name in ("slug", "title", "first_day", "choices", "token", "trouble")}
    step = {**kind._asdict(), **slots, "choices": slots["choices"] if kind.swaps else ""}
    context = {
        "page": {"is_own": kind.is_own, "current": kind.has_plan},
        "pathway": {"uuid": UUID(_NOBODYS)},
        "step": step,
        "trouble": slots["trouble"] if kind.is_wrong else "",
        "csrf_token": slots["token"],
    }
    return render_to_string("pathways/elements/step_forms.html", context)
