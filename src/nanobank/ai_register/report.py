"""The register for whoever asks to see it: the same tables on paper (PDF) and in a workbook (XLSX)."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nanobank.ai_register.bridge import Language, Report, Section, Table, report
from nanobank.ai_register.evidence import Source
from nanobank.ai_register.queries import Line, Register, wordings
from nanobank.common.bilingual import in_english
from nanobank.common.workbooks import Sheet, workbook_of


def on_paper(register: Register) -> bytes:
    """PDF/A in the language active now. Raises CannotTypeset."""
    document = Report(
        kind=_("AI register"),
        title=_("AI literacy in %s") % register.organisation.name,
        by=register.organisation.name,
        as_of=register.today,
        sections=list(sections(register)),
        address=settings.BASE_URL.split("://", 1)[-1] + reverse("ai_register_of", args=[register.organisation.slug]),
    )
    return report(document, language=Language.ENGLISH if in_english() else Language.DANISH)


def as_workbook(register: Register) -> bytes:
    """XLSX in the language active now: a sheet for each table."""
    tables = [(section.heading, section.table) for section in sections(register) if section.table is not None]
    return workbook_of(Sheet(heading, table.header, table.rows, table.widths) for heading, table in tables)


def sections(register: Register) -> Iterator[Section]:
    """What the report says, in order: the law, systems, groups, requirements, each person, what is missing."""
    said = wordings()
    law = tuple(f"{said[key].text} ({said[key].source})" for key in ("duty", "change") if key in said)
    yield Section(_("What the law asks"), law)
    yield Section(_("AI systems in use"), _nothing(register.systems), _systems(register))
    yield Section(_("Rules for their use"), (), _rules(register))
    yield Section(_("Who uses them"), _nothing(register.groups), _groups(register))
    yield Section(_("Training held"), _nothing(register.trainings), _trainings(register))
    ready = _("%(ready)d of %(people)d people have all the training that they need today.")
    yield Section(
        _("Who has learnt what"),
        (ready % {"ready": register.people_ready, "people": register.people},),
        _lines(tuple(line for each in register.groups for line in each.lines)),
    )


def _systems(register: Register) -> Table | None:
    rows = tuple(
        (
            system.name,
            system.supplier,
            system.purpose,
            system.get_part_display(),
            system.get_risk_display() + (f": {system.risk_grounds}" if system.risk_grounds else ""),
            _("Yes") if system.uses_personal_data else _("No"),
            _day(system.review_on),
        )
        for system in register.systems
    )
    header = (
        _("System"),
        _("Supplier"),
        _("Purpose"),
        _("Part"),
        _("Risk"),
        _("Personal data"),
        _("Looked at again"),
    )
    return Table(header, rows, (2, 2, 4, 2, 4, 1.5, 2)) if rows else None


def _rules(register: Register) -> Table | None:
    rows = tuple((system.name, system.rules or _("None written"), system.responsible) for system in register.systems)
    return Table((_("System"), _("Rules"), _("Looked after by")), rows, (2, 6, 2)) if rows else None


def _groups(register: Register) -> Table | None:
    rows = tuple(
        (
            each.group.name,
            str(len(each.members)),
            each.group.get_knowledge_display(),
            ", ".join(system.name for system in each.group.systems.all()),
            each.group.use,
            "; ".join(_requirement(one.title, one.months) for one in each.group.requirements.all()),
        )
        for each in register.groups
    )
    header = (_("Group"), _("People"), _("Knew beforehand"), _("Systems"), _("Use"), _("Must have learnt"))
    return Table(header, rows, (2, 1, 2, 2, 3, 3)) if rows else None


def _trainings(register: Register) -> Table | None:
    rows = tuple(
        (
            training.title,
            _day(training.held_on),
            f"{training.hours:n}",
            training.held_by,
            training.content,
            str(len(training.attendance.all())),
        )
        for training in register.trainings
    )
    header = (_("Training"), _("Held on"), _("Hours"), _("Held by"), _("Content"), _("Present"))
    return Table(header, rows, (3, 2, 1, 2, 5, 1)) if rows else None


def _lines(lines: tuple[Line, ...]) -> Table | None:
    rows = tuple(
        (line.member.person.name, line.requirement.title, standing(line), how_known(line), _until(line))
        for line in lines
    )
    header = (_("Name"), _("Must have learnt"), _("Standing"), _("How it is known"), _("Holds until"))
    return Table(header, rows, (3, 4, 2, 4, 2)) if rows else None


def standing(line: Line) -> str:
    """In a word or two."""
    if line.is_met:
        return _("Has it")
    return _("Must be had again") if line.has_expired else _("Lacks it")


def how_known(line: Line) -> str:
    """What shows it: attendance, a completed module, a credential."""
    if line.evidence is None:
        return ""
    sentence = {
        Source.ATTENDED: _("Took part in “%(title)s”, %(day)s"),
        Source.COMPLETED: _("Completed the module “%(title)s”, %(day)s"),
        Source.CREDENTIAL: _("Holds a credential in “%(title)s”, %(day)s"),
    }[line.evidence.source]
    return sentence % {"title": line.evidence.title, "day": _day(line.evidence.on)}


def _requirement(title: str, months: int | None) -> str:
    if months is None:
        return title
    return _("%(title)s (again after %(months)d months)") % {"title": title, "months": months}


def _until(line: Line) -> str:
    if line.evidence is None:
        return ""
    return _day(line.until) if line.until else _("for good")


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _nothing(rows: tuple[object, ...]) -> tuple[str, ...]:
    return () if rows else (_("Nothing has been written down yet."),)
