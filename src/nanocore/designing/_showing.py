"""How an ability is shown, told from the verb of a learning outcome (Bloom's classes, drawn together to four)."""

from enum import StrEnum
from typing import Final


class Showing(StrEnum):
    """What an assessor must see before they can say that somebody is able to do it."""

    DOING = "doing"
    """The person in the middle of doing it: teaching, interviewing, caring."""
    MAKING = "making"
    """What the person has made: a plan, a text, a program."""
    JUDGING = "judging"
    """How the person weighs and argues."""
    TELLING = "telling"
    """What the person can account for. Seldom enough of a practice-based assessment."""


_STEMS: Final[dict[Showing, tuple[str, ...]]] = {
    Showing.DOING: (
        "afhold", "anvend", "behandl", "betjen", "brug", "bære", "coach", "demonstr", "facilit", "forebyg", "forhandl",
        "fremlæg", "føre", "gennemfør", "guid", "handl", "hjælp", "håndter", "implement", "indføre", "instru",
        "intervie", "kommunik", "led", "lytt", "mål", "møde", "opbyg", "opspor", "plej", "præsent", "samarbejd",
        "samtal", "sikr", "stille", "støtt", "søge", "tal", "træn", "udfør", "undervis", "undersøg", "vejled",
        "øve", "apply", "assist", "carry", "coach", "conduct", "demonstrat", "facilitat", "guide", "handle", "help",
        "implement", "instruct", "interview", "lead", "listen", "manage", "measure", "negotiat", "operat", "perform",
        "practis", "present", "support", "teach", "train", "treat", "use",
    ),
    Showing.MAKING: (
        "byg", "design", "digitalis", "dokument", "fortæl", "formidl", "formul", "forny", "fremstil", "indret", "kod",
        "komponer", "konstru", "lav", "modeller", "opret", "organis", "plan", "produc", "programmer", "redig", "rense",
        "skab", "skitser", "skriv", "tegn", "tilpas", "tilrettelæg", "udarbejd", "udform", "udvikl", "visualis",
        "adapt", "build", "clean", "compos", "construct", "creat", "design", "develop", "document", "draft", "draw",
        "edit", "formulat", "make", "model", "organis", "organiz", "plan", "prepar", "produc", "program", "tell",
        "visualis", "visualiz", "writ",
    ),
    Showing.JUDGING: (
        "afdæk", "afgør", "afvej", "analys", "argument", "bedøm", "begrund", "diskut", "drøft", "efterprøv", "evaluer",
        "forhold", "fortolk", "kritis", "perspektiv", "prioriter", "reflekt", "sammenlig", "skeln", "tage stilling",
        "tolk", "udfordr", "udled", "udpeg", "udvælg", "vurder", "vælg", "analy", "appraise", "argue", "assess",
        "choose", "compar", "critici", "critique", "decid", "discuss", "distinguish", "evaluat", "interpret", "judge",
        "justif", "prioriti", "reflect", "select", "uncover", "weigh",
    ),
    Showing.TELLING: (
        "beskriv", "definer", "forklar", "forstå", "genfortæl", "genkend", "gengiv", "gøre rede", "have kendskab",
        "have viden", "identific", "kend", "nævn", "opregn", "opsummer", "redegør", "vide", "define", "describ",
        "explain", "give an account", "have knowledge", "identif", "know", "list", "name", "outline", "recogni",
        "state", "summari", "understand",
    ),
}  # fmt: skip
_LEADING: Final = (
    "du kan ",
    "kan ",
    "at ",
    "selvstændigt ",
    "you can ",
    "can ",
    "be able to ",
    "to ",
    "independently ",
)


def shown_by(outcome: str) -> tuple[Showing, str] | None:
    """What the outcome's verb asks to see, and that verb as it stands; None when the verb tells nothing.

    The longest stem decides, so that ``fortolke`` is not taken for ``fortælle``. Danish and English alike.
    """
    text = outcome.strip().lower()
    while begun := next((lead for lead in _LEADING if text.startswith(lead)), None):
        text = text.removeprefix(begun).lstrip()
    found = max(
        ((stem, showing) for showing, stems in _STEMS.items() for stem in stems if text.startswith(stem)),
        key=lambda pair: len(pair[0]),
        default=None,
    )
    if found is None:
        return None
    stem, showing = found
    return showing, text if len(text.split()) == 1 else " ".join(text.split()[: len(stem.split())])
