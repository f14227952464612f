"""``nanobank verify FILE``: anybody's credential, judged on the command line, without database or settings file."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO, TypeAlias

from django.utils import translation

from nanobank.common.command import TooLarge, add_language, read, set_up
from nanobank.credentials.verdicts.bridge import (
    MAX_BYTES,
    CannotResolve,
    Code,
    Outcome,
    PresentationVerdict,
    State,
    Step,
    Unreachable,
    Verdict,
    too_large_to_read,
    verify,
    verify_presentation,
)

_AnyVerdict: TypeAlias = Verdict | PresentationVerdict

_STATUS: Final = {Outcome.GENUINE: 0, Outcome.NOT_GENUINE: 1, Outcome.CANNOT_TELL: 2}
_SIGNS: Final = {State.PASSED: "✓", State.FAILED: "✗", State.UNCHECKED: "?"}
_SECONDS: Final = 10.0  # for all that one credential asks for
_LOCALE: Final = Path(__file__).parent / "locale"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 genuine, 1 not genuine, 2 cannot tell, for want of something to judge too."""
    asked = _parser().parse_args(arguments)
    set_up(_LOCALE)
    with translation.override(asked.lang):
        return _verify(asked, sys.stdin.buffer, sys.stdout, sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nanobank verify",
        description="Tell whether a credential is genuine: Open Badges 3.0 and 2.0, W3C Verifiable Credentials, "
        "as JSON, as a token, baked into a PNG or SVG, attached to a PDF, or shown in a presentation.",
        epilog="Exit status: 0 genuine, 1 not genuine, 2 cannot tell.",
    )
    parser.add_argument("file", metavar="FILE", help="the credential, or - to read it from standard input")
    parser.add_argument("--json", action="store_true", help="answer in JSON, see docs/reference/verdict.md")
    add_language(parser)
    parser.add_argument(
        "--trust",
        metavar="ISSUER=NAME",
        action="append",
        default=[],
        type=_trusted,
        help="an issuer whom you know, by its identifier; may be given many times",
    )
    parser.add_argument(
        "--trust-file",
        metavar="FILE",
        type=Path,
        help="a JSON object of identifiers and names of issuers you know, or a bank's own list: GET /api/v1/issuers",
    )
    parser.add_argument("--challenge", help="what was asked with, if it is a presentation")
    parser.add_argument("--domain", help="who asked, if it is a presentation")
    parser.add_argument("--offline", action="store_true", help="fetch nothing: no keys, no status lists")
    return parser


def _trusted(written: str) -> tuple[str, str]:
    identifier, _, name = written.rpartition("=")
    return (identifier, name) if identifier else (name, name)


def _verify(asked: argparse.Namespace, standard_input: BinaryIO, out: TextIO, complaints: TextIO) -> int:
    now = datetime.now(UTC)
    data: bytes | None = None
    try:
        known = dict(asked.trust) | (_names_in(asked.trust_file) if asked.trust_file else {})
        with suppress(TooLarge):
            data = read(asked.file, standard_input, MAX_BYTES)
    except (OSError, ValueError) as error:
        complaints.write(f"nanobank: {error}\n")
        return _STATUS[Outcome.CANNOT_TELL]
    verdict = too_large_to_read() if data is None else _judged(data, known, now, asked)
    if asked.json:
        answer = {"version": 1, "checked_at": now.isoformat(timespec="seconds"), **_plain(verdict)}
        out.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        out.write("\n".join(_lines(verdict)) + "\n")
    return _STATUS[verdict.outcome]


def _names_in(file: Path) -> dict[str, str]:
    names = json.loads(file.read_bytes())
    if isinstance(names, dict) and isinstance(names.get("items"), list):
        names = {str(one.get("identifier")): one.get("name") for one in names["items"] if isinstance(one, dict)}
    if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
        raise ValueError(f"{file} is not a JSON object of identifiers and names")
    return names


def _judged(data: bytes, known: Mapping[str, str], now: datetime, asked: argparse.Namespace) -> _AnyVerdict:
    from nanobank.credentials.fetching import Fetcher
    from nanobank.credentials.resolving import public_resolver

    resolve = _nothing if asked.offline else public_resolver(Fetcher(seconds=_SECONDS))
    verdict = verify(data, resolve=resolve, now=now, trusted=known.get)
    if not _is_presentation(verdict):
        return verdict
    return verify_presentation(
        data, resolve=resolve, now=now, trusted=known.get, challenge=asked.challenge, domain=asked.domain
    )


def _is_presentation(verdict: Verdict) -> bool:
    """Whether it is one in JSON, or a token of that type."""
    read = verdict[Step.READ]
    as_token = read.code is Code.READ_KIND_UNSUPPORTED and read.params["kind"].endswith("vp+jwt")
    return as_token or verdict[Step.FORM].code is Code.FORM_SHOWS_OTHERS


def _nothing(_address: str) -> bytes:
    raise CannotResolve(Unreachable.NO_ANSWER)


def _plain(verdict: _AnyVerdict) -> dict[str, Any]:
    """The documented form: that of the API's ``/check``; of a presentation, its own and that of each credential."""
    from nanobank.credentials.texts import sentence_for

    plain = verdict.as_json()
    steps = zip(plain["steps"], verdict.findings, strict=True)
    plain["steps"] = [{**step, "text": sentence_for(finding)} for step, finding in steps]
    plain["text"] = _headline(verdict)
    if isinstance(verdict, PresentationVerdict):
        plain["credentials"] = [_plain(one) for one in verdict.credentials]
    return plain


def _lines(verdict: _AnyVerdict) -> list[str]:
    from nanobank.credentials.texts import STEPS, sentence_for

    lines = [_headline(verdict), ""]
    lines += [
        f"{_SIGNS[finding.state]} {STEPS[finding.step]!s}: {sentence_for(finding)}" for finding in verdict.findings
    ]
    if isinstance(verdict, PresentationVerdict):
        for one in verdict.credentials:
            lines += ["", *_lines(one)]
    elif verdict.facts:
        said = [
            verdict.facts.recipient.name,
            verdict.facts.name or next((one.text.name for one in verdict.facts.achievements), ""),
            verdict.facts.issuer.name or verdict.facts.issuer.id,
        ]
        lines += ["", " · ".join(part for part in said if part)]
    return lines


def _headline(verdict: _AnyVerdict) -> str:
    from nanobank.credentials.texts import OUTCOMES, headline_for, sentence_for

    if isinstance(verdict, PresentationVerdict) and verdict.outcome is Outcome.GENUINE:
        return f"{OUTCOMES[verdict.outcome]}. {sentence_for(verdict.reason)}"
    return headline_for(verdict.outcome, verdict.reason)
