"""What an accreditation panel asks for, in one go: on paper (PDF), as a workbook (XLSX) and as data (JSON)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from nanobank.catalogue.models import Bundle, MicroCredential, ModuleVersion
from nanobank.catalogue.parts import parts_of
from nanobank.common.bilingual import in_english
from nanobank.common.templatetags.nanobank import ects
from nanobank.common.workbooks import Sheet, workbook_of
from nanobank.quality import queries
from nanobank.quality.bridge import Language, Report, Section, Table, report
from nanobank.quality.queries.versions import changes_of
from nanobank.quality.things import Thing, kind_of, of, parts_in, provider_of


def on_paper(thing: Thing, today: date) -> bytes:
    """PDF/A in the language active now. Raises CannotTypeset."""
    provider = provider_of(thing)
    document = Report(
        kind=_("Quality assurance"),
        title=thing.title,
        by=provider.name,
        as_of=today,
        sections=list(sections(thing)),
        address=settings.BASE_URL.split("://", 1)[-1] + reverse("gates", args=[kind_of(thing), thing.uuid]),
    )
    return report(document, language=Language.ENGLISH if in_english() else Language.DANISH)


def as_workbook(thing: Thing) -> bytes:
    """XLSX in the language active now: a sheet for each table."""
    tables = [(section.heading, section.table) for section in sections(thing) if section.table is not None]
    return workbook_of(Sheet(heading, table.header, table.rows, table.widths) for heading, table in tables)


def as_data(thing: Thing) -> dict[str, Any]:
    """All of it by name, for programs: texts in the language active now, days as ISO 8601 says."""
    evaluations, results = queries.evaluation_of(thing), queries.results_of(thing)
    return {
        "kind": next(iter(of(thing))).replace("version", "module"),
        "uuid": str(thing.uuid),
        "title": thing.title,
        "provider": provider_of(thing).name,
        "design": dict(_design(thing)),
        "outcomes": _outcomes(thing),
        "line": queries.line_of(thing).words,
        "gates": [
            {
                "gate": one.code,
                "required": one.required,
                "passed": one.passed,
                "findings": [f.sentence for f in one.findings],
            }
            for one in queries.gates_of(thing)
        ],
        "approvals": [
            {
                "by": one.organisation.name,
                "from": one.at.date().isoformat(),
                "until": one.valid_until.isoformat(),
                "grounds": one.grounds,
                "withdrawn": one.withdrawn_at.date().isoformat() if one.withdrawn_at else None,
            }
            for one in queries.approvals_of(thing)
        ],
        "reviews": [
            {
                "decided": one.review.ended_at.date().isoformat() if one.review.ended_at else None,
                "verdict": one.review.verdict,
                "grounds": one.review.grounds,
                "changes_made": one.review.changes_made,
                "points": [
                    {"criterion": label, "points": points, "grounds": grounds}
                    for label, points, _w, grounds in one.points
                ],
            }
            for one in queries.judged(thing)
        ],
        "evaluations": {
            "count": evaluations.count,
            "rating": evaluations.rating,
            "hours": float(evaluations.hours) if evaluations.hours is not None else None,
            "questions": [
                {"question": one.words, "mean": one.mean, "spread": one.spread} for one in evaluations.answered
            ],
        },
        "results": {name: getattr(results, name) for name in results.__dataclass_fields__},
        "questions": [
            {"question": q.prompt, "answers": i.answers, "difficulty": i.difficulty, "discrimination": i.discrimination}
            for q, i in _items(thing)
        ],
        "changes": [
            {"version": one.number, "published": one.published_at.date().isoformat(), "changes": list(one.sentences)}
            for one in _changes(thing)
        ],
    }


def _outcomes(thing: Thing) -> list[str]:
    """A bundle's are those of its parts, and stand there."""
    return [] if isinstance(thing, Bundle) else list(thing.outcomes)


def _items(thing: Thing) -> list[Any]:
    return list(queries.items_of(thing)) if isinstance(thing, ModuleVersion) else []


def _changes(thing: Thing) -> list[Any]:
    return changes_of(thing) if isinstance(thing, ModuleVersion) else []


def _day(when: Any) -> str:
    return str(date_format(when, "DATE_FORMAT")) if when else ""


def _design_of_bundle(bundle: Bundle) -> Iterator[tuple[str, str]]:
    yield _("The need it answers"), bundle.need
    yield _("For"), bundle.get_audience_display()
    yield _("Size"), ects(parts_of(bundle).ects)
    yield _("Published"), _day(bundle.published_at)
    yield _("Its parts"), "; ".join(parts_in(bundle))


def _design(thing: Thing) -> Iterator[tuple[str, str]]:
    if isinstance(thing, Bundle):
        yield from _design_of_bundle(thing)
    else:
        yield from _design_of_learning(thing)


def _design_of_learning(thing: ModuleVersion | MicroCredential) -> Iterator[tuple[str, str]]:
    yield _("Size"), ects(thing.ects)
    yield _("Level"), thing.get_level_display()
    yield _("Language"), thing.get_language_display()
    if isinstance(thing, ModuleVersion):
        yield _("Version"), str(thing.number)
        yield _("Form"), thing.get_form_display()
        yield _("Published"), _day(thing.published_at)
        yield _("Steps"), str(thing.steps.count())
    else:
        yield _("Assessment"), thing.get_assessment_display()
        yield _("Form"), thing.get_participation_display()
        yield _("Published"), _day(thing.published_at)
        yield _("Required modules"), str(thing.required.count())
        yield _("Quality assurance"), thing.quality_assurance
    yield _("Competences"), ", ".join(one.label for one in thing.competences.order_by("pk"))


def sections(thing: Thing) -> Iterator[Section]:
    """What the papers say, in order: design, standing, gates, reviews, learners, results, questions, changes."""
    design = Table((_("What"), _("How")), tuple(_design(thing)), (1, 3))
    yield Section(_("Design"), (thing.summary,), design)
    if outcomes := _outcomes(thing):
        yield Section(_("Learning outcomes"), tuple(f"– {outcome}" for outcome in outcomes))
    yield Section(_("Standing"), (queries.line_of(thing).words,), _approvals(thing))
    yield Section(_("Gates and what the checks found"), (), _gates(thing))
    yield from _reviews(thing)
    yield _learners(thing)
    yield Section(_("Results"), (), _results(thing))
    rows = tuple(
        (q.prompt, str(i.answers), number_format(i.difficulty, 2), _number(i.discrimination)) for q, i in _items(thing)
    )
    if rows:
        header = (_("Question"), _("Answers"), _("Difficulty"), _("Discrimination"))
        said = _(
            "Difficulty is the share that answers right; discrimination runs from -1 to 1, and 0.20 or more is wanted."
        )
        yield Section(_("Quiz questions"), (said,), Table(header, rows, (5, 1, 1, 1.4)))
    changed = tuple((str(one.number), _day(one.published_at), " ".join(one.sentences)) for one in _changes(thing))
    if changed:
        yield Section(
            _("Changes between versions"), (), Table((_("Version"), _("Published"), _("What")), changed, (1, 2, 6))
        )


def _number(value: float | None) -> str:
    return "–" if value is None else number_format(value, 2)


def _approvals(thing: Thing) -> Table | None:
    rows = tuple(
        (one.organisation.name, _day(one.at), _day(one.valid_until), one.withdrawn_because or one.grounds)
        for one in queries.approvals_of(thing)
    )
    return Table((_("By"), _("From day"), _("Until day"), _("Grounds")), rows, (2, 1.5, 1.5, 4)) if rows else None


def _gates(thing: Thing) -> Table:
    rows = tuple(
        (
            one.label,
            _("Yes") if one.required else _("No"),
            _standing(one),
            "; ".join(f.sentence.rstrip(".") for f in one.findings),
        )
        for one in queries.gates_of(thing)
    )
    return Table((_("Gate"), pgettext("a gate", "Asked for"), _("Standing"), _("Findings")), rows, (3, 1.2, 1.5, 5))


def _standing(one: queries.Stand) -> str:
    """A gate that is passed with something to look at says so."""
    words = {True: _("Passed"), False: _("Not passed"), None: _("Too early to say")}[one.passed]
    if not one.passed or not one.findings:
        return words
    number = len(one.findings)
    look = ngettext("%(number)s thing to look at", "%(number)s things to look at", number) % {"number": number}
    return f"{words}; {look}"


def _reviews(thing: Thing) -> Iterator[Section]:
    for one in queries.judged(thing):
        rows = tuple((label, words, grounds) for label, _points, words, grounds in one.points)
        heading = _("Review of %(day)s: %(verdict)s") % {
            "day": _day(one.review.ended_at),
            "verdict": one.review.get_verdict_display(),
        }
        said = tuple(filter(None, (one.review.grounds, one.review.changes_made)))
        yield Section(heading, said, Table((_("Criterion"), _("Points"), _("Grounds")), rows, (3, 1.4, 4)))


def _learners(thing: Thing) -> Section:
    found = queries.evaluation_of(thing)
    if not found.count:
        return Section(_("Learners' evaluations"), (_("Fewer than five have answered, so nothing is shown."),))
    rows = tuple((one.words, number_format(one.mean, 1), " / ".join(map(str, one.spread))) for one in found.answered)
    header = (_("Question"), _("Mean of 5"), _("How many gave 1 / 2 / 3 / 4 / 5"))
    said = (_("%d learners have answered.") % found.count, *(f"– {comment}" for comment in found.comments))
    return Section(_("Learners' evaluations"), said, Table(header, rows, (5, 1.2, 3)))


def _results(thing: Thing) -> Table:
    found = queries.results_of(thing)
    labels = (
        (_("Have begun"), found.begun),
        (_("Have completed"), found.completed),
        (_("Completed, of 100"), found.completion),
        (_("Examined in what it leads to"), found.examined),
        (_("Passed, of 100"), found.pass_rate),
    )
    rows = tuple((label, _("fewer than five") if number is None else str(number)) for label, number in labels)
    return Table((_("What"), _("People")), rows, (4, 2))
