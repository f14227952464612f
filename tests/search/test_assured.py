"""Among what fits as well, what somebody stands by comes first; what fits clearly better is never passed."""

from datetime import date, timedelta

import pytest

from factories import NOW, make_member, make_organisation
from factories_catalogue import published_module
from nanobank.catalogue.models import Listing, Module, ModuleVersion
from nanobank.catalogue.question import Question
from nanobank.organisations.models import Role
from nanobank.quality import services
from nanobank.quality.models import Approval
from nanobank.search.finding import look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]
TODAY, UNTIL = NOW.date(), date(2027, 5, 3)


def found(day: date = TODAY) -> list[str]:
    return [one.title_da for one in look(Question(text="strikning", today=day)).listings]


def vet(module: Module) -> Approval:
    assert module.current
    version, organisation = ModuleVersion.objects.get(pk=module.current.pk), make_organisation()
    educator = make_member(Role.EDUCATOR, organisation)
    return services.vet_external(
        thing=version, organisation=organisation, valid_until=UNTIL, grounds="Set.", by=educator, now=NOW
    )


def test_of_two_that_fit_alike_the_assured_one_comes_first_while_somebody_stands_by_it() -> None:
    published_module(title_da="Strikning for alle", title_en="One")
    approval = vet(published_module(title_da="Strikning for mange", title_en="One"))
    assert found() == found(UNTIL) == ["Strikning for mange", "Strikning for alle"]
    assert found(UNTIL + timedelta(days=1)) == ["Strikning for alle", "Strikning for mange"]
    lead = make_member(Role.PROGRAMME_LEAD, approval.organisation)
    services.withdraw_approval(approval=approval, reason="Ændret.", by=lead, now=NOW)
    assert found() == ["Strikning for alle", "Strikning for mange"]
    assert not Listing.objects.exclude(assured_until=None).exists()


def test_what_fits_clearly_better_stays_before_what_is_assured() -> None:
    published_module(title_da="Strikning", title_en="Knitting")
    vet(published_module(title_da="Håndarbejde i skolen", title_en="Crafts", summary_da="Syning og strikning."))
    assert found() == ["Strikning", "Håndarbejde i skolen"]
