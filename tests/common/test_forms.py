import pytest
from django import forms

from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.common.forms import refusals_in


class _Form(forms.Form):
    title = forms.CharField()
    place = forms.CharField()


@pytest.fixture
def form() -> _Form:
    form = _Form({"title": "Klart sprog", "place": "Aarhus"})
    assert form.is_valid()
    return form


def test_a_refusal_stands_beside_the_input_that_it_is_about(form: _Form) -> None:
    with refusals_in(form):
        raise Refused("Titlen er taget.", field="title")
    assert form.errors == {"title": ["Titlen er taget."]}


@pytest.mark.parametrize("field", [None, "price"])
def test_a_refusal_about_no_input_of_the_form_stands_at_the_top(form: _Form, field: str | None) -> None:
    with refusals_in(form):
        raise Conflict("En anden var først.", field=field)
    assert form.errors == {"__all__": ["En anden var først."]}


def test_a_view_says_where_a_refusal_stands(form: _Form) -> None:
    with refusals_in(form, beside="place"):
        raise Refused("Titlen er taget.", field="title")
    assert form.errors == {"place": ["Titlen er taget."]}


@pytest.mark.parametrize("error", [NotYours("Ikke dit."), ValueError("Noget helt andet.")])
def test_what_is_not_theirs_and_what_is_no_refusal_goes_on_up(form: _Form, error: Exception) -> None:
    with pytest.raises(type(error)), refusals_in(form):
        raise error
    assert not form.errors


def test_what_is_not_refused_is_left_alone(form: _Form) -> None:
    with refusals_in(form):
        given = form.cleaned_data["title"]
    assert given == "Klart sprog"
    assert not form.errors
