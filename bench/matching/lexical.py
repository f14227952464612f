"""Inside the site's process: finding by words, beside bare tantivy with its Danish stemmer over the same texts.

Printed as JSON: CPU-ms a question of each (the least of some rounds, question by question, then the median), and how
long the bare index took.
"""

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from random import Random
from statistics import median

import tantivy
from django.utils import timezone

from nanobank.catalogue.indexing import texts
from nanobank.catalogue.models import Listing, ListingKind
from nanobank.catalogue.question import Question
from nanobank.catalogue.words import asked
from nanobank.search import finding
from nanobank.search.index.node import node
from nanobank.search.index.view import View

_QUESTIONS, _ROUNDS, _SHOWN, _CHUNK = 200, 5, 20, 2_000


def main() -> None:
    """One client, the best 20 with their count."""
    here = node()
    view = here.view() if here else None
    if view is None:
        raise RuntimeError("there is no index")
    rng = Random(11)
    titles = list(Listing.objects.filter(kind=ListingKind.MODULE).order_by("pk").values_list("title_da", flat=True))
    questions = [_words(rng, rng.choice(titles)) for _number in range(_QUESTIONS)]
    began = time.process_time()
    bare = _laid()
    laid = time.process_time() - began
    ours, theirs = _least(lambda words: _ours(view, words), lambda words: _bare(bare, words), questions)
    print(json.dumps({"ours": median(ours) * 1000, "bare": median(theirs) * 1000, "bare_index": laid}))


def _words(rng: Random, title: str) -> str:
    terms = asked(title)
    at = rng.randrange(len(terms))
    return " ".join(terms[at : at + rng.choice((1, 1, 2, 3))])


def _least(
    one: Callable[[str], int], other: Callable[[str], int], questions: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Of both, which are asked in turn, so that neighbours slow both."""
    found: tuple[list[float], list[float]] = [], []
    for words in questions:
        took: tuple[list[float], list[float]] = [], []
        for _round in range(_ROUNDS):
            for ask, mine in zip((one, other), took, strict=True):
                began = time.thread_time()
                ask(words)
                mine.append(time.thread_time() - began)
        for all_of_it, mine in zip(found, took, strict=True):
            all_of_it.append(min(mine))
    return found


def _ours(view: View, words: str) -> int:
    """The words as people write them: stems of two languages, parts of compounds, slips; ids in order, the count."""
    view.kept.clear()
    question = Question(text=words)
    _terms, _is_near, hits = finding.by_words(view, finding.terms_of(words, view), question, 0, _SHOWN)
    return hits.total


def _bare(index: tantivy.Index, words: str) -> int:
    searcher = index.searcher()
    found = searcher.search(index.parse_query(words, ["text"], conjunction_by_default=True), _SHOWN)
    searcher.fast_field_values("id", [address for _score, address in found.hits])
    return int(found.count)  # type: ignore[attr-defined]  # which tantivy's stub leaves out


def _laid() -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", fast=True)
    builder.add_text_field("text", tokenizer_name="danish", index_option="freq")
    index = tantivy.Index(builder.build(), tempfile.mkdtemp(prefix="bare-"))
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    index.register_tokenizer("danish", analyzer.filter(tantivy.Filter.stemmer("danish")).build())
    writer = index.writer(50_000_000, 1)
    targets = list(Listing.objects.filter(kind=ListingKind.MODULE).order_by("pk").values_list("target_id", flat=True))
    for first in range(0, len(targets), _CHUNK):
        for listing, document in texts(ListingKind.MODULE, targets[first : first + _CHUNK], now=timezone.now()):
            row = tantivy.Document()
            row.add_unsigned("id", listing.pk)
            row.add_text("text", " ".join((document.title_da, document.title_en, document.body_da, document.body_en)))
            writer.add_document(row)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index
