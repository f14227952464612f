"""``nanobank plan FILE``: the best plan for a problem in JSON, on the command line, without database or settings."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from django.utils import translation

from nanobank.common.command import TooLarge, add_language, read, set_up
from nanobank.pathways.bridge import (
    Explanation,
    Limits,
    Problem,
    Reason,
    Result,
    Status,
    Unreadable,
    credited,
    explain,
    index_of,
    problem_schema,
    read_problem,
    reasons,
    solve,
    written,
)

_PLAN, _NO_PLAN, _NOT_READ = 0, 1, 2
_MAX_BYTES: Final = 200_000_000
_LOCALE: Final = Path(__file__).parent / "locale"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 with a plan or nothing to do, 1 without one, 2 when the problem cannot be read."""
    asked = _parser().parse_args(arguments)
    set_up(_LOCALE)
    with translation.override(asked.lang):
        return _plan(asked, sys.stdin.buffer, sys.stdout, sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nanobank plan",
        description="Find the best plan for a goal, a life and a catalogue: docs/reference/planning-problem.md.",
        epilog="Exit status: 0 a plan, or nothing left to do; 1 no plan; 2 the problem cannot be read.",
    )
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the problem in JSON, or - to read it from standard input"
    )
    parser.add_argument(
        "--seconds", type=float, metavar="N", help="how long to search, instead of what the problem says"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of a problem, and do nothing else")
    add_language(parser)
    return parser


def _plan(asked: argparse.Namespace, standard_input: BinaryIO, out: TextIO, complaints: TextIO) -> int:
    from nanobank.pathways.told import mistake_lines, too_large_line

    if asked.schema:
        out.write(json.dumps(problem_schema(), ensure_ascii=False, indent=2) + "\n")
        return _PLAN
    try:
        problem = read_problem(read(asked.file or "-", standard_input, _MAX_BYTES))
    except TooLarge:
        complaints.write(f"nanobank: {too_large_line(_MAX_BYTES)}\n")
        return _NOT_READ
    except OSError as error:
        complaints.write(f"nanobank: {error}\n")
        return _NOT_READ
    except Unreadable as error:
        complaints.write("\n".join(mistake_lines(error.mistakes)) + "\n")
        return _NOT_READ
    return _answer(problem, asked, out)


def _answer(problem: Problem, asked: argparse.Namespace, out: TextIO) -> int:
    from nanobank.pathways.told import lines

    limits = problem.limits if asked.seconds is None else Limits(asked.seconds, problem.limits.effort)
    index = index_of(problem.catalogue)
    question = credited(problem.question, index)
    result = solve(question, index, limits=limits)
    why: tuple[Reason, ...] = ()
    why_not: Explanation | None = None
    if result.plan is not None:
        why = reasons(result.plan, question, index)
    elif result.status is Status.IMPOSSIBLE:
        why_not = explain(question, index, limits=limits)
    if asked.json:
        out.write(_in_json(result, why, why_not) + "\n")
    else:
        out.write("\n".join(lines(result, why, why_not)) + "\n")
    return _PLAN if result.plan is not None or result.status is Status.NOTHING_TO_DO else _NO_PLAN


def _in_json(result: Result, why: tuple[Reason, ...], why_not: Explanation | None) -> str:
    answer = {"version": 1, "result": written(result), "reasons": written(why), "explanation": written(why_not)}
    return json.dumps(answer, ensure_ascii=False, indent=2)
