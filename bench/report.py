"""What was measured: rows of ``build/bench.json`` and the table one reads."""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One measured thing. ``ratio`` is how many times ``against`` it is; None where nothing is held against it."""

    name: str
    value: float
    unit: str
    against: str
    ratio: float | None
    n: int
    conditions: str


def median(values: Sequence[float]) -> float:
    """The middle one, so that a round disturbed by the machine's other work does not count. Needs one at least."""
    return float(statistics.median(values))


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that ``percent`` of all do not exceed (nearest rank). Raises ValueError when empty."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[max(math.ceil(len(ordered) * percent / 100) - 1, 0)]


def ratio(value: float, against: float) -> float | None:
    """How many times ``against`` the value is; None when that was too little to measure."""
    return round(value / against, 2) if against > 0 else None


def merged(earlier: Sequence[dict[str, object]], rows: Sequence[Row]) -> list[dict[str, object]]:
    """Earlier rows with these in the place of those of the same groups; a name starts with its group."""
    groups = {row.name.partition(".")[0] for row in rows}
    kept = [row for row in earlier if str(row["name"]).partition(".")[0] not in groups]
    return kept + [asdict(row) for row in rows]


def write(path: Path, rows: Sequence[Row]) -> None:
    """Put the rows in the JSON file; what it holds of other groups stays."""
    earlier = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(merged(earlier, rows), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table(rows: Sequence[Row]) -> str:
    """The rows as text in columns, numbers to the right."""
    head = ("what", "value", "unit", "times", "against", "n")
    cells = [
        (
            row.name,
            f"{row.value:,.2f}",
            row.unit,
            "" if row.ratio is None else f"{row.ratio:g}",
            row.against,
            str(row.n),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [head, *cells]) for column in range(len(head))]
    numbers = {1, 3, 5}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in [head, *cells]
    )
