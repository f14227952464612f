import json
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from factories import NOW, make_person
from factories_credentials import make_credential, make_secretary
from nanobank.common import clock
from nanobank.credentials import bridge, vault
from nanobank.credentials.addresses import did_of
from nanobank.credentials.limits import CHECKS_A_MINUTE
from nanobank.credentials.models import Credential
from nanobank.credentials.services import revoke
from nanocore import signing

pytestmark = pytest.mark.django_db

PATH = "/kontroller/"


def changed(credential: Credential, **properties: Any) -> str:
    """The credential with some properties replaced, not signed anew."""
    return json.dumps(json.loads(credential.document) | properties)


def signed_again(credential: Credential, *, key: signing.SigningKey, issuer: str, **properties: Any) -> str:
    """The same claim with some properties replaced, signed by whoever has the key."""
    document = json.loads(credential.document) | properties
    del document["proof"]
    document["issuer"]["id"] = issuer
    signed = signing.sign(
        document, key=key, verification_method=key.verification_method(issuer), created=timezone.now()
    )
    return json.dumps(signed)


def expired() -> str:
    """Signed with the institution's own key, and over since yesterday."""
    credential = make_credential()
    key = signing.SigningKey.from_bytes(vault.decrypt(bytes(credential.key.private_key_encrypted)))
    until = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return signed_again(credential, key=key, issuer=did_of(credential.issuer), validUntil=until)


def unknown_key() -> str:
    """Well signed, by a key that nobody here knows."""
    key = signing.SigningKey.generate()
    return signed_again(make_credential(), key=key, issuer=key.did)


def poison_graph() -> str:
    """Things without names, each pointing to all the others: putting them in order would take for ever."""

    def nameless(label: int, **more: Any) -> dict[str, Any]:
        return {"id": f"_:{label}", "type": "VerifiableCredential", **more}

    things = [nameless(one, evidence=[nameless(other) for other in range(20) if other != one]) for one in range(20)]
    signed = json.loads(make_credential().document)
    context = ["https://www.w3.org/ns/credentials/v2"]
    return json.dumps(
        {
            "@context": context,
            "type": "VerifiableCredential",
            "issuer": signed["issuer"]["id"],
            "credentialSubject": things,
            "proof": signed["proof"],
        }
    )


# Time is the process's own, so that a busy machine does not decide; waiting for others is bounded in test_fetching.
HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "not JSON": (lambda: "Dette er ikke et bevis", "read_not_json"),
    "5 MB": (lambda: '{"a": "' + "x" * 5_000_000 + '"}', "read_too_large"),
    "nested 10,000 deep": (lambda: "[" * 10_000 + "]" * 10_000, "read_too_deep"),
    "nested 10,000 deep as an object": (lambda: '{"a":' * 10_000 + "1" + "}" * 10_000, "read_too_deep"),
    "unknown context": (
        lambda: changed(
            make_credential(), **{"@context": ["https://www.w3.org/ns/credentials/v2", "https://x.example/"]}
        ),
        "contexts_unknown",
    ),
    "unknown key": (unknown_key, "issuer_not_known"),
    "expired": (expired, "dates_expired"),
    "poison graph": (poison_graph, "signature_too_complex"),
    "not a credential": (lambda: '{"hello": "world"}', "form_not_credential"),
    "a list": (lambda: "[]", "read_not_object"),
    "not signed": (lambda: json.dumps({**json.loads(make_credential().document), "proof": []}), "signature_missing"),
    "script in the name": (
        lambda: changed(make_credential(), name="<script>alert(1)</script>"),
        "signature_wrong",
    ),
    "half a character": (lambda: '{"a": "\\ud800"}', "read_broken_text"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("way", ["document", "file"])
def test_bad_input_gets_its_own_verdict_in_time_and_never_an_error_page(client: Client, name: str, way: str) -> None:
    make, code = HOSTILE[name]
    text = make()
    given: Any = SimpleUploadedFile("bevis.json", text.encode()) if way == "file" else text
    client.post(PATH, {"document": "{}"})  # the first answer of a process also loads templates and vocabularies
    began = time.process_time()
    response = client.post(PATH, {way: given})
    assert time.process_time() - began < 2
    assert response.status_code == 200
    verdict: bridge.Verdict = response.context["verdict"]
    assert verdict.outcome is not bridge.Outcome.GENUINE
    assert verdict.reason.code.value == code
    assert "<script>alert" not in response.content.decode()


class Unreadable(BytesIO):
    """A body that nobody may read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize("size", [7_000_000, 500_000_000])
def test_what_says_that_it_is_far_too_large_gets_its_verdict_unread(client: Client, size: int) -> None:
    body: dict[str, Any] = {"CONTENT_LENGTH": str(size), "wsgi.input": Unreadable()}
    said = client.post(PATH, content_type="multipart/form-data; boundary=x", **body)
    assert said.context["verdict"].reason.code.value == "read_too_large"
    answer = client.post("/api/v1/check", content_type="application/json", **body)
    assert (answer.status_code, answer.json()["reason"]) == (200, "read_too_large")


@pytest.mark.parametrize("name", HOSTILE)
def test_and_in_the_api_too(client: Client, name: str) -> None:
    make, code = HOSTILE[name]
    text = make()
    client.post("/api/v1/check", "{}", content_type="application/json")
    for body in (json.dumps({"document": text}), text):
        began = time.process_time()
        response = client.post("/api/v1/check", body, content_type="application/json")
        assert time.process_time() - began < 2
        assert response.status_code == 200
        verdict = response.json()
        assert verdict["outcome"] != "genuine"
        assert verdict["reason"] == code
        assert [step["step"] for step in verdict["steps"]] == [step.value for step in bridge.Step]


def test_a_verdict_has_eight_steps_each_with_words_of_its_own(client: Client) -> None:
    page = client.post(PATH, {"document": make_credential().document}).content.decode()
    assert "Beviset er ægte." in page
    assert page.count('<li class="cr-step') == 8
    assert page.count("I orden") == 8


def test_what_it_says_is_shown_in_the_readers_language(client: Client) -> None:
    credential = make_credential(make_person("Maja", "Brandt"))
    english = client.post(f"/en{PATH}", {"document": credential.document}).content.decode()
    assert "The credential is genuine." in english
    assert "Maja Brandt" in english
    assert "Uncover a case with data" in english


@pytest.mark.parametrize("form", ["http://testserver/beviser/{}/", "http://testserver/en/beviser/{}/"])
def test_a_link_to_one_of_ours_is_read_without_the_network(client: Client, form: str) -> None:
    link = form.format(make_credential().uuid)
    assert "Beviset er ægte." in client.post(PATH, {"link": link}).content.decode()
    assert "Beviset er ægte." in client.get(PATH, {"link": link}).content.decode()


def test_a_revoked_one_is_told_from_a_false_one(client: Client) -> None:
    credential = make_credential()
    revoke(credential=credential, reason="Givet ved en fejl.", by=make_secretary(credential.issuer), now=timezone.now())
    page = client.post(PATH, {"document": credential.document}).content.decode()
    assert "Beviset gælder ikke længere. Udstederen har trukket det tilbage." in page


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "https://localhost/bevis.json",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://0x7f000001/",
        "https://user:pass@example.dk/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "noget",
        "http://testserver/beviser/00000000-0000-4000-8000-000000000000/",
        "http://testserver/konto/login/",
    ],
)
def test_a_link_that_is_not_read_is_refused_beside_the_field_and_what_was_typed_is_kept(
    client: Client, link: str
) -> None:
    response = client.post(PATH, {"link": link})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["link"]
    assert response.context["form"]["link"].value() == link
    refused = client.post("/api/v1/check", json.dumps({"url": link}), content_type="application/json")
    assert (refused.status_code, refused.json()["field"]) == (422, "url")


def test_a_link_in_the_address_is_not_followed_to_others(client: Client) -> None:
    response = client.get(PATH, {"link": "https://127.0.0.1/"})
    assert response.status_code == 200
    assert "verdict" not in response.context


@pytest.mark.parametrize(
    ("given", "said"),
    [({}, "på én af de tre måder"), ({"document": "{}", "link": "https://x.example/"}, "kun beviset på én måde")],
)
def test_it_takes_exactly_one_of_the_three_ways(client: Client, given: dict[str, str], said: str) -> None:
    response = client.post(PATH, given)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_nothing_that_is_handed_in_is_kept(client: Client) -> None:
    credential = make_credential()
    response = client.post(PATH, {"document": changed(credential, name="Hemmeligt navn")})
    assert Credential.objects.count() == 1
    assert response.headers["Cache-Control"] == "no-store"


def test_after_many_checks_one_is_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)

    def check() -> Any:
        return client.post(PATH, {"document": "{}"})

    assert {check().status_code for _ in range(CHECKS_A_MINUTE)} == {200}
    assert check().status_code == 429
    assert client.post("/api/v1/check", "{}", content_type="application/json").status_code == 429
    assert client.post(PATH, {"document": "{}"}, REMOTE_ADDR="192.0.2.7").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    assert check().status_code == 200
