"""@digitalbazaar/vc, which we did not write, judges what this site issues and publishes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from core.signing.world import node
from factories import NOW
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.credentials.models import Credential
from nanobank.credentials.services import issue_next_anew, reinstate, report_compromise, revoke, rotate_key, suspend
from nanocore.signing import pinned
from nanocore.signing._json import as_list

pytestmark = pytest.mark.django_db


def published(client: Client, credential: Credential) -> dict[str, Any]:
    """What a verifier elsewhere would fetch from this site, and the vocabularies it knows."""
    document = credential_of(client, credential)
    addresses = {document["issuer"]["id"]: f"/udbydere/{credential.issuer.slug}/did.json"}
    for status in as_list(document["credentialStatus"]):
        address = status["statusListCredential"]
        addresses[address] = urlsplit(address).path
    fetched = {address: client.get(path).json() for address, path in addresses.items()}
    return {address: pinned()[address] for address in pinned()} | fetched


def credential_of(client: Client, credential: Credential) -> dict[str, Any]:
    document: dict[str, Any] = client.get(f"/beviser/{credential.uuid}.json").json()
    return document


def judged(client: Client, credential: Credential, *documents: dict[str, Any]) -> list[dict[str, Any]]:
    payload = {
        "documents": published(client, credential),
        "now": datetime.now(UTC).isoformat(),
        "credentials": list(documents) or [credential_of(client, credential)],
    }
    return list(node("verify.mjs", payload))


def test_it_accepts_what_the_site_issues(client: Client) -> None:
    assert judged(client, make_credential()) == [{"verified": True, "set": []}]


def test_it_refuses_it_when_one_character_changes(client: Client) -> None:
    credential = make_credential()
    text = json.dumps(credential_of(client, credential), ensure_ascii=False)
    changed = [
        text.replace("Dalgaard", "Dalgaarb", 1),
        text.replace('"value": "10"', '"value": "12"', 1),
        text.replace("Afdække", "Afdække ", 1),
        text.replace('"amount": "2.5"', '"amount": "3.5"', 1),
    ]
    assert all(one != text for one in changed)
    answers = judged(client, credential, *(json.loads(one) for one in changed))
    assert [answer["verified"] for answer in answers] == [False] * 4


def test_it_sees_that_it_has_been_revoked(client: Client) -> None:
    credential = make_credential()
    revoke(credential=credential, reason="Givet ved en fejl.", by=make_secretary(credential.issuer), now=timezone.now())
    assert judged(client, credential)[0]["set"] == ["revocation"]


def test_it_sees_that_it_is_suspended_and_then_no_longer(client: Client) -> None:
    credential = make_credential(micro_credential=make_awardable(suspendable=True))
    secretary = make_secretary(credential.issuer)
    assert judged(client, credential) == [{"verified": True, "set": []}]
    suspend(credential=credential, reason="Vi undersøger en sag.", by=secretary, now=timezone.now())
    assert judged(client, credential)[0]["set"] == ["suspension"]
    reinstate(credential=credential, reason="Sagen er slut.", by=secretary, now=timezone.now())
    assert judged(client, credential) == [{"verified": True, "set": []}]


def test_it_does_not_look_whether_a_key_is_revoked_which_is_why_one_can_be_taken_away(client: Client) -> None:
    first = make_credential(now=NOW - timedelta(days=2))
    later = make_credential(micro_credential=make_awardable(first.issuer))
    report_compromise(
        key=first.key,
        since=NOW - timedelta(days=1),
        everything=False,
        reason="En bærbar computer er stjålet.",
        by=make_secretary(first.issuer),
        now=timezone.now(),
    )
    answers = judged(client, later, json.loads(first.document), json.loads(later.document))
    assert [answer["verified"] for answer in answers] == [True, True]


def test_it_refuses_all_that_a_key_signed_which_is_taken_away_and_accepts_what_is_issued_anew(client: Client) -> None:
    old = make_credential()
    reissue = report_compromise(
        key=old.key,
        since=timezone.now(),
        everything=True,
        reason="En bærbar computer er stjålet.",
        by=make_secretary(old.issuer),
        now=timezone.now(),
    )
    whatever_it_signed = json.loads(old.document)
    assert [one["verified"] for one in judged(client, old, whatever_it_signed)] == [False]
    issue_next_anew(reissue=reissue, now=timezone.now())
    assert judged(client, Credential.objects.get(replaces=old)) == [{"verified": True, "set": []}]


def test_it_accepts_old_and_new_credentials_after_a_new_key(client: Client) -> None:
    issuer = make_issuer()
    old = make_credential(micro_credential=make_awardable(issuer))
    rotate_key(organisation=issuer, by=make_secretary(issuer), now=timezone.now())
    new = make_credential(micro_credential=make_awardable(issuer))
    answers = judged(client, new, credential_of(client, old), credential_of(client, new))
    assert [answer["verified"] for answer in answers] == [True, True]
