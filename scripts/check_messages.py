"""Fails when a string is untranslated or fuzzy, or a catalogue does not hold what the code says."""

import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from shutil import copytree

import polib

ROOMS = Path("src/nanobank")


def problems(catalogue: Path, fresh: Path) -> list[str]:
    """What is wrong with one room's Danish catalogue, beside one just collected from its code."""
    have, want = polib.pofile(str(catalogue)), polib.pofile(str(fresh))
    said = [f"not translated: {entry.msgid!r}" for entry in have.untranslated_entries()]
    said += [f"fuzzy: {entry.msgid!r}" for entry in have.fuzzy_entries()]
    known = {(entry.msgctxt, entry.msgid) for entry in have if not entry.obsolete}
    used = {(entry.msgctxt, entry.msgid) for entry in want if not entry.obsolete}
    said += [f"missing from the catalogue: {msgid!r}" for _, msgid in sorted(used - known, key=str)]
    said += [f"no longer used: {msgid!r}" for _, msgid in sorted(known - used, key=str)]
    return [f"{catalogue.parts[2]}: {sentence}" for sentence in said]


def disagreements() -> list[str]:
    """Words that two rooms translate differently: Django keeps one of them for both."""
    said: dict[tuple[str | None, str], dict[str, str]] = defaultdict(dict)
    for catalogue in sorted(ROOMS.glob("*/locale/da/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(catalogue)).translated_entries():
            said[entry.msgctxt, entry.msgid].setdefault(entry.msgstr, catalogue.parts[2])
    return [f"{msgid!r} is {' but '.join(f'{text!r} in {room}' for text, room in texts.items())}"
            for (_, msgid), texts in said.items() if len(texts) > 1]  # fmt: skip


def main() -> int:
    """Collect every room's messages in a copy and compare."""
    said = disagreements()
    manage = Path("manage.py").resolve()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "nanobank"
        copytree(ROOMS, copy)
        for locale in sorted(copy.glob("*/locale")):
            subprocess.run(
                [sys.executable, str(manage), "makemessages", "--locale", "da", "--no-location", "--no-obsolete",
                 "--ignore", "migrations/*", "--verbosity", "0"],
                cwd=locale.parent, check=True,
            )  # fmt: skip
            fresh = locale / "da/LC_MESSAGES/django.po"
            if fresh.exists():
                catalogue = ROOMS / fresh.relative_to(copy)
                said += problems(catalogue, fresh) if catalogue.exists() else [f"{catalogue}: does not exist"]
    print("\n".join(said))
    return bool(said)


if __name__ == "__main__":
    sys.exit(main())
