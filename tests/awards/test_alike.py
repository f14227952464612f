"""What a class is awarded is what each of them would have been awarded alone."""

import json
from typing import Any

import pytest

from factories import NOW, make_person
from factories_awards import awarded, make_batch
from factories_credentials import make_awardable
from nanobank.credentials import bridge
from nanobank.credentials.models import Credential
from nanobank.credentials.services import award
from nanobank.ledger.models import Entry, Kind

pytestmark = pytest.mark.django_db

MANY = 40
"""More than are made one by one before a series is pressed."""


def without_what_is_each_ones_own(credential: Credential) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(credential.document)
    subject, status = document["credentialSubject"], document["credentialStatus"]
    assert document["id"].endswith(f"/beviser/{credential.uuid}/")
    for entry in status if isinstance(status, list) else [status]:
        for own in ("id", "statusListIndex"):
            del entry[own]
    for identity in subject["identifier"]:
        for own in ("identityHash", "salt"):
            identity.pop(own, None)
    del document["id"], document["proof"]["proofValue"], subject["name"]
    return document


@pytest.mark.parametrize(
    "terms", [{}, {"validity_months": 24}, {"suspendable": True}, {"language": "en"}], ids=lambda terms: str(*terms)
)
def test_the_last_of_many_is_like_one_awarded_alone(terms: dict[str, Any]) -> None:
    micro_credential = make_awardable(required=[], **terms)
    awarded(make_batch(MANY, micro_credential=micro_credential))
    many = Credential.objects.latest("pk")
    alone = award(
        person=make_person(), micro_credential=micro_credential, versions=[], grade="10", by=make_person(), now=NOW
    )
    assert without_what_is_each_ones_own(many) == without_what_is_each_ones_own(alone)
    same = ("micro_credential", "issuer", "key", "awarded_at", "issued_at", "valid_until", "status_list")
    assert [getattr(many, name) for name in same] == [getattr(alone, name) for name in same]
    assert (many.suspension_list_id, bridge.is_sealed(many)) == (alone.suspension_list_id, True)
    columns = ("kind", "at", "version", "planned", "under_way", "completed", "held", "note")
    one, other = Entry.objects.filter(kind=Kind.AWARDED, person__in=[many.person, alone.person]).values_list(*columns)
    assert one == other
