"""The pages of a workplace: for those who act for it, not there at all for anybody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factories import make_competence, make_member, make_person
from factories_employers import (
    known_schemes,
    make_brief,
    make_colleague,
    make_cost_centre,
    make_employer,
    make_order,
    read_list,
    teaching,
)
from nanobank.accounts.models import Person
from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import ListingKind
from nanobank.employers import services
from nanobank.employers.models import Brief, LineState, Order, PeopleList
from nanobank.organisations.models import Role
from search.test_reading import pdf

pytestmark = pytest.mark.django_db
OF_A_WORKPLACE = (
    "workplace", "workplace_edit", "cost_centres", "staff", "people_lists", "people_template", "skills", "briefs",
    "brief_new", "orders",
)  # fmt: skip


class Firm:
    """A workplace with one of everything."""

    def __init__(self) -> None:
        self.organisation, self.boss = make_employer()
        self.colleague = make_colleague(self.organisation, self.boss)
        self.centre = make_cost_centre(self.organisation, self.boss)
        self.wanted = make_competence()
        self.module = teaching(self.wanted)
        self.order = make_order(self.organisation, self.boss, self.module, self.colleague, cost_centre=self.centre)
        self.brief = make_brief(self.organisation, self.boss, self.wanted)
        services.look(brief=self.brief, by=self.boss, now=timezone.now())
        self.list = read_list(self.organisation, self.boss, "Ida Holm;ida@firma.dk", "Bo;")

    def addresses(self) -> list[str]:
        """Every page that can be looked at."""
        slug = self.organisation.slug
        return [
            *(reverse(name, args=[slug]) for name in OF_A_WORKPLACE),
            reverse("cost_centre", args=[slug, self.centre.uuid]),
            reverse("colleague", args=[slug, self.colleague.uuid]),
            reverse("people_list", args=[slug, self.list.uuid]),
            reverse("people_list_problems", args=[slug, self.list.uuid]),
            reverse("brief", args=[slug, self.brief.uuid]),
            reverse("brief_edit", args=[slug, self.brief.uuid]),
            reverse("brief_order", args=[slug, self.brief.uuid, 1]),
            reverse("order", args=[slug, self.order.uuid]),
            reverse("order_basis", args=[slug, self.order.uuid]),
            reverse("module_seats", args=[slug, self.module.slug]),
        ]


@pytest.fixture
def firm() -> Firm:
    return Firm()


def test_whoever_acts_for_the_workplace_sees_every_page(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    assert {address: client.get(address).status_code for address in firm.addresses()} == dict.fromkeys(
        firm.addresses(), 200
    )


@pytest.mark.parametrize("who", ["employee", "neighbour", "lead", "stranger"])
def test_for_anybody_else_none_of_them_is_there(firm: Firm, client: Client, who: str) -> None:
    client.force_login(_person(who, firm))
    assert {client.get(address).status_code for address in firm.addresses()} == {404}


def _person(who: str, firm: Firm) -> Person:
    assert firm.colleague.membership is not None
    if who == "employee":
        return firm.colleague.membership.person
    if who == "neighbour":
        return make_employer()[1]
    return make_member(Role.PROGRAMME_LEAD) if who == "lead" else make_person()


def test_a_visitor_is_asked_to_sign_in(firm: Firm, client: Client) -> None:
    assert {client.get(address).status_code for address in firm.addresses()} == {302}


def test_ten_more_people_and_orders_take_no_more_queries(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    counts = []
    for more in (1, 5):
        for _ in range(more):
            colleague = make_colleague(firm.organisation, firm.boss)
            make_order(firm.organisation, firm.boss, firm.module, colleague, cost_centre=firm.centre)
            make_brief(firm.organisation, firm.boss, firm.wanted)
        count = []
        for name in ("workplace", "staff", "orders", "briefs", "skills", "cost_centres"):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name, args=[firm.organisation.slug]))
            count.append(len(queries.captured_queries))
        counts.append(count)
    assert counts[0] == counts[1]


def test_from_words_to_bundles_to_seats_to_a_place_on_the_course(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    slug = firm.organisation.slug
    said = client.post(reverse("brief_new", args=[slug]), {"words": "Vi skal kunne det hele."})
    brief = Brief.objects.latest("pk")
    assert said.headers["Location"] == reverse("brief_edit", args=[slug, brief.uuid])
    form = {
        "title": "Det hele", "people": "0", "colleague": [str(firm.colleague.uuid)], "add": firm.wanted.label_da,
        "more": "yes",
    }  # fmt: skip
    client.post(said.headers["Location"], form)
    assert brief.wanted.get().competence == firm.wanted
    form |= {"add": "", "competence": firm.wanted.slug, f"weight-{firm.wanted.slug}": "3"}
    del form["more"]
    found = client.post(said.headers["Location"], form)
    assert found.headers["Location"] == reverse("brief", args=[slug, brief.uuid])
    assert firm.module.current is not None
    assert firm.module.current.title_da in client.get(found.headers["Location"]).content.decode()
    centre = {"cost_centre": str(firm.centre.uuid), "reference": "Uge 48"}
    client.post(reverse("brief_order", args=[slug, brief.uuid, 1]), centre)
    order = Order.objects.latest("pk")
    line = order.lines.get()
    assert (order.reference, line.state) == ("Uge 48", LineState.OFFERED)
    assert firm.colleague.membership is not None
    client.force_login(firm.colleague.membership.person)
    assert firm.module.current.title_da in client.get(reverse("my_workplaces")).content.decode()
    client.post(reverse("seat_answer", args=[line.uuid]), {"answer": "yes"})
    line.refresh_from_db()
    assert line.state == LineState.ACCEPTED


def test_what_matters_most_can_be_moved_with_a_button(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    order = ["price", "quality", "time", "distance"]
    client.post(
        reverse("brief_weigh", args=[firm.organisation.slug, firm.brief.uuid]), {"order": order, "move": "time:up"}
    )
    firm.brief.refresh_from_db()
    assert firm.brief.order == ["price", "time", "quality", "distance"]


def test_an_empty_need_is_said_beside_the_field_and_what_was_typed_is_kept(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    answer = client.post(reverse("brief_new", args=[firm.organisation.slug]), {"words": " 12 "})
    assert answer.status_code == 422
    assert "12" in answer.content.decode()


def test_of_a_document_of_two_hundred_pages_what_was_not_read_is_said_and_what_was_written_beside_it_is_kept(
    firm: Firm, client: Client
) -> None:
    client.force_login(firm.boss)
    sent = {"words": "Og vi skal skrive klart.", "file": SimpleUploadedFile("strategi.pdf", pdf(200))}
    page = client.post(reverse("brief_new", args=[firm.organisation.slug]), sent, follow=True).content.decode()
    assert "200 sider. Vi har læst de første 40." in page
    brief = Brief.objects.latest("pk")
    assert brief.words.startswith("Og vi skal skrive klart.\n\nSide 1: Du skal lede projekter.")


def test_a_competence_that_nobody_knows_is_not_made_up(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    form = {"title": "x", "people": "1", "add": "trylleri", "more": "yes"}
    page = client.post(reverse("brief_edit", args=[firm.organisation.slug, firm.brief.uuid]), form, follow=True)
    assert "»trylleri«" in page.content.decode()
    assert [one.competence for one in firm.brief.wanted.all()] == [firm.wanted]


def test_html_in_a_job_ad_is_text_and_nothing_else(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    words = "<p>Du skal kunne <b>regne</b>.</p><script>alert(1)</script>"
    said = client.post(reverse("brief_new", args=[firm.organisation.slug]), {"words": words})
    page = client.get(said.headers["Location"]).content.decode()
    assert "alert(1)" not in page
    assert "Du skal kunne regne" in page


def test_a_list_is_handed_in_looked_through_and_taken_in(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    slug = firm.organisation.slug
    page = client.get(reverse("people_list", args=[slug, firm.list.uuid])).content.decode()
    assert "Ida" not in page
    assert "3" in page
    client.post(reverse("people_list_take_in", args=[slug, firm.list.uuid]))
    assert "ida@firma.dk" in client.get(reverse("staff", args=[slug])).content.decode()
    assert PeopleList.objects.get(pk=firm.list.pk).state == "taken_in"


def test_a_person_sees_all_that_their_workplace_sees_and_can_take_it_back(firm: Firm, client: Client) -> None:
    assert firm.colleague.membership is not None
    client.force_login(firm.colleague.membership.person)
    address = reverse("my_workplace", args=[firm.colleague.uuid])
    assert client.get(address).status_code == 200
    client.post(reverse("consent_change", args=[firm.colleague.uuid]), {"answer": "yes"})
    assert firm.colleague.consents.filter(withdrawn_at=None).exists()
    client.post(reverse("declare", args=[firm.colleague.uuid]), {"competence": firm.wanted.label_da, "level": "6"})
    assert firm.wanted.label_da in client.get(address).content.decode()
    client.post(reverse("consent_change", args=[firm.colleague.uuid]), {"answer": "no"})
    assert not firm.colleague.consents.filter(withdrawn_at=None).exists()
    client.force_login(firm.boss)
    assert client.get(address).status_code == 404


def test_a_firm_begins_with_its_cvr_number(client: Client) -> None:
    client.force_login(make_person())
    wrong = client.post(reverse("workplace_new"), {"name": "Klintø", "cvr": "99442183"})
    assert wrong.status_code == 422
    right = client.post(reverse("workplace_new"), {"name": "Klintø", "cvr": "99442182"})
    assert right.headers["Location"] == reverse("workplace", args=["klintoe"])


def test_anybody_can_read_what_schemes_there_are_and_only_staff_can_change_them(client: Client) -> None:
    known_schemes()
    assert "Omstillingsfonden" in client.get(reverse("subsidies")).content.decode()
    client.force_login(make_person())
    assert client.get(reverse("subsidy", args=["svu"])).status_code == 404
    client.force_login(make_person(is_staff=True))
    assert client.get(reverse("subsidy", args=["svu"])).status_code == 200


def test_a_competence_that_nobody_calls_so_is_met_with_the_nearest_to_press(firm: Firm, client: Client) -> None:
    near = make_competence(label_da="skrive faglige tekster", label_en="write technical texts")
    index(ListingKind.COMPETENCE, [near.pk], now=timezone.now())
    Brief.objects.filter(pk=firm.brief.pk).update(not_understood=["skrive klart"])
    client.force_login(firm.boss)
    address = reverse("brief_edit", args=[firm.organisation.slug, firm.brief.uuid])
    assert "Det her gav ingen kompetence" in client.get(address).content.decode()
    sent = {"title": "Behov", "people": "2", "competence": firm.wanted.slug}
    page = client.post(address, {**sent, "look": "skrive klart"}, follow=True).content.decode()
    assert f'name="take" value="{near.slug}"' in page
    client.post(address, {**sent, "take": near.slug, "for": "skrive klart"})
    firm.brief.refresh_from_db()
    assert {one.competence for one in firm.brief.wanted.all()} == {firm.wanted, near}
    assert firm.brief.not_understood == []
    page = client.post(address, {**sent, "add": "qwertyuiop"}, follow=True).content.decode()
    assert "Vi kender intet, der ligner »qwertyuiop«" in page


def test_a_bundle_covers_what_was_understood_and_the_rest_is_said(firm: Firm, client: Client) -> None:
    client.force_login(firm.boss)
    address = reverse("brief", args=[firm.organisation.slug, firm.brief.uuid])
    Brief.objects.filter(pk=firm.brief.pk).update(not_understood=["skrive klart"])
    assert "af det, vi forstod" in client.get(address).content.decode()
    Brief.objects.filter(pk=firm.brief.pk).update(not_understood=[])
    assert "forstod" not in client.get(address).content.decode()
