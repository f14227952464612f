"""Writing, publishing and freezing."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_catalogue import draft_module, facts, published_bundle, published_micro_credential, published_module
from nanobank.catalogue import services
from nanobank.catalogue.errors import Incomplete
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def test_an_educator_writes_and_publishes_a_module() -> None:
    provider = make_organisation()
    educator = make_member(Role.EDUCATOR, provider)
    module = services.create_module(provider=provider, facts=facts(title_da="Årsag & virkning"), by=educator, now=NOW)
    assert module.slug == "aarsag-virkning"
    published = services.publish_version(version=module.versions.get(), by=educator, now=NOW)
    module.refresh_from_db()
    assert module.current == published
    assert (published.state, published.published_at, published.published_by) == (State.PUBLISHED, NOW, educator)


@pytest.mark.parametrize(
    "role", [Role.STUDY_SECRETARY, Role.EXAMINER, Role.EMPLOYER, Role.FUNDER, Role.INTERNAL_MENTOR]
)
def test_other_roles_do_not_write(role: Role) -> None:
    provider = make_organisation()
    with pytest.raises(NotYours):
        services.create_module(provider=provider, facts=facts(), by=make_member(role, provider), now=NOW)


def test_a_neighbour_and_a_learner_touch_nothing() -> None:
    module = published_module()
    draft = services.start_draft(module=module, by=None, now=NOW)
    for person in (make_member(Role.EDUCATOR), make_person()):
        with pytest.raises(NotYours):
            services.start_draft(module=module, by=person, now=NOW)
        with pytest.raises(NotYours):
            services.edit_draft(version=draft, facts=facts(), by=person, now=NOW)
        with pytest.raises(NotYours):
            services.publish_version(version=draft, by=person, now=NOW)
        with pytest.raises(NotYours):
            services.withdraw_module(module=module, by=person, now=NOW)
        with pytest.raises(NotYours):
            services.add_offering(module=module, by=person, now=NOW)


def test_what_is_missing_is_named_beside_each_input() -> None:
    draft = draft_module(title_en="", summary_da=" ", outcomes=(("Kun dansk", ""),), competences=())
    with pytest.raises(Incomplete) as refusal:
        services.publish_version(version=draft, by=None, now=NOW)
    assert set(refusal.value.missing) == {"title_en", "summary_da", "outcomes", "competences"}


def test_a_circle_of_prerequisites_is_named() -> None:
    first = published_module(title_en="First", title_da="Første")
    second = published_module(title_en="Second", title_da="Anden", prerequisites=((first,),))
    third = published_module(title_en="Third", title_da="Tredje", prerequisites=((second,),))
    draft = services.start_draft(module=first, by=None, now=NOW)
    closing = replace(services.facts_of(draft), prerequisites=((third,),))
    draft = services.edit_draft(version=draft, facts=closing, by=None, now=NOW)
    with pytest.raises(Incomplete, match="Første → Tredje → Anden → Første"):
        services.publish_version(version=draft, by=None, now=NOW)


def test_a_module_cannot_require_itself() -> None:
    draft = draft_module()
    with pytest.raises(Refused):
        services.edit_draft(version=draft, facts=facts(prerequisites=((draft.module,),)), by=None, now=NOW)


def test_a_draft_begins_as_a_copy_and_those_on_the_old_version_keep_it() -> None:
    other = published_module()
    module = published_module(prerequisites=((other,),))
    old = module.current
    assert old is not None
    draft = services.start_draft(module=module, by=None, now=NOW)
    assert services.facts_of(draft) == services.facts_of(old)
    assert draft.number == 2
    services.publish_version(version=draft, by=None, now=NOW)
    old.refresh_from_db()
    assert old.state == State.PUBLISHED


def test_there_is_one_draft_at_a_time() -> None:
    module = published_module()
    services.start_draft(module=module, by=None, now=NOW)
    with pytest.raises(Conflict):
        services.start_draft(module=module, by=None, now=NOW)


def test_a_published_version_refuses_every_edit() -> None:
    version = published_module().current
    assert version is not None
    with pytest.raises(Conflict):
        services.edit_draft(version=version, facts=facts(), by=None, now=NOW)
    with pytest.raises(Conflict):
        services.publish_version(version=version, by=None, now=NOW)
    changes: tuple[dict[str, Any], ...] = (
        {"title_da": "Andet"},
        {"ects": Decimal(9)},
        {"learning_outcomes": []},
        {"state": State.DRAFT},
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            ModuleVersion.objects.filter(pk=version.pk).update(**change)


def test_what_a_published_version_speaks_to_teaches_and_requires_is_frozen_by_the_database() -> None:
    other = published_module()
    version = published_module(prerequisites=((other,),)).current
    assert version is not None
    group = version.prerequisite_groups.get()
    changes: list[Callable[[], object]] = [
        lambda: version.audiences.update(audience="educators"),
        lambda: version.audiences.create(audience="educators"),
        lambda: version.audiences.all().delete(),
        lambda: version.competences.clear(),
        lambda: version.competences.add(make_competence()),
        lambda: group.any_of.clear(),
        lambda: group.any_of.add(version.module),
        lambda: version.prerequisite_groups.create(),
        lambda: group.delete(),
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="a published version is frozen"), transaction.atomic():
            change()
    draft = services.start_draft(module=version.module, by=None, now=NOW)
    draft.delete()
    assert version.module.versions.get() == version


@pytest.mark.parametrize(
    ("field", "value"),
    [("ects", Decimal(0)), ("ects", Decimal("10.5")), ("price", Decimal(-1)), ("title_da", "x" * 201)],
)
def test_numbers_and_texts_out_of_bounds_are_refused_by_their_field(field: str, value: Any) -> None:
    with pytest.raises(Refused) as refusal:
        draft_module(None, **{field: value})
    assert refusal.value.field == field


def test_a_micro_credential_names_the_elements_it_lacks() -> None:
    with pytest.raises(Incomplete) as refusal:
        published_micro_credential(quality_assurance_en="", outcomes=(), required=())
    assert set(refusal.value.missing) == {"quality_assurance_en", "outcomes", "required"}


def test_a_bundle_holds_two_published_things_and_says_its_need() -> None:
    module, draft = published_module(), draft_module()
    with pytest.raises(Incomplete) as refusal:
        published_bundle((module, draft.module), need_en="")
    assert set(refusal.value.missing) == {"need_en", "modules"}


@pytest.mark.parametrize("fields", [{"seats": 0}, {"starts_on": NOW.date()}])
def test_an_offering_that_makes_no_sense_is_refused(fields: dict[str, Any]) -> None:
    module = published_module()
    with pytest.raises(Refused):
        services.add_offering(module=module, by=None, now=NOW, **fields)
