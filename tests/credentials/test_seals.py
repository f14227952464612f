"""An institution's seal: put in by its office, kept encrypted, and on what its learners take to Europass."""

import base64
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from clients import signed_in
from core.documents.certificates import QC_COMPLIANCE, QC_ESEAL, chain_and_key, p256_key, pem_of, rsa_key
from factories import make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.credentials.models import Credential, SealingCertificate
from nanobank.organisations.models import Organisation, Role

pytestmark = pytest.mark.django_db

DENIED = sorted(set(Role) - {Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD})
CVR = "98414002"


def page_of(organisation: Organisation) -> str:
    return reverse("issuer_seal", args=[organisation.slug])


def handed_in(chain: bytes, key: bytes, password: str = "") -> dict[str, Any]:
    files = {"chain": SimpleUploadedFile("segl.pem", chain), "key": SimpleUploadedFile("segl.key", key)}
    return {**files, "password": password}


def now_chain(key: Any = None, **fields: Any) -> tuple[bytes, bytes]:
    return chain_and_key(key, now=timezone.now(), **fields)


def taken(credential: Credential) -> dict[str, Any]:
    path = reverse("credential_taken", args=[credential.uuid, "elm"])
    document: dict[str, Any] = json.loads(signed_in(credential.person).get(path).content)
    return document


@pytest.mark.parametrize("make_key", [rsa_key, p256_key])
def test_the_office_puts_a_certificate_in_and_europass_gets_a_sealed_file(make_key: Any) -> None:
    issuer = make_issuer(cvr=CVR)
    credential = make_credential(make_person("Maja", "Brandt"), make_awardable(issuer))
    assert "signatures" not in taken(credential)
    client = signed_in(make_secretary(issuer))
    answer = client.post(page_of(issuer), handed_in(*now_chain(make_key(), statements=(QC_COMPLIANCE, QC_ESEAL))))
    assert answer.status_code == 302
    page = client.get(page_of(issuer)).content.decode()
    assert "Sydvest Universitet (NTRDK-98414002)" in page
    assert "Siger, at det er kvalificeret" in page
    document = taken(credential)
    header = json.loads(base64.urlsafe_b64decode(document["signatures"][0]["protected"] + "=="))
    model = json.loads(document["payload"])
    assert header["crit"] == ["b64"]
    assert model["issuer"]["eIDASIdentifier"]["notation"] == "NTRDK-98414002"
    assert "kvalificeret certifikat" in model["displayParameter"]["description"]["da"]
    holder = signed_in(credential.person).get(reverse("credential", args=[credential.uuid])).content.decode()
    assert "Institutionen har forseglet det." in holder


def test_a_certificate_that_is_not_qualified_makes_an_advanced_seal_and_says_so() -> None:
    issuer = make_issuer(cvr=CVR)
    credential = make_credential(make_person(), make_awardable(issuer))
    client = signed_in(make_secretary(issuer))
    client.post(page_of(issuer), handed_in(*now_chain()))
    assert "Ikke kvalificeret" in client.get(page_of(issuer)).content.decode()
    model = json.loads(taken(credential)["payload"])
    assert "not a qualified one" in model["displayParameter"]["description"]["en"]


def test_one_that_has_run_out_seals_nothing() -> None:
    issuer = make_issuer(cvr=CVR)
    credential = make_credential(make_person(), make_awardable(issuer))
    client = signed_in(make_secretary(issuer))
    client.post(page_of(issuer), handed_in(*now_chain()))
    SealingCertificate.objects.update(valid_until=timezone.now() - timedelta(hours=1))
    assert taken(credential)["displayParameter"]["description"]["en"].startswith("Not sealed.")
    assert "intet forsegles" in client.get(page_of(issuer)).content.decode()


def test_the_key_is_kept_encrypted_and_encrypted_again() -> None:
    issuer = make_issuer()
    chain, key = now_chain(p256_key())
    signed_in(make_secretary(issuer)).post(page_of(issuer), handed_in(chain, key))
    kept = bytes(SealingCertificate.objects.get().private_key_encrypted)
    assert b"PRIVATE KEY" not in kept
    fresh = Fernet.generate_key().decode()
    with override_settings(KEY_ENCRYPTION_KEYS=[fresh, *settings.KEY_ENCRYPTION_KEYS]):
        call_command("reencrypt_keys", stdout=io.StringIO())
    again = bytes(SealingCertificate.objects.get().private_key_encrypted)
    assert Fernet(fresh).decrypt(again) == key


def test_a_key_under_a_password_is_opened_with_it() -> None:
    issuer, key = make_issuer(), p256_key()
    chain, _plain = now_chain(key)
    client = signed_in(make_secretary(issuer))
    locked = pem_of(key, b"hemmelig")
    assert client.post(page_of(issuer), handed_in(chain, locked, "forkert")).status_code == 422
    assert client.post(page_of(issuer), handed_in(chain, locked, "hemmelig")).status_code == 302


def test_what_cannot_seal_is_refused_beside_its_field() -> None:
    issuer = make_issuer(cvr="98039317")
    client = signed_in(make_secretary(issuer))
    chain, key = now_chain()
    for handed, words in (
        (handed_in(b"intet", key), "Det er ikke et certifikat i PEM"),
        (handed_in(chain, b"intet"), "Det er ikke en privat nøgle i PEM"),
        (handed_in(chain, pem_of(p256_key())), "Nøglen hører ikke til"),
        (handed_in(*chain_and_key(now=timezone.now() - timedelta(days=400))), "gælder ikke i dag"),
        (handed_in(*now_chain(signs=False)), "lader ikke sin nøgle underskrive"),
        (handed_in(chain, key), "udstedt til Sydvest Universitet (NTRDK-98414002)"),
        (handed_in(b"x" * 70_000, key), "for stor"),
    ):
        answer = client.post(page_of(issuer), handed)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not SealingCertificate.objects.exists()


def test_another_takes_its_place_and_it_can_be_taken_out() -> None:
    issuer = make_issuer()
    client = signed_in(make_member(Role.PROGRAMME_LEAD, issuer))
    for _ in range(2):
        client.post(page_of(issuer), handed_in(*now_chain()))
    assert SealingCertificate.objects.count() == 1
    out = reverse("issuer_seal_take_out", args=[issuer.slug])
    assert client.post(out).status_code == 302
    assert not SealingCertificate.objects.exists()
    assert client.post(out).status_code == 409


@pytest.mark.parametrize("role", DENIED)
def test_other_roles_do_not_come_near_the_seal(role: Role) -> None:
    issuer = make_issuer()
    client = signed_in(make_member(role, issuer))
    assert client.get(page_of(issuer)).status_code == 404
    assert client.post(page_of(issuer), handed_in(*now_chain())).status_code == 404
    assert client.post(reverse("issuer_seal_take_out", args=[issuer.slug])).status_code == 404


def test_nor_does_the_neighbours_office() -> None:
    issuer = make_issuer()
    client = signed_in(make_secretary(make_issuer()))
    assert client.get(page_of(issuer)).status_code == 404
    assert client.post(page_of(issuer), handed_in(*now_chain())).status_code == 404


def test_the_operator_puts_one_in_from_files(tmp_path: Path) -> None:
    issuer = make_issuer(cvr=CVR)
    chain, key = now_chain()
    (tmp_path / "chain.pem").write_bytes(chain)
    (tmp_path / "key.pem").write_bytes(key)
    said = io.StringIO()
    call_command("put_in_seal", issuer.slug, tmp_path / "chain.pem", tmp_path / "key.pem", stdout=said)
    assert "is not a qualified one" in said.getvalue()
    assert SealingCertificate.objects.get().put_in_by is None
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("put_in_seal", issuer.slug, tmp_path / "key.pem", tmp_path / "key.pem")
    with pytest.raises(CommandError, match="no institution"):
        call_command("put_in_seal", "nowhere", tmp_path / "chain.pem", tmp_path / "key.pem")
