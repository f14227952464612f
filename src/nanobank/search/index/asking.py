"""A question as the index is asked it: each word by its stems and parts, how it may go on, what it may have been."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tantivy import FieldType, Occur, Query

from nanobank.catalogue.filters import conditions, mark_of
from nanobank.catalogue.question import DAYS, KINDS, Question, Starts
from nanobank.catalogue.words import danish_stem, english_stem, words
from nanobank.search.bridge import says_nothing, stands_for
from nanobank.search.index.schema import ROLLING, SCHEMA
from nanobank.search.index.view import View
from nanobank.search.index.vocabulary import Vocabulary

_LESS: Final = 0.4
"""What a word that is only begun, or a part of a compound that was asked for whole, counts beside the word itself."""
_PLENTY: Final = 100
"""A compound that so many listings use is not looked for in parts: those would come after them, and cost the most."""
_SHORTEST_WITHIN: Final = 4
_MOST_TERMS: Final = 50_000


@dataclass(frozen=True)
class Term:
    """A word of a question. ``stems``: its own and what it stands for; ``more``: what it may go on to or be part of.

    ``together`` has stems that say the same when all of a group are there: a compound's parts, what an abbreviation
    means.
    """

    word: str
    stems: tuple[str, ...]
    more: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    typed: str = ""
    """What was written, where the word stands in its place."""
    meaning: str = ""
    """What it stands for, where it is an abbreviation."""


def stems_of(word: str) -> tuple[str, ...]:
    """The Danish stem and the English one, once where they are the same."""
    return tuple(dict.fromkeys((danish_stem(word), english_stem(word))))


def term_of(word: str, view: View, *, begun: bool, typing: bool = False) -> Term:
    """How a word is looked for; ``begun``: it may be the beginning of one, if nobody uses it or it is being typed."""
    key = (word, begun, typing)
    known: Term | None = view.terms.get(key)
    if known is None:
        known = _term_of(word, view, begun=begun, typing=typing)
        if len(view.terms) < _MOST_TERMS:
            view.terms[key] = known
    return known


def _term_of(word: str, view: View, *, begun: bool, typing: bool) -> Term:
    vocabulary, stems = view.vocabulary, stems_of(word)
    used = tuple(stem for stem in stems if view.knows(stem))
    if used and not typing and _is_chance(word, used, vocabulary, begun=begun):
        meant = vocabulary.corrected(word)
        if meant:
            return _instead(meant, word, vocabulary)
    more: dict[str, None] = {}
    if begun and len(word) > 1 and (typing or word not in vocabulary.counts or not used):
        for longer in vocabulary.begun(word):
            more |= dict.fromkeys(stems_of(longer))
    meanings = stands_for(word)
    groups = [*_phrases(meanings, danish_stem), *_phrases(stands_for(word, "en"), english_stem)]
    same = dict.fromkeys(group[0] for group in groups if len(group) == 1 and view.knows(group[0]))
    compounds = [meaning for meaning in meanings if " " not in meaning]
    if sum(map(view.frequency, used)) < _PLENTY:
        compounds.append(word)
    groups += [tuple(danish_stem(part) for part in vocabulary.lexicon.parts(one)) for one in compounds]
    return Term(
        word,
        tuple(dict.fromkeys((*(used or stems), *same))),
        more=tuple(stem for stem in more if stem not in stems and view.knows(stem)),
        together=tuple(dict.fromkeys(group for group in groups if len(group) > 1 and all(map(view.knows, group)))),
        meaning=meanings[0] if meanings else "",
    )


def _is_chance(word: str, used: tuple[str, ...], vocabulary: Vocabulary, *, begun: bool) -> bool:
    """Whether a word that nobody writes has a known stem by chance: so little is left of it (*inteligens*: *int*)."""
    if word in vocabulary.counts or (begun and vocabulary.begun(word)):
        return False
    return 2 * max(map(len, used)) <= len(word)


def _instead(word: str, typed: str, vocabulary: Vocabulary) -> Term:
    """The word that was meant, in the place of what was typed."""
    meanings = stands_for(word)
    groups = [*_phrases(meanings, danish_stem), tuple(danish_stem(part) for part in vocabulary.lexicon.parts(word))]
    same = (group[0] for group in groups if len(group) == 1)
    return Term(
        word,
        tuple(dict.fromkeys((*stems_of(word), *same))),
        together=tuple(group for group in groups if len(group) > 1),
        typed=typed,
        meaning=meanings[0] if meanings else "",
    )


def _phrases(meanings: tuple[str, ...], stem: Callable[[str], str]) -> list[tuple[str, ...]]:
    return [tuple(stem(word) for word in words(phrase) if not says_nothing(word, "")) for phrase in meanings]


def rescued(term: Term, vocabulary: Vocabulary) -> Term | None:
    """A word that nothing is found by: as part of longer words, as it should be spelt, or its first part; else None."""
    if len(term.word) >= _SHORTEST_WITHIN:
        longer = vocabulary.within(term.word)
        if longer:
            return Term(term.word, term.stems, tuple({stem for word in longer for stem in stems_of(word)}))
        meant = vocabulary.corrected(term.word)
        if meant:
            return _instead(meant, term.word, vocabulary)
        start = vocabulary.start_of(term.word)
        if start:
            return Term(start, stems_of(start), typed=term.word)
    return None


def met(term: Term, fields: tuple[str, ...]) -> Query:
    """What holds the word in any of its ways; those that hold it whole score higher."""
    ways = [_by(field, stem) for stem in term.stems for field in fields]
    ways += [Query.boost_query(_by(field, stem), _LESS) for stem in term.more for field in fields]
    for group in term.together:
        for field in fields:
            all_of_it = Query.boolean_query([(Occur.Must, _by(field, stem)) for stem in group])
            ways.append(Query.boost_query(all_of_it, _LESS))
    return ways[0] if len(ways) == 1 else Query.boolean_query([(Occur.Should, way) for way in ways])


def query_of(terms: tuple[Term, ...], question: Question, *, every: bool, without: str = "") -> Query:
    """Every word, or (unless ``every``) any of them, under the filters; ``without`` leaves one filter's letter out."""
    fields = _fields(question)
    clauses = [(Occur.Must, _silent(one)) for one in filters_of(question, without=without, by_words=bool(terms))]
    if every:
        clauses += [(Occur.Must, met(term, fields)) for term in terms]
    else:
        clauses.append((Occur.Must, Query.boolean_query([(Occur.Should, met(term, fields)) for term in terms])))
    if not clauses:
        return Query.all_query()
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)


def _by(field: str, stem: str) -> Query:
    return Query.term_query(SCHEMA, field, stem, "freq")


def _fields(question: Question) -> tuple[str, ...]:
    """Where the words of what is asked for stand: names have a field of their own."""
    if question.kinds == KINDS:
        return ("everything",)
    are_content = {kind in KINDS for kind in question.kinds}
    return tuple(field for field, wanted in (("everything", True), ("name", False)) if wanted in are_content)


def held(term: Term, ids: list[int], question: Question) -> Query:
    """Those of these listings that hold the word."""
    keys = Query.term_set_query(SCHEMA, "key", [str(id_) for id_ in ids])
    return Query.boolean_query([(Occur.Must, _silent(keys)), (Occur.Must, met(term, _fields(question)))])


def among(ids: list[int], question: Question) -> Query:
    """Those of these listings that meet the filters."""
    keys = Query.term_set_query(SCHEMA, "key", [str(id_) for id_ in ids])
    return Query.boolean_query([(Occur.Must, one) for one in (keys, *filters_of(question))])


def filters_of(question: Question, *, without: str = "", by_words: bool = False) -> list[Query]:
    """The conditions of the question, each to be met. Found by words, the usual kinds need none: see ``_fields``."""
    if by_words and question.is_open:
        return []
    groups = [group for group in conditions(question).marks if group[0][1] != without]
    if question.kinds == KINDS and not by_words:
        groups.append(tuple(mark_of("k", kind) for kind in KINDS))
    return [_marked(group) for group in groups] + _ranges(question, without)


def _ranges(question: Question, without: str) -> list[Query]:
    found = []
    if question.ects_min is not None or question.ects_max is not None:
        found.append(_between("ects", _hundredths(question.ects_min), _hundredths(question.ects_max)))
    if question.price_max is not None:
        found.append(_between("price", None, _hundredths(question.price_max)))
    if question.since:
        found.append(_between("published", int(question.since.timestamp()) + 1, None))
    if question.starts is Starts.NOW and without != "s":
        found.append(_marked((ROLLING,)))
    elif question.starts and without != "s":
        today = question.today.toordinal()
        soon = _between("start", today, today + DAYS[question.starts])
        found.append(Query.boolean_query([(Occur.Should, soon), (Occur.Should, _marked((ROLLING,)))]))
    return found


def _hundredths(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


def _between(field: str, least: int | None, most: int | None) -> Query:
    return Query.range_query(SCHEMA, field, FieldType.Integer, least, most)


def _marked(marks: tuple[str, ...]) -> Query:
    if len(marks) == 1:
        return Query.term_query(SCHEMA, "marks", marks[0], "basic")
    return Query.term_set_query(SCHEMA, "marks", list(marks))


def _silent(query: Query) -> Query:
    """A condition, which says nothing about how well a listing fits."""
    return Query.const_score_query(query, 0.0)
