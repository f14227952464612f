"""A small invented world for the signing tests: an issuer with its did document and status lists, and an award."""

import copy
import json
import os
import subprocess
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nanocore import signing
from nanocore.signing import Code, JsonObject, StatusPurpose, Text

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DID = "did:web:professionshoejskolen.example"
LISTS = {purpose: f"https://bank.example/status/{purpose.value}" for purpose in StatusPurpose}
INDEX = 4711

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
NODE = Path(__file__).parent / "node"


def yardstick(name: str) -> Path:
    """A folder of outside data; without it the test is skipped, under CI it fails."""
    folder = SHARED / "yardsticks" / name
    return folder if folder.is_dir() else _missing(f"../shared/yardsticks/{name} is not here")


def node(script: str, payload: JsonObject) -> Any:
    """What a node script answers. Without node or its packages the test is skipped, under CI it fails."""
    if not any((folder / "node_modules/@digitalbazaar/vc").is_dir() for folder in (NODE, ROOT)):
        _missing("npm packages are not installed")
    answer = subprocess.run(
        ["node", NODE / script], input=json.dumps(payload), capture_output=True, text=True, timeout=120, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def _missing(reason: str) -> Any:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@dataclass
class World:
    """Issuers, what they publish, and whom we know."""

    key: signing.SigningKey = field(default_factory=lambda: signing.SigningKey.from_bytes(bytes(range(32))))
    published: dict[str, JsonObject | bytes] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=lambda: {DID: "Professionshøjskolen"})
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.published[DID] = signing.did_document(DID, [signing.IssuerKey(self.key.public)])
        for purpose in StatusPurpose:
            self.published[LISTS[purpose]] = copy.deepcopy(
                _empty_list(self.key.to_bytes(), self.key.algorithm, purpose)
            )

    def publish_list(self, purpose: StatusPurpose, *indexes: int, **changes: Any) -> None:
        """Publish the issuer's list with these bits set, in place of the one before."""
        self.published[LISTS[purpose]] = self.sign(_unsigned_list(purpose, *indexes, **changes))

    def sign(self, document: JsonObject, **changes: Any) -> JsonObject:
        """`document` signed by the issuer."""
        method = self.key.verification_method(DID)
        return signing.sign(document, **{"key": self.key, "verification_method": method, "created": NOW, **changes})

    def resolve(self, address: str) -> bytes:
        """The resolver of this world."""
        self.asked.append(address)
        if address not in self.published:
            raise signing.CannotResolve(signing.Unreachable.NOT_FOUND)
        found = self.published[address]
        return found if isinstance(found, bytes) else json.dumps(found).encode()

    def verify(self, document: JsonObject | str | bytes, *, now: datetime = NOW, **changes: Any) -> signing.Verdict:
        """Our verdict on `document`."""
        text = json.dumps(document) if isinstance(document, dict) else document
        return signing.verify(text, **{"resolve": self.resolve, "now": now, "trusted": self.known.get, **changes})

    def code(self, document: JsonObject | str | bytes, **changes: Any) -> Code:
        """The code of the finding that decided."""
        return self.verify(document, **changes).reason.code

    def documents(self) -> dict[str, JsonObject]:
        """All that a verifier elsewhere needs to look up: contexts, did document, status lists."""
        contexts = {address: signing.pinned()[address] for address in signing.pinned()}
        return contexts | {name: found for name, found in self.published.items() if isinstance(found, dict)}


def _unsigned_list(purpose: StatusPurpose, *indexes: int, **changes: Any) -> JsonObject:
    return signing.status_list_credential(
        signing.StatusList.of(indexes),
        **{"list_url": LISTS[purpose], "issuer": DID, "purpose": purpose, "valid_from": NOW, **changes},
    )


@cache
def _empty_list(secret: bytes, algorithm: signing.Algorithm, purpose: StatusPurpose) -> JsonObject:
    key = signing.SigningKey.from_bytes(secret, algorithm)
    return signing.sign(_unsigned_list(purpose), key=key, verification_method=key.verification_method(DID), created=NOW)


@cache
def _complete() -> JsonObject:
    return World().sign(signing.open_badge(award()))


def signed_badge() -> JsonObject:
    """A complete badge, signed by the issuer of every world."""
    return copy.deepcopy(_complete())


def award(**changes: Any) -> signing.Award:
    """An award with everything in it, in Danish and English."""
    complete = signing.Award(
        id="https://bank.example/beviser/2f1c",
        issuer=signing.Issuer(
            id=DID,
            name="Professionshøjskolen Eksempel",
            country="DK",
            url="https://professionshoejskolen.example/",
            email="studier@professionshoejskolen.example",
            image="https://professionshoejskolen.example/logo.png",
        ),
        recipient=signing.Recipient(
            id="https://bank.example/personer/7d0a",
            name="Ida Afprøvning",
            identities=(signing.Identity(kind="emailAddress", value="ida@example.dk", salt="c2FsdA"),),
        ),
        achievement=achievement(),
        awarded_at=NOW - timedelta(days=1),
        valid_from=NOW - timedelta(hours=1),
        valid_until=NOW + timedelta(days=3650),
        grade=signing.Grade(value="10"),
        evidence=(
            signing.Evidence(
                name="Undervisningsforløb",
                url="https://bank.example/opgaver/1",
                narrative='Et forløb om robotter.\nMed "citat" og \\ skråstreg.',
                genre="Opgave",
            ),
        ),
        status=tuple(signing.StatusEntry(LISTS[purpose], INDEX, purpose) for purpose in StatusPurpose),
    )
    return replace(complete, **changes)


def achievement(**changes: Any) -> signing.Achievement:
    """A micro-credential with all that EU Annex I asks for."""
    complete = signing.Achievement(
        id="https://bank.example/mikrobeviser/teknologiforstaaelse",
        name=Text(da="Teknologiforståelse i skolen", en="Technology comprehension in school"),
        description=Text(da="Undervis i teknologi med børn.", en="Teach technology with children."),
        criteria=Text(da="Bestået mundtlig prøve på grundlag af et forløb.", en="Passed an oral exam."),
        outcomes=(
            signing.LearningOutcome(
                text=Text(da="Analysere digitale artefakter", en="Analyse digital artefacts"),
                alignment=signing.Alignment(
                    name="teach digital literacy",
                    url="http://data.europa.eu/esco/skill/5f6bdd2f-5a1d-4ba5-8d79-2d2a1a4ad6b1",
                    framework="ESCO",
                    kind="ext:ESCOSkill",
                ),
            ),
            signing.LearningOutcome(text=Text(da="Tilrettelægge undervisning", en="Plan teaching")),
        ),
        workload=signing.Workload(ects=Decimal("2.5"), hours=Decimal(69)),
        level=signing.Level(eqf=6, national="6", national_framework="Den danske kvalifikationsramme", cycle="first"),
        assessment_type=Text(da="Mundtlig prøve med intern censur", en="Oral exam, internal examiner"),
        participation=signing.Participation.BLENDED,
        quality_assurance=(
            signing.QualityAssurance(name="Institutionsakkreditering", url="https://akkreditering.example/ph"),
        ),
        supervision=signing.Supervision.SUPERVISED_VERIFIED,
        prerequisites=Text(da="Læreruddannelsen", en="A teaching degree"),
        stackability=Text(da="Indgår i diplomet Digital dannelse", en="Counts towards the diploma"),
        further_information="https://bank.example/mikrobeviser/teknologiforstaaelse/om",
        field_of_study="Pædagogik",
        image="https://bank.example/mikrobeviser/teknologiforstaaelse.png",
    )
    return replace(complete, **changes)
