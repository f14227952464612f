import json
from datetime import datetime, timedelta

import pytest

from factories import NOW, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials import bridge, vault
from nanobank.credentials.addresses import did_of
from nanobank.credentials.checking import check_document
from nanobank.credentials.models import Credential, IssuerKey, Reissue
from nanobank.credentials.own_documents import did_document_of
from nanobank.credentials.queries import standing_of
from nanobank.credentials.services import issue_next_anew, report_compromise, revoke
from nanobank.ledger.models import Entry
from nanobank.organisations.models import Organisation
from nanocore.signing import SigningKey, sign

pytestmark = pytest.mark.django_db

REASON = "En bærbar computer med adgang til nøglen er stjålet."
STOLEN = NOW + timedelta(days=10)
FOUND_OUT = NOW + timedelta(days=20)


class World:
    """Two credentials from before the theft and three from after it."""

    def __init__(self) -> None:
        self.issuer: Organisation = make_issuer()
        self.secretary: Person = make_secretary(self.issuer)
        micro_credential = make_awardable(self.issuer, required=[])
        self.before = [make_credential(make_person(), micro_credential) for _ in range(2)]
        self.after = [
            make_credential(make_person(), micro_credential, now=STOLEN + timedelta(hours=n)) for n in range(3)
        ]
        self.key = IssuerKey.objects.get(organisation=self.issuer)

    def report(self, since: datetime = STOLEN, *, everything: bool = False) -> Reissue:
        """The office finds out."""
        return report_compromise(
            key=self.key, since=since, everything=everything, reason=REASON, by=self.secretary, now=FOUND_OUT
        )


def code_of(credential: Credential) -> bridge.Code:
    """What the check and the page agree on."""
    credential = Credential.objects.select_related("key").get(pk=credential.pk)
    code = check_document(credential.document, now=FOUND_OUT).reason.code
    assert standing_of(credential, now=FOUND_OUT).reason.code is code
    return code


def test_what_was_signed_before_stays_valid_and_the_rest_does_not() -> None:
    world = World()
    reissue = world.report()
    assert [code_of(one) for one in world.before] == [bridge.Code.ISSUER_OK] * 2
    assert [code_of(one) for one in world.after] == [bridge.Code.ISSUER_KEY_REVOKED] * 3
    assert (reissue.total, reissue.done, reissue.finished_at) == (3, 0, None)


def test_the_rest_is_issued_anew_in_steps_and_none_is_doubled() -> None:
    world = World()
    reissue = world.report()
    held = Entry.objects.count()
    assert issue_next_anew(reissue=reissue, now=FOUND_OUT, most=2)
    assert (reissue.done, reissue.finished_at) == (2, None)
    assert not issue_next_anew(reissue=reissue, now=FOUND_OUT, most=2)
    assert not issue_next_anew(reissue=reissue, now=FOUND_OUT, most=2)
    assert (reissue.done, reissue.finished_at) == (3, FOUND_OUT)
    anew = [Credential.objects.get(replaces=one) for one in world.after]
    assert [code_of(one) for one in anew] == [bridge.Code.ISSUER_OK] * 3
    assert Credential.objects.count() == 8
    assert (Credential.objects.standing().count(), Entry.objects.count()) == (5, held)
    assert {one.status_changes.get().reason for one in world.after} == {REASON}
    assert all(Credential.objects.get(pk=one.pk).revoked for one in world.after)


def test_everything_can_be_issued_anew() -> None:
    world = World()
    reissue = world.report(everything=True)
    assert reissue.total == 5
    assert [code_of(one) for one in (*world.before, *world.after)] == [bridge.Code.SIGNATURE_KEY_NOT_FOUND] * 5
    assert world.key.public_key_multibase not in (did_document_of(world.issuer.slug) or "")
    while issue_next_anew(reissue=reissue, now=FOUND_OUT):
        pass
    assert not Credential.objects.standing().filter(key=world.key).exists()


def test_a_revoked_one_is_not_raised_from_the_dead() -> None:
    world = World()
    revoke(credential=world.after[0], reason="Givet ved en fejl.", by=world.secretary, now=FOUND_OUT)
    reissue = world.report()
    assert reissue.total == 2
    while issue_next_anew(reissue=reissue, now=FOUND_OUT):
        pass
    assert not Credential.objects.filter(replaces=world.after[0]).exists()


def test_nothing_to_issue_anew_is_finished_at_once() -> None:
    assert World().report(since=FOUND_OUT).finished_at == FOUND_OUT


def forged(world: World, *, created: datetime) -> str:
    """What a thief signs with the stolen key, dated as they like."""
    unsigned = json.loads(world.before[0].document)
    del unsigned["proof"]
    unsigned["credentialSubject"]["name"] = "Ulla Ulv"
    secret = SigningKey.from_bytes(vault.decrypt(bytes(world.key.private_key_encrypted)))
    method = secret.verification_method(did_of(world.issuer))
    return json.dumps(sign(unsigned, key=secret, verification_method=method, created=created))


def test_a_thief_who_dates_back_is_found_out_here_because_nothing_is_on_record() -> None:
    world = World()
    world.report()
    honest, back_dated = forged(world, created=FOUND_OUT), forged(world, created=NOW)
    assert check_document(honest, now=FOUND_OUT).reason.code is bridge.Code.ISSUER_KEY_REVOKED
    assert check_document(back_dated, now=FOUND_OUT).reason.code is bridge.Code.ISSUER_KEY_REVOKED


def test_the_lists_and_what_is_awarded_next_are_signed_with_a_new_key() -> None:
    world = World()
    world.report()
    new = IssuerKey.objects.of(world.issuer).current().get()
    assert new != world.key
    assert new.public_key_multibase in world.issuer.status_lists.get().signed
    later = make_credential(micro_credential=make_awardable(world.issuer), now=FOUND_OUT)
    assert code_of(later) is bridge.Code.ISSUER_OK


def test_an_earlier_moment_can_be_reported_later_but_not_the_same_again() -> None:
    world = World()
    reissue = world.report()
    while issue_next_anew(reissue=reissue, now=FOUND_OUT):
        pass
    with pytest.raises(Conflict):
        world.report()
    assert world.report(since=NOW).total == 2


def test_the_moment_has_passed_there_is_a_reason_and_only_the_office_reports() -> None:
    world = World()
    with pytest.raises(Refused) as refused:
        world.report(since=FOUND_OUT + timedelta(hours=1))
    assert refused.value.field == "since"
    for reason, by, error in (("væk", world.secretary, Refused), (REASON, make_secretary(make_issuer()), NotYours)):
        with pytest.raises(error):
            report_compromise(key=world.key, since=STOLEN, everything=False, reason=reason, by=by, now=FOUND_OUT)
    assert IssuerKey.objects.get().compromised_at is None
