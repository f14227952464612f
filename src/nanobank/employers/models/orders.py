"""Seats for several at once: who asked, who approved, who pays, and what each of them answered."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Level, Module, Offering
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import Model, PublicModel
from nanobank.employers.models.briefs import Brief
from nanobank.employers.models.workplaces import Colleague, CostCentre
from nanobank.organisations.models import Organisation
from nanobank.study.models import Enrolment


class OrderState(models.TextChoices):
    """How far an order has come."""

    WAITING = "waiting", _("Awaits approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Order(PublicModel):
    """Seats that an employer pays for. ``reference`` is the employer's own, for the invoice."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by", "decided_by", "note"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="orders")
    number = models.PositiveIntegerField()
    brief = models.ForeignKey(Brief, on_delete=models.SET_NULL, related_name="orders", null=True, blank=True)
    cost_centre = models.ForeignKey(CostCentre, on_delete=models.PROTECT, related_name="orders")
    reference = models.CharField(max_length=60, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.WAITING)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="one_order_a_number")]
        indexes = [models.Index(fields=["organisation", "-made_at"])]

    def __str__(self) -> str:
        return f"{self.made_at.year}-{self.number:04d}"


class LineState(models.TextChoices):
    """What has become of one seat."""

    ASKED = "asked", _("Not offered yet")
    OFFERED = "offered", _("Awaits the employee's answer")
    ACCEPTED = "accepted", _("Accepted, enrolled")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")


class OrderLine(PublicModel):
    """One seat for one colleague, at the price of the day it was ordered; it is held from when it is offered."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "colleague", "state", "answered_at", "enrolment"})

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="lines")
    price = models.DecimalField(max_digits=9, decimal_places=2)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "module", "colleague"], name="one_seat_each")]


class Subsidy(Model):
    """A scheme that may lower the price: dated, with its source, for staff to keep right. Never a promise.

    ``percent`` of the price is covered, at most ``most`` DKK for one person in a calendar year; modules at the levels
    from ``lowest_level`` to ``highest_level`` of institutions under public supervision when ``only_public``.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(unique=True)
    name_da = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    terms_da = models.TextField()
    terms_en = models.TextField()
    percent = models.PositiveSmallIntegerField(default=0)
    most = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    lowest_level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.FOUR)
    highest_level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.EIGHT)
    only_public = models.BooleanField(default=True)
    source = models.URLField()
    read_on = models.DateField(help_text="When somebody last read the source")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    name = Bilingual("name")
    terms = Bilingual("terms")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="subsidy_percent_is_a_percentage")]
