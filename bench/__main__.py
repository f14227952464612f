"""``python -m bench --only pages --size small``: measure, print the table, write ``build/bench.json``."""

import argparse
import sys
import time

from bench import report
from bench.groups import all_groups
from bench.site.environment import BUILD
from bench.volume.sizes import SIZES


def main(arguments: list[str]) -> int:
    """Run the groups that were asked for."""
    groups = all_groups()
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", choices=sorted(groups), action="append", help="one group; all when left out")
    parser.add_argument("--size", choices=sorted(SIZES), default="full")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    rows: list[report.Row] = []
    for name in asked.only or groups:
        for row in groups[name](SIZES[asked.size]):
            rows.append(row)
            report.write(BUILD.parent / "bench.json", rows)  # what was measured stays when the rest is stopped
    print(report.table(rows))
    for conditions in dict.fromkeys(row.conditions for row in rows):
        print(f"· {conditions}")
    print(f"{time.monotonic() - began:.0f} s; build/bench.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
