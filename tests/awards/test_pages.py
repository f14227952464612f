from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from conftest import CountQueries
from factories import NOW, make_member
from factories_awards import awarded, make_batch, make_list, people_list
from factories_credentials import make_awardable, make_issuer, make_secretary
from nanobank.awards import services
from nanobank.awards.models import Batch, State
from nanobank.credentials.models import Credential
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def post_list(client: Client, text: str, *, name: str = "hold.csv", **fields: str) -> "object":
    return client.post("/udstedelser/", {"file": SimpleUploadedFile(name, text.encode()), **fields})


def test_a_secretary_hands_in_a_list_sees_what_will_happen_and_awards_it(
    client: Client, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    micro_credential = make_awardable(required=[])
    client.force_login(make_secretary(micro_credential.provider))
    post_list(
        client,
        people_list(2) + "\nUdenefternavn;x@x.example;10",
        organisation=micro_credential.provider.slug,
        micro_credential=micro_credential.slug,
    )
    batch = Batch.objects.get()
    page = client.get(f"/udstedelser/{batch.uuid}/").content.decode()
    assert "Udsted 2 beviser" in page
    assert "Linje 4" in page
    assert "Skriv både fornavn og efternavn." in page
    assert not Credential.objects.exists()
    client.post(f"/udstedelser/{batch.uuid}/udsted/")
    assert Credential.objects.count() == 2
    assert "2 af 2" in client.get(f"/udstedelser/{batch.uuid}/").content.decode()


def test_a_file_of_another_kind_is_refused_beside_the_field(client: Client) -> None:
    secretary = make_secretary(make_issuer())
    client.force_login(secretary)
    answer = post_list(client, "x", name="hold.docx", organisation=make_issuer().slug)
    assert answer.status_code == 422  # type: ignore[attr-defined]


def test_above_the_limit_a_colleague_approves(client: Client) -> None:
    batch = make_batch(26)
    client.force_login(batch.made_by)
    assert "Send til godkendelse" in client.get(f"/udstedelser/{batch.uuid}/").content.decode()
    client.post(f"/udstedelser/{batch.uuid}/udsted/")
    batch.refresh_from_db()
    assert batch.state == State.WAITING
    assert client.post(f"/udstedelser/{batch.uuid}/godkend/").status_code == 404
    client.force_login(make_secretary(batch.organisation, given_name="Troels"))
    assert "Godkend, og udsted 26 beviser" in client.get(f"/udstedelser/{batch.uuid}/").content.decode()
    client.post(f"/udstedelser/{batch.uuid}/godkend/")
    assert Credential.objects.count() == 26


def test_a_colleague_sends_it_back_with_a_reason(client: Client) -> None:
    batch = services.submit(batch=(made := make_batch(26)), by=made.made_by, now=NOW)
    client.force_login(make_secretary(batch.organisation))
    short = client.post(f"/udstedelser/{batch.uuid}/send-tilbage/", {"note": "nej"})
    assert (short.status_code, "Skriv i en sætning" in short.content.decode()) == (422, True)
    client.post(f"/udstedelser/{batch.uuid}/send-tilbage/", {"note": "Linje 4 hører til et andet hold."})
    page = client.get(f"/udstedelser/{batch.uuid}/").content.decode()
    assert "Linje 4 hører til et andet hold." in page
    batch.refresh_from_db()
    assert batch.state == State.READY


def test_withdrawing_deletes_the_rows(client: Client) -> None:
    batch = make_batch(2)
    client.force_login(batch.made_by)
    client.post(f"/udstedelser/{batch.uuid}/traek-tilbage/")
    assert not batch.rows.exists()


PATHS = ["", "fremdrift/", "problemer.csv", "udstedt.csv"]
ACTIONS = ["udsted/", "godkend/", "send-tilbage/", "stop/", "fortsaet/", "traek-tilbage/"]


@pytest.mark.parametrize("path", PATHS)
def test_the_office_next_door_and_other_roles_do_not_see_a_batch(client: Client, path: str) -> None:
    batch = make_batch(1)
    strangers = [
        make_secretary(make_issuer()),
        *(make_member(role, batch.organisation) for role in (Role.EDUCATOR, Role.EXAMINER)),
    ]
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(f"/udstedelser/{batch.uuid}/{path}").status_code == 404
    client.logout()
    assert client.get(f"/udstedelser/{batch.uuid}/{path}").status_code == 302


@pytest.mark.parametrize("path", ACTIONS)
def test_the_office_next_door_and_other_roles_do_nothing_with_a_batch(client: Client, path: str) -> None:
    batch = make_batch(1)
    for stranger in (make_secretary(make_issuer()), make_member(Role.EDUCATOR, batch.organisation)):
        client.force_login(stranger)
        assert client.post(f"/udstedelser/{batch.uuid}/{path}", {"note": "En hel sætning."}).status_code == 404
    batch.refresh_from_db()
    assert batch.state == State.READY


def test_only_an_office_sees_the_lists(client: Client) -> None:
    batch = make_batch(1)
    client.force_login(make_member(Role.EDUCATOR, batch.organisation))
    assert client.get("/udstedelser/").status_code == 404
    client.force_login(make_secretary(batch.organisation))
    assert "hold.csv" in client.get("/udstedelser/").content.decode()
    client.force_login(make_secretary(make_issuer()))
    assert "hold.csv" not in client.get("/udstedelser/").content.decode()


def test_only_the_programme_lead_sets_the_limit(client: Client) -> None:
    organisation = make_issuer()
    client.force_login(make_secretary(organisation))
    assert client.get(f"/udstedelser/graense/{organisation.slug}/").status_code == 404
    client.force_login(make_member(Role.PROGRAMME_LEAD, organisation))
    client.post(f"/udstedelser/graense/{organisation.slug}/", {"alone": "3"})
    assert services.limit_of(organisation) == 3
    assert client.post(f"/udstedelser/graense/{organisation.slug}/", {"alone": "-3"}).status_code == 422


def test_the_template_is_read_as_a_list(client: Client) -> None:
    micro_credential = make_awardable(required=[])
    client.force_login(make_secretary(micro_credential.provider))
    for path, language in (("/udstedelser/skabelon.csv", "da"), ("/en/udstedelser/skabelon.csv", "en")):
        with override(language):
            template = b"".join(client.get(path).streaming_content).decode()  # type: ignore[attr-defined]
        lines = template + f"Alma Dal;{language}@x.example;{micro_credential.slug};7;;\r\n"
        assert make_list(lines, organisation=micro_credential.provider).fit == 1


def test_the_problems_are_a_list_that_a_spreadsheet_does_not_run(client: Client) -> None:
    batch = make_list("navn;e-mail;karakter\n=cmd();=1+1;10", micro_credential=make_awardable(required=[]))
    client.force_login(batch.made_by)
    answer = client.get(f"/udstedelser/{batch.uuid}/problemer.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "Linje;Kolonne;Det står der;Det er der galt"
    assert lines[2].startswith("2;E-mail;'=1+1;")


def test_progress_asks_again_until_it_is_finished(client: Client) -> None:
    batch = make_batch(1)
    batch = services.submit(batch=batch, by=batch.made_by, now=NOW)
    client.force_login(batch.made_by)
    assert "every 2s" in client.get(f"/udstedelser/{batch.uuid}/").content.decode()
    answer = client.get(f"/udstedelser/{batch.uuid}/fremdrift/")
    assert answer.headers["HX-Refresh"] == "true"  # it looked abandoned, and was taken up by the test's own worker


def test_a_page_asks_the_same_however_long_the_list_is(client: Client, count_queries: CountQueries) -> None:
    short, long = make_batch(1), make_batch(40)
    for batch in (short, long):
        client.force_login(batch.made_by)
        client.get(f"/udstedelser/{batch.uuid}/")
    queries = []
    for batch in (short, long):
        client.force_login(batch.made_by)
        queries.append(count_queries(lambda batch=batch: client.get(f"/udstedelser/{batch.uuid}/")))  # type: ignore[misc]
    assert queries[0] == queries[1]


def test_a_finished_batch_says_who_did_what(client: Client) -> None:
    batch = awarded(make_batch(26))
    client.force_login(batch.made_by)
    page = client.get(f"/en/udstedelser/{batch.uuid}/").content.decode()
    assert "Sent for approval" in page
    assert "Troels Lund" in page
    assert "26 of 26" in page


def test_the_office_downloads_who_has_been_awarded_with_the_links(client: Client) -> None:
    batch = awarded(make_batch(3))
    client.force_login(batch.made_by)
    answer = client.get(f"/udstedelser/{batch.uuid}/udstedt.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 4
    assert str(Credential.objects.order_by("pk")[0].uuid) in lines[1]
