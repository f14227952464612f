"""``nanobank verify`` as anybody would run it: a process of its own, with no database and no settings."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.signing.world import NOW, World, award, signed_badge
from forking import Run, forking
from nanocore.signing import SigningKey, open_badge, sign_presentation

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONPATH": str(ROOT / "src"), "PATH": "", "LANG": "C.UTF-8"}


@pytest.fixture
def badge(tmp_path: Path) -> Path:
    """Signed by an issuer that is nothing but a key, so that there is nobody to ask."""
    key = SigningKey.generate()
    document = open_badge(award(status=()))
    document["issuer"] = {**document["issuer"], "id": key.did}
    signed = World().sign(document, key=key, verification_method=key.verification_method())
    file = tmp_path / "bevis.json"
    file.write_text(json.dumps(signed))
    return file


def issuer_of(file: Path) -> str:
    return str(json.loads(file.read_text())["issuer"]["id"])


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """The command in a process of its own."""
    with forking("nanobank.__main__:main", ENVIRONMENT, load="nanobank.credentials.command") as any_command:
        yield lambda *arguments, given=b"": any_command("verify", *arguments, given=given)


def test_it_starts_as_anybody_would_start_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nanobank", "verify", str(tmp_path / "intet.json")]
    answer = subprocess.run(command, capture_output=True, env=ENVIRONMENT, timeout=60, check=False)
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert b"intet.json" in answer.stderr


def test_a_credential_by_somebody_known_is_genuine(run: Run, badge: Path) -> None:
    answer = run(str(badge), "--trust", f"{issuer_of(badge)}=Professionshøjskolen")
    assert answer.returncode == 0, answer.stderr
    said = answer.stdout.decode()
    assert said.startswith("Beviset er ægte. Professionshøjskolen")
    assert "✓ Uændret" in said
    assert "Ida Afprøvning · Teknologiforståelse i skolen · Professionshøjskolen Eksempel" in said


def test_a_changed_one_is_not(run: Run, badge: Path) -> None:
    badge.write_text(badge.read_text().replace("Ida Afpr", "Ibi Afpr"))
    answer = run(str(badge), "--lang", "en")
    assert answer.returncode == 1
    assert answer.stdout.decode().startswith("The credential is not genuine.")


def test_one_by_a_stranger_cannot_be_told(run: Run, badge: Path) -> None:
    assert run(str(badge)).returncode == 2


def test_it_reads_standard_input_and_answers_in_json(run: Run, badge: Path, tmp_path: Path) -> None:
    known = tmp_path / "kendte.json"
    known.write_text(json.dumps({issuer_of(badge): "Professionshøjskolen"}))
    answer = run("-", "--json", "--lang", "da", "--trust-file", str(known), given=badge.read_bytes())
    assert answer.returncode == 0, answer.stderr
    verdict = json.loads(answer.stdout)
    assert verdict["version"] == 1
    assert (verdict["outcome"], verdict["reason"]) == ("genuine", "issuer_ok")
    assert [step["state"] for step in verdict["steps"]] == ["passed"] * 8
    assert verdict["steps"][3]["text"].startswith("Ikke et tegn er ændret")
    assert verdict["facts"]["recipient"]["name"] == "Ida Afprøvning"
    assert verdict["checked_at"].endswith("+00:00")


def test_a_banks_list_of_whom_it_trusts_can_be_handed_in_as_it_is(run: Run, badge: Path, tmp_path: Path) -> None:
    known = tmp_path / "issuers.json"
    known.write_text(
        json.dumps({"count": 1, "items": [{"identifier": issuer_of(badge), "name": "Banken", "how": "…"}]})
    )
    assert run(str(badge), "--trust-file", str(known)).returncode == 0
    known.write_text(json.dumps({"items": [{"id": "did:web:x.example"}]}))
    assert b"is not a JSON object" in run(str(badge), "--trust-file", str(known)).stderr


def test_a_presentation_is_judged_with_the_credentials_in_it(run: Run, badge: Path) -> None:
    holder = SigningKey.generate()
    shown = sign_presentation(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [json.loads(badge.read_text())],
        },
        key=holder,
        verification_method=holder.verification_method(),
        created=NOW,
        challenge="spurgt",
    )
    given = json.dumps(shown).encode()
    known = f"{issuer_of(badge)}=Professionshøjskolen"
    answer = run("-", "--trust", known, "--challenge", "spurgt", given=given)
    assert answer.returncode == 0, answer.stderr
    assert f"Det vises frem af den, der har underskrevet fremvisningen: {holder.did}." in answer.stdout.decode()
    verdict = json.loads(run("-", "--json", "--trust", known, given=given).stdout)
    assert (verdict["outcome"], verdict["holder"]) == ("genuine", holder.did)
    assert verdict["credentials"][0]["facts"]["recipient"]["name"] == "Ida Afprøvning"
    assert run("-", "--trust", known, "--challenge", "noget andet", given=given).returncode == 1


def test_offline_nothing_is_fetched(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bevis.json"
    file.write_text(json.dumps(signed_badge()))
    answer = run(str(file), "--offline", "--json")
    assert answer.returncode == 2
    assert json.loads(answer.stdout)["reason"] == "signature_key_unreachable"


@pytest.mark.parametrize("text", [b"", b"\xff", b"{", b" " * 3_000_000])
def test_whatever_it_is_given_it_answers(run: Run, text: bytes) -> None:
    answer = run("-", given=text)
    assert answer.returncode in (1, 2)
    assert answer.stdout
    assert not answer.stderr
