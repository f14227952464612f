import re
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from conftest import CountQueries
from factories import make_competence, make_micro_credential, make_organisation, make_person
from factories_pathways import answered, chosen, make_life, make_mentor, make_pathway, make_teaching, planned
from nanobank.bank.models import Mentorship
from nanobank.ledger.models import Entry
from nanobank.needs.models import Need
from nanobank.pathways import services
from nanobank.pathways.models import Comment, CoSign, Pathway, Planning, PlanningKind, PlanVersion, Proposal
from nanobank.pathways.queries import said
from nanobank.pathways.terms import HoursTerms

pytestmark = pytest.mark.django_db
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


def test_what_nobody_teaches_is_named(client: Client) -> None:
    wanted = make_competence(label_da="tale med hvaler")
    pathway = make_pathway(wanted)
    laid(pathway)
    page = read(client, open_at(client, pathway))
    assert "Det her underviser ingen i endnu: <strong>tale med hvaler</strong>" in page


def test_a_remedy_that_makes_no_sense_is_refused(client: Client) -> None:
    pathway = make_wish(1)
    path = open_at(client, pathway)
    for sent in ({"kind": "budget", "to": "mange"}, {"kind": "deadline", "to": "snart"}, {"kind": "vejret"}):
        assert client.post(f"{path}ryd-af-vejen/", sent).status_code == 422


def test_intensity_is_one_slider(client: Client) -> None:
    pathway = make_wish(1)
    path = open_at(client, pathway)
    assert client.post(f"{path}tempo/", {"intensity": "50"}).status_code == 302
    pathway.refresh_from_db()
    assert said(pathway).life.intensity == 50
    assert client.post(f"{path}tempo/", {"intensity": "9000"}).status_code == 422


def test_plans_lie_along_a_front_and_one_is_picked(client: Client) -> None:
    provider, wanted = make_organisation(), make_competence()
    make_teaching(provider, "kort", wanted, ects="1", price=9000)
    make_teaching(provider, "billig", wanted, ects="5", price=100)
    pathway = make_pathway(wanted)
    laid(pathway, PlanningKind.ALTERNATIVES)
    path = open_at(client, pathway)
    page = read(client, f"{path}valg/")
    assert "Den hurtigste: færdig" in page
    assert "Den billigste: færdig" in page
    assert page.count('type="radio"') == page.count("data-place=")
    assert client.post(f"{path}vaelg/", {"plan": "2"}).status_code == 302
    pathway.refresh_from_db()
    assert pathway.chosen is not None
    assert pathway.chosen.number == 2
    assert client.post(f"{path}vaelg/", {"plan": "tres"}).status_code == 404


def test_history_tells_of_every_plan_and_why(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    path = open_at(client, pathway)
    client.post(f"{path}haendt/", {"kind": "cancelled", "module": "modul-0"})
    answered(Planning.objects.latest("pk"), now=timezone.now())
    page = read(client, f"{path}historie/")
    for words in ("Plan 1", "Plan 2", "den, du følger", "Der skete noget: Modulet er aflyst (Modul-0)", "Andet-0"):
        assert words in page
    assert "Plan nummer 1" in read(client, f"{path}planer/1/")


def test_a_pathway_is_put_away(client: Client) -> None:
    pathway = make_wish(1)
    path = open_at(client, pathway)
    assert pathway.title in read(client, "/forloeb/")
    client.post(f"{path}laeg-vaek/")
    assert pathway.title not in read(client, "/forloeb/")


PAGES = ("", "undervejs/", "valg/", "sammenlign/", "historie/", "planer/1/")
BUTTONS = (
    "laeg/", "stands/", "planer/1/vaelg/", "planer/1/bank/", "vaelg/", "behold/", "ret/", "haendt/", "tempo/",
    "ryd-af-vejen/", "kalender/", "laeg-vaek/",
)  # fmt: skip


def test_mentors_look_along_and_nobody_else_knows_that_it_is_there(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    mentor, path = make_mentor(pathway.person), f"/forloeb/{pathway.uuid}/"
    for page in PAGES:
        client.logout()
        assert client.get(path + page).status_code == 302
        client.force_login(mentor)
        assert client.get(path + page).status_code == 200, page
        client.force_login(make_person())
        assert client.get(path + page).status_code == 404, page
    for stranger in (mentor, make_person()):
        client.force_login(stranger)
        for button in BUTTONS:
            sent = {"plan": "1", "kind": "ban", "module": "modul-0", "intensity": "50"}
            assert client.post(path + button, sent).status_code in (404, 422), button
    pathway.refresh_from_db()
    assert (pathway.asked, pathway.put_away_at) == (1, None)
    client.force_login(mentor)
    assert pathway.title in read(client, f"/forloeb/af/{pathway.person.uuid}/")
    client.force_login(make_person())
    assert client.get(f"/forloeb/af/{pathway.person.uuid}/").status_code == 404


def test_a_mentor_comments_proposes_and_signs_and_the_learner_decides(client: Client) -> None:
    pathway = make_wish(2)
    version = followed(pathway)
    mentor, path = make_mentor(pathway.person), f"/forloeb/{pathway.uuid}/"
    client.force_login(mentor)
    client.post(f"{path}kommentar/", {"words": "Tag det om foråret.", "module": "modul-1"})
    client.post(f"{path}forslag/", {"kind": "swap", "module": "modul-0", "other": "andet-0", "words": "Det er bedre."})
    client.post(f"{path}planer/{version.number}/underskriv/")
    assert CoSign.objects.get().kind == Mentorship.Kind.INTERNAL
    page = read(client, open_at(client, pathway))
    for words in ("Tag det om foråret.", "Torkil Espegaard foreslår:", "Tag Andet-0 i stedet for Modul-0"):
        assert words in page
    client.post(f"/forloeb/kommentarer/{Comment.objects.get().uuid}/faerdig/")
    client.post(f"/forloeb/forslag/{Proposal.objects.get().uuid}/svar/", {"answer": "yes"})
    answered(Planning.objects.latest("pk"), now=timezone.now())
    page = read(client, path)
    assert "ordnet" in page
    assert "Planen er lagt om" in page
    answer = client.post(f"/forloeb/forslag/{Proposal.objects.get().uuid}/svar/", {"answer": "no"})
    assert answer.status_code == 409


def test_a_proposal_is_declined_or_taken_back(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    mentor, path = make_mentor(pathway.person), f"/forloeb/{pathway.uuid}/"
    for who in (pathway.person, mentor):
        client.force_login(mentor)
        client.post(f"{path}forslag/", {"kind": "ban", "module": "modul-0"})
        proposal = Proposal.objects.latest("pk")
        client.force_login(make_person())
        assert client.post(f"/forloeb/forslag/{proposal.uuid}/svar/", {"answer": "no"}).status_code == 404
        client.force_login(who)
        client.post(f"/forloeb/forslag/{proposal.uuid}/svar/", {"answer": "no"})
        proposal.refresh_from_db()
        assert proposal.accepted is False
    assert said(pathway).wishes.bans == ()


def test_only_mentors_propose_and_sign_and_an_empty_comment_is_not_kept(client: Client) -> None:
    pathway = make_wish(1)
    version = followed(pathway)
    path = f"/forloeb/{pathway.uuid}/"
    for who in (pathway.person, make_person()):
        client.force_login(who)
        assert client.post(f"{path}forslag/", {"kind": "ban", "module": "modul-0"}).status_code == 404
        assert client.post(f"{path}planer/{version.number}/underskriv/").status_code == 404
    assert client.post(f"{path}kommentar/", {"words": "Hej"}).status_code == 404
    client.force_login(pathway.person)
    assert client.post(f"{path}kommentar/", {"words": " "}).status_code == 422
    assert not Comment.objects.exists()


def test_a_long_plan_asks_the_database_as_often_as_a_short_one(client: Client, count_queries: CountQueries) -> None:
    counts = []
    for modules in (1, 6):
        pathway = make_wish(modules) if modules == 1 else _more(modules)
        followed(pathway)
        for number in range(modules):
            Comment.objects.create(pathway=pathway, words=str(number), by=pathway.person, at=timezone.now())
        path = open_at(client, pathway)
        client.get(path)
        counts.append([count_queries(partial(client.get, path + page)) for page in ("", "historie/", "valg/")])
    assert counts[0] == counts[1]


def test_many_pathways_ask_the_database_as_often_as_few(client: Client, count_queries: CountQueries) -> None:
    first = make_wish(1)
    followed(first)
    open_at(client, first)
    read(client, "/forloeb/")
    few = count_queries(partial(client.get, "/forloeb/"))
    for _number in range(3):
        make_pathway(person=first.person)
    assert count_queries(partial(client.get, "/forloeb/")) == few


def _more(modules: int) -> Pathway:
    provider, wanted = make_organisation(), [make_competence() for _ in range(modules)]
    for number, competence in enumerate(wanted):
        make_teaching(provider, f"flere-{number}", competence)
    return make_pathway(*wanted)


def test_what_nobody_teaches_becomes_a_need_with_one_click(client: Client) -> None:
    wanted = make_competence(label_da="flyve med droner")
    pathway = make_pathway(wanted)
    laid(pathway)
    path = open_at(client, pathway)
    assert "Bed om det" in read(client, path)
    answer = client.post(f"{path}behov/")
    need = Need.objects.get()
    assert answer.headers["Location"] == f"/behov/{need.uuid}/"
    assert (need.by, need.words, list(need.competences.all())) == (pathway.person, "Det vil jeg kunne", [wanted])
    client.post(f"{path}behov/")
    assert Need.objects.count() == 1
    taught = make_wish(1)
    laid(taught)
    assert client.post(f"{open_at(client, taught)}behov/").status_code == 422
    client.force_login(make_person())
    assert client.post(f"{path}behov/").status_code == 404


def test_the_learner_sees_what_could_stand_in_a_steps_place_and_takes_it(client: Client) -> None:
    provider, wanted = make_organisation(), make_competence()
    for price in (1000, 1500, 2000, 2500, 3000):
        make_teaching(provider, f"til-{price}", wanted, price=price)
    pathway = make_pathway(wanted)
    version = followed(pathway)
    assert [one["module"] for one in version.reasons[0]["others"]] == ["til-1500", "til-2000", "til-2500"]
    path = open_at(client, pathway)
    page = read(client, path)
    assert "Det ville koste 1.000 kr. mere" in page
    client.post(f"{path}ret/", {"kind": "swap", "module": "til-1000", "other": "til-2000"})
    answered(pathway.plannings.latest("pk"), now=timezone.now())
    assert [step["module"] for step in pathway.versions.latest("number").steps] == ["til-2000"]
