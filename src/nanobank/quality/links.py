"""Which addresses a text points to."""

import re
from collections.abc import Iterator
from typing import Final

from nanobank.catalogue.models import ModuleVersion
from nanobank.quality.things import Thing

LONGEST: Final = 500
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'\\^`{|}]+")
_AFTER: Final = ".,;:!?*_"


def links_in(text: str) -> Iterator[str]:
    """The http and https addresses in a Markdown text, without what closes a sentence or a bracket around them."""
    for found in _ADDRESS.findall(text):
        address = found
        while address and (address[-1] in _AFTER or (address[-1] in ")]" and address.count("(") < address.count(")"))):
            address = address[:-1]
        address = address.split("](")[0].rstrip("]")
        if len(address) <= LONGEST:
            yield address


def links_of(thing: Thing) -> dict[str, str]:
    """Each address that something points to, with the name of the step it stands in (empty: its texts). One query."""
    if not isinstance(thing, ModuleVersion):
        texts = [("", f"{thing.description_da} {thing.description_en}")]
    else:
        steps = thing.steps.order_by("position").values_list("title", "body", "url")
        texts = [("", thing.description), *((title, f"{body} {url}") for title, body, url in steps)]
    found: dict[str, str] = {}
    for where, text in texts:
        for address in links_in(text):
            found.setdefault(address, where)
    return found
