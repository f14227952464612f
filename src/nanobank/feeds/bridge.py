"""The way to ``nanocore.outside``."""

from nanocore.outside import (
    BETWEEN,
    Known,
    Node,
    UnreadableXml,
    events_of,
    hours_in,
    id_of,
    json_ld_in,
    language_in,
    name_of,
    number_in,
    object_of,
    said_of,
    types_of,
)

__all__ = [
    "BETWEEN", "Known", "Node", "UnreadableXml", "events_of", "hours_in", "id_of", "json_ld_in", "language_in",
    "name_of", "number_in", "object_of", "said_of", "types_of",
]  # fmt: skip
