"""Compiles each room's translations; gettext's own tools are not needed for that."""

from pathlib import Path

import polib

for catalogue in Path("src").rglob("*.po"):
    polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))
