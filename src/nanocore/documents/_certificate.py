"""A certificate one would hang on a wall: an award on one A4 page, as PDF/A-3 with the signed credential inside."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from typing import Final

import segno
import typst

from nanocore.documents._typesetting import number, spelt_out, typesetting
from nanocore.documents._vocabularies import country_name
from nanocore.signing import (
    PASSED_OR_FAILED,
    Award,
    JsonObject,
    Language,
    Participation,
    QualityAssurance,
    Supervision,
    Text,
)

ATTACHMENT: Final = {Language.DANISH: "bevis.json", Language.ENGLISH: "credential.json"}
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_PICTURE_PPI: Final = 110

_WORDS: Final = {
    "kind": Text(da="Mikroeksamensbevis", en="Micro-credential"),
    "awarded_to": Text(da="tildeles", en="awarded to"),
    "who_has": Text(da="som har gennemført og bestået", en="who has completed and passed"),
    "can": Text(da="Det kan {}", en="What {} can do"),
    "more": Text(da="og {} mere, som står i selve beviset", en="and {} more, which are in the credential itself"),
    "date": Text(da="Udstedt", en="Issued"),
    "until": Text(da="Gælder til", en="Valid until"),
    "signed": Text(da="Underskrevet elektronisk af", en="Signed electronically by"),
    "scan": Text(
        da="Scan koden, og se, om beviset gælder i dag.", en="Scan the code to see whether it is valid today."
    ),
    "attached": Text(
        da="Det underskrevne bevis ligger i denne fil og kan kontrolleres på {}",
        en="The signed credential is inside this file and can be checked at {}",
    ),
    "qr_alt": Text(da="QR-kode til bevisets side", en="QR code that leads to the credential's page"),
    "attachment": Text(da="Det underskrevne bevis (Open Badges 3.0)", en="The signed credential (Open Badges 3.0)"),
}
_LEVEL: Final = Text(da="Niveau (EQF)", en="Level (EQF)")
_RESULT: Final = Text(da="Resultat", en="Result")
_PASSED: Final = Text(da="Bestået", en="Passed")
_ASSESSMENT: Final = Text(da="Bedømmelse", en="Assessment")
_TAKING_PART: Final = Text(da="Deltagelse", en="Form of participation")
_WORKLOAD: Final = Text(da="Arbejde", en="Workload")
_HOURS: Final = Text(da="Ca. {} timer", en="About {} hours")
_QUALITY: Final = Text(da="Kvalitetssikring", en="Quality assurance")
_FRAMEWORK: Final = Text(da="Kvalifikationsramme", en="Qualifications framework")
_COUNTRY: Final = Text(da="Udstederens land", en="Country of the issuer")
_WATCHED: Final = Text(da="Under bedømmelsen", en="During the assessment")
_PARTICIPATION: Final = {
    Participation.ONLINE: Text(da="Online", en="Online"),
    Participation.ONSITE: Text(da="På stedet", en="On site"),
    Participation.BLENDED: Text(da="Dels online, dels på stedet", en="Partly online, partly on site"),
    Participation.WORK_BASED: Text(da="På arbejdspladsen", en="At work"),
}
_SUPERVISION: Final = {
    Supervision.SUPERVISED_UNVERIFIED: Text(da="Nogen holdt øje", en="Somebody watched over it"),
    Supervision.SUPERVISED_VERIFIED: Text(
        da="Nogen holdt øje og kontrollerede legitimation", en="Somebody watched over it and checked who was there"
    ),
}


def certificate(
    award: Award,
    credential: str,
    *,
    language: Language,
    colour: str,
    issued_on: date,
    check_at: str,
    valid_until: date | None = None,
) -> bytes:
    """`award` in `language` as PDF/A-3 (level A, which is PDF/UA too) with the signed `credential` attached.

    `colour` is the institution's (`#rrggbb`), `issued_on` and `valid_until` the days where the reader is, `check_at`
    where a credential can be checked. The same award always makes the same bytes. Raises `CannotTypeset`.
    """
    days = {"date": issued_on, "until": valid_until}
    said = _said(award, language, days, colour=colour, check_at=check_at)
    with typesetting():
        return typst.compile(
            _template(),
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],
            sys_inputs={"said": json.dumps(said), "credential": credential},
            timestamp=datetime.combine(issued_on, time(), tzinfo=UTC),
            ignore_system_fonts=True,
        )


def certificate_picture(
    award: Award, *, language: Language, colour: str, issued_on: date, check_at: str, valid_until: date | None = None
) -> bytes:
    """The certificate as a PNG, 909 x 1286 pixels, for those who show pictures. Raises `CannotTypeset`."""
    days = {"date": issued_on, "until": valid_until}
    said = _said(award, language, days, colour=colour, check_at=check_at)
    with typesetting():
        return typst.compile(
            _template(),
            format="png",
            ppi=_PICTURE_PPI,
            sys_inputs={"said": json.dumps(said), "credential": ""},
            ignore_system_fonts=True,
        )


@cache
def _template() -> bytes:
    return (resources.files(__package__) / "certificate.typ").read_bytes()


def _said(
    award: Award, language: Language, days: Mapping[str, date | None], *, colour: str, check_at: str
) -> JsonObject:
    achievement = award.achievement
    title = achievement.name.prefer(language)
    holder = award.recipient.name
    words = {name: text[language] for name, text in _WORDS.items()}
    words["can"] = words["can"].format(holder)
    words["attached"] = words["attached"].format(_without_scheme(check_at))
    return {
        "language": language.value,
        "colour": colour if _COLOUR.fullmatch(colour) else "#12263a",
        "document_title": f"{title} – {holder}",
        "document_description": f"{words['kind']}: {title}. {award.issuer.name}.",
        "issuer": award.issuer.name,
        "holder": holder,
        "title": title,
        "description": achievement.description.prefer(language),
        "figures": list(_figures(award, language)),
        "outcomes": [one.text.prefer(language) for one in achievement.outcomes if one.text],
        "particulars": list(_particulars(award, language)),
        "dates": [{"label": words[name], "value": spelt_out(day, language)} for name, day in days.items() if day],
        "address": award.id,
        "qr": _qr_code(award.id),
        "attachment": ATTACHMENT[language],
        "words": words,
    }


def _figures(award: Award, language: Language) -> Iterator[JsonObject]:
    achievement, grade = award.achievement, award.grade
    if achievement.workload:
        yield {"value": number(achievement.workload.ects, language), "label": "ECTS"}
    if achievement.level:
        yield {"value": str(achievement.level.eqf), "label": _LEVEL[language]}
    if grade and grade.value != PASSED_OR_FAILED.passed_from:
        yield {"value": grade.value, "label": grade.scale.name.prefer(language)}
    else:
        yield {"value": _PASSED[language], "label": _RESULT[language]}


def _particulars(award: Award, language: Language) -> Iterator[JsonObject]:
    achievement = award.achievement
    level, workload = achievement.level, achievement.workload
    said = (
        (_ASSESSMENT, achievement.assessment_type.prefer(language)),
        (_TAKING_PART, _PARTICIPATION[achievement.participation][language] if achievement.participation else ""),
        (_WATCHED, _SUPERVISION.get(achievement.supervision, Text())[language] if achievement.supervision else ""),
        (_WORKLOAD, _HOURS[language].format(number(workload.hours, language)) if workload and workload.hours else ""),
        (_FRAMEWORK, f"{level.national_framework}: {level.national}" if level and level.national else ""),
        (_COUNTRY, country_name(award.issuer.country, language)),
        (_QUALITY, _quality(achievement.quality_assurance, language)),
    )
    return ({"label": label[language], "value": value, "wide": label is _QUALITY} for label, value in said if value)


def _quality(entries: tuple[QualityAssurance, ...], language: Language) -> str:
    """What stands behind the quality, in the reader's language where there is one entry a language."""
    english = [entry for entry in entries if "/en/" in entry.url]
    danish = [entry for entry in entries if "/en/" not in entry.url]
    chosen = (english if language is Language.ENGLISH else danish) or list(entries)
    return " ".join(entry.description or entry.name for entry in chosen)


def _without_scheme(address: str) -> str:
    return address.split("://", 1)[-1].rstrip("/")


def _qr_code(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, dark="#1b2430", xmldecl=False)
    return drawn.getvalue().decode()
