"""A template's word to the author: known by how it begins, so that no learner ever reads it."""

import re
from typing import Final

_BEGINS: Final = re.compile(r"^>\s*\*\*(?:Til dig, der skriver|To you who write):\*\*", re.IGNORECASE | re.MULTILINE)


def speaks_to_author(body: str) -> bool:
    """Whether a step's Markdown still holds a quotation that a template put there for whoever writes."""
    return _BEGINS.search(body) is not None
