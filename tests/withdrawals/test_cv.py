"""A CV from Europass is read line by line; what is chosen of it becomes udtræk, and nothing else of it is kept."""

from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfWriter

from clients import signed_in
from factories import NOW, make_micro_credential, make_person
from nanobank.accounts.services import create_token
from nanobank.common.errors import Refused
from nanobank.organisations.models import Organisation
from nanobank.withdrawals.cv import read_cv, sealed, unsealed
from nanobank.withdrawals.models import Source, Withdrawal
from nanobank.withdrawals.reading import read_credential

pytestmark = pytest.mark.django_db
CV = b"""<Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="http://www.hr-xml.org/3"><CandidateProfile>
<EmploymentHistory><EmployerHistory><hr:OrganizationName>En hemmelig redaktion</hr:OrganizationName></EmployerHistory>
</EmploymentHistory><EducationHistory><EducationOrganizationAttendance>
<hr:OrganizationName>Kystens Universitet</hr:OrganizationName><AttendancePeriod><EndDate>
<hr:FormattedDateTime>2018-06-30</hr:FormattedDateTime></EndDate></AttendancePeriod><EducationDegree>
<hr:DegreeName>Bachelor i journalistik</hr:DegreeName><OccupationalSkillsCovered>&lt;p&gt;Kilder&lt;script&gt;alert(1)
&lt;/script&gt; og &lt;b&gt;jura&lt;/b&gt;&lt;/p&gt;</OccupationalSkillsCovered></EducationDegree>
<EducationLevelCode>6</EducationLevelCode></EducationOrganizationAttendance></EducationHistory>
<Certifications><Certification><hr:CertificationName>Dataetik</hr:CertificationName></Certification></Certifications>
</CandidateProfile></Candidate>"""


def pdf_with(xml: bytes) -> bytes:
    """A PDF of one empty page with the data of a CV, as Europass makes them."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if xml:
        writer.add_attachment("attachment.xml", xml)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize("data", [CV, pdf_with(CV)], ids=["xml", "pdf"])
def test_both_files_that_europass_gives_are_read_and_no_markup_comes_along(data: bytes) -> None:
    degree, ethics = read_cv(data)
    assert (degree.found.title, degree.found.provider, degree.completed_on) == (
        "Bachelor i journalistik",
        "Kystens Universitet",
        date(2018, 6, 30),
    )
    assert degree.found.description == "Kilder og jura"
    assert (ethics.found.title, ethics.completed_on) == ("Dataetik", None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hej",
        b"<html></html>",
        b"<Candidate/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + CV,
        b"<Candidate>" + b" " * 6_000_000,
        pdf_with(b""),
        pdf_with(b"<html/>"),
    ],
)
def test_what_is_no_cv_or_too_much_is_said(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_cv(data)
    assert refused.value.field == "cv"


def test_a_cv_given_as_a_credential_is_said_to_be_one() -> None:
    with pytest.raises(Refused, match="CV fra Europass"):
        read_credential(CV, person=make_person(), now=NOW)


def test_one_chooses_of_the_cv_and_only_that_is_kept() -> None:
    provider, person = make_micro_credential().provider, make_person()
    client = signed_in(person)
    start = partial(client.post, reverse("withdrawal_start"))
    given = {"source": "cv", "provider": provider.slug}
    assert "cv" in start(given).context["form"].errors
    file = SimpleUploadedFile("cv.xml", CV)
    shown = start({**given, "cv": file})
    page = shown.content.decode()
    assert ("Bachelor i journalistik" in page, "hemmelig" in page) == (True, False)
    assert not Withdrawal.objects.exists()
    carried = {"cv": shown.context["carried"], "provider": provider.slug}
    assert "hemmelig" not in str(signing.loads(carried["cv"], salt="nanobank.withdrawals.cv"))
    for wrong in ([], ["7"], ["x"]):
        refused = client.post(reverse("withdrawal_cv"), {**carried, "line": wrong})
        assert (refused.status_code, "Bachelor i journalistik" in refused.content.decode()) == (422, True)
    answer = client.post(reverse("withdrawal_cv"), {**carried, "line": ["0"]})
    made = Withdrawal.objects.get()
    assert answer["Location"] == reverse("withdrawal", args=[made.uuid])
    assert (made.source, made.title, made.outside_provider, made.level) == (
        Source.CV,
        "Bachelor i journalistik",
        "Kystens Universitet",
        6,
    )
    assert (made.completed_on, made.description, bool(made.file), made.document) == (
        date(2018, 6, 30),
        "Kilder og jura",
        False,
        "",
    )
    assert client.post(reverse("withdrawal_cv"), {**carried, "line": ["0", "1"]})["Location"] == reverse("withdrawals")


def test_what_a_page_carries_is_ones_own_and_cannot_be_changed() -> None:
    person, provider = make_person(), make_micro_credential().provider
    carried = sealed(read_cv(CV), person=person)
    assert unsealed(carried, person=person) == read_cv(CV)
    stranger = signed_in(make_person())
    for cv in (carried, carried[:-2] + "xx", ""):
        answer = stranger.post(reverse("withdrawal_cv"), {"cv": cv, "provider": provider.slug, "line": ["0"]})
        assert answer["Location"] == reverse("withdrawal_start")
    assert not Withdrawal.objects.exists()


def test_a_program_reads_a_cv_and_begins_with_some_of_it() -> None:
    person, provider = make_person(), make_micro_credential().provider
    secret = create_token(person=person, name="x", days=None, now=NOW).secret
    post = partial(Client().post, headers={"authorization": f"Bearer {secret}"})
    lines = post("/api/v1/cv-lines", {"file": SimpleUploadedFile("cv.pdf", pdf_with(CV))}).json()
    assert [(one["number"], one["kind"], one["title"]) for one in lines] == [
        (0, "education", "Bachelor i journalistik"),
        (1, "course", "Dataetik"),
    ]
    assert not Withdrawal.objects.exists()
    made = _begin(post, provider, [1])
    assert [(one["title"], one["source"]) for one in made.json()] == [("Dataetik", "cv")]
    assert _begin(post, provider, [2]).status_code == 422
    assert Client().post("/api/v1/cv-lines").status_code == 401


def _begin(post: Callable[..., Any], provider: Organisation, lines: list[int]) -> Any:
    return post(
        "/api/v1/withdrawals/cv", {"provider": provider.slug, "lines": lines, "file": SimpleUploadedFile("cv.xml", CV)}
    )
