"""``nanobank plan`` as anybody would run it: a process of its own, with no database and no settings."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from forking import forking

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONPATH": str(ROOT / "src"), "PATH": "", "LANG": "C.UTF-8", "HOME": str(Path.home())}
PAGE = ROOT / "docs" / "reference" / "planning-problem.md"


@pytest.fixture(scope="module")
def example() -> str:
    """The problem that the page about it shows."""
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    return str(shown)


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """The command in a process of its own."""
    with forking("nanobank.__main__:main", ENVIRONMENT, load="nanobank.pathways.command") as run_bytes:

        def run(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
            ran = run_bytes("plan", *arguments, given=given.encode())
            return subprocess.CompletedProcess(arguments, ran.returncode, ran.stdout.decode(), ran.stderr.decode())

        yield run


def test_it_starts_as_anybody_would_start_it() -> None:
    command = [sys.executable, "-m", "nanobank", "plan", "nowhere.json"]
    answer = subprocess.run(command, capture_output=True, env=ENVIRONMENT, timeout=100, check=False, encoding="utf-8")
    assert answer.returncode == 2
    assert "nowhere.json" in answer.stderr


def test_the_plan_is_a_table_to_read(run: Run, example: str, tmp_path: Path) -> None:
    file = tmp_path / "problem.json"
    file.write_text(example, encoding="utf-8")
    answer = run(str(file))
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert lines[0] == "Bevist bedst: færdig med udgangen af uge 32, 8.800 kr., 8,5 ECTS."
    assert lines[2].split() == ["Uger", "Modul", "Hold", "ECTS", "Pris", "Hvorfor"]
    assert [line.split()[1] for line in lines[3:]] == [
        "tal-og-tabeller",
        "folkesundhed",
        "sundhedsjura",
        "skriv-om-sundhed",
    ]
    assert "folkesundhed-foraar" in lines[4]
    assert "dækker health-writing" in lines[6]


def test_it_is_told_in_english_too(run: Run, example: str) -> None:
    answer = run("-", "--lang", "en", given=example)
    assert answer.stdout.startswith("Proven best: done at the end of week 32, DKK 8,800, 8.5 ECTS.")


def test_what_cannot_be_done_is_explained(run: Run, example: str) -> None:
    answer = run("-", given=example.replace('"9000"', '"4000"'))
    assert answer.returncode == 1
    assert "Det kan ikke lade sig gøre" in answer.stdout
    assert "- budgettet: 8.800 kr. er nok" in answer.stdout


def test_it_answers_in_json(run: Run, example: str) -> None:
    answer = run("-", "--json", given=example)
    told: dict[str, Any] = json.loads(answer.stdout)
    assert told["version"] == 1
    assert told["result"]["status"] == "best"
    assert told["result"]["plan"]["figures"]["cost"] == "8800"
    assert [reason["module"] for reason in told["reasons"]] == [
        step["module"] for step in told["result"]["plan"]["steps"]
    ]
    assert told["explanation"] is None


def test_bad_input_gets_the_place_and_plain_words(run: Run, example: str) -> None:
    answer = run("-", given=example.replace('"at_once": 1', '"at_once": "two", "holidays": []'))
    assert answer.returncode == 2
    assert answer.stderr.splitlines() == [
        "question.life.at_once: her skal der stå et helt tal",
        "question.life.holidays: her findes ikke noget, der hedder sådan",
    ]
    assert answer.stdout == ""


def test_its_schema_can_be_had(run: Run) -> None:
    answer = run("--schema")
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["required"] == ["catalogue", "question"]


def test_however_little_time_there_is_it_answers(run: Run, example: str) -> None:
    answer = run("-", "--seconds", "0", "--json", given=example)
    told = json.loads(answer.stdout)["result"]
    assert told["status"] in {"best", "sound", "unknown"}
    assert answer.returncode == (0 if told["plan"] else 1)
