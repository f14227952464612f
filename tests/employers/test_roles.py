"""What a job asks for is kept, people are held against it, and what they lack becomes a need."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from factories import NOW, make_competence
from factories_credentials import make_credential
from factories_employers import make_colleague, make_cost_centre, make_employer, make_order, teaching
from factories_exams import make_completed
from factories_frameworks import make_concept
from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials.models import Credential
from nanobank.employers import services
from nanobank.employers.models import Colleague, JobRole
from nanobank.employers.overview import Lack, skills_of
from nanobank.employers.services import RoleTerms
from nanobank.frameworks.models import Concept, Kind, Requirement
from nanobank.study.models import Enrolment

pytestmark = pytest.mark.django_db


def person_of(colleague: Colleague) -> Person:
    assert colleague.membership is not None
    return colleague.membership.person


def asking(occupation: Concept, *, essential: bool) -> Requirement:
    """The occupation asks for a competence of its framework."""
    competence = make_competence()
    asked = make_concept(
        Kind.COMPETENCE, competence=competence, slug=competence.slug, label_da=competence.label_da
    )  # fmt: skip
    return Requirement.objects.create(
        framework=occupation.framework, asking=occupation, asked=asked, essential=essential
    )


def test_a_job_begun_from_an_occupation_asks_for_what_it_does_the_essential_first() -> None:
    organisation, boss = make_employer()
    occupation = make_concept(Kind.OCCUPATION, label_da="energikonsulent")
    often, always = asking(occupation, essential=False), asking(occupation, essential=True)
    role = services.begin_job_role(organisation=organisation, name="", occupation=occupation, by=boss, now=NOW)
    assert role.name == "energikonsulent"
    asked = [one.competence for one in role.asked.select_related("competence")]
    assert asked == [always.asked.competence, often.asked.competence]


def test_it_is_everybodys_whose_job_is_called_so_whatever_the_case() -> None:
    organisation, boss = make_employer()
    wanted = make_competence()
    role = services.begin_job_role(organisation=organisation, name="Lærer", asked=[RoleTerms(wanted)], by=boss, now=NOW)
    teachers = [make_colleague(organisation, boss, job_role=name) for name in ("Lærer", "LÆRER", " lærer ")]
    make_colleague(organisation, boss, job_role="Pedel")
    table = skills_of(organisation, against=role, now=NOW)
    assert {row.colleague for row in table.rows} == set(teachers)
    with pytest.raises(Conflict):
        services.begin_job_role(organisation=organisation, name="LÆRER", by=boss, now=NOW)


def test_what_is_missing_only_said_too_low_or_expiring_is_told_apart() -> None:
    organisation, boss = make_employer()
    wanted = make_competence()
    module, centre = teaching(wanted, level=6), make_cost_centre(organisation, boss)
    terms = [RoleTerms(wanted, level=6)]
    role = services.begin_job_role(organisation=organisation, name="Lærer", asked=terms, by=boss, now=NOW)
    nothing, says, has, fades = (make_colleague(organisation, boss, job_role="Lærer") for _ in range(4))
    services.declare(colleague=says, competence=wanted, level=8, person=person_of(says), now=NOW)
    make_order(organisation, boss, module, has, cost_centre=centre)
    services.accept_seat(line=has.lines.get(), person=person_of(has), now=NOW)
    Enrolment.objects.filter(person=person_of(has)).update(completed_at=NOW)
    credential = make_credential(person=person_of(fades))
    credential.micro_credential.competences.add(wanted)
    Credential.objects.filter(pk=credential.pk).update(valid_until=NOW + timedelta(days=30))
    services.consent(colleague=fades, person=person_of(fades), now=NOW)
    gaps = {gap.colleague: gap.lack for gap in skills_of(organisation, against=role, now=NOW).gaps}
    assert gaps == {nothing: Lack.MISSING, says: Lack.ONLY_SAID, fades: Lack.EXPIRES}
    role = services.correct_job_role(role=role, name="Lærer", asked=[RoleTerms(wanted, level=8)], by=boss, now=NOW)
    gaps = {gap.colleague: gap.lack for gap in skills_of(organisation, against=role, now=NOW).gaps}
    assert gaps[has] == Lack.TOO_LOW


def test_what_people_in_the_job_lack_becomes_a_need_with_their_names() -> None:
    organisation, boss = make_employer()
    common, rare = make_competence(), make_competence()
    role = services.begin_job_role(
        organisation=organisation, name="Lærer", asked=[RoleTerms(rare), RoleTerms(common)], by=boss, now=NOW
    )
    with pytest.raises(Conflict):
        services.begin_brief_for_role(role=role, by=boss, now=NOW)
    knows, other = (make_colleague(organisation, boss, job_role="lærer") for _ in range(2))
    module = teaching(rare)
    make_completed(person_of(knows), module)
    services.consent(colleague=knows, person=person_of(knows), now=NOW)
    brief = services.begin_brief_for_role(role=role, by=boss, now=NOW)
    assert [one.competence for one in brief.wanted.select_related("competence")] == [common, rare]
    assert {one.colleague for one in brief.named.select_related("colleague")} == {knows, other}
    assert services.look(brief=brief, by=boss, now=NOW).answered_at == NOW


@pytest.mark.parametrize(("name", "field"), [(" ", "name"), ("x" * 121, "name")])
def test_a_job_needs_a_name(name: str, field: str) -> None:
    organisation, boss = make_employer()
    with pytest.raises(Refused) as refused:
        services.begin_job_role(organisation=organisation, name=name, by=boss, now=NOW)
    assert refused.value.field == field


def test_another_workplace_cannot_touch_it() -> None:
    organisation, boss = make_employer()
    _other, neighbour = make_employer()
    role = services.begin_job_role(organisation=organisation, name="Lærer", by=boss, now=NOW)
    with pytest.raises(NotYours):
        services.correct_job_role(role=role, name="x", asked=[], by=neighbour, now=NOW)
    with pytest.raises(NotYours):
        services.drop_job_role(role=role, by=neighbour, now=NOW)


def test_a_job_is_begun_put_right_held_against_and_looked_for_on_its_pages(client: Client) -> None:
    organisation, boss = make_employer()
    wanted = make_competence()
    teaching(wanted)
    colleague = make_colleague(organisation, boss, job_role="Lærer")
    client.force_login(boss)
    slug = organisation.slug
    begun = client.post(reverse("job_roles", args=[slug]), {"name": "Lærer"})
    role = JobRole.objects.get()
    assert begun.headers["Location"] == reverse("job_role", args=[slug, role.uuid])
    wrong = client.post(begun.headers["Location"], {"name": "Lærer", "add": "trylleri", "more": "yes"}, follow=True)
    assert "»trylleri«" in wrong.content.decode()
    assert not role.asked.exists()
    client.post(begun.headers["Location"], {"name": "Lærer", "add": wanted.label_da, "more": "yes"})
    client.post(begun.headers["Location"], {"name": "Lærer", "competence": wanted.slug, f"level-{wanted.slug}": "6"})
    assert role.asked.get().level == 6
    page = client.get(reverse("skills", args=[slug]), {"mod": f"stilling:{role.uuid}"}).content.decode()
    assert colleague.name in page
    assert f"person={person_of(colleague).uuid}" in page
    found = client.post(reverse("job_role_brief", args=[slug, role.uuid]))
    assert "/behov/" in found.headers["Location"]
    client.force_login(person_of(colleague))
    assert wanted.label_da in client.get(reverse("my_workplace", args=[colleague.uuid])).content.decode()
    client.force_login(boss)
    client.post(reverse("job_role_drop", args=[slug, role.uuid]))
    assert not JobRole.objects.exists()
