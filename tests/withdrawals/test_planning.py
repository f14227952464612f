"""What was learnt elsewhere is held when a plan is made, and is external whatever it counts as."""

from decimal import Decimal

import pytest

from factories import make_competence
from factories_withdrawals import make_asked, make_decided, make_teacher
from nanobank.pathways.questions import held_by
from nanobank.withdrawals.models import Outcome

pytestmark = pytest.mark.django_db


def test_a_plan_holds_what_counts_from_outside_as_external() -> None:
    withdrawal, competence = make_asked(), make_competence()
    _teacher, module = make_teacher(withdrawal.provider, competence)
    make_decided(withdrawal, Outcome.PARTLY, modules=[module], ects=Decimal("1.50"), level=6, competences=[competence])
    as_module, alone = held_by(withdrawal.person)
    assert (as_module.module, as_module.is_external) == (module.slug, True)
    assert (alone.ects, alone.is_external, alone.teaches) == (Decimal("1.50"), True, ((competence.slug, 6),))
