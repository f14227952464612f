"""How many words there are to read in a PDF or an Office document."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from nanobank.study.formats import counting_child

READABLE: Final = frozenset({".pdf", ".docx", ".odt", ".pptx", ".odp"})
_SECONDS: Final = 20.0
"""Of the clock; the process has ten of the processor."""


def words_of(path: Path) -> int | None:
    """The number of words; None for a kind that is not read, one without text, or one that takes too much to read."""
    if path.suffix.lower() not in READABLE:
        return None
    program = [sys.executable, "-I", counting_child.__file__, str(path)]
    try:
        done = subprocess.run(program, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  # our own
    except subprocess.TimeoutExpired:
        return None
    return int(done.stdout) or None if done.returncode == 0 and done.stdout.isdigit() else None
