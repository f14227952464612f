"""Questions that cannot be answered, on the page that says why and what would do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_competence, make_organisation, make_person
from factories_exams import make_completed
from factories_pathways import answered, make_life, make_pathway, make_teaching
from nanobank.pathways.models import Planning
from pathways.plan_page import DAY, followed, laid, make_wish, open_at, read

pytestmark = pytest.mark.django_db


def test_two_pins_that_clash_are_both_named_and_either_can_be_given_up(client: Client) -> None:
    pathway = make_wish(2)
    followed(pathway)
    path = open_at(client, pathway)
    for module in ("modul-0", "modul-1"):
        client.post(f"{path}ret/", {"kind": "move", "module": module, "since": str(DAY + timedelta(days=60))})
        answered(Planning.objects.latest("pk"), now=timezone.now())
    clash = client.get(path).context["clash"]
    assert len([sentence for sentence in clash.sentences if "Modul-0" in sentence or "Modul-1" in sentence]) == 2
    (way, *_others) = [way for way in clash.ways if "Modul-" in way.words]
    sent = {"at": "clash", "kind": way.remedies[0].kind, "about": way.remedies[0].about, "to": ""}
    assert client.post(f"{path}ryd-af-vejen/", sent).status_code == 302
    answered(Planning.objects.latest("pk"), now=timezone.now())
    assert client.get(path).context["clash"] is None


def test_hours_that_never_suffice_are_met_with_how_many_would(client: Client) -> None:
    pathway = make_wish(2, hours=1, deadline=DAY + timedelta(days=60))
    laid(pathway)
    page = read(client, open_at(client, pathway))
    assert "Du har de timer, du har tegnet." in page
    assert "Flyt fristen til" in page


def test_whoever_has_it_all_is_told_that_there_is_nothing_to_do(client: Client) -> None:
    wanted, person = make_competence(), make_person()
    make_completed(person, make_teaching(make_organisation(), "kendt", wanted))
    pathway = make_pathway(wanted, person=person, life=make_life())
    laid(pathway)
    assert "Du har det hele i forvejen" in read(client, open_at(client, pathway))
