"""Two at once: each credential gets a bit of its own, and no revocation is lost. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from factories import NOW, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.common.errors import Conflict
from nanobank.credentials import bridge
from nanobank.credentials.models import Credential, IssuerKey, Reissue, StatusChange, StatusList
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.services import award, issue_next_anew, report_compromise, revoke

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """What each task came to, all begun in the same moment: its answer or its Conflict."""
    together = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        together.wait()
        try:
            return task()
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_two_first_awards_at_once_share_key_and_list_but_not_the_bit() -> None:
    issuer = make_issuer()
    micro_credential = make_awardable(issuer, required=[])
    people = [make_person() for _ in range(3)]
    by = make_person()

    def awarding(person: Any) -> Callable[[], Credential]:
        return lambda: award(person=person, micro_credential=micro_credential, versions=[], grade="10", by=by, now=NOW)

    awarded = at_once(*(awarding(person) for person in people))
    assert len({one.status_index for one in awarded}) == 3
    assert (IssuerKey.objects.count(), StatusList.objects.count()) == (1, 1)


def test_the_same_award_twice_at_once_is_made_once() -> None:
    micro_credential, person = make_awardable(required=[]), make_person()

    def awarding() -> Credential:
        return award(person=person, micro_credential=micro_credential, versions=[], grade="10", by=person, now=NOW)

    awarded = at_once(awarding, awarding)
    assert sorted(type(one).__name__ for one in awarded) == ["Conflict", "Credential"]
    assert Credential.objects.count() == 1


def test_two_revocations_at_once_are_both_in_the_list() -> None:
    micro_credential = make_awardable()
    credentials = [make_credential(make_person(), micro_credential) for _ in range(3)]
    secretary = make_secretary(micro_credential.provider)

    def revoking(credential: Credential) -> Callable[[], StatusChange]:
        return lambda: revoke(credential=credential, reason="Givet ved en fejl.", by=secretary, now=NOW)

    at_once(revoking(credentials[0]), revoking(credentials[2]))
    codes = [
        bridge.verify(one.document, resolve=only_own, now=NOW, trusted=known_issuer).reason.code for one in credentials
    ]
    assert codes == [bridge.Code.STATUS_REVOKED, bridge.Code.ISSUER_OK, bridge.Code.STATUS_REVOKED]


def test_the_same_revocation_twice_at_once_is_made_once() -> None:
    credential = make_credential()
    secretary = make_secretary(credential.issuer)

    def revoking() -> StatusChange:
        mine = Credential.objects.get(pk=credential.pk)
        return revoke(credential=mine, reason="Givet ved en fejl.", by=secretary, now=NOW)

    assert sorted(type(one).__name__ for one in at_once(revoking, revoking)) == ["Conflict", "StatusChange"]
    assert StatusChange.objects.count() == 1


def test_two_workers_issue_anew_at_once_and_none_is_doubled() -> None:
    micro_credential = make_awardable(required=[])
    old = [make_credential(make_person(), micro_credential) for _ in range(6)]
    issuer = micro_credential.provider
    reissue = report_compromise(
        key=IssuerKey.objects.get(),
        since=NOW,
        everything=True,
        reason="En bærbar computer er stjålet.",
        by=make_secretary(issuer),
        now=NOW,
    )

    def worker() -> None:
        mine = Reissue.objects.select_related("key__organisation", "by").get(pk=reissue.pk)
        while issue_next_anew(reissue=mine, now=NOW, most=1):
            pass

    at_once(worker, worker, worker)
    reissue.refresh_from_db()
    assert (reissue.done, reissue.finished_at) == (6, NOW)
    assert Credential.objects.filter(replaces__in=old).count() == Credential.objects.standing().count() == 6
    assert StatusChange.objects.count() == 6
