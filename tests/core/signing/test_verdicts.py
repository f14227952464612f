"""The verdict: its steps, its outcome, its codes - and the surface that others build on."""

import ast
import hashlib
import json
import threading
from datetime import timedelta
from pathlib import Path

import pytest

import nanocore.signing
from core.signing.world import DID, NOW, World, award
from nanocore.signing import (
    Award,
    CannotResolve,
    Code,
    Finding,
    JsonObject,
    Outcome,
    State,
    Step,
    Unreachable,
    Verdict,
    open_badge,
    pinned,
)

PACKAGE = Path(nanocore.signing.__file__).parent
TESTS = Path(__file__).parent


def verdict_of(**codes: Code) -> Verdict:
    passed = {
        Step.READ: Code.READ_OK,
        Step.FORM: Code.FORM_OK,
        Step.CONTEXTS: Code.CONTEXTS_OK,
        Step.SIGNATURE: Code.SIGNATURE_OK,
        Step.ISSUER: Code.ISSUER_OK,
        Step.DATES: Code.DATES_OK,
        Step.STATUS: Code.STATUS_OK,
        Step.MEANING: Code.MEANING_OK,
    }
    return Verdict(tuple(Finding(step, codes.get(step.value, code)) for step, code in passed.items()), None)


@pytest.mark.parametrize(
    ("codes", "outcome", "reason"),
    [
        ({}, Outcome.GENUINE, Code.ISSUER_OK),
        ({"meaning": Code.MEANING_OTHER}, Outcome.GENUINE, Code.ISSUER_OK),
        ({"meaning": Code.MEANING_INCOMPLETE}, Outcome.NOT_GENUINE, Code.MEANING_INCOMPLETE),
        ({"issuer": Code.ISSUER_NOT_KNOWN}, Outcome.CANNOT_TELL, Code.ISSUER_NOT_KNOWN),
        ({"status": Code.STATUS_KIND_UNKNOWN}, Outcome.CANNOT_TELL, Code.STATUS_KIND_UNKNOWN),
        ({"issuer": Code.ISSUER_NOT_KNOWN, "status": Code.STATUS_REVOKED}, Outcome.NOT_GENUINE, Code.STATUS_REVOKED),
        ({"dates": Code.DATES_EXPIRED, "status": Code.STATUS_REVOKED}, Outcome.NOT_GENUINE, Code.DATES_EXPIRED),
    ],
)
def test_the_outcome_follows_from_the_findings(codes: dict[str, Code], outcome: Outcome, reason: Code) -> None:
    verdict = verdict_of(**codes)
    assert verdict.outcome is outcome
    assert verdict.reason.code is reason


def test_a_verdict_has_every_step_in_order(world: World, signed: JsonObject) -> None:
    for document in (signed, "", {"type": "VerifiableCredential"}):
        assert [finding.step for finding in world.verify(document).findings] == list(Step)


def test_an_issuer_nobody_knows_is_cannot_tell(world: World, signed: JsonObject) -> None:
    verdict = world.verify(signed, trusted=lambda _issuer: None)
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert verdict.reason == Finding(Step.ISSUER, Code.ISSUER_NOT_KNOWN, {"issuer": DID})
    assert verdict[Step.STATUS].state is State.PASSED


@pytest.mark.parametrize(
    ("days", "code"),
    [(-1, Code.DATES_NOT_YET), (0, Code.ISSUER_OK), (3649, Code.ISSUER_OK), (3651, Code.DATES_EXPIRED)],
)
def test_a_credential_is_valid_between_its_dates(world: World, days: int, code: Code) -> None:
    signed = world.sign(open_badge(award(status=())), created=NOW - timedelta(days=2))
    assert world.code(signed, now=NOW + timedelta(days=days)) is code


def test_a_signature_from_the_future_is_refused(world: World) -> None:
    badge = open_badge(award(status=()))
    assert world.verify(world.sign(badge, created=NOW + timedelta(minutes=4))).outcome is Outcome.GENUINE
    assert world.code(world.sign(badge, created=NOW + timedelta(minutes=6))) is Code.DATES_SIGNED_LATER


def test_a_credential_of_another_kind_can_be_genuine(world: World) -> None:
    signed = world.sign(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": DID,
            "credentialSubject": {"id": "did:example:ida"},
        }
    )
    verdict = world.verify(signed)
    assert verdict.outcome is Outcome.GENUINE
    assert verdict[Step.MEANING].code is Code.MEANING_OTHER


@pytest.mark.parametrize("lost", ["name", "description"])
def test_a_badge_without_what_a_badge_needs_is_incomplete(world: World, unsigned: JsonObject, lost: str) -> None:
    del unsigned["credentialSubject"]["achievement"][lost]
    finding = world.verify(world.sign(unsigned)).reason
    assert finding == Finding(Step.MEANING, Code.MEANING_INCOMPLETE, {"property": f"achievement.{lost}"})


def test_an_endorsement_is_understood(world: World) -> None:
    endorsement: JsonObject = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": DID, "type": ["Profile"]},
        "credentialSubject": {"id": "urn:x:1", "type": ["EndorsementSubject"], "endorsementComment": "Godt"},
    }
    assert world.verify(world.sign(endorsement))[Step.MEANING].params == {"kind": "endorsement"}
    del endorsement["credentialSubject"]["endorsementComment"]
    assert world.code(world.sign(endorsement)) is Code.MEANING_INCOMPLETE


def test_a_verdict_goes_over_the_wire(world: World, signed: JsonObject) -> None:
    answer = json.loads(json.dumps(world.verify(signed).as_json()))
    assert answer["outcome"] == "genuine"
    assert answer["reason"] == "issuer_ok"
    assert [step["step"] for step in answer["steps"]] == [step.value for step in Step]
    assert answer["steps"][3] == {
        "step": "signature",
        "state": "passed",
        "code": "signature_ok",
        "params": {"suite": "eddsa-rdfc-2022"},
    }
    assert answer["facts"]["issuer"]["id"] == DID
    assert answer["facts"]["valid_from"] == "2026-03-01T11:00:00+00:00"
    assert world.verify("").as_json()["facts"] is None


def test_each_thing_is_asked_for_once(world: World, signed: JsonObject) -> None:
    world.verify(signed)
    assert len(world.asked) == len(set(world.asked)) == 3


@pytest.mark.parametrize("reason", Unreachable)
def test_why_something_could_not_be_had_is_passed_on(world: World, signed: JsonObject, reason: Unreachable) -> None:
    def refuse(_address: str) -> bytes:
        raise CannotResolve(reason)

    assert world.verify(signed, resolve=refuse).reason.params == {"address": DID, "reason": reason.value}


def test_every_code_knows_its_step_state_and_gist() -> None:
    for code in Code:
        assert code.says.endswith(".")
        assert isinstance(code.state, State)
        assert (code.step is None) is (code is Code.NOT_REACHED)
        assert code.step is None or code.value.startswith(f"{code.step.value}_")
    for step in Step:
        assert State.PASSED in {code.state for code in Code if code.step is step}


def test_every_code_is_used_by_the_package_and_by_a_test() -> None:
    package = "".join(path.read_text() for path in PACKAGE.glob("*.py") if path.name != "_codes.py")
    tests = "".join(path.read_text() for path in TESTS.glob("test_*.py"))
    assert [code.name for code in Code if f"Code.{code.name}" not in package] == []
    assert [code.name for code in Code if f"Code.{code.name}" not in tests and code.value not in tests] == []


def test_a_finding_has_the_parameters_its_code_promises(world: World, signed: JsonObject) -> None:
    documents: list[JsonObject | str | bytes] = [
        signed,
        "",
        b"\xff",
        {**signed, "proof": {}},
        {**signed, "@context": ["https://x.example/"]},
    ]
    for finding in (finding for document in documents for finding in world.verify(document).findings):
        assert set(finding.params) == set(finding.code.params), finding


def test_every_pinned_context_says_where_it_came_from() -> None:
    folder = PACKAGE / "contexts"
    entries = json.loads((folder / "index.json").read_text())
    assert {entry["file"] for entry in entries} == {path.name for path in folder.iterdir()} - {"index.json"}
    for entry in entries:
        assert entry["source"]
        assert entry["licence"]
        assert entry["url"] in pinned()
        assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


def test_no_pinned_context_names_another_or_gives_a_keyword_another_name() -> None:
    for address in pinned():
        text = json.dumps(pinned()[address])
        assert "@import" not in text
        for pair in ('": "@reverse"', '": "@included"', '": "@graph"', '": "@nest"'):
            assert pair.replace("@container", "") not in text.replace('"@container": "@graph"', "")


def test_threads_do_not_disturb_each_other(world: World, signed: JsonObject) -> None:
    outcomes: list[Outcome] = []

    def work() -> None:
        outcomes.extend(world.verify(signed).outcome for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [Outcome.GENUINE] * 12


def test_the_surface_is_what_is_said_to_be_public() -> None:
    public = {name for name in vars(nanocore.signing) if not name.startswith("_")}
    assert public == set(nanocore.signing.__all__)
    assert Award.__module__ == "nanocore.signing._award"


def test_the_package_does_no_input_or_output_and_has_no_clock() -> None:
    forbidden = {"django", "requests", "urllib.request", "socket", "http", "time", "os", "pathlib", "sqlite3", "random"}
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not forbidden & set(names), path.name
            assert not (isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"} and _is_clock(node))


def _is_clock(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date"}
