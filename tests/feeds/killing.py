"""Kills the worker of an import with -9 at the end of a stretch and in the middle of one, and counts what came in.

    DATABASE_URL=… NANOBANK_MEDIA=… python tests/feeds/killing.py --kills 4 --offers 240 --stretch 20

The database must be migrated. Each worker is a process of its own, forked from one in which Django has started. Ends
with status 1 unless every offer is there and listed once.
"""

import argparse
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "src"), str(SOURCE / "tests")]


def main(arguments: list[str]) -> int:
    """Lay a feed, kill, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--offers", type=int, default=240)
    parser.add_argument("--stretch", type=int, default=20)
    asked = parser.parse_args(arguments)
    _open_site()
    run = _laid(asked.offers)
    chance = random.Random(asked.offers)  # noqa: S311
    for number in range(asked.kills):
        # by turns at the end of a stretch and somewhere in the next one
        _killed(run, asked.stretch, after=number + 1, seconds=0 if number % 2 else chance.uniform(0.001, 0.02))
    found = _finished(run, asked)
    print(json.dumps(found))  # noqa: T201
    return 0 if found["offers"] == found["listed"] == found["added"] == asked.offers else 1


def _open_site() -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "nanobank.site.settings",
        "NANOBANK_SECRET_KEY": "only-for-killing",
        "NANOBANK_KEY_ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "NANOBANK_EMBEDDER": "none",
        "NANOBANK_TASKS_IMMEDIATE": "false",
    }
    import django

    django.setup()


def _laid(offers: int) -> Any:
    """A run that has been looked through and begun."""
    from django.utils import timezone

    from factories_feeds import course, hand_over, item_list, make_feed
    from nanobank.feeds import services

    run = hand_over(make_feed(), item_list(course(number) for number in range(offers)), now=timezone.now())
    return services.begin(run=run, by=None, now=timezone.now())


def _killed(run: Any, stretch: int, *, after: int, seconds: float) -> None:
    """A worker that is killed when it has taken in ``after`` stretches and worked for so many seconds on the next."""
    from django.db import connections

    connections.close_all()
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        _work(run, stretch, lambda done, total: os.write(told, b"."))
        os._exit(0)
    os.close(told)
    for _ in range(after):
        if not os.read(heard, 1):
            break
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(heard)


def _work(run: Any, stretch: int, report: Any = lambda done, total: None) -> None:
    from django.utils import timezone

    from nanobank.feeds import services
    from nanobank.feeds.models import FeedRun

    found = FeedRun.objects.select_related("feed").get(pk=run.pk)
    services.work(run=found, clock=timezone.now, stretch=stretch, report=report)


def _finished(run: Any, asked: argparse.Namespace) -> dict[str, Any]:
    """A last worker goes on to the end; what there is then."""
    from nanobank.catalogue.models import Listing, ListingKind
    from nanobank.feeds.models import OutsideOffer

    _work(run, asked.stretch)
    run.refresh_from_db()
    return {
        "kills": asked.kills,
        "offers": OutsideOffer.objects.count(),
        "listed": Listing.objects.filter(kind=ListingKind.OUTSIDE_OFFER).count(),
        "added": run.added,
        "state": run.state,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
