"""Which text somebody wrote on: a revision is a digest of what stood there, so every road to a change is seen.

Like an entity tag (RFC 9110, section 8.8.3): the same content has the same revision, so a save that is sent twice, as
when the answer to the first was lost, is no conflict with itself.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from nanobank.common.errors import Changed
from nanobank.study.models import Question, Step

STEP_FIELDS: Final = ("title", "minutes", "body", "url", "pass_percent")
QUESTION_FIELDS: Final = ("kind", "prompt", "definition", "explanation")
_LENGTH: Final = 16


def digest(values: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits; ``values`` are what JSON can hold, and numbers and dates by their ``str``."""
    canonical = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return sha256(canonical.encode()).hexdigest()[:_LENGTH]


def values_of(part: Step | Question) -> dict[str, Any]:
    """What can be written in a step or a question; its place and its files are not part of it."""
    fields = STEP_FIELDS if isinstance(part, Step) else QUESTION_FIELDS
    return {name: getattr(part, name) for name in fields}


def revision_of(part: Step | Question) -> str:
    """The revision of a step or a question as it stands."""
    return digest(values_of(part))


def check_revision(revision: str | None, present: Mapping[str, Any], wanted: Mapping[str, Any] | None = None) -> None:
    """Raise Changed when ``revision`` is that of another text than the present one; None does not ask.

    What already says all that is ``wanted`` has been saved before, and is no conflict.
    """
    now = digest(present)
    if revision is None or revision == now:
        return
    if wanted is not None and all(present.get(name) == value for name, value in wanted.items()):
        return
    raise Changed(present, now)
