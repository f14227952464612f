"""A plan to print and put on the refrigerator: what to study when, what it costs, and why it holds, on A4 as PDF/A."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final

import typst

from nanocore.documents._typesetting import number, spelt_out, typesetting
from nanocore.signing import JsonObject, Language, Text

_WORDS: Final = {
    "kind": Text(da="Forløb", en="Pathway"),
    "for": Text(da="Lagt for", en="Laid for"),
    "module": Text(da="Modul", en="Module"),
    "when": Text(da="Hvornår", en="When"),
    "ects": Text(da="ECTS", en="ECTS"),
    "hours": Text(da="Timer", en="Hours"),
    "price": Text(da="Pris, kr.", en="Price, DKK"),
    "all": Text(da="I alt", en="In all"),
    "class": Text(da="hold", en="class"),
    "done": Text(da="Færdig", en="Done"),
    "signed": Text(da="Set og bakket op af", en="Seen and supported by"),
    "find": Text(da="Planen lever videre på {}", en="The plan lives on at {}"),
}


@dataclass(frozen=True, slots=True)
class PlannedModule:
    """A module, its days, and why it is in the plan (a sentence). ``place`` says where a class is held."""

    title: str
    begins_on: date
    ends_on: date
    ects: Decimal
    hours: Decimal
    price: Decimal
    is_class: bool = False
    place: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """All that the sheet says. ``standing`` is how sure it is that none is better, in words; ``exam`` what follows."""

    title: str
    holder: str
    standing: str
    modules: tuple[PlannedModule, ...]
    address: str
    laid_on: date
    exam: str = ""
    signed_by: tuple[str, ...] = ()


def plan_sheet(sheet: PlanSheet, *, language: Language) -> bytes:
    """The sheet in `language` as PDF/A-2 (level A). The same always makes the same bytes. Raises `CannotTypeset`."""
    with typesetting():
        return typst.compile(
            _template(),
            format="pdf",
            pdf_standards=["a-2a"],
            sys_inputs={"said": json.dumps(_said(sheet, language))},
            timestamp=datetime.combine(sheet.laid_on, time(), tzinfo=UTC),
            ignore_system_fonts=True,
        )


@cache
def _template() -> bytes:
    return (resources.files(__package__) / "plan.typ").read_bytes()


def _said(sheet: PlanSheet, language: Language) -> JsonObject:
    words = {name: text[language] for name, text in _WORDS.items()}
    words["find"] = words["find"].format(sheet.address.split("://", 1)[-1].rstrip("/"))
    return {
        "language": language.value,
        "document_title": f"{sheet.title} – {sheet.holder}",
        "title": sheet.title,
        "holder": sheet.holder,
        "standing": sheet.standing,
        "laid_on": spelt_out(sheet.laid_on, language),
        "modules": [_row(module, words, language) for module in sheet.modules],
        "total": {
            "ects": number(sum((one.ects for one in sheet.modules), Decimal(0)), language),
            "hours": number(Decimal(round(sum((one.hours for one in sheet.modules), Decimal(0)))), language),
            "price": _kroner(sum((one.price for one in sheet.modules), Decimal(0)), language),
            "done": spelt_out(max(one.ends_on for one in sheet.modules), language) if sheet.modules else "",
        },
        "exam": sheet.exam,
        "signed_by": list(sheet.signed_by),
        "words": words,
    }


def _row(module: PlannedModule, words: dict[str, str], language: Language) -> JsonObject:
    where = ", ".join(part for part in (words["class"] if module.is_class else "", module.place) if part)
    return {
        "title": module.title,
        "begins": spelt_out(module.begins_on, language),
        "ends": spelt_out(module.ends_on, language),
        "where": where,
        "ects": number(module.ects, language),
        "hours": number(Decimal(round(module.hours)), language),
        "price": _kroner(module.price, language),
        "why": module.why,
    }


def _kroner(amount: Decimal, language: Language) -> str:
    """Whole kroner, with the thousands apart."""
    written = f"{amount:,.0f}"
    return written.replace(",", ".") if language is Language.DANISH else written
