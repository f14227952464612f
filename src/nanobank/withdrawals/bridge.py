"""The way to ``nanocore.outside``."""

from nanocore.outside import (
    SURE,
    Alike,
    Found,
    PageFacts,
    Thing,
    UnreadableXml,
    found_in,
    how_alike,
    is_about,
    keys_of,
    object_of_xml,
    read_page,
    same_address,
    same_name,
)

__all__ = [
    "SURE", "Alike", "Found", "PageFacts", "Thing", "UnreadableXml", "found_in", "how_alike", "is_about", "keys_of",
    "object_of_xml", "read_page", "same_address", "same_name",
]  # fmt: skip
