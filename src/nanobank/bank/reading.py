"""The bank as it is shown, kept until something in it changes.

A bank is read far more often than it changes, and it gathers from every room below. What has been rendered is kept in
Django's cache under a stamp of all that can change it: the ledger's entries, the steps completed, the open
registrations, the dispensations and admissions, and how the credentials stand. A change in any of them shows at once.
The catalogue's own texts and rules, which are not in the stamp, show within ``_SECONDS``.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from nanobank.accounts.models import Person
from nanobank.bank.models import EVERYTHING, Sight
from nanobank.bank.narrowing import narrowed
from nanobank.bank.queries import bank_of
from nanobank.credentials.models import Credential
from nanobank.exams.models import Admission, Dispensation, Registration
from nanobank.ledger.models import Entry
from nanobank.study.models import Enrolment, StepProgress

_SECONDS = 60


@dataclass(frozen=True)
class Reading:
    """The two parts of the page that are the same until the bank changes."""

    main: SafeString
    credentials: SafeString


def reading_of(person: Person, *, own: bool, sights: frozenset[Sight] = EVERYTHING) -> Reading:
    """The person's bank, rendered in the active language: one query when nothing has changed since the last time.

    A mentor reads of it what ``sights`` let them see.
    """
    seen = "".join(sight.value[0] for sight in Sight if sight in sights)
    key = f"bank:{person.uuid}:{get_language()}:{own}:{seen}:{_stamp(person)}"
    kept: Reading | None = cache.get(key)
    if kept is None:
        context = {"bank": narrowed(bank_of(person), sights), "own": own, "shows_bank": Sight.BANK in sights}
        kept = Reading(render_to_string("bank/main.html", context), render_to_string("bank/credentials.html", context))
        cache.set(key, kept, _SECONDS)
    return kept


def _stamp(person: Person) -> str:
    """Differs whenever anything in the person's bank does: one query, in plain SQL, asked on every view of the page.

    Rows are counted as well as their last id taken, because PostgreSQL may give a lower id to what is committed later.
    """
    table = {
        model: model._meta.db_table
        for model in (Admission, Credential, Dispensation, Entry, Enrolment, Registration, StepProgress)
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 'entries', COUNT(*), MAX(id) FROM {table[Entry]} WHERE person_id = %s "  # noqa: S608  # our own
            f"UNION ALL SELECT 'steps', COUNT(p.completed_at), NULL FROM {table[StepProgress]} p "
            f"JOIN {table[Enrolment]} e ON e.id = p.enrolment_id WHERE e.person_id = %s "
            f"UNION ALL SELECT 'dispensations', COUNT(*), NULL FROM {table[Dispensation]} WHERE person_id = %s "
            f"UNION ALL SELECT 'admissions', COUNT(*), COUNT(ended_at) FROM {table[Admission]} WHERE person_id = %s "
            f"UNION ALL SELECT 'credentials', COUNT(*), MAX(id) FROM {table[Credential]} WHERE person_id = %s "
            f"UNION ALL SELECT 'withdrawn', COUNT(suspended_at), COUNT(revoked_at) + COUNT(replaced_at) "
            f"FROM {table[Credential]} WHERE person_id = %s "
            f"UNION ALL SELECT state, id, NULL FROM {table[Registration]} WHERE person_id = %s AND closed_at IS NULL",
            [person.pk] * 7,
        )
        return "-".join(sorted(f"{name}.{number}.{last}" for name, number, last in cursor.fetchall()))
