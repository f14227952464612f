from datetime import timedelta
from decimal import Decimal

import pytest

from factories import NOW, make_member, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials import bridge
from nanobank.credentials.models import Credential, StatusChange
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.services import revoke
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import balance_of
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

REASON = "Opgaven viste sig at være skrevet af en anden."
LATER = NOW + timedelta(days=1)


def code_of(credential: Credential) -> bridge.Code:
    verdict = bridge.verify(credential.document, resolve=only_own, now=LATER, trusted=known_issuer)
    return verdict.reason.code


def test_a_revoked_credential_is_no_longer_genuine_and_its_neighbours_are() -> None:
    micro_credential = make_awardable()
    credentials = [make_credential(make_person(), micro_credential) for _ in range(3)]
    revoke(credential=credentials[1], reason=REASON, by=make_secretary(micro_credential.provider), now=LATER)
    assert [code_of(one) for one in credentials] == [
        bridge.Code.ISSUER_OK,
        bridge.Code.STATUS_REVOKED,
        bridge.Code.ISSUER_OK,
    ]


def test_the_reason_is_kept_and_the_ledger_lets_go() -> None:
    person = make_person()
    credential = make_credential(person)
    held = balance_of(person).held
    secretary = make_secretary(credential.issuer)
    revoke(credential=credential, reason=f"  {REASON} ", by=secretary, now=LATER)
    change = StatusChange.objects.get()
    assert (change.reason, change.by, change.at) == (REASON, secretary, LATER)
    assert (balance_of(person).held, balance_of(person).completed) == (Decimal(0), held)
    assert Entry.objects.get(kind=Kind.REVOKED).note == REASON


@pytest.mark.parametrize("reason", ["", "   ", "fordi"])
def test_a_revocation_needs_a_reason(reason: str) -> None:
    credential = make_credential()
    with pytest.raises(Refused) as refused:
        revoke(credential=credential, reason=reason, by=make_secretary(credential.issuer), now=LATER)
    assert refused.value.field == "reason"
    assert code_of(credential) is bridge.Code.ISSUER_OK


def test_it_is_revoked_once() -> None:
    credential = make_credential()
    secretary = make_secretary(credential.issuer)
    revoke(credential=credential, reason=REASON, by=secretary, now=LATER)
    with pytest.raises(Conflict):
        revoke(credential=credential, reason=REASON, by=secretary, now=LATER)
    assert StatusChange.objects.count() == 1


@pytest.mark.parametrize("role", [Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD])
def test_the_issuers_office_may_revoke(role: Role) -> None:
    credential = make_credential()
    revoke(credential=credential, reason=REASON, by=make_member(role, credential.issuer), now=LATER)
    assert code_of(credential) is bridge.Code.STATUS_REVOKED


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD}))
def test_no_other_role_may(role: Role) -> None:
    credential = make_credential()
    with pytest.raises(NotYours):
        revoke(credential=credential, reason=REASON, by=make_member(role, credential.issuer), now=LATER)


def test_the_office_next_door_may_not() -> None:
    credential = make_credential()
    with pytest.raises(NotYours):
        revoke(credential=credential, reason=REASON, by=make_secretary(make_issuer()), now=LATER)


def test_a_secretary_does_not_decide_about_their_own_credential() -> None:
    issuer = make_issuer()
    secretary = make_secretary(issuer)
    credential = make_credential(secretary, make_awardable(issuer))
    with pytest.raises(NotYours):
        revoke(credential=credential, reason=REASON, by=secretary, now=LATER)


def test_after_a_revocation_it_can_be_awarded_anew() -> None:
    person, micro_credential = make_person(), make_awardable()
    first = make_credential(person, micro_credential)
    revoke(credential=first, reason=REASON, by=make_secretary(micro_credential.provider), now=LATER)
    second = make_credential(person, micro_credential, grade="7", now=LATER)
    assert (code_of(first), code_of(second)) == (bridge.Code.STATUS_REVOKED, bridge.Code.ISSUER_OK)
