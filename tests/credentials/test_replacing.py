import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from factories import NOW, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials import awards, bridge
from nanobank.credentials.addresses import credential_address
from nanobank.credentials.checking import check_document, check_link
from nanobank.credentials.models import Credential, NameRequest, StatusChange
from nanobank.credentials.queries import standing_of
from nanobank.credentials.services import (
    ask_for_new_name,
    decline_new_name,
    grant_new_name,
    renew,
    revoke,
    suspend,
)
from nanobank.ledger.models import Entry

pytestmark = pytest.mark.django_db

REASON = "Genopfriskningskurset er bestået."
LATER = NOW + timedelta(days=1)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def code_of(credential: Credential, now: datetime = LATER) -> bridge.Code:
    """What the check and the page agree on."""
    credential = Credential.objects.get(pk=credential.pk)
    code = check_document(credential.document, now=now).reason.code
    assert standing_of(credential, now=now).reason.code is code
    return code


def expiring(months: int = 24) -> Credential:
    return make_credential(micro_credential=make_awardable(validity_months=months))


@pytest.mark.parametrize(
    ("issued", "months", "until"),
    [
        (datetime(2026, 8, 31, 12, tzinfo=UTC), 6, datetime(2027, 2, 28, 23, 59, 59, tzinfo=COPENHAGEN)),
        (datetime(2027, 12, 31, 23, 30, tzinfo=UTC), 1, datetime(2028, 2, 1, 23, 59, 59, tzinfo=COPENHAGEN)),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), 12, datetime(2025, 2, 28, 23, 59, 59, tzinfo=COPENHAGEN)),
    ],
)
def test_it_is_valid_to_the_end_of_a_day_in_copenhagen(issued: datetime, months: int, until: datetime) -> None:
    assert awards.valid_until(make_awardable(validity_months=months), issued) == until


def test_a_credential_that_expires_says_so_and_expires() -> None:
    credential = expiring()
    assert credential.valid_until is not None
    assert "validUntil" in json.loads(credential.document)
    assert code_of(credential, credential.valid_until) is bridge.Code.ISSUER_OK
    assert code_of(credential, credential.valid_until + timedelta(seconds=1)) is bridge.Code.DATES_EXPIRED


def test_renewing_adds_a_period_and_lets_the_old_one_run_out() -> None:
    old = expiring()
    assert old.valid_until is not None
    new = renew(credential=old, reason=REASON, by=make_secretary(old.issuer), now=LATER)
    assert new.valid_until == awards.valid_until(old.micro_credential, old.valid_until)
    assert (new.awarded_at, new.replaces, new.person) == (old.awarded_at, old, old.person)
    assert (code_of(old), code_of(new)) == (bridge.Code.ISSUER_OK,) * 2
    assert StatusChange.objects.get().kind == StatusChange.Kind.RENEWED
    assert not Entry.objects.filter(at=LATER).exists()


def test_an_expired_one_is_renewed_from_today() -> None:
    old = expiring(months=1)
    much_later = NOW + timedelta(days=400)
    new = renew(credential=old, reason=REASON, by=make_secretary(old.issuer), now=much_later)
    assert new.valid_until == awards.valid_until(old.micro_credential, much_later)


def test_revoking_the_renewed_one_revokes_the_one_before_it_too() -> None:
    old = expiring()
    secretary = make_secretary(old.issuer)
    new = renew(credential=old, reason=REASON, by=secretary, now=LATER)
    revoke(credential=new, reason="Givet ved en fejl.", by=secretary, now=LATER)
    assert (code_of(old), code_of(new)) == (bridge.Code.STATUS_REVOKED,) * 2


def test_suspending_the_renewed_one_suspends_the_one_before_it_too() -> None:
    old = expiring()
    secretary = make_secretary(old.issuer)
    new = renew(credential=old, reason=REASON, by=secretary, now=LATER)
    suspend(credential=new, reason="Vi undersøger en sag.", by=secretary, now=LATER)
    assert (code_of(old), code_of(new)) == (bridge.Code.STATUS_SUSPENDED,) * 2


def test_what_does_not_expire_is_not_renewed_nor_what_is_replaced_or_suspended() -> None:
    lasting, old = make_credential(), expiring()
    with pytest.raises(Refused):
        renew(credential=lasting, reason=REASON, by=make_secretary(lasting.issuer), now=LATER)
    secretary = make_secretary(old.issuer)
    new = renew(credential=old, reason=REASON, by=secretary, now=LATER)
    with pytest.raises(Conflict):
        renew(credential=old, reason=REASON, by=secretary, now=LATER)
    suspend(credential=new, reason="Vi undersøger en sag.", by=secretary, now=LATER)
    with pytest.raises(Conflict):
        renew(credential=new, reason=REASON, by=secretary, now=LATER)


def test_only_the_issuers_office_renews() -> None:
    credential = expiring()
    for by in (credential.person, make_secretary(make_issuer())):
        with pytest.raises(NotYours):
            renew(credential=credential, reason=REASON, by=by, now=LATER)


def renamed() -> tuple[Credential, NameRequest]:
    person = make_person("Alma", "Dalgaard")
    credential = make_credential(person)
    person.family_name = "Nyborg"
    person.save()
    return credential, ask_for_new_name(credential=credential, by=person, now=LATER)


def test_a_new_name_is_put_on_a_new_credential_and_the_old_links_lead_there() -> None:
    old, request = renamed()
    new = grant_new_name(request=request, by=make_secretary(old.issuer), now=LATER)
    assert ("Alma Nyborg" in new.document, "Dalgaard" in new.document) == (True, False)
    assert (code_of(old), code_of(new)) == (bridge.Code.STATUS_REVOKED, bridge.Code.ISSUER_OK)
    verdict = check_link(credential_address(old.uuid), now=LATER)
    assert verdict.facts is not None
    assert (verdict.facts.recipient.name, verdict.reason.code) == ("Alma Nyborg", bridge.Code.ISSUER_OK)


def test_a_suspended_credential_in_a_new_name_is_still_suspended() -> None:
    person = make_person("Alma", "Dalgaard")
    old = make_credential(person, make_awardable(suspendable=True))
    secretary = make_secretary(old.issuer)
    suspend(credential=old, reason="Vi undersøger en sag.", by=secretary, now=LATER)
    person.family_name = "Nyborg"
    person.save()
    request = ask_for_new_name(credential=old, by=person, now=LATER)
    assert code_of(grant_new_name(request=request, by=secretary, now=LATER)) is bridge.Code.STATUS_SUSPENDED


def test_a_request_can_be_declined_with_grounds_and_made_again() -> None:
    credential, request = renamed()
    secretary = make_secretary(credential.issuer)
    with pytest.raises(Refused):
        decline_new_name(request=request, grounds="nej", by=secretary, now=LATER)
    decline_new_name(request=request, grounds="Send os en kopi af din navneattest.", by=secretary, now=LATER)
    with pytest.raises(Conflict):
        grant_new_name(request=request, by=secretary, now=LATER)
    assert ask_for_new_name(credential=credential, by=credential.person, now=LATER).granted is None
    assert code_of(credential) is bridge.Code.ISSUER_OK


def test_one_asks_once_and_only_for_another_name() -> None:
    credential, _ = renamed()
    with pytest.raises(Conflict):
        ask_for_new_name(credential=credential, by=credential.person, now=LATER)
    unchanged = make_credential()
    with pytest.raises(Refused):
        ask_for_new_name(credential=unchanged, by=unchanged.person, now=LATER)


def test_a_name_that_has_changed_again_must_be_asked_for_again() -> None:
    credential, request = renamed()
    credential.person.family_name = "Sønderby"
    credential.person.save()
    with pytest.raises(Conflict):
        grant_new_name(request=request, by=make_secretary(credential.issuer), now=LATER)


def test_only_the_holder_asks_and_only_the_issuers_office_settles() -> None:
    credential, request = renamed()
    with pytest.raises(NotYours):
        ask_for_new_name(credential=credential, by=make_secretary(credential.issuer), now=LATER)
    for by in (credential.person, make_secretary(make_issuer())):
        with pytest.raises(NotYours):
            grant_new_name(request=request, by=by, now=LATER)
        with pytest.raises(NotYours):
            decline_new_name(request=request, grounds="Send os en navneattest.", by=by, now=LATER)
