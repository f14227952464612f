"""The text of a PDF from a stranger: read aside, within limits, so that one made to do harm harms nobody."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from nanobank.common.errors import Refused

_CHILD: Final = Path(__file__).with_name("pdf_child.py")
_SECONDS: Final = 20.0
"""Of the clock; the process has ten of the processor."""


def text_of_pdf(data: bytes, *, field: str = "file") -> str:
    """The text of its first 40 pages. Raises Refused on ``field`` for one that is locked, broken, all pictures or too
    much."""
    text = str(_read(data, field)["text"]).replace("\x00", "").strip()
    if not any(letter.isalpha() for letter in text):
        raise Refused(_("There is no text in the PDF, only pictures of it. Write what it says instead."), field=field)
    return text


def xml_in_pdf(data: bytes, *, field: str) -> bytes:
    """The XML file that lies in a PDF, empty when there is none. Raises Refused on ``field`` as ``text_of_pdf``."""
    return base64.b64decode(_read(data, field)["xml"])


def _read(data: bytes, field: str) -> dict[str, str]:
    """What the child answers of a PDF that can be read. Raises Refused."""
    try:
        done = subprocess.run(  # noqa: S603  # our own program, under the interpreter that runs us
            [sys.executable, "-I", str(_CHILD)], input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(_too_much(), field=field) from None
    if done.returncode != 0:
        raise Refused(_too_much(), field=field)
    answer: dict[str, str] = json.loads(done.stdout)
    if "fault" in answer:
        told = {
            "locked": _("The PDF is locked with a password. Save it without one and choose it again."),
            "unreadable": _("The PDF cannot be read. Save it anew and try again, or write what it says."),
        }
        raise Refused(told[answer["fault"]], field=field)
    return answer


def _too_much() -> str:
    return _("Reading the PDF takes more than we allow one file. Print it to a new PDF, or write what it says.")
