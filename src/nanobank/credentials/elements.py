"""What the mandatory elements of EU Annex I are called by the people who fill them in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.credentials.bridge import Element

_NAMES: dict[Element, str | Promise] = {
    Element.LEARNER: _("who the learner is"),
    Element.TITLE: _("the title"),
    Element.COUNTRY: _("the institution's country"),
    Element.AWARDING_BODY: _("the awarding institution"),
    Element.DATE: _("the date"),
    Element.LEARNING_OUTCOMES: _("the learning outcomes"),
    Element.WORKLOAD: _("the workload in ECTS"),
    Element.LEVEL: _("the level"),
    Element.ASSESSMENT_TYPE: _("the type of assessment"),
    Element.PARTICIPATION: _("the form of participation"),
    Element.QUALITY_ASSURANCE: _("the type of quality assurance"),
}


def name_of_element(element: Element) -> str:
    """What it is called, in the language active now."""
    return str(_NAMES[element])
