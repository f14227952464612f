import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import make_micro_credential, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from factories_sharing import EVERYTHING, NOTHING, make_share
from nanobank.common.errors import Refused
from nanobank.credentials.services import ask_for_new_name, grant_new_name, revoke
from nanobank.sharing.models import Choice, Share
from nanobank.sharing.services import MOST_OPEN

pytestmark = pytest.mark.django_db

HIDDEN_IN_THE_PAGE = ("Maja", "Brandt", "7-trins")


def page(client: Client, share: Share, prefix: str = "") -> str:
    return client.get(f"{prefix}/delt/{share.secret}/").content.decode()


def test_a_link_shows_credentials_with_a_verdict_as_of_today_in_danish_and_english(client: Client) -> None:
    share = make_share(make_credential(make_person("Maja", "Brandt")), title="Til Vestavisen", greeting="Hej!")
    danish, english = page(client, share), page(client, share, "/en")
    for shown in (danish, english):
        assert "Maja Brandt" in shown
        assert "Til Vestavisen" in shown
        assert "Hej!" in shown
    assert "Ægte i dag" in danish
    assert "Undersøgende datajournalistik" in danish
    assert "Genuine today" in english
    assert "Investigative data journalism" in english


def test_a_link_that_is_checked_leads_to_the_page_that_checks(client: Client) -> None:
    share = make_share(make_credential(make_person("Maja", "Brandt")))
    path = f"/delt/{share.secret}/"
    for shown in (path, f"/en{path}"):
        asked = client.post("/kontroller/", {"way": "link", "link": f"{settings.BASE_URL}{shown}"})
        assert (asked.status_code, asked.headers["Location"]) == (302, shown)
    assert client.post("/kontroller/", {"way": "link", "link": f"https://andre.example{path}"}).status_code == 422


def test_a_link_shows_nothing_that_was_not_chosen(client: Client) -> None:
    credential = make_credential(make_person("Maja", "Brandt"), grade="10")
    share = make_share(credential, choice=NOTHING)
    shown = page(client, share)
    assert not [word for word in HIDDEN_IN_THE_PAGE if word in shown]
    assert "Afdække en sag med data" not in shown
    assert "Gennemført:" not in shown
    assert str(credential.uuid) not in shown
    assert client.get(f"/delt/{share.secret}/1.json").status_code == 404
    data = client.get(f"/api/v1/shared/{share.secret}").json()["credentials"][0]
    assert (data["holder"], data["grade"], data["outcomes"], data["criteria"]) == (None, None, [], None)
    assert "Maja" not in client.get(f"/delt/{share.secret}/1.svg").content.decode()


def test_all_of_it_is_shown_when_all_of_it_was_chosen(client: Client) -> None:
    credential = make_credential(make_person("Maja", "Brandt"), grade="10")
    share = make_share(credential, choice=EVERYTHING)
    shown = page(client, share)
    for word in ("Maja Brandt", "7-trins", "Afdække en sag med data", "Gennemført:"):
        assert word in shown
    handed_out = client.get(f"/delt/{share.secret}/1.json")
    assert handed_out.content.decode() == credential.document
    assert client.get(f"/delt/{share.secret}/2.json").status_code == 404


@pytest.mark.parametrize("hidden", ["name", "grade", "outcomes", "evidence"])
def test_the_signed_file_cannot_be_handed_out_by_a_link_that_hides_anything(hidden: str) -> None:
    choice = Choice(
        **{"name": True, "grade": True, "outcomes": True, "evidence": True, "document": True} | {hidden: False}
    )
    with pytest.raises(Refused) as refused:
        make_share(make_credential(), choice=choice)
    assert refused.value.field == "document"


def test_what_is_behind_a_link_is_kept_nowhere_and_its_address_told_to_nobody(client: Client) -> None:
    share = make_share(make_credential(), choice=EVERYTHING)
    for path in ("/", "/1.json", "/1.svg"):
        headers = client.get(f"/delt/{share.secret}{path}").headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]


def test_two_links_to_the_same_have_different_secrets_of_192_bits() -> None:
    credential = make_credential()
    first, second = make_share(credential), make_share(credential)
    assert first.secret != second.secret
    assert len(first.secret) == 32


@pytest.mark.parametrize("ended", ["stopped", "run out"])
def test_an_ended_link_says_so_plainly_and_not_whose_it_was(client: Client, ended: str) -> None:
    now = timezone.now()
    made = now - timedelta(days=40) if ended == "run out" else now
    credential = make_credential(make_person("Maja", "Brandt"), now=now - timedelta(days=50))
    share = make_share(credential, choice=EVERYTHING, title="Min ansøgning", now=made)
    if ended == "stopped":
        client.force_login(share.person)
        assert client.post(f"/deling/{share.uuid}/stop/").status_code == 302
        client.logout()
    for path in (f"/delt/{share.secret}/", f"/en/delt/{share.secret}/", f"/delt/{share.secret}/1.json",
                 f"/delt/{share.secret}/1.svg", f"/api/v1/shared/{share.secret}"):  # fmt: skip
        response = client.get(path)
        assert response.status_code == 410
        for told in ("Maja", "Min ansøgning", "datajournalistik"):
            assert told not in response.content.decode()
    assert "Linket virker ikke længere" in page(client, share)


def test_a_link_that_never_was_is_not_found(client: Client) -> None:
    for path in ("/delt/x/", "/delt/x/1.json", "/delt/x/1.svg", "/api/v1/shared/x"):
        assert client.get(path).status_code == 404


def test_a_revocation_shows_behind_the_link_at_once(client: Client) -> None:
    credential = make_credential()
    share = make_share(credential)
    revoke(
        credential=credential, reason="Opgaven var en andens.", by=make_secretary(credential.issuer), now=timezone.now()
    )
    shown = page(client, share)
    assert "Ægte i dag" not in shown
    assert "Beviset gælder ikke længere." in shown
    assert "Opgaven var en andens" not in shown


def test_openings_are_counted_but_not_the_makers_own(client: Client) -> None:
    share = make_share(make_credential())
    page(client, share)
    client.get(f"/api/v1/shared/{share.secret}")
    client.head(f"/delt/{share.secret}/")
    client.force_login(share.person)
    page(client, share)
    share.refresh_from_db()
    assert share.opened == 2
    assert share.last_opened_at is not None


def test_a_page_behind_a_link_costs_the_same_however_many_credentials(client: Client) -> None:
    person, issuer = make_person(), make_issuer()
    held = [make_credential(person, make_awardable(issuer, slug=f"m-{number}")) for number in range(3)]
    counts = []
    for share in (make_share(held[0]), make_share(*held)):
        with CaptureQueriesContext(connection) as queries:
            page(client, share)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_a_neighbours_link_is_not_found(client: Client) -> None:
    share = make_share(make_credential())
    client.force_login(make_person())
    assert client.get(f"/deling/{share.uuid}/").status_code == 404
    assert client.post(f"/deling/{share.uuid}/stop/").status_code == 404
    assert client.get(f"/beviser/{share.credentials.get().uuid}/del/").status_code == 404
    assert share.secret not in client.get("/deling/").content.decode()
    share.refresh_from_db()
    assert share.stopped_at is None


@pytest.mark.parametrize("path", ["/deling/", "/deling/ny/", "/deling/{uuid}/", "/beviser/{credential}/del/"])
def test_a_visitor_is_asked_to_sign_in(client: Client, path: str) -> None:
    share = make_share(make_credential())
    response = client.get(path.format(uuid=share.uuid, credential=share.credentials.get().uuid))
    assert response.status_code == 302
    assert "/konto/" in response.headers["Location"]


def form(share_of: object, **changes: object) -> dict[str, object]:
    return {
        "credentials": [str(share_of)],
        "shown": ["name"],
        "last_day": str(timezone.localdate() + timedelta(days=7)),
    } | changes


def test_a_holder_makes_a_link_on_a_page_and_is_shown_its_address(client: Client) -> None:
    credential = make_credential()
    client.force_login(credential.person)
    response = client.post("/deling/ny/", form(credential.uuid, title="Til jer"), follow=True)
    share = Share.objects.get()
    assert f"/delt/{share.secret}/" in response.content.decode()
    assert (share.shows_name, share.shows_grade, share.title) == (True, False, "Til jer")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"credentials": []}, "credentials"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"last_day": str(timezone.localdate() + timedelta(days=2000))}, "last_day"),
        ({"shown": ["document"]}, "shown"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    client: Client, wrong: dict[str, object], field: str
) -> None:
    credential = make_credential()
    client.force_login(credential.person)
    response = client.post("/deling/ny/", form(credential.uuid, title="Til jer", **wrong))
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert "Til jer" in response.content.decode()
    assert not Share.objects.exists()


def test_nobody_shares_what_is_anothers(client: Client) -> None:
    credential, stranger = make_credential(), make_person()
    client.force_login(stranger)
    assert client.post("/deling/ny/", form(credential.uuid)).status_code == 422
    assert not Share.objects.exists()


def test_a_person_has_a_limited_number_of_open_links() -> None:
    credential = make_credential()
    share = make_share(credential)
    Share.objects.bulk_create(
        Share(
            person=share.person, secret=f"{number:032}", shows_name=True, shows_grade=False, shows_outcomes=False,
            shows_evidence=False, shows_document=False, created_at=share.created_at, expires_at=share.expires_at,
        )
        for number in range(MOST_OPEN - 1)
    )  # fmt: skip
    with pytest.raises(Refused, match=str(MOST_OPEN)):
        make_share(credential)


def test_linkedins_form_is_filled_in_and_nothing_of_linkedin_is_loaded(client: Client) -> None:
    credential = make_credential()
    client.force_login(credential.person)
    shown = client.get(f"/beviser/{credential.uuid}/del/").content.decode()
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&amp;name=Unders%C3%B8gende" in shown
    assert f"certId={credential.uuid}" in shown
    assert 'src="https://www.linkedin' not in shown
    assert json.loads(credential.document)["id"] in shown


def test_the_page_of_a_credential_offers_sharing_to_its_holder_alone(client: Client) -> None:
    credential = make_credential()
    way = f"/beviser/{credential.uuid}/del/"
    assert way not in client.get(f"/beviser/{credential.uuid}/").content.decode()
    client.force_login(credential.person)
    assert way in client.get(f"/beviser/{credential.uuid}/").content.decode()


def test_somebody_without_credentials_is_told_so(client: Client) -> None:
    make_micro_credential()
    client.force_login(make_person())
    assert "ingen beviser at dele" in client.get("/deling/").content.decode()
    assert "ingen beviser at dele" in client.get("/deling/ny/").content.decode()


def test_a_link_to_a_credential_that_was_issued_anew_shows_the_new_one(client: Client) -> None:
    person = make_person("Maja", "Brandt")
    credential = make_credential(person)
    share, hidden = make_share(credential, choice=EVERYTHING), make_share(credential, choice=NOTHING)
    person.family_name = "Højbjerg"
    person.save(update_fields=["family_name"])
    request = ask_for_new_name(credential=credential, by=person, now=timezone.now())
    new = grant_new_name(request=request, by=make_secretary(credential.issuer), now=timezone.now())
    assert "Maja Højbjerg" in page(client, share)
    assert "Ægte i dag" in page(client, share)
    assert "Maja" not in page(client, hidden)
    assert client.get(f"/delt/{share.secret}/1.json").content.decode() == new.document
    assert "Trukket tilbage" not in client.get(f"/beviser/{credential.uuid}/badge.svg").content.decode()
