"""What has come since a need was said: found by competences, told once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from factories import NOW, make_competence, make_person
from factories_catalogue import published_module
from factories_needs import make_need
from nanobank.catalogue.models import Competence
from nanobank.needs import services
from nanobank.needs.models import Fit, Need

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def wish(*competences: Competence, hears: bool = True) -> Need:
    return services.record_need(
        words="Falkejagt",
        origin="learner",
        competences=competences,
        by=make_person(),
        now=NOW - timedelta(days=1),
        hears=hears,
    )


def test_who_asked_hears_once_of_a_new_module_that_fits() -> None:
    competence = make_competence()
    published_module(competences=(competence,), title_da="Gammelt modul")
    need = wish(competence)
    need.made_at = NOW + timedelta(hours=1)
    need.save()
    assert services.look_for_fits(now=NOW + timedelta(hours=2)) == 0
    need.looked_at = NOW - timedelta(hours=1)
    need.save()
    assert services.look_for_fits(now=LATER) == 1
    (letter,) = mail.outbox
    assert need.by is not None
    assert letter.to == [need.by.email]
    assert "Gammelt modul" in letter.body
    assert f"/behov/{need.uuid}/" in letter.body
    assert services.look_for_fits(now=LATER + timedelta(days=1)) == 0
    assert len(mail.outbox) == 1


def test_who_does_not_want_mail_finds_it_on_the_page_alone() -> None:
    competence = make_competence()
    need = wish(competence, hears=False)
    published_module(competences=(competence,))
    services.look_for_fits(now=LATER)
    assert Fit.objects.get().need == need
    assert mail.outbox == []


def test_one_competence_in_many_is_no_fit_and_a_closed_need_is_left_in_peace() -> None:
    wanted = [make_competence() for _ in range(4)]
    need, closed = wish(*wanted), wish(wanted[0])
    assert closed.by is not None
    services.withdraw(need=closed, by=closed.by, now=NOW)
    published_module(competences=(wanted[0],))
    assert services.look_for_fits(now=LATER) == 0
    published_module(competences=(wanted[0], wanted[1]), title_da="To af fire")
    Need.objects.filter(pk=need.pk).update(looked_at=None)
    assert services.look_for_fits(now=LATER) == 1
    assert Fit.objects.get().covers == 2


def test_the_command_says_how_many() -> None:
    make_need()
    out = StringIO()
    call_command("nyt_der_passer", stdout=out)
    assert out.getvalue().startswith("0 needs")
