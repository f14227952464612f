"""The words that describe what there is to learn: its language, level, form, audience, state and how it is examined."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The language something is taught in."""

    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")


class Level(models.IntegerChoices):
    """Danish qualification level; the same numbers as the European framework (EQF)."""

    FOUR = 4, _("Level 4 (upper secondary, vocational)")
    FIVE = 5, _("Level 5 (business academy)")
    SIX = 6, _("Level 6 (bachelor, diploma)")
    SEVEN = 7, _("Level 7 (master)")
    EIGHT = 8, _("Level 8 (PhD)")


class Form(models.TextChoices):
    """How one takes part."""

    ONLINE = "online", _("Online")
    BLENDED = "blended", _("Blended")
    ON_SITE = "on_site", _("On site")
    EVENING = "evening", _("Evenings")


class Audience(models.TextChoices):
    """Whom something speaks to."""

    STUDENTS = "students", _("Students")
    PROFESSIONALS = "professionals", _("Professionals")
    EMPLOYERS = "employers", _("An employer's staff")
    EDUCATORS = "educators", _("Educators")


class State(models.TextChoices):
    """Where something is on its way to the public."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Assessment(models.TextChoices):
    """How a micro-credential is examined."""

    ORAL = "oral", _("Oral exam")
    ASSIGNMENT = "assignment", _("Written assignment")
    PORTFOLIO = "portfolio", _("Portfolio")
    PRACTICAL = "practical", _("Practical exam")


class Grading(models.TextChoices):
    """How the result is expressed."""

    SEVEN_POINT = "seven_point", _("7-point grading scale")
    PASS_FAIL = "pass_fail", _("Passed / not passed")
