"""Whether a learning outcome can be assessed: a verb that can be seen, what it is done to, and in what context."""

import re
from dataclasses import dataclass
from typing import Final

from nanocore.writing._content import Fault
from nanocore.writing._entries import words_of
from nanocore.writing._plain import running_text, words_in
from nanocore.writing._verbs import LEVEL_OF, VAGUE

_LEADS: Final = {
    "da": re.compile(
        r"^(?:(?:efter|ved|når)\b[^,]{0,80}?,?\s+)?(?:(?:den|de|du|deltager(?:en|ne)|studerende|lærende|"
        r"elev(?:en|erne)|kursist(?:en|erne)|man)\s+)*(?:(?:selvstændigt|selv)\s+)?(?:(?:skal|vil)\s+)?"
        r"(?:kunne|kan|er i stand til at|skal)\s+(?:(?:du|de|deltager(?:en|ne)|den studerende|de studerende)\s+)?",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"^(?:(?:after|on|upon|by|when)\b[^,]{0,80}?,\s+)?(?:(?:the|you|learners?|students?|participants?)\s+)*"
        r"(?:will\s+be\s+able\s+to|are\s+able\s+to|is\s+able\s+to|be\s+able\s+to|should\s+be\s+able\s+to|can|will|could)\s+",
        re.IGNORECASE,
    ),
}
_WHO: Final = re.compile(
    r"^(?:den|de|du|deltager(?:en|ne)|studerende|elev(?:en|erne)|kursist(?:en|erne)|man|the|you|learners?|students?|"
    r"participants?)\s+(?:studerende\s+|lærende\s+|learner\s+|student\s+|participant\s+)?",
    re.IGNORECASE,
)
_FILLERS: Final = {
    "da": words_of("at og kan skal selvstændigt kritisk systematisk fagligt selv aktivt hensigtsmæssigt sikkert"),
    "en": words_of("to and can independently critically systematically actively safely effectively"),
}
_PREPOSITIONS: Final = {
    "da": words_of(
        "blandt efter før for fra foran gennem hos i igennem imellem inden med mellem mod om omkring over på til "
        "udfra under ved via uden hvor når så således sådan igennem"
    ),
    "en": words_of(
        "about across after before against among as at between by during for from in inside into on over so that "
        "through to toward towards under using via when where with within without"
    ),
}
_SMALL: Final = {
    "da": words_of("en et den det de sin sit sine egen eget egne og eller som der ud op ned sig stilling"),
    "en": words_of("a an the their its his her own and or which out up down part"),
}
_DONE_TO: Final = {
    "da": words_of("en et den det de sin sit sine egen eget egne"),
    "en": words_of("a an the their its his her your"),
}
_PRESENT: Final = {"har": "have", "får": "få", "ved": "vide", "er": "være", "has": "have", "knows": "know", "is": "be"}
_LONGEST: Final = 40


@dataclass(frozen=True)
class Outcome:
    """An outcome taken apart; what was not found is empty. ``level`` is Bloom's, empty for a verb not on the list."""

    verb: str
    level: str
    object: str
    context: str
    faults: tuple[Fault, ...]


def outcome(text: str, language: str) -> Outcome:
    """Take one outcome (a sentence, ``"da"`` or ``"en"``; another language counts as English) apart.

    Fault codes: ``no_verb``, ``vague_verb`` (told with the verb), ``no_object``, ``no_context``, ``too_long`` (over 40
    words). A verb that the list does not have, where a verb belongs, is taken as one that can be seen.
    """
    lang = language if language in LEVEL_OF else "en"
    said = " ".join(running_text(text).split())
    lead = _LEADS[lang].match(said) or _WHO.match(said)
    rest = words_in(said[lead.end() :] if lead else said)
    while rest and rest[0].lower() in _FILLERS[lang]:
        rest = rest[1:]
    verb = _infinitive(rest[0].lower(), lang) if rest else ""
    level, vague = LEVEL_OF[lang].get(verb, ""), verb in VAGUE[lang]
    found = [Fault("too_long", str(len(words_in(said))))] if len(words_in(said)) > _LONGEST else []
    if vague:
        told = [verb, *(word.lower() for word in rest[1:2] if word.lower() in VAGUE[lang])]  # *have an understanding*
        return Outcome(verb, "", "", "", (Fault("vague_verb", " ".join(told)), *found))
    if not verb or not (level or (lead and not _WHO.fullmatch(lead.group())) or _looks_like_a_verb(rest, lang)):
        return Outcome("", "", "", "", (Fault("no_verb", verb), *found))
    done_to, context = _object_and_context(rest[1:], lang)
    if not done_to:
        found.append(Fault("no_object", verb))
    elif not context:
        found.append(Fault("no_context", done_to))
    return Outcome(verb, level, done_to, context, tuple(found))


def outcome_faults(text: str, language: str) -> tuple[Fault, ...]:
    """The faults of ``outcome``; none for one that an assessor can work with."""
    return outcome(text, language).faults


def _infinitive(word: str, language: str) -> str:
    """*analyserer* as *analysere*, *explains* as *explain*; a word that gives no known verb stays."""
    known = LEVEL_OF[language].keys() | VAGUE[language]
    bare = word.removesuffix("r" if language == "da" else "s")
    return next((verb for verb in (word, bare, _PRESENT.get(word, "")) if verb in known), word)


def _looks_like_a_verb(words: list[str], language: str) -> bool:
    """*Rense et datasæt*, *Clean a data set*: what stands before an article or *its* is done to something."""
    first, following = words[0].lower(), words[1].lower() if len(words) > 1 else ""
    if language == "da" and first.endswith(("ere", "ise")):
        return True
    return following in _DONE_TO[language] and (language == "en" or first.endswith(("e", "å", "r")))


def _object_and_context(words: list[str], language: str) -> tuple[str, str]:
    """The verb's own little words (*redegøre for*, *reflektere over*, *tage stilling til*) belong to neither."""
    prepositions, small = _PREPOSITIONS[language], _SMALL[language]
    start = 0
    while start < len(words) and words[start].lower() in prepositions | small | _FILLERS[language]:
        start += 1
    end = start
    while end < len(words) and words[end].lower() not in prepositions:
        end += 1
    after = [word for word in words[end:] if word.lower() not in prepositions | small]
    return " ".join(words[start:end]), " ".join(words[end:]) if after else ""
