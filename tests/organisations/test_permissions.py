from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from factories import NOW, make_member, make_organisation
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Membership, Role
from nanobank.organisations.permissions import can_act, check_role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_a_member_acts_in_their_own_role_and_no_other(role: Role) -> None:
    organisation = make_organisation()
    member = make_member(role, organisation)
    assert [other for other in Role if can_act(member, organisation, other, now=NOW)] == [role]


def test_a_role_in_one_organisation_is_nothing_in_the_next() -> None:
    member = make_member(Role.EDUCATOR)
    with pytest.raises(NotYours):
        check_role(member, make_organisation(), Role.EDUCATOR, now=NOW)


def test_a_membership_that_has_ended_or_not_begun_is_nothing() -> None:
    organisation = make_organisation()
    member = make_member(Role.EDUCATOR, organisation)
    Membership.objects.of(member).update(until=NOW)
    assert not can_act(member, organisation, Role.EDUCATOR, now=NOW)
    Membership.objects.of(member).update(until=None, since=NOW + timedelta(days=1))
    assert not can_act(member, organisation, Role.EDUCATOR, now=NOW)


def test_a_visitor_may_nothing() -> None:
    assert not can_act(AnonymousUser(), make_organisation(), *Role, now=NOW)
