"""What the pages of a plan and of a life cost to make: CPU time of a request, in a process of the site."""

import json
import os
import shutil
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from time import process_time
from typing import Any, Final

from bench.report import Row, median
from bench.site import inside
from bench.site.environment import BUILD

_TIMES: Final = 60
_WARM: Final = 5
_PAGES: Final = {"page": "", "life_page": "liv/"}


def rows() -> Iterator[Row]:
    """Of the demo as needs are asked of it (``bench.matching.needs``); none where that has not been laid."""
    laid = next(iter(sorted(BUILD.glob("needs-????????????.sqlite3"))), None)
    if laid is None:
        return
    copy = BUILD / "pages-of-plans.sqlite3"
    shutil.copyfile(laid, copy)
    try:
        yield from _rows(copy)
    finally:
        for left in BUILD.glob(f"{copy.name}*"):
            left.unlink()


def _rows(database: Path) -> Iterator[Row]:
    measured = json.loads(inside.run(__name__, database_url=f"sqlite:///{database}"))
    for name, milliseconds in measured["milliseconds"].items():
        conditions = (
            f"a demo plan of {measured['modules']} modules, {_TIMES} requests through Django's test client, the middle "
            f"one; load average {os.getloadavg()[0]:.1f}"
        )
        yield Row(f"planning.{name}_cpu_ms", round(median(milliseconds), 1), "ms", "", None, _TIMES, conditions)


def main() -> None:
    """Print the milliseconds of each request."""
    from django.test import Client

    from nanobank.pathways.models import Pathway

    followed = Pathway.objects.kept().filter(chosen__isnull=False).select_related("person").order_by("pk")
    pathway = followed[0]
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(pathway.person)
    milliseconds = {name: _measured(client, f"/forloeb/{pathway.uuid}/{page}") for name, page in _PAGES.items()}
    print(json.dumps({"modules": pathway.planned_modules.count(), "milliseconds": milliseconds}))


def _measured(client: Any, address: str) -> list[float]:
    found = []
    for number in range(_WARM + _TIMES):
        began = process_time()
        answer = client.get(address, secure=True)
        took = process_time() - began
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        if number >= _WARM:
            found.append(1000 * took)
    return found
