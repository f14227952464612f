"""What the forms about udtræk have in common, and the one that is only words."""

from typing import Any, Final

from django import forms

INPUT: Final = {"class": "form-input"}
SELECT: Final = {"class": "form-select"}


def text_area(rows: int) -> forms.Textarea:
    """For more than one line."""
    return forms.Textarea(attrs={"rows": rows, **INPUT})


class WordsForm(forms.Form):
    """A few words: a question, a complaint, an answer, a reason. The field has the name that the service knows."""

    def __init__(self, *args: Any, name: str, label: Any, help_text: Any = "", rows: int = 4, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields[name] = forms.CharField(label=label, help_text=help_text, max_length=10_000, widget=text_area(rows))

    @property
    def words(self) -> str:
        """What was written, of a valid form."""
        words: str = self.cleaned_data[self.name]
        return words
