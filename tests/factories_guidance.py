"""A learner with an internal and an external mentor, who has hours on Wednesdays."""

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

from factories import NOW, make_member, make_organisation, make_person
from nanobank.accounts.models import Person
from nanobank.bank.models import EVERYTHING, Mentorship, Sight
from nanobank.bank.services import begin_mentorship
from nanobank.catalogue.models import Competence
from nanobank.guidance import services
from nanobank.guidance.models import About, Meeting, MentorProfile, OpenHours, Thread, Tongue, Weekday
from nanobank.guidance.services import Profile
from nanobank.organisations.models import Organisation, Role

KIND = Mentorship.Kind
BEGAN = NOW - timedelta(days=60)


class Guided:
    """A learner and their two mentors; the external one sees ``external_sees``."""

    def __init__(self, external_sees: Iterable[Sight] = (Sight.BANK,)) -> None:
        self.institution: Organisation = make_organisation()
        self.learner = make_person("Jonas", "Revsgaard")
        self.internal = make_member(Role.INTERNAL_MENTOR, self.institution, given_name="Torkil")
        self.external = make_member(Role.EXTERNAL_MENTOR, self.institution, given_name="Hanne")
        self.inside = begin_mentorship(
            learner=self.learner, mentor=self.internal, kind=KIND.INTERNAL, now=BEGAN, sights=EVERYTHING
        )
        self.outside = begin_mentorship(
            learner=self.learner, mentor=self.external, kind=KIND.EXTERNAL, now=BEGAN, sights=frozenset(external_sees)
        )

    def talk(self, by: Person | None = None, **fields: Any) -> Thread:
        """A thread of the learner's with both, unless said otherwise."""
        defaults: dict[str, Any] = {
            "mentors": [self.internal, self.external],
            "about": About.LEARNER,
            "anchor": None,
            "title": "Hvor begynder jeg?",
            "words": "Der er **mange** moduler.",
            "now": NOW,
        }
        return services.begin_thread(learner=self.learner, by=by or self.learner, **{**defaults, **fields})


def make_profile(mentor: Person, *competences: Competence, **fields: Any) -> MentorProfile:
    """What a mentor says of themselves."""
    said: dict[str, Any] = {
        "words": "Jeg har gravet i tyve år.",
        "most": 3,
        "meetings": [Meeting.VIDEO],
        "tongues": [Tongue.DANISH],
        "competences": competences,
        **fields,
    }
    return services.save_profile(person=mentor, said=Profile(**said), now=NOW)


def make_hours(mentor: Person, **fields: Any) -> OpenHours:
    """Wednesdays from 9 to 10 in turns of 30 minutes."""
    said: dict[str, Any] = {
        "weekday": Weekday.WEDNESDAY,
        "begins": time(9),
        "ends": time(10),
        "minutes": 30,
        "meeting": Meeting.VIDEO,
        "place": "https://moede.example/torkil",
        "now": NOW,
        **fields,
    }
    return services.add_hours(mentor=mentor, **said)
