"""What abbreviations stand for: a sentence model has seldom met them, and names spell them out."""

import re
from typing import Final

_DANISH: Final = {
    "csrd": "bæredygtighedsrapportering",
    "esg": "miljø, sociale forhold og ledelse, bæredygtighed",
    "esrs": "bæredygtighedsrapportering",
    "gdpr": "databeskyttelse, personoplysninger",
    "nis2": "informationssikkerhed, lovkrav",
    "ai": "kunstig intelligens",
    "ki": "kunstig intelligens",
    "llm": "sprogmodel",
    "chatgpt": "kunstig intelligens, sprogmodel",
    "lca": "livscyklusvurdering",
    "co2": "klimaaftryk, udledning",
    "sql": "forespørgsler til databaser",
    "ux": "brugeroplevelse",
    "wcag": "digital tilgængelighed",
    "plc": "styring af maskiner",
    "iot": "sensorer på nettet",
    "bim": "digitale bygningsmodeller",
    "uth": "utilsigtede hændelser",
    "apv": "arbejdsmiljø",
    "mus": "medarbejdersamtaler",
    "hr": "personale",
    "crm": "kundedata",
    "kpi": "nøgletal",
    "seo": "at blive fundet på nettet",
    "excel": "regneark",
    "powerpoint": "oplæg",
    "lean": "procesoptimering",
    "scrum": "projektledelse",
}
_ENGLISH: Final = {
    "csrd": "sustainability reporting",
    "esg": "environment, social matters and governance, sustainability",
    "gdpr": "data protection, personal data",
    "ai": "artificial intelligence",
    "llm": "language model",
    "chatgpt": "artificial intelligence, language model",
    "lca": "life cycle assessment",
    "sql": "database queries",
    "ux": "user experience",
    "wcag": "digital accessibility",
    "plc": "machine control",
    "iot": "sensors on the net",
    "bim": "digital building models",
    "hr": "human resources",
    "crm": "customer data",
    "kpi": "key figures",
    "seo": "being found on the web",
    "excel": "spreadsheets",
    "powerpoint": "presentations",
    "lean": "process optimisation",
    "scrum": "project management",
}
_WORD = re.compile(r"[^\W_]+")


def meanings(text: str, language: str = "da") -> list[str]:
    """What the abbreviations in a text stand for, each once, in order."""
    known = _ENGLISH if language == "en" else _DANISH
    return list(dict.fromkeys(known[word] for word in _WORD.findall(text.lower()) if word in known))


def spelled_out(text: str, language: str = "da") -> str:
    """The text, and after it in brackets what its abbreviations stand for.

    >>> spelled_out("vi får en ny CSRD-rapport")
    'vi får en ny CSRD-rapport (bæredygtighedsrapportering)'
    """
    told = meanings(text, language)
    return f"{text} ({'; '.join(told)})" if told else text
