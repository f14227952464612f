"""Anybody's visits to a database full of credentials: the public page of one, and a pasted one of a new shape.

Run in a process that is the site: ``bench.site.inside bench.volume.visits page 200``; each answers with JSON.
"""

import json
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.test import Client

from bench.signing.badges import NOW, awards
from nanobank.credentials.models import Credential
from nanocore.signing import SigningKey, Text, open_badge, sign

_SEED = 20_261_122
_WARM_UP = 20


def main(what: str, count: str) -> None:
    """One of ``page``, ``pasted``; how many visits."""
    print(json.dumps({"page": _page, "pasted": _pasted}[what](int(count))))


def _page(count: int) -> dict[str, Any]:
    """The public pages of credentials taken at random, none of them twice."""
    client = Client(SERVER_NAME="localhost")
    most = Credential.objects.latest("pk").pk
    keys = random.Random(_SEED).sample(range(1, most + 1), min(most, 2 * (count + _WARM_UP)))
    uuids = list(Credential.objects.filter(pk__in=keys).values_list("uuid", flat=True))[: count + _WARM_UP]

    def visit(uuid: UUID) -> None:
        answer = client.get(f"/beviser/{uuid}/")
        if answer.status_code != HTTPStatus.OK or str(uuid).encode() not in answer.content:
            raise RuntimeError(f"{uuid} answered {answer.status_code}")

    return _timed(visit, uuids)


def _pasted(count: int) -> dict[str, Any]:
    """Genuine credentials of an issuer known by its ``did:key``, each with another number of learning outcomes."""
    client = Client(SERVER_NAME="localhost")
    key = SigningKey.generate()

    def visit(document: str) -> None:
        cache.clear()  # the limit on checks a minute is for people
        answer = client.post("/kontroller/", {"document": document})
        if answer.status_code != HTTPStatus.OK or b"cr-step--passed" not in answer.content:
            raise RuntimeError(f"answered {answer.status_code}")

    return _timed(visit, [_of_a_shape(number, key) for number in range(count + _WARM_UP)])


def _of_a_shape(number: int, key: SigningKey) -> str:
    (award,) = awards(1)
    aligned, plain = award.achievement.outcomes
    outcomes = [replace(plain, text=Text(da=f"Begrunde valg nummer {each}")) for each in range(number + 1)]
    achievement = replace(award.achievement, outcomes=(aligned, *outcomes))
    badge = open_badge(replace(award, issuer=replace(award.issuer, id=key.did), achievement=achievement))
    return json.dumps(sign(badge, key=key, verification_method=key.verification_method(), created=NOW))


def _timed(visit: Callable[[Any], None], visited: Iterable[Any]) -> dict[str, Any]:
    """Milliseconds of wall and of CPU of each after the first few, which fill what is kept between requests."""
    walls, cpus = [], []
    for one in visited:
        began, used = time.perf_counter(), time.process_time()
        visit(one)
        walls.append((time.perf_counter() - began) * 1_000)
        cpus.append((time.process_time() - used) * 1_000)
    return {"wall": walls[_WARM_UP:], "cpu": cpus[_WARM_UP:]}
