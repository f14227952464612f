"""Batches of awards for tests: handed in, read and awarded by the real services."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile

from factories import NOW
from factories_credentials import make_awardable, make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.awards import services
from nanobank.awards.models import Batch
from nanobank.catalogue.models import MicroCredential
from nanobank.organisations.models import Organisation


def clock() -> datetime:
    """The tests' time, which stands still."""
    return NOW


def make_list(
    text: str | bytes,
    *,
    name: str = "hold.csv",
    organisation: Organisation | None = None,
    micro_credential: MicroCredential | None = None,
    by: Person | None = None,
    tells: bool = False,
    read: bool = True,
) -> Batch:
    """A list handed in by a study secretary, and read."""
    if organisation is None:
        organisation = micro_credential.provider if micro_credential else make_issuer()
    batch = services.make_batch(
        organisation=organisation,
        file=ContentFile(text.encode() if isinstance(text, str) else text, name=name),
        micro_credential=micro_credential,
        tells=tells,
        by=by or make_secretary(organisation),
        now=NOW,
    )
    if read:
        services.read(batch=batch, clock=clock)
        batch.refresh_from_db()
    return batch


def people_list(count: int, *, start: int = 0) -> str:
    """That many invented people as CSV, all with 10."""
    lines = [f"Person {_word(n)};person-{n}@cohort.example;10" for n in range(start, start + count)]
    return "\n".join(["navn;e-mail;karakter", *lines])


def _word(n: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(n)).capitalize()


def make_batch(count: int = 3, *, tells: bool = False, micro_credential: MicroCredential | None = None) -> Batch:
    """A batch of that many new people, read and ready."""
    return make_list(people_list(count), micro_credential=micro_credential or make_awardable(required=[]), tells=tells)


def awarded(batch: Batch) -> Batch:
    """The same batch, approved if that is needed, and awarded to its end."""
    batch = services.submit(batch=batch, by=batch.made_by, now=NOW)
    if batch.state == "waiting":
        batch = services.approve(batch=batch, by=make_secretary(batch.organisation, given_name="Troels"), now=NOW)
    services.work(batch=batch, clock=clock)
    services.tell(batch=batch, clock=clock)
    batch.refresh_from_db()
    return batch


def problems_of(batch: Batch) -> list[tuple[int, str, str]]:
    """Line, column and code of each problem."""
    rows: Sequence[tuple[int, list[tuple[str, str, dict[str, str]]]]] = list(
        batch.rows.unfit().order_by("number").values_list("number", "problems")
    )
    return [(number, column, code) for number, problems in rows for column, code, _ in problems]
