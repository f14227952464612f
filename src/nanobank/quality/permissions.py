"""Who may judge, and who may see what is being judged: ``check_…`` raises, ``can_…`` asks."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.permissions import AUTHORS, check_may_author
from nanobank.common.errors import NotYours, Refused
from nanobank.organisations.models import Organisation, Role
from nanobank.organisations.permissions import can_act, check_role
from nanobank.quality.models import Declaration, Review
from nanobank.quality.things import Thing, provider_of, writers_of

REVIEWERS = AUTHORS
"""Those who may judge for their organisation."""
INSIDERS = (*AUTHORS, Role.STUDY_SECRETARY)
"""Those who may see how far something is."""


def check_writes(person: Person | None, thing: Thing, now: datetime) -> None:
    """Raise NotYours unless the person writes for the provider. None is the site's own operator, who may."""
    check_may_author(person, provider_of(thing), now=now)


def check_leads(person: Person | AnonymousUser | None, organisation: Organisation, now: datetime) -> None:
    """Raise NotYours unless the person leads the organisation's programmes. None is the site's own operator."""
    if person is not None:
        check_role(person, organisation, Role.PROGRAMME_LEAD, now=now)


def can_look_inside(person: Person | AnonymousUser, thing: Thing, now: datetime) -> bool:
    """Whether the person may see what an accreditation panel would be given."""
    return can_act(person, provider_of(thing), *INSIDERS, now=now)


def check_looks_inside(person: Person | AnonymousUser, thing: Thing, now: datetime) -> None:
    """Raise NotYours unless the person works with the provider's programmes."""
    if not can_look_inside(person, thing, now):
        raise NotYours(_("This is for those who work with the provider's programmes."))


def can_review(person: Person | AnonymousUser, review: Review, now: datetime) -> bool:
    """Whether the review is put before the person: asked by name, or one of the organisation's own reviewers."""
    if not isinstance(person, Person):
        return False
    return review.reviewer_id == person.pk or can_act(person, review.organisation, *REVIEWERS, now=now)


def check_sees_review(person: Person | AnonymousUser, review: Review, now: datetime) -> None:
    """Raise NotYours unless the person may judge it or works with the provider's programmes."""
    if not can_review(person, review, now) and not can_look_inside(person, review.thing, now):
        raise NotYours(_("This review is not yours."))


def why_not_judge(person: Person, review: Review) -> str:
    """Why this person may not judge, in a sentence; empty when they may. Two queries."""
    if person.pk in writers_of(review.thing):
        return _("You have written on it yourself. Somebody else must judge it.")
    declared = Declaration.objects.filter(review=review, person=person).first()
    if declared is not None and declared.has_interest:
        return _("You have declared an interest in it. Somebody else must judge it.")
    return ""


def check_may_judge(person: Person, review: Review, now: datetime) -> None:
    """Raise NotYours for a stranger, Refused for who has written on it or has an interest in it."""
    if not can_review(person, review, now):
        raise NotYours(_("This review is not yours."))
    why = why_not_judge(person, review)
    if why:
        raise Refused(why)
