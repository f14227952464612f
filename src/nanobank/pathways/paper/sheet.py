"""A plan to print: what the page says of it, on paper."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.bilingual import in_english
from nanobank.pathways.models import Pathway
from nanobank.pathways.page import PlanPage, page_of
from nanobank.pathways.paper.bridge import Language, PlannedModule, PlanSheet, plan_sheet
from nanobank.pathways.queries import exam_of
from nanobank.pathways.showing import ShownPlan, ShownStep

_LONGEST: Final = 110
"""Letters of a reason that a line has room for."""


def sheet_of(viewer: Person, pathway: Pathway, number: int, *, now: datetime) -> bytes:
    """One plan of those there have been, as PDF in the language active now. Raises Http404, CannotTypeset."""
    page = page_of(viewer, pathway, now=now, today=timezone.localdate(now), number=number)
    if page.plan is None or page.version is None:
        raise Http404
    exam = exam_of(pathway)
    sheet = PlanSheet(
        title=pathway.title,
        holder=pathway.person.name,
        standing=_standing(page.plan),
        modules=tuple(_module(step) for step in page.plan.steps),
        address=f"{settings.BASE_URL}{reverse('pathway', args=[pathway.uuid])}",
        laid_on=timezone.localdate(page.version.at),
        exam=_("From then on you can put yourself forward for exam: %s") % exam.micro_credential.title if exam else "",
        signed_by=_signed_by(page),
    )
    return plan_sheet(sheet, language=Language.ENGLISH if in_english() else Language.DANISH)


def _standing(plan: ShownPlan) -> str:
    if not plan.is_proven:
        return plan.distance
    return _("No other plan among all the modules is better in what you put first, second and third.")


def _module(step: ShownStep) -> PlannedModule:
    return PlannedModule(
        title=step.title,
        begins_on=step.begins,
        ends_on=step.ends,
        ects=step.ects,
        hours=step.hours,
        price=step.price,
        is_class=step.is_dated,
        why=next((reason for reason in step.reasons if len(reason) <= _LONGEST), ""),
    )


def _signed_by(page: PlanPage) -> tuple[str, ...]:
    return tuple(one.by.name for one in page.cosigns)
