"""Planners that work at the same time share the queue and take nothing twice."""

from collections import Counter
from threading import Lock, Thread

import pytest
from django.db import connection

from factories import NOW, make_competence, make_organisation, make_person
from factories_pathways import make_pathway, make_planner, make_teaching
from nanobank.pathways import services
from nanobank.pathways.models import PlanningState, PlanVersion


@pytest.mark.django_db(transaction=True)
def test_planners_at_the_same_time_answer_everything_once() -> None:
    make_teaching(make_organisation(), "modul", wanted := make_competence())
    people = [make_person() for _ in range(6)]
    pathways = [make_pathway(wanted, person=person) for person in people for _ in range(2)]
    asked = [services.ask(pathway=pathway, by=pathway.person, now=NOW) for pathway in pathways]
    taken, counting = Counter[int](), Lock()

    def work(name: str) -> None:
        planner = make_planner(name)
        try:
            while planning := planner.claim():
                with counting:
                    taken[planning.pk] += 1
                planner.answer(planning)
        finally:
            connection.close()

    threads = [Thread(target=work, args=[name]) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert taken == Counter(planning.pk for planning in asked)
    for planning in asked:
        planning.refresh_from_db()
    assert {planning.state for planning in asked} == {PlanningState.DONE}
    assert PlanVersion.objects.count() == len(asked)
