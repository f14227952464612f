"""What abbreviations stand for, in both languages, and where that is laid down.

The meanings are the words that competences and courses are named by, the most telling first, alternatives divided by
commas: not always the abbreviation letter by letter. Kept by hand; docs/how-to/search.md says how a line is added.
"""

from typing import Final, NamedTuple


class Abbreviation(NamedTuple):
    """``short`` is one word in small letters, ``source`` the law (an act of the EU by its number), standard or body."""

    short: str
    danish: str
    english: str
    source: str


_ROWS: Final = """
csrd | bæredygtighedsrapportering | sustainability reporting | (EU) 2022/2464
esrs | bæredygtighedsrapportering | sustainability reporting | (EU) 2023/2772
nfrd | bæredygtighedsrapportering | sustainability reporting | 2014/95/EU
vsme | bæredygtighedsrapportering | sustainability reporting | EFRAG, VSME
esg | miljø, sociale forhold og ledelse, bæredygtighed | environment, social matters, governance, sustainability | SFDR
csddd | bæredygtighed i forsyningskæden | sustainability in the supply chain | (EU) 2024/1760
sosu | social- og sundhedsskole, omsorg, pleje | social and health care, care | everyday use
csr | samfundsansvar, bæredygtighed | social responsibility, sustainability | COM(2011) 681
sfdr | bæredygtighed i investeringer | sustainability in investments | (EU) 2019/2088
cbam | klimaaftryk af importerede varer | carbon footprint of imported goods | (EU) 2023/956
ghg | klimaregnskab, drivhusgasser | carbon accounting, greenhouse gases | GHG Protocol
co2 | klimaaftryk, udledning | carbon footprint, emissions | everyday use
lca | livscyklusvurdering | life cycle assessment | EN ISO 14040
epd | livscyklusvurdering, miljøvaredeklaration | life cycle assessment, environmental product declaration | EN 15804
epbd | energieffektive bygninger | energy efficiency of buildings | (EU) 2024/1275
gdpr | databeskyttelse, personoplysninger | data protection, personal data | (EU) 2016/679
dpia | databeskyttelse, risikovurdering | data protection, risk assessment | (EU) 2016/679, article 35
dpo | databeskyttelse, rådgiver | data protection, adviser | (EU) 2016/679, article 37
nis2 | informationssikkerhed, lovkrav | information security, legal requirements | (EU) 2022/2555
dora | informationssikkerhed i finansielle virksomheder | information security in financial companies | (EU) 2022/2554
ai | kunstig intelligens | artificial intelligence | (EU) 2024/1689
ki | kunstig intelligens | artificial intelligence | (EU) 2024/1689
llm | sprogmodel | language model | everyday use
chatgpt | kunstig intelligens, sprogmodel | artificial intelligence, language model | everyday use
wcag | digital tilgængelighed | digital accessibility | (EU) 2016/2102, EN 301 549
ux | brugeroplevelse | user experience | EN ISO 9241-210
ui | brugergrænseflade | user interface | EN ISO 9241-210
sql | forespørgsler til databaser | database queries | ISO/IEC 9075
iot | sensorer på nettet | sensors on the net | ISO/IEC 20924
plc | styring af maskiner | machine control | EN 61131
scada | styring af maskiner, overvågning af anlæg | machine control, monitoring of plants | EN IEC 62443
bim | digitale bygningsmodeller | digital building models | EN ISO 19650
hvac | ventilation, varme | ventilation, heating | everyday use
haccp | egenkontrol, fødevaresikkerhed | food safety, hygiene | (EC) 852/2004
mdr | medicinsk udstyr, lovkrav | medical devices, legal requirements | (EU) 2017/745
gmp | god fremstillingspraksis | good manufacturing practice | (EU) 2017/1572
uth | utilsigtede hændelser | adverse events | sundhedsloven § 198
tobs | tidlig opsporing af sygdom | early detection of illness | Sundhedsstyrelsen
fmk | medicinhåndtering | medication | Sundhedsdatastyrelsen, Fælles Medicinkort
epj | patientjournal, dokumentation | patient record, documentation | Sundhedsdatastyrelsen
kol | kronisk lungesygdom, kronisk sygdom | chronic lung disease, chronic illness | Sundhedsstyrelsen
adhd | børn med særlige behov, neurodiversitet | children with special needs, neurodiversity | WHO, ICD-11
apv | arbejdsmiljø | working environment | arbejdsmiljøloven § 15 a
amo | arbejdsmiljø | working environment | arbejdsmiljøloven, chapter 2
amr | arbejdsmiljø | working environment | arbejdsmiljøloven, chapter 2
mus | medarbejdersamtaler | appraisal interviews | Medarbejder- og Kompetencestyrelsen
hr | personale | human resources | everyday use
ppr | elever med særlige behov, pædagogisk rådgivning | pupils with special needs, counselling | folkeskoleloven § 12
sps | elever med særlige behov, støtte til ordblinde | students with special needs, dyslexia | STUK
lms | virtuelle læringsmiljøer | virtual learning environments | everyday use
erp | økonomistyring, forretningsprocesser | financial management, business processes | everyday use
crm | kundedata | customer data | everyday use
kpi | nøgletal | key figures | everyday use
seo | at blive fundet på nettet | being found on the web | everyday use
excel | regneark | spreadsheets | everyday use
powerpoint | oplæg | presentations | everyday use
lean | procesoptimering | process optimisation | everyday use
scrum | projektledelse | project management | Scrum Guide
prince2 | projektledelse | project management | everyday use
"""
TABLE: Final = tuple(Abbreviation(*map(str.strip, row.split("|"))) for row in _ROWS.strip().splitlines())
