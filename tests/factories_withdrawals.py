"""Rows about udtræk for tests."""

import zlib
from datetime import date
from decimal import Decimal
from typing import Any

from factories import (
    NOW,
    make_competence,
    make_member,
    make_micro_credential,
    make_module,
    make_organisation,
    make_person,
)
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Module, State
from nanobank.organisations.models import Organisation, Role
from nanobank.withdrawals.bridge import Found
from nanobank.withdrawals.models import Criterion, Decision, Finding, Outcome, Source, Withdrawal
from nanobank.withdrawals.reading import Material
from nanobank.withdrawals.services import Terms, ask, begin, decide

URL = "https://night-desk.example/masterclass"
GROUNDS = "Ten lessons with assignments by known reporters; the content is that of our module."
RUBRIC = dict.fromkeys(Criterion, (Finding.GOOD, ""))
MASTERCLASS = Found(
    title="Investigative journalism: a masterclass",
    provider="The Night Desk",
    description="Ten lessons on sources, documents and the law.",
    url=URL,
    language="en",
    hours=Decimal(70),
    level=6,
    assessment="Two assignments, commented on by the teachers.",
    country="GB",
)


def make_draft(
    person: Person | None = None,
    provider: Organisation | None = None,
    *,
    competences: list[Competence] | None = None,
    **fields: Any,
) -> Withdrawal:
    """One that is begun, with all that is asked for."""
    made = begin(
        person=person or make_person(),
        provider=provider or make_organisation(),
        material=Material(Source.LINK, MASTERCLASS, url=URL),
        now=NOW,
    )
    for name, value in {"completed_on": date(2026, 9, 30), **fields}.items():
        setattr(made, name, value)
    made.save()
    made.competences.set(competences or [])
    return made


def make_asked(educator: Person | None = None, **fields: Any) -> Withdrawal:
    """One that waits for the educator (who is made unless given)."""
    provider = fields.pop("provider", None)
    if provider is None:
        provider = educator.memberships.get().organisation if educator else make_organisation()
    if educator is None:
        educator = make_member(Role.EDUCATOR, provider, given_name="Ebbe", family_name="Nørskov")
    draft = make_draft(provider=provider, **fields)
    return ask(withdrawal=draft, by=draft.person, now=NOW)


def educator_of(withdrawal: Withdrawal) -> Person:
    """Whoever has it in hand."""
    assert withdrawal.educator is not None
    return withdrawal.educator


def terms(withdrawal: Withdrawal, outcome: Outcome = Outcome.NOT, **fields: Any) -> Terms:
    """What an educator decides on it, with grounds and a rubric."""
    return Terms(**{"outcome": outcome, "grounds": GROUNDS, "round": withdrawal.round, "rubric": RUBRIC, **fields})


def make_decided(withdrawal: Withdrawal | None = None, outcome: Outcome = Outcome.NOT, **fields: Any) -> Decision:
    """A decision by whoever has it in hand."""
    withdrawal = withdrawal or make_asked()
    decided = terms(withdrawal, outcome, **fields)
    return decide(withdrawal=withdrawal, by=educator_of(withdrawal), terms=decided, now=NOW)


def make_teacher(provider: Organisation, *competences: Competence, **fields: Any) -> tuple[Person, Module]:
    """An educator who has written a module with these competences."""
    person = make_member(Role.EDUCATOR, provider, **fields)
    module = make_module(provider, published=False)
    version = module.versions.get()
    version.competences.set(competences or [make_competence()])
    version.state, version.published_at = State.PUBLISHED, NOW
    version.save()
    module.created_by, module.current = person, version
    module.save()
    return person, module


def make_pdf(text: str, *, megabytes: int = 0) -> bytes:
    """A PDF of one page; its content is blown up by so many megabytes of spaces, which pack to nothing."""
    packing = zlib.compressobj()
    content = packing.compress(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())
    content += b"".join(packing.compress(b" " * 1_000_000) for _ in range(megabytes)) + packing.flush()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + (b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(body)))
    )


__all__ = ["make_asked", "make_decided", "make_draft", "make_micro_credential", "make_pdf", "make_teacher", "terms"]
