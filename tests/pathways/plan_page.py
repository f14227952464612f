"""What the tests of the plan's page have in common."""

import re

from django.test import Client
from django.utils import timezone

from factories import make_competence, make_organisation
from factories_pathways import chosen, make_life, make_pathway, make_teaching, planned
from nanobank.pathways.models import Pathway, Planning, PlanningKind, PlanVersion

DAY = timezone.localdate()
STILL = re.compile(r"\s+")


def make_wish(modules: int = 3, **life: object) -> Pathway:
    """Somebody who wants what so many modules teach, each beside a dearer one that teaches the same."""
    provider = make_organisation()
    wanted = [make_competence() for _ in range(modules)]
    for number, competence in enumerate(wanted):
        make_teaching(provider, f"modul-{number}", competence, price=1000)
        make_teaching(provider, f"andet-{number}", competence, price=1500)
    return make_pathway(*wanted, life=make_life(**life) if life else None)  # type: ignore[arg-type]


def laid(pathway: Pathway, kind: PlanningKind = PlanningKind.PLAN) -> Planning:
    return planned(pathway, kind, now=timezone.now())


def followed(pathway: Pathway) -> PlanVersion:
    return chosen(pathway, now=timezone.now())


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return STILL.sub(" ", answer.content.decode())


def open_at(client: Client, pathway: Pathway) -> str:
    client.force_login(pathway.person)
    return f"/forloeb/{pathway.uuid}/"
