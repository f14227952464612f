"""The EU's controlled vocabularies, as far as an award needs them: the addresses and the labels that they give."""

from typing import Final

from nanocore.signing import JsonObject, Language, Participation, Supervision, Text

_SNB: Final = "http://data.europa.eu/snb/"
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_SCHEME: Final = "25831c2"
_SKILLS: Final = "http://data.europa.eu/esco/concept-scheme/skills"

# ISO 3166-1: the two-letter code of an award, the three-letter code of the EU's country list, the names.
_COUNTRIES: Final = {
    two: (three, Text(da=danish, en=english))
    for two, three, english, danish in (
        line.split(",")
        for line in """\
AT,AUT,Austria,Østrig
BE,BEL,Belgium,Belgien
BG,BGR,Bulgaria,Bulgarien
CH,CHE,Switzerland,Schweiz
CY,CYP,Cyprus,Cypern
CZ,CZE,Czechia,Tjekkiet
DE,DEU,Germany,Tyskland
DK,DNK,Denmark,Danmark
EE,EST,Estonia,Estland
ES,ESP,Spain,Spanien
FI,FIN,Finland,Finland
FO,FRO,Faroes,Færøerne
FR,FRA,France,Frankrig
GB,GBR,United Kingdom,Storbritannien
GL,GRL,Greenland,Grønland
GR,GRC,Greece,Grækenland
HR,HRV,Croatia,Kroatien
HU,HUN,Hungary,Ungarn
IE,IRL,Ireland,Irland
IS,ISL,Iceland,Island
IT,ITA,Italy,Italien
LI,LIE,Liechtenstein,Liechtenstein
LT,LTU,Lithuania,Litauen
LU,LUX,Luxembourg,Luxembourg
LV,LVA,Latvia,Letland
MT,MLT,Malta,Malta
NL,NLD,Netherlands,Nederlandene
NO,NOR,Norway,Norge
PL,POL,Poland,Polen
PT,PRT,Portugal,Portugal
RO,ROU,Romania,Rumænien
SE,SWE,Sweden,Sverige
SI,SVN,Slovenia,Slovenien
SK,SVK,Slovakia,Slovakiet
UA,UKR,Ukraine,Ukraine""".splitlines()
    )
}
_LANGUAGES: Final = {Language.DANISH: ("DAN", "Danish"), Language.ENGLISH: ("ENG", "English")}
_MODES: Final = {
    Participation.ONLINE: ("920fbb3cbe", "Online"),
    Participation.ONSITE: ("9191af2ed9", "Presential"),
    Participation.BLENDED: ("e92d221e4d", "Blended"),
    Participation.WORK_BASED: ("729f3bed4b", "Workbased"),
}
# By the words that an award's type of assessment begins with in English.
_ASSESSMENTS: Final = {
    "oral exam": ("d30284d7df", "oral examination"),
    "written exam": ("6e6cb2cc78", "written examination"),
    "written assignment": ("2939dae15f", "marked assignment"),
    "portfolio": ("4f03b91c0e", "portfolio"),
    "practical exam": ("6a4db9f11d", "practical assessment"),
}
_SUPERVISION: Final = {Supervision.UNSUPERVISED: ("c598449d64", "Unsupervised without ID Verification")}


class NotInVocabulary(ValueError):
    """A word of the award has no entry in the EU's controlled vocabulary for it."""


def concept(address: str, scheme: str, label: str = "", *, language: str = "en") -> JsonObject:
    """An entry of a vocabulary, with its label where that is known."""
    named = {"prefLabel": {language: label}} if label else {}
    return {"id": address, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}, **named}


def country(code: str) -> JsonObject:
    """The country by its two-letter code. Raises `NotInVocabulary`."""
    if code not in _COUNTRIES:
        raise NotInVocabulary(f"no country {code!r}")
    three, name = _COUNTRIES[code]
    return concept(f"{_AUTHORITY}country/{three}", f"{_AUTHORITY}country", name.en)


def country_name(code: str, written: Language) -> str:
    """What the country is called; the code itself for one that is not known here."""
    return _COUNTRIES[code][1][written] if code in _COUNTRIES else code


def language(written: Language) -> JsonObject:
    """The language."""
    code, name = _LANGUAGES[written]
    return concept(f"{_AUTHORITY}language/{code}", f"{_AUTHORITY}language", name)


def mode(participation: Participation) -> JsonObject:
    """The mode of learning."""
    return _snb("learning-assessment", *_MODES[participation])


def assessment(words: str) -> JsonObject | None:
    """The type of assessment, None when the words begin with none that is known here."""
    known = (entry for start, entry in _ASSESSMENTS.items() if words.lower().startswith(start))
    entry = next(known, None)
    return _snb("assessment", *entry) if entry else None


def supervision(kind: Supervision) -> JsonObject | None:
    """How the assessment was supervised, None where the code is not known here: none is invented."""
    return _snb("supervision-verification", *_SUPERVISION[kind]) if kind in _SUPERVISION else None


def eqf(level: int) -> JsonObject:
    """The level in the European Qualifications Framework."""
    return _snb("eqf", str(level), f"Level {level}")


def skill(address: str, label: str, written: Language) -> JsonObject:
    """A skill in ESCO."""
    return concept(address, _SKILLS, label, language=written.value)


def generic_credential() -> JsonObject:
    """The profile of a credential that is neither a diploma supplement nor an accreditation."""
    return _snb("credential", "e34929035b", "Generic")


def ects() -> JsonObject:
    """ECTS as a credit system."""
    return _snb("education-credit", "6fcec5c5af", "European Credit Transfer System")


def short_programme() -> JsonObject:
    """What a micro-credential is among learning opportunities."""
    return _snb("learning-opportunity", "74a4a268e8", "Short learning programme")


def programme_quality_assurance() -> JsonObject:
    """Quality assurance of a programme, without legal effect."""
    return _snb("accreditation", "820101cba6", "Programme Quality Assurance")


def base64() -> JsonObject:
    """The encoding of a picture."""
    return _snb("encoding", "6146cde7dd", "base64")


def png() -> JsonObject:
    """The type of a picture."""
    return concept(f"{_AUTHORITY}file-type/PNG", f"{_AUTHORITY}file-type", "PNG")


def _snb(vocabulary: str, code: str, label: str) -> JsonObject:
    return concept(f"{_SNB}{vocabulary}/{code}", f"{_SNB}{vocabulary}/{_SCHEME}", label)
