"""A workplace is who it says: numbers checked, domains owned, colleagues who said yes themselves."""

import pytest

from factories import NOW, make_member, make_organisation, make_person
from factories_employers import confirm, make_colleague, make_employer
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.employers import services
from nanobank.employers.models import Colleague
from nanobank.employers.services import WorkplaceFacts
from nanobank.organisations.models import Membership, Role

pytestmark = pytest.mark.django_db
CVR, EAN = "99442182", "5798000000001"


def facts(**changed: object) -> WorkplaceFacts:
    return WorkplaceFacts(**{"name": "Klintø Tandhjul ApS", "cvr": CVR, "postcode": "8000", **changed})  # type: ignore[arg-type]


def ean_of(twelve: str) -> str:
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"


def test_whoever_begins_a_workplace_acts_for_it() -> None:
    person = make_person()
    workplace = services.begin_workplace(facts=facts(), by=person, now=NOW)
    assert workplace.organisation.slug == "klintoe-tandhjul-aps"
    assert Membership.objects.get(organisation=workplace.organisation).role == Role.EMPLOYER


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"cvr": "99442183"}, "cvr"),
        ({"cvr": "12"}, "cvr"),
        ({"name": "  "}, "name"),
        ({"ean": "5798000000000"}, "ean"),
        ({"ean": "57980000"}, "ean"),
        ({"is_public": True}, "ean"),
        ({"domain": "gmail.com"}, "domain"),
        ({"domain": "ikke et domæne"}, "domain"),
        ({"domain": "andres.dk"}, "domain"),
    ],
)
def test_what_cannot_be_so_is_refused_beside_its_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        services.begin_workplace(facts=facts(**changed), by=make_person(), now=NOW)
    assert refused.value.field == field


def test_a_public_body_gives_its_ean_number() -> None:
    number = ean_of("579800000000")
    workplace = services.begin_workplace(facts=facts(is_public=True, ean=number), by=make_person(), now=NOW)
    assert workplace.ean == number


def test_a_cvr_number_can_only_be_here_once() -> None:
    make_organisation(cvr=CVR)
    with pytest.raises(Conflict):
        services.begin_workplace(facts=facts(), by=make_person(), now=NOW)


def test_a_colleague_with_a_confirmed_address_at_the_domain_comes_in_by_themselves() -> None:
    boss = confirm(make_person(email="boss@klintoe.dk"))
    workplace = services.begin_workplace(facts=facts(domain="klintoe.dk"), by=boss, now=NOW)
    colleague = services.come_by_domain(
        workplace=workplace, person=confirm(make_person(email="ny@klintoe.dk")), now=NOW
    )
    assert colleague.membership is not None
    assert colleague.membership.role == Role.EMPLOYEE
    with pytest.raises(NotYours):
        services.come_by_domain(workplace=workplace, person=confirm(make_person(email="ny@andre.dk")), now=NOW)
    with pytest.raises(NotYours):
        services.come_by_domain(workplace=workplace, person=make_person(email="uvis@klintoe.dk"), now=NOW)


def test_only_whoever_owns_the_address_can_say_yes_to_an_invitation() -> None:
    organisation, boss = make_employer()
    colleague = make_colleague(organisation, boss, joined=False)
    with pytest.raises(NotYours):
        services.say_yes(colleague=colleague, person=confirm(make_person()), now=NOW)


def test_whoever_says_no_is_not_on_file_any_more() -> None:
    organisation, boss = make_employer()
    person = make_person()
    colleague = make_colleague(organisation, boss, joined=False, person=person)
    services.say_no(colleague=colleague, person=person, now=NOW)
    assert not Colleague.objects.of(organisation).here().exists()


def test_somebody_who_leaves_is_no_longer_an_employee() -> None:
    organisation, boss = make_employer()
    colleague = make_colleague(organisation, boss)
    services.part(colleague=colleague, by=boss, now=NOW)
    assert colleague.membership is not None
    assert Membership.objects.get(pk=colleague.membership.pk).until == NOW


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.FUNDER])
def test_nobody_else_can_act_for_a_workplace(role: Role) -> None:
    organisation, _boss = make_employer()
    with pytest.raises(NotYours):
        make_colleague(organisation, make_member(role, organisation))


def test_an_employer_cannot_act_for_another() -> None:
    organisation, _boss = make_employer()
    _other, neighbour = make_employer()
    with pytest.raises(NotYours):
        make_colleague(organisation, neighbour)
