"""Kills workers with -9 at random moments of a batch, again and again, and counts what that left.

    python tests/awards/killing.py --kills 200 --rows 4000 --chunk 20 [--workers 2] [--database postgres://…]

Without a database it makes an SQLite file of its own. Each worker is the real ``manage.py db_worker`` in a process of
its own; it is only spared the second that Python takes to start, being forked from one that has started. Ends with
status 1, and says what is wrong, unless every row was awarded once and ledger, status lists and audit record agree.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SOURCE / "src"), str(SOURCE / "tests")]
LONGEST_LIFE = 1.0
"""Seconds. A worker lives a random part of it, so that some die before they have begun and some after a few chunks."""


def main(arguments: list[str]) -> int:
    """Lay a batch, kill, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--chunk", type=int, default=20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--database", default="")
    asked = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(1 << 32) if asked.seed is None else asked.seed
    with tempfile.TemporaryDirectory(prefix="nanobank-killing-") as folder:
        _open_site(asked.database or f"sqlite:///{folder}/killing.sqlite3", media=folder)
        batches, killed = _killed_over(asked, random.Random(seed))  # noqa: S311
        rows = asked.rows * len(batches)
        wrong = _wrong_about(batches, rows)
    print(json.dumps({"kills": killed, "rows": rows, "workers": asked.workers, "seed": seed} | wrong))  # noqa: T201
    return 1 if any(wrong.values()) else 0


def _open_site(database: str, *, media: str) -> None:
    """Real settings on this database, and a table for everything."""
    os.environ |= {
        "DATABASE_URL": database,
        "NANOBANK_MEDIA": media,
        "DJANGO_SETTINGS_MODULE": "nanobank.site.settings",
        "NANOBANK_SECRET_KEY": "only-for-killing",
        "NANOBANK_KEY_ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "NANOBANK_EMAIL_URL": "dummymail://",
        "NANOBANK_TASKS_IMMEDIATE": "false",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils.translation import activate

    activate("da")
    call_command("migrate", verbosity=0)


def _killed_over(asked: argparse.Namespace, chance: random.Random) -> tuple[list[Any], int]:
    """Batches worked on by workers that are killed, as many as that takes; the last is left to finish."""
    from django.utils import timezone

    from factories_credentials import make_awardable, make_credential, make_secretary
    from nanobank.awards import services
    from nanobank.awards.services import _deciding, _reading

    _deciding.CHUNK = asked.chunk  # type: ignore[misc]  # many small chunks, so that every moment of one is hit
    _reading._STRETCH = 5 * asked.chunk  # type: ignore[misc]
    make_credential()  # so that a worker knows the shape of one when it is forked, and lives on awarding
    what = make_awardable(required=[])
    by = make_secretary(what.provider)
    services.set_limit(organisation=what.provider, alone=10**8, by=_lead(what.provider), now=timezone.now())
    batches: list[Any] = []
    killed = 0
    while killed < asked.kills:
        batch, more = _one_batch(asked, chance, what, by, start=len(batches) * asked.rows, kills=asked.kills - killed)
        batches.append(batch)
        killed += more
    return batches, killed


def _one_batch(
    asked: argparse.Namespace, chance: random.Random, what: Any, by: Any, *, start: int, kills: int
) -> tuple[Any, int]:
    """One that is handed in, read, awarded and finished, whoever dies over it; and how many did."""
    from django.utils import timezone

    from factories_awards import make_list, people_list
    from nanobank.awards import services, tasks
    from nanobank.awards.models import State
    from nanobank.common.workers import ABANDONED_AFTER

    batch = make_list(people_list(asked.rows, start=start), micro_credential=what, by=by, read=False)
    tasks.set_going(batch)
    killed = 0
    while batch.state != State.FINISHED:
        if batch.state == State.READY:
            batch = services.submit(batch=batch, by=by, now=timezone.now())
            tasks.set_going(batch)
        for left in services.take_up_abandoned(now=timezone.now() + 2 * ABANDONED_AFTER):
            for _ in range(asked.workers):
                tasks.work.enqueue(batch=str(left.uuid))
        killed += _let_live(asked.workers, chance.uniform(0, LONGEST_LIFE) if killed < kills else None, chance)
        batch.refresh_from_db()
    return batch, killed


def _lead(organisation: Any) -> Any:
    from factories import make_member
    from nanobank.organisations.models import Role

    return make_member(Role.PROGRAMME_LEAD, organisation)


def _let_live(workers: int, seconds: float | None, chance: random.Random) -> int:
    """Let workers run so long, or till nothing is left to do; how many were killed in the middle of it."""
    from django.db import connections

    connections.close_all()
    living = {_worker() for _ in range(workers)}
    ends = {pid: time.monotonic() + (seconds or 600) * chance.uniform(0.8, 1) for pid in living}
    killed = 0
    while living:
        for pid in tuple(living):
            if os.waitpid(pid, os.WNOHANG)[0]:
                living.remove(pid)
            elif time.monotonic() > ends[pid]:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                living.remove(pid)
                killed += 1
        time.sleep(0.002)
    return killed


def _worker() -> int:
    """``manage.py db_worker``, which ends when no task is left."""
    pid = os.fork()
    if pid:
        return pid
    from django.core.management import call_command

    try:
        call_command("db_worker", batch=True, startup_delay=False, interval=0, reload=False, verbosity=0)
    finally:
        os._exit(0)


def _wrong_about(batches: list[Any], rows: int) -> dict[str, int]:
    """How many of everything that must not be; ``rows`` were handed in."""
    from django.utils import timezone

    from nanobank.accounts.models import Person
    from nanobank.awards.models import Outcome, Row, Step
    from nanobank.credentials import bridge
    from nanobank.credentials.models import Credential, StatusList
    from nanobank.credentials.own_documents import known_issuer, only_own
    from nanobank.ledger.models import Entry, Kind

    credentials = list(Credential.objects.filter(person__email__endswith="@cohort.example").order_by("pk"))
    held = Counter((one.person_id, one.micro_credential_id) for one in credentials)
    entered = Counter(
        Entry.objects.filter(
            kind=Kind.AWARDED, micro_credential__in={one.micro_credential_id for one in credentials}
        ).values_list("person_id", "micro_credential_id")
    )
    places = Counter((one.status_list_id, one.status_index) for one in credentials)
    lists = {one.pk: one for one in StatusList.objects.all()}
    used = Counter(one.status_list_id for one in credentials)
    awarded = set(Outcome.objects.filter(row__batch__in=batches).values_list("credential_id", flat=True))
    sample = random.Random(1).sample(credentials, min(len(credentials), 40))  # noqa: S311
    now = timezone.now()
    return {
        "rows_unread": abs(rows - Row.objects.count()) + abs(rows - sum(batch.rows_read for batch in batches)),
        "lost": rows - len(held),
        "doubled": sum(count - 1 for count in held.values()),
        "ledger_differs": len(held - entered) + len(entered - held),
        "audit_differs": len({one.pk for one in credentials} ^ awarded),
        "places_shared": sum(count - 1 for count in places.values()),
        "places_not_in_document": sum(not _says_its_place(one, lists[one.status_list_id]) for one in credentials),
        "lists_overdrawn": sum(count > lists[pk].allocated for pk, count in used.items()),
        "people_doubled": rows - Person.objects.filter(email__endswith="@cohort.example").count(),
        "finished_not_once": abs(Step.objects.filter(kind=Step.Kind.FINISHED).count() - len(batches)),
        "not_genuine": sum(
            bridge.verify(one.document, resolve=only_own, now=now, trusted=known_issuer).outcome
            is not bridge.Outcome.GENUINE
            for one in sample
        ),
    }


def _says_its_place(credential: Any, status_list: Any) -> bool:
    status = json.loads(credential.document)["credentialStatus"]
    at_list = status["statusListCredential"].endswith(str(status_list.uuid))
    return bool(at_list and status["statusListIndex"] == str(credential.status_index))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
