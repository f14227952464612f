"""What the benchmark reckons, and the shape of its file."""

import json
from pathlib import Path

import pytest

from bench import report
from bench.report import Row
from bench.site import cpu
from bench.site.environment import ROOT
from bench.site.server import ARGUMENTS


def _row(name: str, value: float = 4.0) -> Row:
    return Row(name, value, "CPU-ms", "bare SQL, the same rows", 8.0, 60, "sqlite, 5,000 modules")


def test_the_median_forgets_the_round_that_was_disturbed() -> None:
    assert report.median([4.0, 4.2, 40.0]) == 4.2
    assert report.median([4.0, 5.0]) == 4.5


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert report.percentile(range(1, 101), 95) == 95
    assert report.percentile([7.0], 95) == 7.0
    with pytest.raises(ValueError, match="no values"):
        report.percentile([], 95)


def test_a_ratio_says_how_many_times_the_other_it_is() -> None:
    assert report.ratio(8.0, 0.5) == 16.0
    assert report.ratio(8.0, 0.0) is None


def test_rows_are_written_in_the_place_of_those_of_their_group_alone(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    report.write(path, [_row("pages.bank"), _row("signing.award")])
    report.write(path, [_row("pages.search", 5.0)])
    rows = json.loads(path.read_text(encoding="utf-8"))
    assert [(row["name"], row["value"]) for row in rows] == [("signing.award", 4.0), ("pages.search", 5.0)]
    assert set(rows[0]) == {"name", "value", "unit", "against", "ratio", "n", "conditions"}


def test_the_table_names_each_row_once() -> None:
    head, *lines = report.table([_row("pages.bank"), _row("pages.search")]).splitlines()
    assert head.split() == ["what", "value", "unit", "times", "against", "n"]
    assert [line.split()[0] for line in lines] == ["pages.bank", "pages.search"]


def test_cpu_time_is_read_past_any_command_name() -> None:
    assert cpu.ticks_in("7 (a ) b) S 1 7 7 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 4 0 1 1") == 300


def test_the_server_is_measured_as_it_is_served() -> None:
    serve = (ROOT / "scripts" / "serve").read_text(encoding="utf-8")
    assert ARGUMENTS.format(port='"$port"') in serve
