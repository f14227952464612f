"""SD-JWT VC: the learner chooses what to show, proves to be its holder, and nobody can add or take away."""

import base64
import hashlib
import json
import zlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.signing.test_vc_jwt import decoded, part, token
from core.signing.world import DID, INDEX, LISTS, NOW, World, award
from nanocore.signing import (
    HIDDEN_CLAIMS,
    Algorithm,
    Code,
    Facts,
    Identity,
    IncompleteAward,
    IssuerKey,
    JsonObject,
    Outcome,
    PublicKey,
    RefusedToSign,
    ShownTo,
    SigningKey,
    StatusPurpose,
    bind,
    did_document,
    disclose,
    open_badge,
    sd_jwt_vc,
    token_status_list,
    type_metadata_bytes,
)

VCT = "https://bank.example/vct/micro-credential"
LIST = LISTS[StatusPurpose.REVOCATION] + ".jwt"
HOLDER = SigningKey.generate(Algorithm.ES256)
ASKED = ShownTo(audience="https://employer.example", nonce="n-0S6_WzA2Mj")


def issued(world: World, *, key: SigningKey | None = None, **changes: Any) -> str:
    key = key or world.key
    given = {"kid": key.verification_method(DID), "created": NOW, "vct": VCT, "holder": HOLDER.public.jwk, **changes}
    said = given.pop("award", None) or award(status=())
    return sd_jwt_vc(said, key=key, **given)


def facts(world: World, text: str) -> Facts:
    found = world.verify(text).facts
    assert found is not None
    return found


def forged(world: World, claims: JsonObject, *disclosures: Any, **header: Any) -> str:
    """A token that says whatever a test wants, rightly signed."""
    said = {"iss": DID, "vct": VCT, "iat": int(NOW.timestamp()), **claims}
    texts = [one if isinstance(one, str) else part(one) for one in disclosures]
    return "~".join([token(world, said, **{"typ": "dc+sd-jwt", **header}), *texts, ""])


def digest(disclosure: Any, name: str = "sha256") -> str:
    written = hashlib.new(name, (disclosure if isinstance(disclosure, str) else part(disclosure)).encode())
    return base64.urlsafe_b64encode(written.digest()).rstrip(b"=").decode()


@pytest.mark.parametrize("algorithm", [Algorithm.EDDSA, Algorithm.ES256])
def test_what_we_issue_is_genuine_and_says_it_all(algorithm: Algorithm) -> None:
    world = World()
    world.key = SigningKey.generate(algorithm)
    world.published[DID] = did_document(DID, [IssuerKey(world.key.public)])
    text = issued(world)
    assert world.verify(text).outcome is Outcome.GENUINE
    said, badge = facts(world, text), facts(world, json.dumps(world.sign(open_badge(award(status=())))))
    assert replace(said.achievements[0], id="") == replace(badge.achievements[0], id="")
    assert (said.name, said.awarded_at, said.issuer.country) == (badge.name, badge.awarded_at, "DK")
    assert said.recipient.name == badge.recipient.name
    assert said.results[0].value == badge.results[0].value
    assert said.evidence[0].name == badge.evidence[0].name


def test_nothing_about_the_learner_can_be_seen_unless_it_is_shown(world: World) -> None:
    text = issued(world)
    claims = decoded(text.partition("~")[0], 1)
    assert not set(HIDDEN_CLAIMS) & set(claims) - {"identifiers", "evidence"}
    assert len(claims["_sd"]) == 8
    assert [list(entry) for entry in claims["identifiers"] + claims["evidence"]] == [["..."], ["..."]]
    shown = disclose(text, ["name"])
    assert world.verify(shown).outcome is Outcome.GENUINE
    said = facts(world, shown)
    assert said.recipient.name == "Ida Afprøvning"
    assert (said.id, said.recipient.id, said.results, said.evidence) == ("", "", (), ())
    assert facts(world, disclose(text, ["evidence"])).evidence[0].name == "Undervisningsforløb"
    assert facts(world, disclose(text, [])).recipient.name == ""


def test_the_number_of_digests_does_not_tell_whether_there_was_a_grade(world: World) -> None:
    without = issued(world, award=award(status=(), grade=None, evidence=()))
    assert len(decoded(without.partition("~")[0], 1)["_sd"]) == 8
    assert len({digest for _ in range(5) for digest in decoded(issued(world).partition("~")[0], 1)["_sd"]}) == 40


def test_only_what_is_there_can_be_shown(world: World) -> None:
    with pytest.raises(ValueError, match="birthdate"):
        disclose(issued(world), ["birthdate"])
    with pytest.raises(ValueError, match="read_token_malformed"):
        disclose("not a token", [])
    with pytest.raises(ValueError, match="read_token_malformed"):
        bind("not a token", key=HOLDER, to=ASKED, now=NOW)


def test_its_type_is_published_and_bound_by_its_hash(world: World) -> None:
    claims = decoded(issued(world).partition("~")[0], 1)
    published = type_metadata_bytes(VCT)
    integrity = "sha256-" + base64.b64encode(hashlib.sha256(published).digest()).decode()
    assert (claims["vct"], claims["vct#integrity"]) == (VCT, integrity)
    document = json.loads(published)
    assert {entry["path"][0] for entry in document["claims"] if entry["sd"] == "always"} == set(HIDDEN_CLAIMS)


def test_an_identifier_that_is_hidden_stays_so(world: World) -> None:
    person = replace(award().recipient, identities=(Identity(kind="emailAddress", value="ida@example.dk"),))
    assert facts(world, issued(world, award=award(status=(), recipient=person))).recipient.identities == (
        ("emailAddress", "ida@example.dk"),
    )
    assert facts(world, issued(world)).recipient.identities == ()


def test_its_holder_shows_it_to_whoever_asked(world: World) -> None:
    shown = bind(disclose(issued(world), ["name"]), key=HOLDER, to=ASKED, now=NOW)
    assert world.verify(shown, shown_to=ASKED).outcome is Outcome.GENUINE
    assert world.verify(shown).outcome is Outcome.GENUINE
    later = NOW + timedelta(hours=1)
    assert world.code(shown, shown_to=ASKED, now=later).value == "signature_holder_wrong"
    for other in (replace(ASKED, nonce="another"), replace(ASKED, audience="https://thief.example")):
        assert world.verify(shown, shown_to=other).reason.code is Code.SIGNATURE_HOLDER_WRONG
    unbound = disclose(issued(world), ["name"])
    assert world.code(unbound, shown_to=ASKED) is Code.SIGNATURE_HOLDER_MISSING
    assert world.code(json.dumps(world.sign(open_badge(award()))), shown_to=ASKED) is Code.SIGNATURE_HOLDER_MISSING


def test_a_thief_cannot_show_it(world: World) -> None:
    text = issued(world)
    shown = bind(disclose(text, ["name"]), key=HOLDER, to=ASKED, now=NOW)
    thief = bind(disclose(text, ["name"]), key=SigningKey.generate(Algorithm.ES256), to=ASKED, now=NOW)
    more = text + shown.rpartition("~")[2]
    future = bind(disclose(text, ["name"]), key=HOLDER, to=ASKED, now=NOW + timedelta(hours=1))
    other_kind = bind(disclose(text, ["name"]), key=SigningKey.generate(), to=ASKED, now=NOW)
    nobody = bind(disclose(issued(world, holder=None), []), key=HOLDER, to=ASKED, now=NOW)
    properties = []
    for wrong in (thief, more, future, other_kind, nobody, shown[:-8] + "AAAAAAAA", shown[: shown.rindex(".")]):
        finding = world.verify(wrong, shown_to=ASKED).reason
        assert finding.code is Code.SIGNATURE_HOLDER_WRONG
        properties.append(finding.params["property"])
    assert properties == ["signature", "sd_hash", "iat", "alg", "cnf", "signature", "cnf"]


NAME = ["c2FsdHNhbHQ", "name", "Ida"]
ITEM = ["c2FsdHNhbHQ", "Ida"]


@pytest.mark.parametrize(
    ("claims", "disclosures", "code"),
    [
        ({"_sd": [digest(NAME)]}, [NAME], "issuer_ok"),
        ({"_sd": [digest(NAME, "sha512")], "_sd_alg": "sha-512"}, [NAME], "issuer_ok"),
        ({"who": {"_sd": [digest(NAME)]}}, [NAME], "issuer_ok"),
        ({"who": ["Bo", {"...": digest(ITEM)}, {"...": digest("decoy")}]}, [ITEM], "issuer_ok"),
        ({"_sd": [digest("decoy")]}, [NAME], "read_disclosure"),  # nothing signed asks for it
        ({"_sd": [digest(NAME)]}, [NAME, NAME], "read_disclosure"),
        ({"_sd": [digest(NAME), digest(NAME)]}, [NAME], "read_disclosure"),
        ({"_sd": [digest(NAME)], "who": {"_sd": [digest(NAME)]}}, [], "read_disclosure"),
        ({"_sd": [digest(NAME)], "name": "Bo"}, [NAME], "read_disclosure"),
        ({"_sd": [digest(NAME)], "_sd_alg": "md5"}, [NAME], "read_hash_unknown"),
        ({"_sd": [digest(NAME)], "_sd_alg": "sha-512"}, [NAME], "read_disclosure"),
        ({"_sd": digest(NAME)}, [NAME], "read_disclosure"),
        ({"_sd": [7]}, [], "read_disclosure"),
        ({"_sd": [digest(ITEM)]}, [ITEM], "read_disclosure"),
        ({"who": [{"...": digest(NAME)}]}, [NAME], "read_disclosure"),
        ({"who": [{"...": digest(ITEM), "and": 1}]}, [ITEM], "read_disclosure"),
        ({"who": {"...": digest(ITEM)}}, [ITEM], "read_disclosure"),
        ({"_sd": [digest(["s", "_sd", []])]}, [["s", "_sd", []]], "read_disclosure"),
        ({"_sd": [digest(["s", "...", ""])]}, [["s", "...", ""]], "read_disclosure"),
        ({"_sd": [digest(["s"])]}, [["s"]], "read_disclosure"),
        ({"_sd": [digest("!!")]}, ["!!"], "read_disclosure"),
        ({"_sd": [digest(["s", "vct", "x"])], "vct": "y"}, [["s", "vct", "x"]], "read_disclosure"),
        ({"_sd": [digest(["s", "cnf", {}])]}, [["s", "cnf", {}]], "form_wrong"),
        ({"_sd": [digest(["s", "status", {}])]}, [["s", "status", {}]], "form_wrong"),
        ({"_sd": [digest(["s", "name", "\u202eadI"])]}, [["s", "name", "\u202eadI"]], "read_hidden_character"),
        ({"cnf": {"jwk": "x"}}, [], "form_wrong"),
        ({"vct": ""}, [], "form_missing"),
        ({"nbf": "now"}, [], "dates_malformed"),
        ({"nbf": int(NOW.timestamp()) + 60}, [], "dates_not_yet"),
        ({"exp": int(NOW.timestamp()) - 60}, [], "dates_expired"),
        ({"status": {"status_list": {"idx": -1, "uri": LIST}}}, [], "status_malformed"),
        ({"status": {"another": {}}}, [], "status_kind_unknown"),
    ],
)
def test_what_was_signed_and_what_is_disclosed_fit_together(
    world: World, claims: JsonObject, disclosures: list[Any], code: str
) -> None:
    assert world.code(forged(world, claims, *disclosures)).value == code


def test_a_disclosure_inside_a_disclosure_is_opened(world: World) -> None:
    inner = ["a", "name", "Ida"]
    outer = ["b", "achievement", {"_sd": [digest(inner)]}]
    text = forged(world, {"_sd": [digest(outer)]}, outer, inner)
    assert facts(world, text).achievements[0].text.name == "Ida"
    assert world.code(forged(world, {"_sd": [digest(outer)]}, inner)).value == "read_disclosure"
    assert disclose(text, ["achievement"]) == text


def test_disclosures_that_go_ever_deeper_are_not_followed(world: World) -> None:
    inner: list[Any] = ["s", "bottom"]
    chain = [inner]
    for _ in range(40):
        inner = ["s", [[{"...": digest(inner)}]]]
        chain.append(inner)
    assert world.code(forged(world, {"who": [{"...": digest(inner)}]}, *chain)).value == "read_too_deep"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"alg": "none"}, "signature_missing"),
        ({"alg": "HS256"}, "signature_kind_unknown"),
        ({"typ": "JWT"}, "form_wrong"),
        ({"typ": "vc+sd-jwt"}, "issuer_ok"),
    ],
)
def test_the_header_says_what_it_is(world: World, header: JsonObject, code: str) -> None:
    assert world.code(forged(world, {}, **header)).value == code


def test_a_w3c_credential_with_hidden_claims_is_read_like_any_other(world: World) -> None:
    name = ["salt", "name", "Ida"]
    badge = open_badge(award(status=()))
    subject = {key: value for key, value in badge["credentialSubject"].items() if key != "name"}
    claims = {**badge, "credentialSubject": {**subject, "_sd": [digest(name)]}, "nbf": int(NOW.timestamp()) - 60}
    text = token(world, {**claims, "iss": DID}, typ="vc+sd-jwt")
    shown, hidden = world.verify(f"{text}~{part(name)}~"), world.verify(f"{text}~")
    assert shown.outcome is hidden.outcome is Outcome.GENUINE
    assert shown.facts is not None
    assert hidden.facts is not None
    assert (shown.facts.recipient.name, hidden.facts.recipient.name) == ("Ida", "")


def test_of_another_type_the_frame_is_shown(world: World) -> None:
    verdict = world.verify(forged(world, {"given_name": "Ida", "family_name": "Afprøvning"}))
    assert verdict.outcome is Outcome.GENUINE
    assert verdict.findings[-1].code is Code.MEANING_OTHER
    assert verdict.facts is not None
    assert verdict.facts.recipient.name == "Ida Afprøvning"
    assert verdict.findings[2].code is Code.CONTEXTS_NONE
    assert verdict.findings[1].code is Code.FORM_OF_KIND


def publish(world: World, *, key: SigningKey | None = None, **changes: Any) -> None:
    key = key or world.key
    given = {
        "revoked": frozenset({1}),
        "suspended": frozenset({INDEX}),
        "entries": 131_072,
        "address": LIST,
        "issuer": DID,
        "kid": key.verification_method(DID),
        "issued": NOW - timedelta(hours=1),
        "expires": NOW + timedelta(hours=1),
        **changes,
    }
    world.published[LIST] = token_status_list(given.pop("revoked"), given.pop("suspended"), key=key, **given).encode()


def test_its_status_is_looked_up(world: World) -> None:
    publish(world)
    found = {
        index: world.code(issued(world, status=(LIST, index))).value for index in (0, 1, INDEX, INDEX + 1, 131_072)
    }
    assert list(found.values()) == [
        "issuer_ok",
        "status_revoked",
        "status_suspended",
        "issuer_ok",
        "status_outside_list",
    ]


def test_a_list_that_is_not_the_issuers_counts_for_nothing(world: World) -> None:
    text = issued(world, status=(LIST, 0))
    assert world.code(text) is Code.STATUS_LIST_UNREACHABLE
    publish(world, expires=NOW - timedelta(minutes=1))
    assert world.code(text) is Code.STATUS_LIST_NOT_GENUINE
    publish(world, address=LIST + "2")
    assert world.code(text) is Code.STATUS_LIST_MALFORMED
    publish(world, issuer="did:web:other.example")
    assert world.code(text) is Code.STATUS_LIST_OTHER_ISSUER
    other = SigningKey.generate()
    publish(world, key=other, kid=other.verification_method())
    assert world.code(text) is Code.STATUS_LIST_OTHER_ISSUER
    publish(world, key=other)
    assert world.code(text) is Code.STATUS_LIST_NOT_GENUINE
    for value in (b"{}", b"a.b.c", token(world, {"sub": LIST}, typ="statuslist+jwt").encode()):
        world.published[LIST] = value
        assert world.verify(text).outcome is Outcome.CANNOT_TELL


@pytest.mark.parametrize("size", [1, 2, 4, 8])
def test_lists_of_every_size_of_entry_are_read(world: World, size: int) -> None:
    packed = base64.urlsafe_b64encode(zlib.compress(bytes([1, 0, 0, 0]))).rstrip(b"=").decode()
    claims = {"sub": LIST, "iat": int(NOW.timestamp()), "status_list": {"bits": size, "lst": packed}}
    world.published[LIST] = token(world, claims, typ="statuslist+jwt").encode()
    found = [world.code(issued(world, status=(LIST, index))).value for index in (0, 1, 32 // size)]
    assert found == ["status_revoked", "issuer_ok", "status_outside_list"]


def test_a_list_has_whole_bytes_and_no_index_outside(world: World) -> None:
    for changes in ({"entries": 3}, {"entries": 4, "revoked": frozenset({4}), "suspended": frozenset()}):
        with pytest.raises(ValueError, match="list"):
            publish(world, **changes)


def test_an_incomplete_or_misleading_award_is_not_signed(world: World) -> None:
    nobody = replace(award().recipient, id="", name="", identities=())
    with pytest.raises(IncompleteAward):
        issued(world, award=award(recipient=nobody))
    with pytest.raises(IncompleteAward):
        issued(world, award=award(achievement=replace(award().achievement, level=None)))
    with pytest.raises(RefusedToSign):
        issued(world, award=award(recipient=replace(award().recipient, name="Ida\u202e")))
    with pytest.raises(ValueError, match="time zone"):
        issued(world, created=NOW.replace(tzinfo=None))


def test_every_character_counts(world: World) -> None:
    shown = bind(disclose(issued(world), ["name", "grade"]), key=HOLDER, to=ASKED, now=NOW)
    for place in range(0, len(shown), max(len(shown) // 100, 1)):
        changed = shown[:place] + ("A" if shown[place] != "A" else "B") + shown[place + 1 :]
        assert world.verify(changed, shown_to=ASKED).outcome is not Outcome.GENUINE, place


def test_the_holders_key_is_the_one_in_the_token(world: World) -> None:
    claims = decoded(issued(world).partition("~")[0], 1)
    assert PublicKey.from_jwk(claims["cnf"]["jwk"]) == HOLDER.public
