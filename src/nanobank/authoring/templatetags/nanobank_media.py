"""How media are told of on a page."""

from django import template

register = template.Library()


@register.filter
def length_of_film(seconds: float | None) -> str:
    """A film's length: ``4:07``, ``1:02:09``; nothing when it is not known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
