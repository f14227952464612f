"""A need put to institutions: what each is asked, what it answers, and what is said on the way."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Form, Module, Offering
from nanobank.common.models import PublicModel
from nanobank.needs.models.needs import Need
from nanobank.organisations.models import Organisation


class EnquiryState(models.TextChoices):
    """Where an enquiry is; what leads from one to another is ``nanocore.tailoring.ENQUIRY``."""

    SENT = "sent", _("Awaits an answer")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")
    ACCEPTED = "accepted", _("Accepted")
    PASSED_OVER = "passed_over", _("Came to nothing")
    WITHDRAWN = "withdrawn", _("Need withdrawn")


OPEN = (EnquiryState.SENT, EnquiryState.ANSWERED)
"""The states in which something can still come of it."""


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Reads aloud: ``need.enquiries.open()``."""

    def open(self) -> "EnquiryQuerySet":
        """Those that something can still come of."""
        return self.filter(state__in=OPEN)


class Enquiry(PublicModel):
    """One institution asked to meet a need. ``name_shown`` is whether this institution sees who asks."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"asked_by", "settled_by"})

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="enquiries")
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enquiries")
    state = models.CharField(max_length=11, choices=EnquiryState.choices, default=EnquiryState.SENT)
    name_shown = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="Why it was declined")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "state", "-asked_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "institution"],
                condition=Q(state__in=["sent", "answered"]),
                name="one_open_enquiry",
            ),
            models.UniqueConstraint(fields=["need"], condition=Q(state="accepted"), name="one_accepted_enquiry_a_need"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether something can still come of it."""
        return self.state in OPEN

    def get_absolute_url(self) -> str:
        """Its page, for both sides."""
        return reverse("enquiry", args=[self.uuid])


class Answer(PublicModel):
    """What an institution offers, whole: changing it makes a new one with the next number, and the old one stays.

    ``price`` is for all the seats together (DKK).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by"})

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    words = models.TextField()
    price = models.DecimalField(max_digits=9, decimal_places=2)
    seats = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    form = models.CharField(max_length=10, choices=Form.choices)
    place = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=4, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "number"], name="one_answer_a_number"),
            models.CheckConstraint(condition=Q(price__gte=0), name="answer_price_not_negative"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="answer_has_seats"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="answer_ends_after_it_starts"),
        ]


class Part(PublicModel):
    """One module of an outline: one there is (``module``), or one to be written (``is_new``).

    Title and ECTS are as they were when the answer was given. Once the answer is accepted, ``module`` is the draft of
    what was to be written, and ``offering`` is when it is held.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    is_new = models.BooleanField()
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    ects = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal(1))
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)
    offering = models.ForeignKey(Offering, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "position"], name="one_part_a_place"),
            models.CheckConstraint(condition=Q(is_new=True) | Q(module__isnull=False), name="part_is_new_or_a_module"),
            models.CheckConstraint(condition=Q(ects__gt=0, ects__lte=10), name="part_ects_between_0_and_10"),
        ]


class Message(PublicModel):
    """A question or an answer in the thread of one enquiry. ``from_institution`` says which side speaks."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "words"})

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    from_institution = models.BooleanField()
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["enquiry", "at"])]
