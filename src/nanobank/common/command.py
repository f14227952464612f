"""What the commands of ``nanobank`` have in common: a language, the little of Django that sentences need, a file."""

import argparse
import os
from pathlib import Path
from typing import BinaryIO

import django
from django.conf import settings


class TooLarge(ValueError):
    """There is more to read than is taken in."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def add_language(parser: argparse.ArgumentParser) -> None:
    """``--lang``: Danish unless the environment is English."""
    parser.add_argument(
        "--lang",
        choices=["da", "en"],
        default="en" if os.environ.get("LANG", "").startswith("en") else "da",
        help="the language of the sentences; by default Danish, unless LANG is English",
    )


def set_up(locale: Path) -> None:
    """The little of Django that sentences, numbers and dates in two languages need: ``locale`` has the room's words."""
    if not settings.configured:
        settings.configure(
            LANGUAGE_CODE="en",
            LANGUAGES=[("da", "Danish"), ("en", "English")],
            LOCALE_PATHS=[locale],
            FORMAT_MODULE_PATH=["nanobank.site.formats"],
            USE_THOUSAND_SEPARATOR=True,
            TIME_ZONE="Europe/Copenhagen",
            USE_TZ=True,
        )
    django.setup()


def read(file: str, standard_input: BinaryIO, most: int) -> bytes:
    """The bytes of a file, or of standard input, called ``-``. Raises OSError; TooLarge when there are too many."""
    if file == "-":
        data = standard_input.read(most + 1)
    else:
        with Path(file).open("rb") as opened:
            data = opened.read(most + 1)
    if len(data) > most:
        raise TooLarge(most)
    return data
