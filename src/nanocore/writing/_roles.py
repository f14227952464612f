"""Whom a text speaks to: the roles that it names, and who does the same work under no such name."""

import re
from dataclasses import dataclass
from typing import Final

from nanocore.writing._entries import any_of
from nanocore.writing._plain import running_text

_ROLES: Final = {
    "da": {
        "formal_leaders": (
            "leder, lederen, ledere, lederne, leders, ledelsen, ledergruppe*, mellemleder*, afdelingsleder*, "
            "forstander*, institutionsleder*, chef, chefen, chefer, cheferne, direktør*, rektor*, afdelingschef*, "
            "uddannelseschef*"
        ),
        "informal_leaders": (
            "koordinator*, tovholder*, projektleder*, teamkoordinator*, fagkoordinator*, nøgleperson*, "
            "ressourceperson*, superbruger*, fyrtårn*, tillidsvalgt*, tillidsrepræsentant*, mentor*, vejleder*, "
            "ambassadør*, går forrest, arbejdsmiljørepræsentant*, uformel* leder*, faglig* leder*, uden ledertitel"
        ),
        "teachers": (
            "underviser*, læreren, lærere, lærerne, adjunkt*, lektor, lektoren, lektorer, faglærer*, instruktør*, "
            "pædagog*"
        ),
        "students": "studerende, elev, eleven, elever, eleverne, lærling*, kursist*, deltagere, deltageren, deltagerne",
        "professionals": (
            "medarbejder*, fagperson*, praktiker*, sygeplejerske*, ingeniør*, håndværker*, konsulent*, rådgiver*, "
            "ansatte, socialrådgiver*, journalist*, specialist*, tekniker*"
        ),
        "employers": "virksomhed, virksomheden, virksomheder, virksomhederne, arbejdsgiver*, ejerleder*",
        "job_seekers": "jobsøgende, ledige, dimittend*",
        "citizens": "borger, borgeren, borgere, borgerne, frivillige, pårørende, forældre",
    },
    "en": {
        "formal_leaders": (
            "leader, leaders, leadership team, executive*, director, directors, head of, heads of, principal, "
            "principals, manager, managers, management"
        ),
        "informal_leaders": (
            "coordinator*, project lead*, team lead*, champion, champions, key person*, super user*, mentor, "
            "mentors, union representative*, facilitator*, without the title, informal leader*"
        ),
        "teachers": "teacher, teachers, educator*, lecturer*, instructor*, trainer, trainers",
        "students": "student, students, pupil*, apprentice, apprentices, learner, learners, participant, participants",
        "professionals": (
            "professionals, practitioner*, employee*, nurse, nurses, engineer, engineers, consultant*, adviser*, "
            "staff, specialist, specialists, technician*, journalist, journalists"
        ),
        "employers": "employer*, company, companies, business owner*",
        "job_seekers": "job seeker*, jobseeker*, unemployed, graduate, graduates",
        "citizens": "citizen, citizens, volunteer, volunteers, relatives, parent, parents",
    },
}
_FOUND: Final = {
    language: {role: any_of(entries) for role, entries in roles.items()} for language, roles in _ROLES.items()
}
_IS_A_VERB: Final = re.compile(r"\b(?:du|der|man|vi|de|som)\s+$", re.IGNORECASE)
"""Before *leder*: somebody leads, and no leader is named."""
_DIRECT: Final = {
    "da": re.compile(r"\b(?:du|dig|din|dit|dine)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE),
}
_MISSED: Final = {
    "da": ("koordinator", "tovholder", "projektleder", "tillidsvalgt", "den, der går forrest uden ledertitel"),
    "en": ("coordinator", "team lead", "project lead", "mentor", "whoever leads without the title"),
}
_SHOWN: Final = 5


@dataclass(frozen=True)
class Role:
    """A group of people that a text names: a ``code``, the ``words`` that name them (at most five), how often."""

    code: str
    words: tuple[str, ...]
    times: int


@dataclass(frozen=True)
class Address:
    """Whom a text speaks to. ``roles``: most often named first. ``is_direct``: it says *you* to its reader.

    ``missed``: words that those who lead without the title would know themselves by, when the text names formal
    leaders most and no others who lead; people in informal roles do not take such a text to be for them.
    """

    roles: tuple[Role, ...]
    is_direct: bool
    missed: tuple[str, ...]

    @property
    def is_to_nobody(self) -> bool:
        """Whether it names no one and says *you* to no one."""
        return not self.roles and not self.is_direct


def speaks_to(text: str, language: str) -> Address:
    """Whom a Markdown text (``"da"`` or ``"en"``; another language counts as English) speaks to."""
    lang = language if language in _FOUND else "en"
    said = running_text(text)
    roles = []
    for code, pattern in _FOUND[lang].items():
        words = [found.group().lower() for found in pattern.finditer(said) if not _leads(said, found)]
        if words:
            roles.append(Role(code, tuple(dict.fromkeys(words))[:_SHOWN], len(words)))
    roles.sort(key=lambda role: -role.times)
    is_for_leaders = bool(roles) and roles[0].code == "formal_leaders"
    missed = _MISSED[lang] if is_for_leaders and all(role.code != "informal_leaders" for role in roles) else ()
    return Address(tuple(roles), bool(_DIRECT[lang].search(said)), missed)


def _leads(said: str, found: re.Match[str]) -> bool:
    return found.group().lower() == "leder" and bool(_IS_A_VERB.search(said, 0, found.start()))
