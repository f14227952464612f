import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from factories import make_person
from nanobank.demo.people import demo_people
from nanobank.demo.templatetags.demo import PARTS

pytestmark = pytest.mark.django_db


def test_every_part_of_the_issue_is_played_by_one_invented_person() -> None:
    assert [person.part for person in demo_people()] == list(PARTS)


def test_one_click_signs_in_as_that_person(client: Client) -> None:
    chosen = demo_people()[0]
    make_person(email=chosen.email)
    assert client.post(reverse("demo_sign_in", args=[chosen.key])).headers["Location"] == "/min-side/"
    assert client.get("/min-side/").status_code == 200


def test_a_link_alone_signs_nobody_in(client: Client) -> None:
    assert client.get(reverse("demo_sign_in", args=[demo_people()[0].key])).status_code == 405


def test_nobody_off_the_list_can_be_become(client: Client) -> None:
    make_person(email="ikke.paa.listen@example.dk")
    assert client.post("/demo/vaer/ikke-paa-listen/").status_code == 404


def test_without_demo_mode_there_is_no_such_address() -> None:
    import subprocess
    import sys

    code = "import django; django.setup(); from django.urls import reverse; reverse('demo_sign_in', args=['x'])"
    environment = {
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "nanobank.site.settings",
        "NANOBANK_DEMO": "false",
        "NANOBANK_SECRET_KEY": "x",
        "NANOBANK_KEY_ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "PATH": "",
    }
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert NoReverseMatch.__name__ in ran.stderr
