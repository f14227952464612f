"""People are told in the way they chose, read it, and get no mail twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext_noop, override

from clients import signed_in
from factories import NOW, make_person
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.common import clock
from nanobank.notices import queries, services
from nanobank.notices.letters import language_of, no_letters, send_digests, write
from nanobank.notices.models import Language, Notice, NoticeKind, Way
from nanobank.notices.services import Enclosed, tell

pytestmark = pytest.mark.django_db
SAID = gettext_noop("You choose what we write about, and how often, here:")


def told(person: Person, kind: NoticeKind = NoticeKind.MESSAGE, **more: Any) -> Notice:
    given = {"message": SAID, "values": {}, "url": "/bank/", "now": NOW, **more}
    tell(people=[person], kind=kind, **given)
    return Notice.objects.latest("pk")


def test_what_is_told_stands_in_the_readers_language_and_fills_its_places() -> None:
    person = make_person()
    notice = told(
        person, message="%(title)s: %(who)s", values={"title_da": "Data", "title_en": "Figures", "who": "<b>%s"}
    )
    assert (notice.sentence, notice.address) == ("Data: <b>%s", "/bank/")
    with override("en"):
        assert (notice.sentence, notice.address) == ("Figures: <b>%s", "/en/bank/")
    page = signed_in(person).get(reverse("notices")).content.decode()
    assert "&lt;b&gt;%s" in page


def test_a_message_without_its_values_or_with_another_sites_address_is_not_told() -> None:
    with pytest.raises(KeyError):
        told(make_person(), message="%(who)s")
    with pytest.raises(ValueError, match="//evil"):
        told(make_person(), url="//evil.example/")


def test_each_is_told_in_the_way_they_chose() -> None:
    person = make_person()
    for way, rows, mails in ((Way.APP, 1, 0), (Way.OFF, 1, 0), (Way.DIGEST, 2, 0), (Way.AT_ONCE, 3, 1)):
        services.choose(person=person, ways={NoticeKind.MESSAGE: way})
        told(person)
        assert (Notice.objects.count(), len(mail.outbox)) == (rows, mails)


def test_a_mail_says_what_was_written_and_takes_a_reply() -> None:
    person = make_person()
    services.choose(person=person, ways={}, language=Language.ENGLISH)
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
    enclosed = Enclosed(quote="Hvad med torsdag?", reply_to="svar+x@example.dk", calendar=calendar)
    told(person, message="One\nline", enclosing=lambda _person: enclosed)
    (letter,) = mail.outbox
    assert (letter.subject, letter.reply_to) == ("One line", ["svar+x@example.dk"])
    assert "Hvad med torsdag?" in str(letter.body)
    assert "/en/bank/" in str(letter.body)
    assert letter.attachments[0][2] == "text/calendar; method=CANCEL"


def test_nobody_gets_a_mail_twice_nor_about_what_is_invented() -> None:
    notice = told(make_person())
    assert write.call([str(notice.uuid)]) == 0
    with no_letters():
        told(make_person())
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_be_sent_is_sent_later(monkeypatch: pytest.MonkeyPatch) -> None:
    with no_letters():
        notice = told(make_person())

    def broken(*_arguments: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", broken)
        with pytest.raises(ConnectionRefusedError):
            write.call([str(notice.uuid)])
    assert write.call([str(notice.uuid)]) == 1


def test_a_digest_gathers_what_is_unread_once_a_day() -> None:
    person = make_person()
    read, _other = told(person, NoticeKind.MODULE_CHANGED), told(person, NoticeKind.QUALITY)
    services.open_notice(person=person, uuid=read.uuid, now=NOW)
    assert (send_digests(NOW), send_digests(NOW)) == (1, 0)
    told(person, NoticeKind.QUALITY)
    assert (send_digests(NOW), send_digests(NOW + timedelta(days=1))) == (0, 1)
    assert [letter.subject for letter in mail.outbox] == ["Nanobanken: 1 nyt til dig"] * 2


def test_the_command_says_how_many_digests_went_out(capsys: pytest.CaptureFixture[str]) -> None:
    told(make_person(), NoticeKind.QUALITY)
    call_command("dagens_beskeder")
    assert capsys.readouterr().out == "1 sent\n"


def test_a_mail_that_one_click_ends_says_so() -> None:
    stop = "https://bank.example/soegninger/stop/x/"
    told(make_person(), enclosing=lambda _person: Enclosed(stop=stop))
    (letter,) = mail.outbox
    assert letter.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert stop in str(letter.body)


def test_who_asked_for_mails_on_an_english_page_reads_english_until_they_choose() -> None:
    person = make_person()
    services.reads_in(person=person, language="en")
    assert language_of(person) == "en"
    services.choose(person=person, ways={}, language=Language.DANISH)
    services.reads_in(person=person, language="en")
    assert language_of(person) == "da"


def test_what_was_read_long_ago_is_forgotten_and_what_waits_is_not(
    settings: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NOTICES_KEPT_DAYS = 30
    monkeypatch.setattr("nanobank.notices.services._DELETED_AT_A_TIME", 1)
    person = make_person()
    long_ago = clock.now() - timedelta(days=31)
    for then in (long_ago, long_ago, long_ago + timedelta(days=2)):
        services.open_notice(person=person, uuid=told(person).uuid, now=then)
    waits = told(person, now=long_ago)
    call_command("ryd_beskeder")
    assert capsys.readouterr().out == "2 forgotten\n"
    assert waits in Notice.objects.unread()


def test_the_header_counts_what_is_unread_in_one_query(count_queries: Any) -> None:
    person = make_person()
    client, page = signed_in(person), reverse("notice_preferences")
    few = count_queries(lambda: client.get(page))
    for _ in range(3):
        told(person)
    assert count_queries(lambda: client.get(page)) == few
    assert "3<span" in client.get(page).content.decode()
    Notice.objects.bulk_create(
        Notice(person=person, kind="message", message=SAID, url="/", way="app", at=NOW) for _ in range(100)
    )
    assert "99+<span" in client.get(page).content.decode()
    assert "/beskeder/" not in Client().get("/").content.decode()


def test_a_notice_is_read_by_following_it_and_by_nobody_else() -> None:
    notice = told(make_person())
    address = reverse("notice", args=[notice.uuid])
    assert signed_in(make_person()).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert signed_in(notice.person).get(address)["Location"] == "/bank/"
    assert queries.unread_of(notice.person) == 0


def test_all_are_read_at_once_and_the_page_costs_the_same(count_queries: Any) -> None:
    person = make_person()
    client = signed_in(person)
    told(person)
    few = count_queries(lambda: client.get(reverse("notices")))
    for _ in range(5):
        told(person)
    assert count_queries(lambda: client.get(reverse("notices"))) == few
    assert client.post(reverse("notices_read")).status_code == 302
    assert queries.unread_of(person) == 0


def test_one_is_seen_without_following_it_and_one_comes_back_to_the_same_page() -> None:
    person = make_person()
    first, other = told(person), told(person)
    client = signed_in(person)
    address = reverse("notice_read", args=[first.uuid])
    assert address in client.get(reverse("notices")).content.decode()
    assert client.post(f"{address}?page=1&nye=1&x=y")["Location"] == f"/beskeder/?page=1&nye=1#n-{first.uuid}"
    assert list(Notice.objects.of(person).unread()) == [other]
    assert signed_in(make_person()).post(reverse("notice_read", args=[other.uuid])).status_code == 404
    page = client.get("/beskeder/?nye=1").content.decode()
    assert (f"n-{other.uuid}" in page, f"n-{first.uuid}" in page) == (True, False)
    client.post(reverse("notice_read", args=[other.uuid]))
    assert "Du har set det hele." in client.get("/beskeder/?nye=1").content.decode()


def test_preferences_are_chosen_on_a_page_and_wrong_ones_said() -> None:
    person = make_person()
    client, address = signed_in(person), reverse("notice_preferences")
    page = client.get(address).content.decode()
    assert "Nogen skriver til mig" in page
    ways = {kind.value: way.value for kind, way in queries.ways_of(person).items()}
    assert client.post(address, {**ways, "message": "off", "language": "en"}).status_code == 302
    assert queries.ways_of(person)[NoticeKind.MESSAGE] is Way.OFF
    assert client.post(address, {**ways, "message": "pigeon", "language": "en"}).status_code == 422


def test_a_program_reads_and_chooses_as_the_page_does(client: Client) -> None:
    person = make_person()
    notice = told(person)
    secret = create_token(person=person, name="x", days=None, now=NOW).secret
    headers = {"authorization": f"Bearer {secret}"}
    given = {"headers": headers, "content_type": "application/json"}
    assert client.get("/api/v1/notices?unread=true", headers=headers).json()["count"] == 1
    assert client.post(f"/api/v1/notices/{notice.uuid}/read", **given).json()["read_at"]  # type: ignore[arg-type]
    assert client.post(f"/api/v1/notices/{told(make_person()).uuid}/read", **given).status_code == 404  # type: ignore[arg-type]
    assert client.post("/api/v1/notices/read", **given).status_code == 204  # type: ignore[arg-type]
    chosen = client.put("/api/v1/notice-ways", {"ways": {"message": "off"}}, **given).json()  # type: ignore[arg-type]
    assert (chosen["ways"]["message"], chosen["ways"]["offers"]) == ("off", "app")
