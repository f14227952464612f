"""Opens the files of a run, whoever goes through them, and finds the framework that they are about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from nanobank.frameworks.formats import About, Package, open_package
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


def framework_of(about: About) -> Framework:
    """The framework at its address, made if it is new. What its keeper says of it is brought up to date."""
    said = {name: getattr(about, name) for name in ("publisher", "version", "homepage")}
    said = {name: text for name, text in said.items() if text}
    fixed = {name: getattr(about, name) for name in ("title_da", "title_en", "attribution_da", "attribution_en")}
    taken = Framework.objects.filter(slug=about.slug).exclude(uri=about.uri).exists()
    slug = f"{about.slug}-{Framework.objects.count() + 1}" if taken else about.slug
    defaults = {**said, **fixed}
    return Framework.objects.update_or_create(
        uri=about.uri, defaults=defaults, create_defaults={**defaults, "slug": slug}
    )[0]
