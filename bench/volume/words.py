"""The words that the generated catalogue is made of: Danish with English beside it."""

import re
from random import Random
from typing import NamedTuple


class Term(NamedTuple):
    """The same in both languages."""

    da: str
    en: str


def _terms(text: str) -> list[Term]:
    return [Term(*(part.strip() for part in line.split("|"))) for line in text.strip().splitlines()]


TOPICS = _terms("""
datajournalistik | data journalism
sundhedskommunikation | health communication
teknologiforståelse | technology comprehension
grøn omstilling | green transition
bæredygtigt byggeri | sustainable building
kunstig intelligens | artificial intelligence
maskinlæring | machine learning
dataetik | data ethics
statistik | statistics
regneark | spreadsheets
programmering i Python | programming in Python
informationssikkerhed | information security
persondataret | data protection law
forvaltningsret | administrative law
sygepleje til ældre | nursing of older people
demensomsorg | dementia care
smertelindring | pain relief
rehabilitering | rehabilitation
patientinddragelse | patient involvement
psykisk førstehjælp | mental health first aid
børns sprogudvikling | children's language development
inklusion | inclusion
klasseledelse | classroom management
matematikvejledning | mathematics guidance
naturfagsundervisning | science teaching
læsevejledning | reading guidance
vejledning af voksne | guidance of adults
konfliktmægling | conflict mediation
forandringsledelse | change management
projektledelse | project management
personaleledelse | people management
økonomistyring | financial management
offentlige indkøb | public procurement
bogføring | bookkeeping
moms og afgifter | VAT and duties
arbejdsmiljø | working environment
arbejdsret | labour law
logistik | logistics
lagerstyring | warehouse management
kvalitetsstyring | quality management
procesoptimering | process optimisation
automatisering | automation
robotteknik | robotics
svejsning | welding
elinstallation | electrical installation
energirådgivning | energy advice
varmepumper | heat pumps
affaldssortering | waste sorting
cirkulær økonomi | circular economy
livscyklusvurdering | life cycle assessment
fødevaresikkerhed | food safety
madlavning i storkøkken | large-scale cooking
turisme | tourism
kundeservice | customer service
digital markedsføring | digital marketing
søgemaskiner | search engines
god skrivning | good writing
klarsprog | plain language
fotografi | photography
lydproduktion | sound production
brugeroplevelse | user experience
tjenestedesign | service design
innovation | innovation
iværksætteri | entrepreneurship
forhandling | negotiation
interviewteknik | interviewing
kvalitativ metode | qualitative methods
spørgeskemaer | surveys
kulturmøder | cultural encounters
engelsk på arbejdet | English at work
tysk for begyndere | German for beginners
arabisk kultur | Arabic culture
kommunal planlægning | municipal planning
klimatilpasning | climate adaptation
biodiversitet | biodiversity
vandmiljø | water environments
landmåling | surveying
bygningsrenovering | renovation of buildings
indeklima | indoor climate
velfærdsteknologi | welfare technology
medicinhåndtering | handling of medicine
hygiejne | hygiene
socialrådgivning | social counselling
misbrugsbehandling | addiction treatment
familiearbejde | work with families
""")

PATTERNS = _terms("""
Introduktion til {} | Introduction to {}
{} i praksis | {} in practice
Anvendt {} | Applied {}
{}: metoder og værktøjer | {}: methods and tools
Kom godt i gang med {} | Getting started with {}
{} for erfarne | {} for the experienced
Kvalitet i {} | Quality in {}
Ledelse af {} | Leading {}
Undervisning i {} | Teaching {}
{} og etik | {} and ethics
{} på tværs af fag | {} across disciplines
Nye veje i {} | New ways in {}
{} i et dansk perspektiv | {} in a Danish perspective
Fordybelse i {} | Going deeper into {}
""")

SETTINGS = _terms("""
i kommunen | in the municipality
på hospitalet | in the hospital
i folkeskolen | in primary school
på plejehjemmet | in the care home
i mindre virksomheder | in small companies
i byggeriet | in construction
i industrien | in industry
for nyuddannede | for new graduates
for ledere | for managers
for sygeplejersker | for nurses
for lærere | for teachers
for pædagoger | for social educators
for ingeniører | for engineers
for socialrådgivere | for social workers
i butikken | in retail
på kontoret | in the office
""")

VERBS = _terms("""
Forklare de vigtigste begreber i {} | Explain the most important concepts in {}
Planlægge en opgave, hvor {} indgår | Plan a task that involves {}
Vurdere kvaliteten af arbejdet med {} | Assess the quality of work with {}
Gennemføre en lille undersøgelse om {} | Carry out a small study of {}
Vejlede kolleger i {} | Guide colleagues in {}
Dokumentere resultater af {} | Document results of {}
""")

SENTENCES = [
    "Vi begynder i det, du allerede kan, og bygger videre med opgaver fra hverdagen.",
    "Du arbejder med rigtige eksempler og får svar fra en underviser undervejs.",
    "Modulet veksler mellem korte tekster, film og øvelser, du selv prøver af.",
    "Du afslutter med en lille opgave, som du kan bruge på dit arbejde dagen efter.",
    "Der er ingen fast mødetid; du læser, når det passer dig.",
    "Litteraturen er på dansk og engelsk og kan læses på skærm og papir.",
    "Undervejs møder du andre, der står med de samme spørgsmål.",
    "Vi ser både på, hvad der virker, og på hvad der har vist sig at være for svært.",
    "Efter modulet kan du gå videre til en eksamen eller til det næste modul.",
]

TOWNS = _terms("""
Strandby | 9970
Ådal | 7900
Højmark | 6940
Sønderskov | 8620
Kildeby | 4800
Vestervig | 7770
Nørreå | 8830
Lillesund | 5700
""")

GIVEN_NAMES = re.findall(
    r"\w+",
    """
    Alma Asta Bjørn Clara Dagny Ejnar Elin Esben Freja Gro Halfdan Ida Ingrid Jens Karla Kaj Liv Lauge Maja Malte
    Nanna Oda Oskar Petra Rikke Runa Sander Signe Storm Thea Thora Troels Ulla Viggo Vilma Yrsa Ægir Øjvind Åse Aksel
    """,
)
FAMILY_NAMES = re.findall(
    r"\w+",
    """
    Ager Birkholm Brinkby Dalsted Egelund Fuglsø Grønhøj Havmark Hedelund Isager Kildegård Klitmose Lyngsø Marksted
    Nørholt Odderby Pilgård Ravnsø Skovmark Stenbjerg Søholt Tjørnelund Uggerby Vadmark Vestergrav Ørnhøj Ådalen
    """,
)


def capital(text: str) -> str:
    """With a capital first; the rest as it is."""
    return text[:1].upper() + text[1:]


def skewed(rng: Random, count: int) -> int:
    """A place among ``count``, the first ones often and the last ones seldom, as subjects and providers are chosen."""
    return min(int(count * rng.random() ** 1.8), count - 1)


def title(rng: Random) -> tuple[Term, Term]:
    """A module's title, and the topic it is about."""
    topic = TOPICS[skewed(rng, len(TOPICS))]
    pattern = rng.choice(PATTERNS)
    setting = rng.choice(SETTINGS) if rng.random() < 0.6 else Term("", "")
    return Term(
        capital(f"{pattern.da.format(topic.da)} {setting.da}".strip()),
        capital(f"{pattern.en.format(topic.en)} {setting.en}".strip()),
    ), topic


def outcomes(rng: Random, topic: Term) -> list[dict[str, str]]:
    """Three learning outcomes in the shape that versions keep them."""
    return [{"da": verb.da.format(topic.da), "en": verb.en.format(topic.en)} for verb in rng.sample(VERBS, 3)]


def description(rng: Random, topic: Term) -> str:
    """A description of some 500 characters, Markdown."""
    first, *others = rng.sample(SENTENCES, 6)
    points = "\n".join(f"- {verb.da.format(topic.da)}" for verb in rng.sample(VERBS, 2))
    return f"Dette modul handler om {topic.da}. {first}\n\n{' '.join(others)}\n\n## Du lærer at\n\n{points}"
