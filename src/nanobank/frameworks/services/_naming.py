"""Concepts and their names, as a framework has them, beside what this bank knew of them before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.utils.text import slugify

from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import Competence, ListingKind
from nanobank.common.bulk import insert_many
from nanobank.frameworks.formats import Term
from nanobank.frameworks.formats.esco import ABOUT, HOST
from nanobank.frameworks.models import Concept, Framework, Kind, Label
from nanobank.frameworks.services._opening import framework_of

_DANISH_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})
_SHOWN: Final = ("da", "en")
_SAID: Final = ("label_da", "label_en", "description_da", "description_en")
_CONCEPT: Final = (*_SAID, "code", "retired_at", "seen_in", "competence")
_COMPETENCE: Final = (*_SAID, "label_da_is_official")
_COLUMNS: Final = ("concept_id", "language", "kind", "text", "folded", "official")


@dataclass
class Tally:
    """How many concepts were added, changed and retired."""

    added: int = 0
    changed: int = 0
    retired: int = 0


def bring_terms(run: int, framework: Framework, terms: Sequence[Term], *, now: datetime) -> Tally:
    """Make or bring up to date the concepts that the terms name. Must be in a transaction.

    A concept of another framework keeps all that is its own, and gets the names as this bank's. Names that were
    unofficial and have been replaced stay, hidden, so that whoever knew them still finds it.
    """
    by_uri: dict[str, list[Term]] = {}
    for term in terms:
        by_uri.setdefault(term.uri, []).append(term)
    if not by_uri:
        return Tally()
    known = {one.uri: one for one in Concept.objects.filter(uri__in=by_uri).select_related("competence")}
    orphans = {one.uri: one for one in Competence.objects.filter(uri__in=by_uri, concept=None)}
    strangers = [one for uri, one in orphans.items() if uri.startswith(HOST) and framework.uri != ABOUT.uri]
    known.update(_adopted(strangers))
    own = {uri: said for uri, said in by_uri.items() if uri not in known or known[uri].framework_id == framework.pk}
    known.update(_made(framework, own, known, orphans))
    before = {uri: known[uri].label_da for uri in by_uri}
    ours = {uri: (one.label_da, one.label_en) for uri, one in orphans.items() if uri in own}
    tally = _write(run, [known[uri] for uri in own], own, now=now)
    _name(known, by_uri, own.keys(), before)
    _keep_ours(known, by_uri, ours)
    return tally


def _adopted(competences: Sequence[Competence]) -> dict[str, Concept]:
    """Competences of ESCO that the bank had before ESCO's files came in: a list of one's own may place them."""
    if not competences:
        return {}
    esco = framework_of(ABOUT)
    concepts = {
        one.uri: Concept(
            framework=esco, uri=one.uri, kind=Kind.COMPETENCE, slug=one.slug, competence=one,
            **{name: getattr(one, name) for name in _SAID},
        )
        for one in competences
    }  # fmt: skip
    Concept.objects.bulk_create(concepts.values())
    _keep_ours(concepts, dict.fromkeys(concepts, ()), {one.uri: (one.label_da, one.label_en) for one in competences})
    return concepts


def _keep_ours(
    concepts: Mapping[str, Concept], by_uri: Mapping[str, Sequence[Term]], ours: Mapping[str, tuple[str, str]]
) -> None:
    """Where the framework is silent, what the bank called a competence before it came stands, unofficially."""
    rows = []
    for uri, names in ours.items():
        told = {term.language for term in by_uri[uri] if term.label}
        for language, name in zip(_SHOWN, names, strict=True):
            if name and language not in told:
                rows.append((concepts[uri].pk, language, Label.Kind.PREFERRED, name, name.casefold(), False))
    insert_many(Label, _COLUMNS, rows)


def _made(
    framework: Framework,
    own: Mapping[str, Sequence[Term]],
    known: Mapping[str, Concept],
    orphans: Mapping[str, Competence],
) -> dict[str, Concept]:
    """New concepts, not saved yet, each with an address of its own."""
    new = [uri for uri in own if uri not in known]
    slugs = _slugs({uri: _spoken(own[uri]) for uri in new if uri not in orphans})
    made = {}
    for uri in new:
        kind, competence = own[uri][0].kind, orphans.get(uri)
        slug = competence.slug if competence else slugs[uri]
        if kind == Kind.COMPETENCE and competence is None:
            competence = Competence(uri=uri, slug=slug)
        made[uri] = Concept(framework=framework, uri=uri, kind=kind, slug=slug, competence=competence)
        if competence is not None:  # what is known of it already
            for name in _SAID:
                setattr(made[uri], name, getattr(competence, name))
    return made


def _spoken(terms: Sequence[Term]) -> str:
    """The name that an address is made from: English where there is one, as it is for what ESCO names."""
    by_language = {term.language: term.label for term in terms}
    return by_language.get("en") or by_language.get("da") or next(iter(by_language.values()), "")


def _slugs(names: Mapping[str, str]) -> dict[str, str]:
    """An address for each URI that nothing has; where the plain one is taken, with a piece of the URI's digest."""
    stems = {uri: slugify(name.translate(_DANISH_LETTERS))[:80].strip("-") or "begreb" for uri, name in names.items()}
    taken = {
        slug
        for model in (Competence, Concept)
        for slug in model._default_manager.filter(slug__in=set(stems.values())).values_list("slug", flat=True)
    }
    slugs = {}
    for uri, stem in stems.items():
        slug = f"{stem}-{sha256(uri.encode()).hexdigest()[:10]}" if stem in taken else stem
        taken.add(slug)
        slugs[uri] = slug
    return slugs


def _write(run: int, concepts: Sequence[Concept], own: Mapping[str, Sequence[Term]], *, now: datetime) -> Tally:
    tally, new, changed, same = Tally(), list[Concept](), list[Concept](), list[int]()
    for concept in concepts:
        was_retired = concept.retired_at is not None
        differs = _say(concept, own[concept.uri], now=now)
        tally.retired += concept.retired_at is not None and not was_retired
        concept.seen_in = run
        if concept.pk is None:
            new.append(concept)
        elif differs:
            changed.append(concept)
        else:
            same.append(concept.pk)
    _save_competences([*new, *changed])
    Concept.objects.bulk_create(new)
    Concept.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=_CONCEPT)
    Concept.objects.filter(pk__in=same).update(seen_in=run)
    list_anew([one.competence_id for one in (*new, *changed) if one.competence_id], now=now)
    tally.added, tally.changed = len(new), len(changed)
    return tally


def _say(concept: Concept, terms: Sequence[Term], *, now: datetime) -> bool:
    """Put what the terms say into the concept and its competence; whether anything differs from before."""
    before, competence = _state(concept), concept.competence
    for term in terms:
        concept.code = term.code or concept.code
        if term.language not in _SHOWN or not term.label:
            continue
        setattr(concept, f"label_{term.language}", term.label)
        if term.description:
            setattr(concept, f"description_{term.language}", term.description)
        if competence is not None and term.language == "da":
            competence.label_da_is_official = True
    concept.retired_at = (concept.retired_at or now) if any(term.retired for term in terms) else None
    if competence is not None:
        for name in _SAID:
            setattr(competence, name, getattr(concept, name))
    return before != _state(concept)


def _state(concept: Concept) -> tuple[object, ...]:
    competence = concept.competence
    official = competence is not None and competence.label_da_is_official
    return (*(getattr(concept, name) for name in _SAID), concept.code, concept.retired_at, official)


def _save_competences(concepts: Iterable[Concept]) -> None:
    competences = [one.competence for one in concepts if one.competence is not None]
    Competence.objects.bulk_create([one for one in competences if one._state.adding])
    Competence.objects.bulk_create(
        [one for one in competences if not one._state.adding],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_COMPETENCE,
    )


def list_anew(competences: Collection[int], *, now: datetime) -> None:
    """Let the catalogue's search know what the competences are called now."""
    if competences:
        index(ListingKind.COMPETENCE, competences, now=now)


def _name(
    concepts: Mapping[str, Concept],
    by_uri: Mapping[str, Sequence[Term]],
    own: Collection[str],
    before: Mapping[str, str],
) -> None:
    """Keep the names of each concept in each of the languages, and no official ones that it has no more."""
    wanted: dict[tuple[int, str], dict[str, tuple[str, bool]]] = {}
    for uri, terms in by_uri.items():
        for term in terms:
            texts = wanted.setdefault((concepts[uri].pk, term.language), {})
            official = uri in own
            for kind, some in _by_kind(term):
                for text in some:
                    texts.setdefault(text, (kind, official))
            old = before[uri]
            if official and term.label and term.language == "da" and old and old not in texts:
                texts[old] = (Label.Kind.HIDDEN, False)
    unchanged = _clear(wanted)
    insert_many(
        Label,
        _COLUMNS,
        (
            (pk, language, kind, text, text.casefold(), official)
            for (pk, language), texts in wanted.items()
            for text, (kind, official) in texts.items()
            if (pk, language, text) not in unchanged
        ),
    )


def _clear(wanted: Mapping[tuple[int, str], Mapping[str, tuple[str, bool]]]) -> set[tuple[int, str, str]]:
    """Delete the names that are not wanted, or wanted otherwise; those that stand as they are wanted."""
    outdated, unchanged = [], set()
    there = Label.objects.filter(
        concept__in={pk for pk, _language in wanted}, language__in={language for _pk, language in wanted}
    )
    for label in there:
        texts = wanted.get((label.concept_id, label.language))
        if texts is None:
            continue
        if texts.get(label.text) == (label.kind, label.official):
            unchanged.add((label.concept_id, label.language, label.text))
        elif label.official or label.text in texts:
            outdated.append(label.pk)
    Label.objects.filter(pk__in=outdated).delete()
    return unchanged


def _by_kind(term: Term) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield Label.Kind.PREFERRED, (term.label,) if term.label else ()
    yield Label.Kind.ALTERNATIVE, term.alternatives
    yield Label.Kind.HIDDEN, term.hidden
