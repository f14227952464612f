"""Who sees a thread, a mentorship, the office: nobody finds out that there is something they may not see."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.common.errors import NotYours
from nanobank.guidance.models import About, Part, Thread
from nanobank.organisations.models import Membership, Organisation, Role

MENTORING = (Role.INTERNAL_MENTOR, Role.EXTERNAL_MENTOR)
OFFICE = (Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD)


def threads_seen_by(viewer: Person, now: datetime) -> QuerySet[Thread]:
    """Those that the viewer takes part in: their own, and as a mentor those whose subject the learner lets them see."""
    takes_part = Exists(Part.objects.filter(thread=OuterRef("pk"), person=viewer))
    mine = Mentorship.objects.at(now).filter(learner=OuterRef("learner"), mentor=viewer)
    return Thread.objects.filter(
        takes_part,
        Q(learner=viewer)
        | Q(Exists(mine), about__in=(About.LEARNER, About.MODULE))
        | Q(Exists(mine.filter(shows_plans=True)), about=About.PLAN)
        | Q(Exists(mine.filter(shows_withdrawals=True)), about=About.WITHDRAWAL),
    )


def check_sees_thread(viewer: Person, thread: Thread, now: datetime) -> None:
    """Raise NotYours for everybody who does not see it now."""
    if not threads_seen_by(viewer, now).filter(pk=thread.pk).exists():
        raise NotYours(_("There is no such talk."))


def others_in(thread: Thread, person: Person, now: datetime) -> list[Person]:
    """Those who take part beside the person and see the thread now."""
    people = Person.objects.filter(parts_in_threads__thread=thread, is_active=True).exclude(pk=person.pk)
    seen = Mentorship.objects.at(now).filter(learner=thread.learner_id, mentor=OuterRef("pk"), **_lets_see(thread))
    return list(people.filter(Q(pk=thread.learner_id) | Exists(seen)).order_by("pk"))


def _lets_see(thread: Thread) -> dict[str, bool]:
    fields = {About.PLAN: "shows_plans", About.WITHDRAWAL: "shows_withdrawals"}
    field = fields.get(About(thread.about))
    return {field: True} if field else {}


def lets_talk_of(mentorship: Mentorship, about: About) -> bool:
    """Whether the learner lets this mentor see what such a thread is about."""
    if about is About.PLAN:
        return mentorship.shows_plans
    return mentorship.shows_withdrawals if about is About.WITHDRAWAL else True


def check_is_either(viewer: Person, mentorship: Mentorship) -> None:
    """Raise NotYours unless the viewer is one of the two."""
    if viewer.pk not in {mentorship.learner_id, mentorship.mentor_id}:
        raise NotYours(_("There is no such mentor."))


def is_mentor(person: Person, now: datetime) -> bool:
    """Whether the person has the role somewhere, or mentors somebody."""
    roles = Membership.objects.of(person).at(now).filter(role__in=MENTORING)
    return roles.exists() or Mentorship.objects.at(now).filter(mentor=person).exists()


def check_is_mentor(person: Person, now: datetime) -> None:
    """Raise NotYours for whoever is no mentor."""
    if not is_mentor(person, now):
        raise NotYours(_("This is for mentors."))


def offices_of(person: Person, now: datetime) -> list[Organisation]:
    """The institutions whose study office the person works in."""
    found = Membership.objects.of(person).at(now).filter(role__in=OFFICE).select_related("organisation")
    return list({one.organisation_id: one.organisation for one in found.order_by(F("organisation__name_da"))}.values())
