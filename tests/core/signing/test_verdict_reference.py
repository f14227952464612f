"""What is written of the verdict's codes stays true: others' programs go by them."""

import re
from pathlib import Path

from nanocore.signing import Code, Unreachable

REFERENCE = (Path(__file__).parents[3] / "docs/reference/verdict.md").read_text()
ROW = re.compile(r"\| `(?P<code>\w+)` \| (?P<state>\w+) \| (?P<params>[^|]*) \| (?P<says>[^|]+) \|")


def test_a_code_that_was_published_is_never_renamed_nor_given_another_state_or_other_params() -> None:
    written = {row["code"]: row for row in ROW.finditer(REFERENCE)}
    codes = {code.value: code for code in Code}
    assert len(written) > 80
    for value, row in written.items():
        code = codes[value]
        assert row["state"] == code.state.value, value
        assert set(re.findall(r"\w+", row["params"])) <= set(code.params), value


def test_every_reason_for_not_being_read_is_there() -> None:
    assert all(f"`{reason.value}`" in REFERENCE for reason in Unreachable)
