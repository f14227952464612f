"""Competences that a module's or a micro-credential's own text points to, for its authors and reviewers to answer."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import get_language

from nanobank.catalogue.models import Competence, ListingKind, MicroCredential, ModuleVersion, State
from nanobank.common.bilingual import in_english
from nanobank.frameworks.models import Kind
from nanobank.frameworks.queries import labels_stamp, named
from nanobank.search.queries import Hit, find
from nanobank.search.reading.queries import ReadCompetence, ReadText, read_document
from nanobank.study.models import CompetenceAnswer

_MOST: Final = 10
_ASKED_FOR: Final = 30
"""More than are shown, since some have been named or refused already."""
_LONGEST_TEXT: Final = 20_000
_ALIKE: Final = 6
_SURE: Final = 0.85
_PERHAPS: Final = 0.7
"""Strengths of a match by words alone. Of what is shown to 79 modules of the demo, by words alone, they name themselves
31 % without a least, 41 % from the second and 53 % from the first; below that it is a part of a word that fits."""
_SECONDS_KEPT: Final = 1_800
_LINKS: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS: Final = re.compile(r"[*_`#>|]+")

Subject: TypeAlias = ModuleVersion | MicroCredential


@dataclass(frozen=True)
class Named:
    """A competence that a thing is said to give, and who said yes when it was suggested, if it was."""

    competence: Competence
    answer: CompetenceAnswer | None


@dataclass(frozen=True)
class Suggestions:
    """What a thing is said to give, what its text suggests beyond that, and what was refused.

    ``perhaps``: what it suggests less surely. ``remarks``: what whoever reads the suggestions should be told of how
    the text was read.
    """

    named: list[Named]
    suggested: list[ReadCompetence]
    perhaps: list[ReadCompetence]
    refused: list[CompetenceAnswer]
    remarks: list[str]


def suggestions_for(subject: Subject) -> Suggestions:
    """Read the subject's text, which takes some tenths of a second the first time.

    Never suggests what is named already or was refused.
    """
    named = list(subject.competences.order_by("label_en" if in_english() else "label_da", "pk"))
    answers = list(answers_about(subject).select_related("competence", "by").order_by("pk"))
    accepted = {one.competence_id: one for one in answers if one.accepted}
    known = {one.pk for one in named} | {one.competence_id for one in answers if not one.accepted}
    found, remarks, by_words = list[ReadCompetence](), list[str](), False
    if subject.state == State.DRAFT:
        read = _read(text_of(subject), _language(subject))
        found = [one for one in read.competences if one.competence.pk not in known]
        by_words = any(remark.code == "words_alone" for remark in read.remarks)
        remarks = [str(remark.message) for remark in read.remarks]
    return Suggestions(
        named=[Named(one, accepted.get(one.pk)) for one in named],
        suggested=[one for one in found if one.strength >= _SURE or not by_words][:_MOST],
        perhaps=[one for one in found if by_words and _PERHAPS <= one.strength < _SURE][:_MOST],
        refused=[one for one in answers if not one.accepted],
        remarks=remarks,
    )


def called(words: str) -> list[Competence]:
    """What the words name or mean, and what modules about the words give: those by name first. A few queries."""
    concepts = [one.pk for one in named(words, (Kind.COMPETENCE,))]
    by_name = Competence.objects.filter(concept__in=concepts).order_by("label_da")
    meant = [hit.listing.target_id for hit in find(words, kinds=(ListingKind.COMPETENCE,), most=_MOST).hits]
    near = Competence.objects.in_bulk(meant)
    given = _given_by(find(words, kinds=(ListingKind.MODULE,), most=_ALIKE).hits)
    found = [*by_name, *(near[pk] for pk in meant if pk in near), *given]
    return list({one.pk: one for one in found}.values())[:_ASKED_FOR]


def taught_alike(subject: Subject) -> list[Competence]:
    """What modules that are called something like this give, and this does not yet: the most frequent first."""
    known = {one.pk for one in subject.competences.all()}
    known |= set(answers_about(subject).filter(accepted=False).values_list("competence_id", flat=True))
    hits = find(subject.title, kinds=(ListingKind.MODULE,), most=_ALIKE).hits if subject.title.strip() else ()
    given = _given_by(hits, least=2) or _given_by(hits)
    return [one for one in given if one.pk not in known][:_ALIKE]


def _given_by(hits: Iterable[Hit], *, least: int = 1) -> list[Competence]:
    """The competences that at least so many of these modules give, those that most of them do first: two queries."""
    modules = [hit.listing.target_id for hit in hits]
    rows = ModuleVersion.competences.through.objects.filter(moduleversion__current_of__in=modules)
    counted = Counter(rows.values_list("competence_id", flat=True))
    found = Competence.objects.in_bulk(list(counted))
    return [found[pk] for pk, count in counted.most_common() if pk in found and count >= least]


def _read(text: str, language: str) -> ReadText:
    """What the text points to; kept for a while, since every answer shows the page anew."""
    key = f"study.read.{language}.{get_language()}.{sha256(text.encode()).hexdigest()}.{labels_stamp()}"
    kept: ReadText | None = cache.get(key)
    if kept is None:
        kept = read_document(text, language=language, most=_ASKED_FOR)
        cache.set(key, kept, _SECONDS_KEPT)
    return kept


def answers_about(subject: Subject) -> QuerySet[CompetenceAnswer]:
    """A module's answers are about all its versions."""
    if isinstance(subject, MicroCredential):
        return CompetenceAnswer.objects.filter(micro_credential=subject)
    return CompetenceAnswer.objects.filter(module=subject.module_id)


def text_of(subject: Subject) -> str:
    """What the subject says of itself in the language it is taught in, as plain text.

    Not what its steps teach with: an example about budgets does not make a module one about budgets.
    """
    parts = _micro_credential(subject) if isinstance(subject, MicroCredential) else _version(subject)
    return "\n\n".join(_plain(text) for text in parts if text and text.strip())[:_LONGEST_TEXT]


def _plain(text: str) -> str:
    """Without the marks of Markdown."""
    return _MARKS.sub("", _LINKS.sub(r"\1", text)).strip()


def _language(subject: Subject) -> str:
    return "en" if subject.language == "en" else "da"


def _version(version: ModuleVersion) -> Iterator[str]:
    language = _language(version)
    yield from _said(version, ("title", "summary"), language)
    yield from _outcomes(version.learning_outcomes, language)
    yield version.description
    yield from version.steps.order_by("position").values_list("title", flat=True)


def _micro_credential(draft: MicroCredential) -> Iterator[str]:
    language = _language(draft)
    yield from _said(draft, ("title", "summary"), language)
    yield from _outcomes(draft.learning_outcomes, language)
    yield from _said(draft, ("description", "exam_guidance"), language)


def _said(subject: Subject, names: Iterable[str], language: str) -> Iterator[str]:
    for name in names:
        yield getattr(subject, f"{name}_{language}")


def _outcomes(outcomes: list[dict[str, str]], language: str) -> Iterator[str]:
    """Each a sentence of its own, so that it can be shown as one."""
    for outcome in outcomes:
        if text := outcome.get(language, "").strip():
            yield text if text.endswith((".", "!", "?")) else f"{text}."
