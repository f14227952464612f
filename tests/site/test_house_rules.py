import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).parents[2]
OURS = [model for model in apps.get_models() if model.__module__.startswith("nanobank.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_says_which_of_its_fields_are_personal(model: type[Model]) -> None:
    declared = model.__dict__.get("PERSONAL_DATA")
    assert isinstance(declared, frozenset), f"{model.__name__} has no PERSONAL_DATA"
    assert declared <= {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_model_that_points_at_a_person_says_so(model: type[Model]) -> None:
    pointing = {
        field.name
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model.__name__ == "Person"  # type: ignore[union-attr]
    }
    assert pointing - {"groups", "user_permissions"} <= model.PERSONAL_DATA  # type: ignore[attr-defined]


def test_every_setting_from_the_environment_is_documented() -> None:
    code = (ROOT / "src/nanobank/site/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE))
    assert read == documented
