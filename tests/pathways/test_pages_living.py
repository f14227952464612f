from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from conftest import CountQueries
from factories import make_competence, make_organisation, make_person
from factories_pathways import answered, make_mentor, make_pathway, make_teaching
from nanobank.bank.models import Mentorship
from nanobank.needs.models import Need
from nanobank.pathways.models import Comment, CoSign, Pathway, Planning, PlanningKind, Proposal
from nanobank.pathways.queries import said
from nanobank.pathways.weeks import monday_of, week_of
from pathways.plan_page import DAY, followed, laid, make_wish, open_at, read

pytestmark = pytest.mark.django_db


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


def test_fewer_hours_move_the_plan_on_with_the_new_end_beside_the_old_and_two_ways_to_have_it_otherwise(
    client: Client,
) -> None:
    pathway = make_wish(2)
    followed(pathway)
    path = open_at(client, pathway)
    client.post(f"{path}tempo/", {"intensity": "50"})
    answered(pathway.plannings.latest("pk"), now=timezone.now())
    page = read(client, path)
    assert "100 % → 50 %" in page
    assert "i stedet for" in page
    assert "intet, du havde låst, er flyttet" in page
    assert client.post(f"{path}laeg/", {"kind": "reparation"}).status_code == 302
    assert pathway.plannings.latest("pk").kind == PlanningKind.REPAIR
    assert read(client, path).count('value="reparation"') == 0


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


def test_an_illness_is_told_with_the_days_it_costs_and_nothing_is_said_to_stay_that_does_not(client: Client) -> None:
    pathway = make_wish(1)
    version = followed(pathway)
    path = open_at(client, pathway)
    since = monday_of(version.steps[0]["begins"] + 1)
    sent = {"kind": "ill", "since": since.isoformat(), "until": (since + timedelta(days=13)).isoformat()}
    client.post(f"{path}haendt/", sent)
    answered(pathway.plannings.latest("pk"), now=timezone.now())
    page = read(client, path)
    assert "slutter 14 dage senere" in page
    assert "1 modul er rykket, højst 14 dage." in page
    assert "i stedet for" in page
    for untrue in ("Alt andet bliver", "Det hele ligger, hvor det lå"):
        assert untrue not in page


def test_a_plan_that_waits_for_an_answer_is_not_put_in_the_bank(client: Client) -> None:
    pathway = make_wish(1)
    first = followed(pathway)
    path = open_at(client, pathway)
    assert "Læg det hele i min nanobank" in read(client, path)
    client.post(f"{path}haendt/", {"kind": "cancelled", "module": "modul-0"})
    answered(pathway.plannings.latest("pk"), now=timezone.now())
    assert "Læg det hele i min nanobank" not in read(client, path)
    answer = client.post(f"{path}planer/2/bank/")
    assert answer.status_code == 422
    assert "Sig først, om du bruger den nye plan" in answer.content.decode()
    pathway.refresh_from_db()
    assert pathway.chosen == first
    client.post(f"{path}planer/2/vaelg/")
    assert client.post(f"{path}planer/2/bank/").status_code == 302


@pytest.mark.parametrize(
    ("sent", "mark"),
    [
        ({"kind": "pin"}, "Låst"),
        ({"kind": "ban"}, "Tages ud"),
        ({"kind": "swap", "other": "andet-0"}, "Byttes"),
    ],
)
def test_what_is_wished_about_a_module_is_marked_at_once(client: Client, sent: dict[str, str], mark: str) -> None:
    pathway = make_wish(1)
    laid(pathway)
    path = open_at(client, pathway)
    before = read(client, path)
    assert "Bevist bedst" in before
    client.post(f"{path}ret/", {**sent, "module": "modul-0"})
    page = read(client, path)
    assert f'<span class="nb-tag nb-tag--unsure">{mark}</span><form' in page
    assert page.count("Læg den igen") == 2
    assert "Bevist bedst" not in page


def test_whoever_follows_a_plan_has_it_in_the_bank_and_is_shown_what_now(client: Client) -> None:
    pathway = make_wish(1)
    laid(pathway)
    path = open_at(client, pathway)
    page = read(client, path)
    assert "Følg planen" in page
    assert "Læg det hele i min nanobank" not in page
    client.post(f"{path}planer/1/bank/")
    page = read(client, path)
    assert "Ligger i din nanobank" in page
    assert "Hvad nu, denne uge" in page
    for gone in ("Følg planen", "Læg det hele i min nanobank"):
        assert gone not in page


def test_the_closest_choice_is_named_at_the_top_and_swapped_with_one_click(client: Client) -> None:
    pathway = make_wish(1)
    laid(pathway)
    path = open_at(client, pathway)
    assert "Vi valgte <strong>Modul-0</strong> frem for Andet-0." in read(client, path)
    client.post(f"{path}ret/", {"module": "modul-0", "kind": "swap", "other": "andet-0", "lay": "1"})
    version = answered(pathway.plannings.latest("pk"), now=timezone.now()).versions.get()
    assert [step["module"] for step in version.steps] == ["andet-0"]


def test_the_page_moves_on_a_plan_that_one_is_behind_with_and_refuses_nonsense(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    path = open_at(client, pathway)
    assert client.post(f"{path}bagud/", {"weeks": "2"}).status_code == 302
    answered(pathway.plannings.latest("pk"), now=timezone.now())
    assert "Jeg er kommet bagud." in read(client, path)
    assert client.post(f"{path}bagud/", {"weeks": "0"}).status_code == 422


def test_to_take_something_later_needs_a_day_to_come(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    path = open_at(client, pathway)
    answer = client.post(f"{path}haendt/", {"kind": "later", "module": "modul-0", "since": DAY.isoformat()})
    assert answer.status_code == 422
    assert "Fra hvornår vil du gerne tage det?" in answer.content.decode()
    sent = {"kind": "later", "module": "modul-0", "since": (DAY + timedelta(days=70)).isoformat()}
    assert client.post(f"{path}haendt/", sent).status_code == 302
    version = answered(pathway.plannings.latest("pk"), now=timezone.now()).versions.get()
    assert version.steps[0]["begins"] == week_of(DAY + timedelta(days=70))


def test_two_plans_that_ask_for_more_hours_together_than_there_are_say_so(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    path = open_at(client, pathway)
    assert "Du følger også" not in read(client, path)
    competence = make_competence()
    make_teaching(make_organisation(), "andet-maal", competence)
    other = make_pathway(competence, person=pathway.person)
    followed(other)
    page = read(client, path)
    assert f"Du følger også ‘{other.title}’." in page
    assert "kræver dine planer 20 timer i alt, og du har sagt 10 timer" in page


def test_a_mentor_reads_of_the_plan_and_not_of_themselves_and_comes_back_to_where_they_wrote(client: Client) -> None:
    pathway = make_wish(1)
    followed(pathway)
    path = open_at(client, pathway)
    assert "Dækker noget, du vil kunne" in read(client, path)
    client.force_login(make_mentor(pathway.person))
    page = read(client, path)
    assert "Dækker noget i målet" in page
    assert "du vil kunne" not in page
    answer = client.post(f"{path}kommentar/", {"module": "modul-0", "words": "Ring først."})
    assert answer.headers["Location"] == f"{path}#trin-modul-0"


def test_a_mentor_can_write_where_there_is_no_plan_yet_and_the_learner_reads_it(client: Client) -> None:
    pathway = make_pathway(make_competence())
    laid(pathway)
    path = open_at(client, pathway)
    client.force_login(make_mentor(pathway.person))
    assert "Der er ingen plan endnu" in read(client, path)
    client.post(f"{path}kommentar/", {"words": "Prøv en anden vej."})
    client.force_login(pathway.person)
    assert "Prøv en anden vej." in read(client, path)


def test_a_plan_with_choices_of_ones_own_is_not_called_best_of_all(client: Client) -> None:
    pathway = make_wish(1)
    laid(pathway)
    path = open_at(client, pathway)
    client.post(f"{path}ret/", {"module": "modul-0", "kind": "swap", "other": "andet-0", "lay": "1"})
    answered(pathway.plannings.latest("pk"), now=timezone.now())
    page = read(client, path)
    assert "Bevist bedst med egne valg" in page
    assert "efter det, du satte øverst" not in page
