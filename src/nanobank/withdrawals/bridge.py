"""The way to ``nanocore.outside``."""

from nanocore.outside import (
    SURE,
    Alike,
    CvKind,
    CvLine,
    Found,
    PageFacts,
    Thing,
    UnreadableXml,
    found_in,
    how_alike,
    is_about,
    is_cv,
    keys_of,
    lines_of_cv,
    object_of_xml,
    read_page,
    read_paper,
    same_address,
    same_name,
)

__all__ = [
    "SURE", "Alike", "CvKind", "CvLine", "Found", "PageFacts", "Thing", "UnreadableXml", "found_in", "how_alike",
    "is_about", "is_cv", "keys_of", "lines_of_cv", "object_of_xml", "read_page", "read_paper", "same_address",
    "same_name",
]  # fmt: skip
