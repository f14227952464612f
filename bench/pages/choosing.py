"""Chooses which pages are visited, in a process that is the site: a fixed choice, printed as JSON.

The first visits to each page carry the rows that the page's own queries found, so that the bare SQL can be held to
reading the same ones.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from bench.pages.targets import Target
from bench.site.load import Request
from bench.volume.sizes import SIZES, Size
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Listing, ListingKind, MicroCredential, Module, ModuleVersion, State
from nanobank.catalogue.question import parse
from nanobank.catalogue.words import asked as telling
from nanobank.catalogue.words import danish_stem, english_stem
from nanobank.credentials.models import Credential
from nanobank.ledger.queries import positions_of
from nanobank.search.finding import look
from nanobank.study.models import Step

_SEED = 7
_COMPARED = 20
_BROWSED, _BEGUN, _FILTERED = 0.1, 0.2, 0.2
_NAMES = 1 << 56
"""From this number on SQLite's index of titles holds names of providers and competences."""


def main(size_name: str) -> None:
    """Lists of visits to each page: one for each round, none visited twice, and one more."""
    size = SIZES[size_name]
    count = size.requests * (size.rounds + 1)
    choices: dict[str, Callable[[Random, Size, int], Iterator[Target]]] = {
        "search": _searches,
        "module": _modules,
        "bank": _banks,
        "credential": _credentials,
    }
    pages = {}
    for page, choose in choices.items():
        visits = [asdict(target) for target in choose(Random(_SEED), size, count)]
        pages[page] = [visits[first : first + size.requests] for first in range(0, count, size.requests)]
    print(json.dumps(pages))


def _searches(rng: Random, size: Size, count: int) -> Iterator[Target]:
    """Words of titles there are: one to three, sometimes the last only begun, sometimes filtered; some browse."""
    listed = Listing.objects.filter(kind=ListingKind.MODULE).order_by("target_id")
    titles = list(listed.values_list("title_da", flat=True))
    while count:
        terms = telling(rng.choice(titles))
        at = rng.randrange(len(terms))
        words = [] if rng.random() < _BROWSED else terms[at : at + rng.choice((1, 1, 2, 3))]
        if words and rng.random() < _BEGUN:
            words[-1] = words[-1][:4]
        filters = {"level": "6", "form": "online"} if words and rng.random() < _FILTERED else {}
        query = urlencode({**({"q": " ".join(words)} if words else {}), **filters})
        found = look(parse(QueryDict(query), timezone.localdate()))
        if found.is_near or found.meant or not found.listings:
            continue  # no row holds every word; the page then looks for something else
        count -= 1
        # The index ranks, bare SQL does not: it reads as many rows, but others, so they are not compared.
        yield Target(Request(f"/katalog/?{query}", "", f"/{found.listings[0].slug}/"), _asked(words, filters), None)


def _asked(words: list[str], filters: dict[str, str]) -> dict[str, Any]:
    """The rungs of a question (see ``nanobank.catalogue.search``), for the bare SQL."""
    if not words:
        return {"rungs": []}
    marks = [f"={letter}{filters[name]}" for letter, name in (("l", "level"), ("f", "form")) if name in filters]
    match = _fts5 if connection.vendor == "sqlite" else _tsquery
    rungs = [
        [*match(words, marks, begun=True, in_title=True), True, 1_001],
        [*match(words, marks, begun=False, in_title=False), False, 1_001],
        [*match(words, marks, begun=True, in_title=False), False, 40],
    ]
    if len(words[-1]) <= 3:
        rungs.insert(0, [*match(words, marks, begun=False, in_title=True), True, 1])
    return {"rungs": rungs, "matches": match(words, [], begun=True, in_title=True, names=True)}


def _fts5(words: list[str], marks: list[str], *, begun: bool, in_title: bool, names: bool = False) -> list[Any]:
    """Table, condition and parameters in SQLite's words: names of providers and competences stand after the titles."""
    parts = []
    for place, word in enumerate(words, start=1):
        danish, english = danish_stem(word), english_stem(word)
        either = [f'"{danish}"', f'"{english}"']
        if begun and place == len(words):
            beginnings = tuple(dict.fromkeys((danish, danish if word.startswith(danish) else word)))
            either = [f'"{beginning}" *' for beginning in beginnings]
            either += [] if english.startswith(beginnings) else [f'"{english}"']
        parts.append(f"words : ({' OR '.join(either)})")
    parts += [f'marks : "{mark}"' for mark in marks]
    match = " AND ".join(parts)
    if not in_title:
        return ["catalogue_search_everything", "catalogue_search_everything MATCH %s", [match]]
    first = _NAMES if names else 0
    condition = "catalogue_search_title MATCH %s AND rowid BETWEEN %s AND %s"
    return ["catalogue_search_title", condition, [match, first, first + _NAMES - 1]]


def _tsquery(words: list[str], marks: list[str], *, begun: bool, in_title: bool, names: bool = False) -> list[Any]:
    """Table, condition and parameters in PostgreSQL's words."""
    column = "title" if in_title else "everything"
    query = " && ".join(["(to_tsquery('danish', %s) || to_tsquery('english', %s))"] * len(words))
    parameters = [word for word in words for _language in range(2)]
    if begun:
        parameters[-2:] = [f"{words[-1]}:*"] * 2
    kinds = ("=kprovider", "=kcompetence") if names else ("=kmodule", "=kmicrocredential", "=kbundle")
    groups = [" | ".join(f"'{kind}'" for kind in kinds), *(f"'{mark}'" for mark in marks)]
    query += " && %s::tsquery" * len(groups)
    return ["catalogue_search", f"catalogue_search.{column} @@ ({query})", [*parameters, *groups]]


def _modules(rng: Random, size: Size, count: int) -> Iterator[Target]:
    """Any module there is, looked at by a visitor."""
    today = timezone.localdate()
    modules = list(Module.objects.order_by("pk").values_list("slug", "current__summary_da"))
    for place, (slug, summary) in enumerate(rng.sample(modules, count)):
        rows = _of_module(slug) if place < _COMPARED else None
        yield Target(Request(f"/moduler/{slug}/", "", summary), {"slug": slug, "today": today.isoformat()}, rows)


def _of_module(slug: str) -> list[int]:
    version = ModuleVersion.objects.get(current_of__slug=slug)
    published = MicroCredential.objects.filter(state=State.PUBLISHED)
    held = (
        version.competences,
        Module.objects.filter(pk__in=version.prerequisite_groups.values("any_of")),
        version.module.offerings.filter(Q(starts_on__isnull=True) | Q(starts_on__gte=timezone.localdate())),
        published.filter(Q(required=version.module) | Q(elective_groups__modules=version.module)).distinct(),
        version.module.bundles.filter(state=State.PUBLISHED),
        Step.objects.filter(version=version),
    )
    return [version.pk, *(rows.count() for rows in held)]


def _banks(rng: Random, size: Size, count: int) -> Iterator[Target]:
    """Learners who are signed in."""
    learners = list(Person.objects.filter(email__startswith="person-").order_by("pk"))
    for place, person in enumerate(rng.sample(learners, count)):
        request = Request("/bank/", f"sessionid={_session(person)}", "nb-figures")
        yield Target(request, {"person": person.pk}, _of_bank(person) if place < _COMPARED else None)


def _of_bank(person: Person) -> list[Any]:
    modules = sorted(pk for pk, position in positions_of(person).items() if position.total)
    return [modules, Credential.objects.held_by(person).count()]


def _session(person: Person) -> str:
    """A session as signing in leaves it."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _credentials(rng: Random, size: Size, count: int) -> Iterator[Target]:
    """Credentials that were really signed, looked at by anybody."""
    emails = [f"person-{n}@example.dk" for n in range(size.signed)]
    signed = list(Credential.objects.filter(person__email__in=emails).select_related("person").order_by("pk"))
    for one in rng.choices(signed, k=count):
        kept = one.uuid.hex if connection.vendor == "sqlite" else str(one.uuid)
        yield Target(Request(f"/beviser/{one.uuid}/", "", one.person.name), {"uuid": kept}, [one.pk])
