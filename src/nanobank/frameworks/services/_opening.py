"""Opens the files of a run, whoever goes through them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from nanobank.frameworks.formats import Package, open_package
from nanobank.frameworks.models import Format, Framework, ImportRun

_OWN: Final = "/rammer/"


@contextmanager
def package_of(run: ImportRun, *, now: datetime) -> Iterator[Package]:
    """The framework that was handed over. Raises CannotRead, and FileNotFoundError when it has been dealt with."""
    if not run.file:
        raise FileNotFoundError
    with (
        run.file.open("rb") as file,
        open_package(
            file, run.name, Format(run.format), title=run.title, address=own_address, today=timezone.localdate(now)
        ) as package,
    ):
        yield package


def own_address(slug: str) -> str:
    """The address of a framework of this bank's own: the one it has, or that of its page here."""
    known = Framework.objects.filter(slug=slug, uri__endswith=f"{_OWN}{slug}").values_list("uri", flat=True).first()
    return known or f"{settings.BASE_URL}{_OWN}{slug}"
