"""A feed of outside offers to take in: invented courses, the worker that takes them in, and the same work kept nowhere.

Run in a process that is the site: ``bench.site.inside bench.volume.offers lay 1000``; each answers with JSON.
"""

import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from django.core.files import File
from django.utils import timezone

from bench.volume import tables
from nanobank.catalogue.models import Competence, Listing, ListingKind
from nanobank.feeds import services
from nanobank.feeds.formats import Form, lines_of, reader_of
from nanobank.feeds.models import Feed, FeedRun, OutsideOffer, State
from nanobank.organisations.models import Kind, Organisation

_WHAT: Final = ("datajournalistik", "sygepleje", "regnskab", "klimaregnskab", "projektledelse", "kildekritik", "python")
_HOW: Final = ("for begyndere", "i praksis", "på en weekend", "med eksamen", "for ledere", "trin for trin")
_SENTENCE: Final = "Du lærer at arbejde med {} og at vise andre, hvordan man gør det i en travl hverdag. "


def main(what: str, given: str) -> None:
    """One of ``lay``, ``alone`` and ``read`` (how many), ``killed``, ``work`` and ``again`` (a run's uuid)."""
    doing = {"lay": _lay, "alone": _alone, "killed": _killed, "work": _work, "again": _again, "read": _read}
    began = time.perf_counter()
    told = doing[what](given)
    print(json.dumps({"seconds": time.perf_counter() - began, "megabytes": _megabytes(), "cpu": _cpu(), **told}))


def _lay(count: str) -> dict[str, Any]:
    """A feed that has been looked through and begun; ``seconds`` are those of looking it through."""
    tables.lay()
    now = timezone.now()
    organisation = Organisation.objects.create(
        slug="maalt", kind=Kind.UNIVERSITY, name_da="Målt", name_en="Measured", short_name="Målt"
    )
    for place, word in enumerate(_WHAT):
        Competence.objects.create(slug=word, uri=f"https://bank.example/{place}", label_da=word, label_en=word)
    feed = services.make_feed(organisation=organisation, title="Kursusportalen", by=None, now=now)
    began = time.perf_counter()
    run = _looked_through(feed, int(count))
    seconds = time.perf_counter() - began
    size = run.file.size
    services.begin(run=run, by=None, now=now)
    return {"run": str(run.uuid), "seconds": seconds, "bytes": size}


def _looked_through(feed: Feed, count: int) -> FeedRun:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kurser.json"
        _write(path, count)
        with path.open("rb") as file:
            run = services.make_run(feed=feed, file=File(file, name=path.name), by=None, now=timezone.now())
    services.check(run=run, clock=timezone.now)
    run.refresh_from_db()
    return run


def _write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as written:
        written.write('{"@context": "https://schema.org", "@type": "ItemList", "itemListElement": [\n')
        for place, item in enumerate(_courses(count)):
            written.write((",\n" if place else "") + json.dumps(item, ensure_ascii=False))
        written.write("\n]}\n")


def _courses(count: int) -> Iterator[dict[str, Any]]:
    for n in range(count):
        word, how = _WHAT[n % len(_WHAT)], _HOW[n // len(_WHAT) % len(_HOW)]
        course = {
            "@type": "Course",
            "@id": f"https://kursusportalen.example/kurser/{n}",
            "url": f"https://kursusportalen.example/kurser/{n}?utm_source=feed",
            "name": f"{word.capitalize()} {how}, hold {n}",
            "description": f"<p>{_SENTENCE.format(word) * 4}</p><p>Hold {n} begynder snart.</p>",
            "provider": {"@type": "Organization", "name": f"Kursussted {n % 300}"},
            "inLanguage": "da-DK",
            "numberOfCredits": n % 10 + 1,
            "timeRequired": f"PT{(n % 10 + 1) * 27}H",
            "offers": {"@type": "Offer", "price": str(n % 90 * 100), "priceCurrency": "DKK"},
            "teaches": [word],
        }
        yield {"@type": "ListItem", "position": n + 1, "item": course}


def _alone(count: str) -> dict[str, Any]:
    """Read and check the same feed, keeping nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kurser.json"
        _write(path, int(count))
        began = time.perf_counter()
        with path.open("rb") as file:
            read = sum(line.offered is not None for line in lines_of(reader_of(file, Form.JSON_LD)))
        return {"seconds": time.perf_counter() - began, "offers": read}


def _killed(run: str) -> dict[str, Any]:
    """A worker in a process of its own, killed when it is half way."""
    found = FeedRun.objects.select_related("feed").get(uuid=run)
    told, heard = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        _take_in_telling(run, os.fdopen(heard, "w"))
        os._exit(0)
    os.close(heard)
    done = 0
    with os.fdopen(told) as lines:
        for line in lines:
            done = int(line)
            if done >= found.lines // 2:
                os.kill(child, signal.SIGKILL)
                break
    os.waitpid(child, 0)
    return {"done": done}


def _take_in_telling(run: str, written: IO[str]) -> None:
    from django.db import connection

    connection.close()

    def tell(done: int, total: int) -> None:
        written.write(f"{done}\n")
        written.flush()

    services.work(run=FeedRun.objects.select_related("feed").get(uuid=run), clock=timezone.now, report=tell)


def _work(run: str) -> dict[str, Any]:
    """Go on with it to its end."""
    found = FeedRun.objects.select_related("feed").get(uuid=run)
    services.work(run=found, clock=timezone.now)
    found.refresh_from_db()
    if found.state != State.FINISHED:
        sys.exit(f"it ended as {found.state}")
    return {"offers": OutsideOffer.objects.count(), "listed": _listed()}


def _again(run: str) -> dict[str, Any]:
    """The same feed once more."""
    feed = FeedRun.objects.select_related("feed__organisation").get(uuid=run).feed
    found = _looked_through(feed, OutsideOffer.objects.count())
    found = services.begin(run=found, by=None, now=timezone.now())
    services.work(run=found, clock=timezone.now)
    found.refresh_from_db()
    return {"added": found.added, "changed": found.changed}


def _read(count: str) -> dict[str, Any]:
    """Read so many offers into competences; the reader is made before the clock is started."""
    services.read_waiting(clock=timezone.now, most=1)
    began = time.perf_counter()
    read = services.read_waiting(clock=timezone.now, most=int(count))
    return {"seconds": time.perf_counter() - began, "offers": read}


def _listed() -> int:
    return Listing.objects.filter(kind=ListingKind.OUTSIDE_OFFER).count()


def _cpu() -> float:
    """Seconds of the processor, a killed child's too."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
