"""When two people bring the same thing: told by its address, or by who gives it and what it is called.

Each is 32 hexadecimal digits, the same for what is the same; empty when nothing is known to tell by.
"""

import re
import unicodedata
from hashlib import blake2b
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

_PASSING: Final = re.compile(r"utm_.*|fbclid|gclid|ref|source|mc_.*|si|igshid", re.IGNORECASE)
_FILLING: Final = frozenset(
    ("a", "an", "and", "course", "for", "i", "in", "kursus", "kurset", "of", "og", "online", "på", "the", "til", "with")
)


def same_address(url: str) -> str:
    """The same for http and https, with or without www, a closing slash, a fragment and what only says how one came."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if not host or parts.scheme not in {"http", "https"}:
        return ""
    query = sorted(pair for pair in parse_qsl(parts.query) if not _PASSING.fullmatch(pair[0]))
    return _digest("address", f"{host}{parts.path.rstrip('/')}?{urlencode(query)}")


def same_name(provider: str, title: str) -> str:
    """The same whatever the case, the accents, the punctuation, the small words and their order."""
    words = [_words(provider), _words(title)]
    return _digest("name", "\n".join(" ".join(sorted(set(one))) for one in words)) if all(words) else ""


def _words(text: str) -> list[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return [word for word in re.findall(r"\w+", plain) if word not in _FILLING]


def _digest(kind: str, text: str) -> str:
    return blake2b(f"{kind}\n{text}".encode(), digest_size=16).hexdigest()
