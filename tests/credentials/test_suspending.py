from datetime import timedelta
from typing import Any

import pytest

from factories import NOW, make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials import bridge
from nanobank.credentials.checking import check_document
from nanobank.credentials.models import Credential, StatusChange, StatusList
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.queries import standing_of
from nanobank.credentials.services import reinstate, revoke, suspend
from nanobank.ledger.queries import balance_of
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

REASON = "Vi undersøger, om opgaven er din egen."
CLEARED = "Undersøgelsen er slut, og opgaven er din egen."
LATER = NOW + timedelta(days=1)


def elsewhere(credential: Credential) -> bridge.Code:
    """What a verifier finds that knows only what is published."""
    return bridge.verify(credential.document, resolve=only_own, now=LATER, trusted=known_issuer).reason.code


def here(credential: Credential) -> tuple[bridge.Code, bridge.Code]:
    """What the check and the credential's page find."""
    credential = Credential.objects.get(pk=credential.pk)
    return check_document(credential.document, now=LATER).reason.code, standing_of(credential, now=LATER).reason.code


@pytest.mark.parametrize(
    ("suspendable", "found_elsewhere"), [(True, bridge.Code.STATUS_SUSPENDED), (False, bridge.Code.ISSUER_OK)]
)
def test_a_suspended_credential_does_not_count_until_it_is_reinstated(
    suspendable: bool,  # noqa: FBT001
    found_elsewhere: bridge.Code,
) -> None:
    credential = make_credential(micro_credential=make_awardable(suspendable=suspendable))
    secretary = make_secretary(credential.issuer)
    suspend(credential=credential, reason=REASON, by=secretary, now=LATER)
    assert (elsewhere(credential), *here(credential)) == (found_elsewhere, *[bridge.Code.STATUS_SUSPENDED] * 2)
    reinstate(credential=credential, reason=CLEARED, by=secretary, now=LATER)
    assert (elsewhere(credential), *here(credential)) == (bridge.Code.ISSUER_OK,) * 3
    assert list(StatusChange.objects.order_by("pk").values_list("kind", "reason")) == [
        ("suspended", REASON),
        ("reinstated", CLEARED),
    ]


def test_two_statuses_are_in_two_lists_and_only_one_is_named_otherwise() -> None:
    plain, suspendable = make_credential(), make_credential(micro_credential=make_awardable(suspendable=True))
    assert (plain.suspension_list, '"credentialStatus": {' in plain.document) == (None, True)
    assert suspendable.suspension_list != suspendable.status_list
    assert '"credentialStatus": [' in suspendable.document
    purposes = StatusList.objects.filter(organisation=suspendable.issuer).values_list("purpose", flat=True)
    assert set(purposes) == {"revocation", "suspension"}


def test_what_is_learnt_stays_held_meanwhile() -> None:
    person = make_person()
    credential = make_credential(person)
    before = balance_of(person)
    suspend(credential=credential, reason=REASON, by=make_secretary(credential.issuer), now=LATER)
    assert balance_of(person) == before


def test_a_suspended_credential_can_be_revoked_and_then_not_reinstated() -> None:
    credential = make_credential(micro_credential=make_awardable(suspendable=True))
    secretary = make_secretary(credential.issuer)
    suspend(credential=credential, reason=REASON, by=secretary, now=LATER)
    revoke(credential=credential, reason=REASON, by=secretary, now=LATER)
    assert here(credential) == (bridge.Code.STATUS_REVOKED,) * 2
    with pytest.raises(Conflict):
        reinstate(credential=credential, reason=CLEARED, by=secretary, now=LATER)


def test_it_is_suspended_once_and_reinstated_once() -> None:
    credential = make_credential()
    secretary = make_secretary(credential.issuer)
    with pytest.raises(Conflict):
        reinstate(credential=credential, reason=CLEARED, by=secretary, now=LATER)
    suspend(credential=credential, reason=REASON, by=secretary, now=LATER)
    with pytest.raises(Conflict):
        suspend(credential=credential, reason=REASON, by=secretary, now=LATER)


@pytest.mark.parametrize("service", [suspend, reinstate])
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD}))
def test_only_the_office_may(service: Any, role: Role) -> None:
    credential = make_credential()
    with pytest.raises(NotYours):
        service(credential=credential, reason=REASON, by=make_member(role, credential.issuer), now=LATER)


@pytest.mark.parametrize("service", [suspend, reinstate])
def test_neither_the_office_next_door_nor_the_holder(service: Any) -> None:
    issuer = make_issuer()
    secretary = make_secretary(issuer)
    credential = make_credential(secretary, make_awardable(issuer))
    for by in (secretary, make_secretary(make_issuer())):
        with pytest.raises(NotYours):
            service(credential=credential, reason=REASON, by=by, now=LATER)


@pytest.mark.parametrize("service", [suspend, reinstate])
def test_a_reason_is_needed(service: Any) -> None:
    credential = make_credential()
    with pytest.raises(Refused) as refused:
        service(credential=credential, reason=" fordi ", by=make_secretary(credential.issuer), now=LATER)
    assert refused.value.field == "reason"


def test_a_change_reads_the_list_and_not_every_credential(django_assert_max_num_queries: Any) -> None:
    credential = make_credential()
    secretary = make_secretary(credential.issuer)
    listed = StatusList.objects.get()
    listed.encoded = bridge.with_bits(listed, on=range(0, 131_072, 2))
    listed.save()
    with django_assert_max_num_queries(30):
        revoke(credential=credential, reason=REASON, by=secretary, now=LATER)
    bits = StatusList.objects.get()
    assert bridge.with_bits(bits, off=[credential.status_index]) == bridge.with_bits(
        listed, off=[credential.status_index]
    )
