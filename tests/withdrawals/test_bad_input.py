"""What bad input gets on the pages of udtræk: said at once, where it stands, with what to do."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clients import signed_in
from factories import make_member, make_micro_credential, make_person
from factories_credentials import make_credential
from factories_withdrawals import GROUNDS, educator_of, make_asked, make_decided, make_pdf
from nanobank.organisations.models import Organisation, Role
from nanobank.withdrawals.models import Criterion, Withdrawal

pytestmark = pytest.mark.django_db
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture
def provider() -> Organisation:
    return make_micro_credential().provider


def _said(client: Client, provider: Organisation, field: str, **given: object) -> str:
    """The one thing that is said, beside the field; nothing is begun."""
    answer = client.post(reverse("withdrawal_start"), {"provider": provider.slug, **given})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Withdrawal.objects.exists()
    return str(answer.context["form"].errors[field][0])


class _Inside:
    """Something that listens on this machine and counts who comes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.visits = 0
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _address = self.socket.accept()
            except OSError:
                return
            self.visits += 1
            visitor.close()


@pytest.fixture
def inside() -> Iterator[_Inside]:
    made = _Inside()
    yield made
    made.socket.close()


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["169.254.169.254"]])
def test_a_name_that_leads_to_a_private_address_is_never_asked(
    provider: Organisation, inside: _Inside, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    port = inside.socket.getsockname()[1]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: found)
    url = f"https://skolen.example:{port}/kursus"
    said = _said(signed_in(make_person()), provider, "url", source="link", url=url)
    assert "det åbne internet" in said
    assert "Beskriv" in said
    assert inside.visits == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"MZ\x90\x00 et program", "Gem den på ny"),
        (make_pdf(""), "Skriv i stedet"),
        (b"%PDF-1.4" + b"x" * 21_000_000, "20 MB"),
    ],
    ids=["a program", "only pictures", "too large"],
)
def test_a_pdf_that_cannot_be_used_says_what_to_do(provider: Organisation, data: bytes, says: str) -> None:
    given = {"source": "pdf", "pdf": SimpleUploadedFile("diplom.pdf", data)}
    assert says in _said(signed_in(make_person()), provider, "pdf", **given)


def test_a_good_signature_about_somebody_else_is_refused_by_name(provider: Organisation) -> None:
    credential = make_credential(micro_credential=make_micro_credential())
    client = signed_in(make_person("Bo", "Vestergaard"))
    assert credential.person.name in _said(
        client, provider, "document", source="credential", document=credential.document
    )
    file = SimpleUploadedFile("bevis.json", credential.document.encode())
    assert credential.person.name in _said(client, provider, "credential", source="credential", credential=file)


def test_what_cannot_be_read_may_be_brought_unread_if_it_is_an_address(provider: Organisation) -> None:
    client, given = signed_in(make_person()), {"source": "link", "provider": provider.slug}
    private = client.post(reverse("withdrawal_start"), {**given, "url": "https://10.0.0.1/kursus"})
    assert 'name="unread"' in private.content.decode()
    _said(client, provider, "url", source="link", url="javascript:alert(1)", unread="1")
    made = client.post(reverse("withdrawal_start"), {**given, "url": "https://10.0.0.1/kursus", "unread": "1"})
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.url, withdrawal.title, withdrawal.text) == ("https://10.0.0.1/kursus", "", "")
    lacking = client.post(made["Location"], {"title": "Kursus", "send": "1"}).content.decode()
    assert ("Der mangler noget:" in lacking, '<a href="#id_completed_on">' in lacking) == (True, True)


def test_hostile_html_is_read_as_text_by_everybody() -> None:
    withdrawal = make_asked(title=HOSTILE, outside_provider=HOSTILE, description=HOSTILE, text=HOSTILE)
    pages = [(educator_of(withdrawal), "withdrawal_judge"), (withdrawal.person, "withdrawal")]
    make_decided(withdrawal, grounds=f"{GROUNDS} {HOSTILE} [her](javascript:alert(3))")
    for person, name in pages:
        page = signed_in(person).get(reverse(name, args=[withdrawal.uuid])).content.decode()
        assert "onerror=alert(1)&gt;" in page
        assert not any(bad in page for bad in ("<img src=x", "<script>alert", 'href="javascript'))


def test_whoever_decides_second_is_told_whose_stands_and_keeps_what_they_wrote() -> None:
    withdrawal = make_asked()
    second = make_member(Role.PROGRAMME_LEAD, withdrawal.provider)
    make_decided(withdrawal)
    given = {f"finding_{criterion.value}": "good" for criterion in Criterion}
    given |= {"outcome": "not", "grounds": "Mine egne ord om, hvorfor dette ikke kan tælle med.", "round": "1"}
    answer = signed_in(second).post(reverse("withdrawal_judge", args=[withdrawal.uuid]), given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert educator_of(withdrawal).name in page
    assert given["grounds"] in page
    assert withdrawal.decisions.get().by == educator_of(withdrawal)
