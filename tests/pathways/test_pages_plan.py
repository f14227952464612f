import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_competence, make_micro_credential, make_organisation, make_person
from factories_pathways import answered, make_life, make_mentor, make_pathway, make_teaching
from nanobank.ledger.models import Entry
from nanobank.pathways import services
from nanobank.pathways.models import Planning, PlanVersion
from nanobank.pathways.queries import said
from nanobank.pathways.terms import HoursTerms
from pathways.plan_page import DAY, followed, laid, make_wish, open_at, read

pytestmark = pytest.mark.django_db


def test_a_plan_is_shown_as_picture_steps_reasons_and_table(client: Client) -> None:
    pathway = make_wish(2)
    laid(pathway)
    page = read(client, open_at(client, pathway))
    for words in ("Bevist bedst", "4 ECTS", "2.000 kr.", "Modul-0", "Dækker noget, du vil kunne", "Næstbedst: Andet-0"):
        assert words in page
    assert page.count('data-step="modul-') == 2
    assert "style=" not in page
    assert "Proven best" in read(client, f"/en/forloeb/{pathway.uuid}/")


def test_hours_of_work_fill_the_hours_there_are_and_leave_is_a_break(client: Client) -> None:
    pathway = make_wish(2)
    hours = ((0, 10), (14, 0), (35, 5))
    periods = tuple(HoursTerms(since=DAY + timedelta(days=after), hours=Decimal(most)) for after, most in hours)
    life = make_life().model_copy(update={"begins": DAY, "hours": periods})
    services.say_life(pathway=pathway, life=life, by=pathway.person, now=timezone.now())
    laid(pathway)
    client.get(path := open_at(client, pathway))
    plan = client.get(path).context["plan"]
    assert sum(week.used for week in plan.weeks) == pytest.approx(plan.hours, abs=Decimal("0.1"))
    assert all(week.used <= week.given for week in plan.weeks)
    assert "pause" in read(client, path)


def test_progress_is_shown_until_the_plan_is_there_and_then_the_page_is_loaded_anew(client: Client) -> None:
    pathway = make_wish(1)
    path = open_at(client, pathway)
    first, second = (services.ask(pathway=one, by=one.person, now=timezone.now()) for one in (make_pathway(), pathway))
    assert "Én er før dig i køen" in read(client, path)
    assert "HX-Refresh" not in client.get(f"{path}undervejs/").headers
    answered(first, now=timezone.now())
    answered(second, now=timezone.now())
    assert client.get(f"{path}undervejs/").headers["HX-Refresh"] == "true"


def test_whoever_waits_can_stop(client: Client) -> None:
    pathway = make_wish(1)
    path = open_at(client, pathway)
    client.post(f"{path}laeg/")
    assert client.post(f"{path}stands/").status_code == 302
    assert Planning.objects.get().state == "stopped"
    assert "Planlægningen blev stoppet" in read(client, path)


def test_a_plan_is_chosen_and_put_in_the_bank_with_one_click(client: Client) -> None:
    pathway = make_wish(2)
    laid(pathway)
    path = open_at(client, pathway)
    for _again in range(2):
        assert client.post(f"{path}planer/1/bank/").status_code == 302
    pathway.refresh_from_db()
    assert pathway.chosen is not None
    assert Entry.objects.filter(person=pathway.person).count() == 2
    assert client.post(f"{path}planer/99/bank/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "came"),
    [
        ({"kind": "ban", "module": "modul-0"}, "Andet-0"),
        ({"kind": "swap", "module": "modul-0", "other": "andet-0"}, "Andet-0"),
        ({"kind": "move", "module": "modul-1", "since": str(DAY + timedelta(days=60))}, "Flyttes"),
        ({"kind": "pin", "module": "modul-0"}, "Låst fast"),
    ],
)
def test_a_plan_is_bent_and_says_what_changed(client: Client, sent: dict[str, str], came: str) -> None:
    pathway = make_wish(2)
    followed(pathway)
    path = open_at(client, pathway)
    assert client.post(f"{path}ret/", sent).status_code == 302
    answered(Planning.objects.latest("pk"), now=timezone.now())
    page = read(client, path)
    assert "Planen er lagt om" in page
    assert came in page


def test_a_wish_that_cannot_be_is_refused_where_it_was_made(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    path = open_at(client, pathway)
    answer = client.post(f"{path}ret/", {"kind": "move", "module": "modul-0", "since": "2020-01-06"})
    assert answer.status_code == 422
    assert "Den uge er gået." in answer.content.decode()
    answer = client.post(f"{path}ret/", {"kind": "swap", "module": "modul-0"})
    assert (answer.status_code, answer.context["trouble_at"]) == (422, "modul-0")


def test_the_old_plan_can_be_kept_and_the_new_one_used(client: Client) -> None:
    pathway = make_wish(1)
    old = followed(pathway)
    path = open_at(client, pathway)
    for number, (button, kept) in enumerate((("behold/", True), ("planer/3/vaelg/", False)), start=2):
        client.post(f"{path}haendt/", {"kind": "cancelled", "module": "modul-0"})
        answered(Planning.objects.latest("pk"), now=timezone.now())
        assert "Behold den, jeg havde" in read(client, path)
        assert PlanVersion.objects.filter(number=number).exists()
        client.post(f"{path}{button}")
        assert "Behold den, jeg havde" not in read(client, path)
        pathway.refresh_from_db()
        assert (pathway.chosen == old) is kept


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "fell_out", "module": "modul-0"},
        {"kind": "ill", "since": str(DAY), "until": str(DAY + timedelta(days=30))},
        {"kind": "failed", "module": "modul-0"},
    ],
)
def test_what_happened_leads_to_a_repaired_plan(client: Client, sent: dict[str, str]) -> None:
    pathway = make_wish(2)
    followed(pathway)
    path = open_at(client, pathway)
    assert client.post(f"{path}haendt/", sent).status_code == 302
    assert answered(Planning.objects.latest("pk"), now=timezone.now()).state == "done"
    assert "Planen er lagt om" in read(client, path)


def test_an_illness_without_an_end_is_asked_about(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    answer = client.post(f"{open_at(client, pathway)}haendt/", {"kind": "ill", "at": "ill"})
    assert answer.status_code == 422
    assert "Til og med hvilken dag?" in answer.content.decode()


def test_what_cannot_be_done_is_said_with_a_button_that_makes_it_possible(client: Client) -> None:
    pathway = make_wish(2, budget=1200)
    laid(pathway)
    path = open_at(client, pathway)
    page = read(client, path)
    assert "Det må koste højst 1.200 kr.<" in page
    assert "Hæv budgettet til 2.000 kr." in page
    assert client.post(f"{path}ryd-af-vejen/", {"kind": "budget", "to": "2000", "at": "clash"}).status_code == 302
    pathway.refresh_from_db()
    assert said(pathway).life.budget == 2000
    answered(Planning.objects.latest("pk"), now=timezone.now())
    assert "Bevist bedst" in read(client, path)


def test_wishes_that_only_help_together_are_given_up_together(client: Client) -> None:
    wanted, other = make_competence(label_da="lave film"), make_competence(label_da="lave lyd")
    make_teaching(make_organisation(), "film", wanted, other, ects="10", price=9000)
    pathway = make_pathway(wanted, other, life=make_life(5, budget=1000, deadline=DAY + timedelta(days=21)))
    laid(pathway)
    path = open_at(client, pathway)
    assert "Opgiv grænsen for prisen og fristen" in read(client, path)
    sent = {"kind": ["budget", "deadline"], "about": ["", ""], "to": ["", ""]}
    assert client.post(f"{path}ryd-af-vejen/", sent).status_code == 302
    pathway.refresh_from_db()
    assert (said(pathway).life.budget, said(pathway).life.deadline) == (None, None)


def test_the_plan_stands_in_a_calendar_until_it_is_stopped(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    path = open_at(client, pathway)
    client.post(f"{path}kalender/")
    address = re.search(r'value="(http[^"]+\.ics)"', read(client, path))
    assert address is not None
    calendar = address[1][address[1].index("/forloeb/") :]
    assert client.get(calendar).status_code == 200
    client.post(f"{path}kalender/", {"stop": "1"})
    assert client.get(calendar).status_code == 404
    for stranger in (make_mentor(pathway.person), make_person()):
        client.force_login(stranger)
        assert client.post(f"{path}kalender/").status_code == 404


def test_a_person_sees_what_now_and_asks_for_a_mail_about_it(client: Client) -> None:
    pathway = make_wish(1)
    services.say_life(
        pathway=pathway,
        life=make_life().model_copy(update={"begins": DAY - timedelta(days=DAY.weekday())}),
        by=pathway.person,
        now=timezone.now(),
    )
    followed(pathway)
    open_at(client, pathway)
    assert "Modul-0" in read(client, "/forloeb/")
    for wanted, shown in (("yes", "Ikke flere mails"), ("no", "Ja tak")):
        assert client.post("/forloeb/hver-uge/", {"wanted": wanted}).status_code == 302
        assert shown in read(client, "/forloeb/")


def test_there_is_a_way_in_from_the_front_page_the_bank_and_a_micro_credential(client: Client) -> None:
    client.force_login(make_person())
    micro_credential = make_micro_credential()
    for page in ("/", "/bank/", "/min-side/"):
        assert "/forloeb/nyt/" in read(client, page), page
    path = f"/micro-credentials/{micro_credential.slug}/"
    assert f"/forloeb/nyt/?mikro={micro_credential.slug}" in read(client, path)
