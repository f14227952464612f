"""Makes a precedent of a credential that the long way has found genuine.

What is to hold for all of its wording is tried on the *least* of them: every text a word, every address the shortest.
The steps of form and meaning ask of texts that they are not empty, and of addresses that they are some; so what the
least credential passes, all pass whose texts are not empty and whose addresses are addresses.
"""

from typing import Any, Final

import orjson

from ._case import Case, Reading, Seal
from ._codes import Code, Problem, State, Step
from ._facts import CREDENTIAL, ENDS, STARTS
from ._graph import BLANK, RDF_TYPE
from ._jose import Jws
from ._json import JsonObject
from ._precedent_sd_jwt import sd_jwt_precedent
from ._precedent_seals import Proofs, Seals, Tokens, Told
from ._precedents import Handed, Like, Precedent
from ._proofs import ProofSeal
from ._shape import Leaf, Rendering, Shape, name_of
from ._suites import SUITES, EddsaRdfc2022
from ._token_models import SdJwtVc
from ._tokens import ALGORITHMS, TokenSeal
from ._unsecured import Unsecured
from ._verdict import Verdict
from ._w3c import W3C
from ._wording import Wording, wording_of

_FIRST: Final = (Step.READ, Step.FORM, Step.CONTEXTS, Step.SIGNATURE)
_SAME_IN_ALL: Final = frozenset({"@context", "type", "cryptosuite", "verificationMethod", "proofPurpose"})
_MOMENTS: Final = frozenset({"iat", "nbf", "exp"})
_REPEATED: Final = {"iss": "issuer", "jti": "id", "sub": "credentialSubject"}
_DIGESTED: Final = "relatedResource"  # its form depends on what is in it


def precedent_of(handed: Handed, case: Case, verdict: Verdict) -> tuple[Wording, Like] | None:
    """What holds for all credentials that are worded as this one, which is genuine; None if it is of no such kind."""
    if verdict[Step.MEANING].state is not State.PASSED:
        return None
    if isinstance(case.reading.model, SdJwtVc):
        return sd_jwt_precedent(handed, case, verdict)
    return _of_statements(handed, case, verdict) if case.reading.model is W3C else None


def _of_statements(handed: Handed, case: Case, verdict: Verdict) -> tuple[Wording, Precedent] | None:
    rendering = case.unsecured.known_again()
    if rendering is None or not _holds_for_the_least(rendering, case, verdict):
        return None
    shape = rendering.mould.shape
    starts, ends, issuers = (_said(shape, *about) for about in (STARTS, ENDS, (CREDENTIAL + "issuer",)))
    sealing = _sealing(orjson.loads(handed.text), handed.jws, case.reading.seals, shape)
    if starts is None or ends is None or not issuers or sealing is None:
        return None
    template, seals = sealing
    wording = wording_of(handed.text, template, shape.same_as)
    if wording is None:
        return None
    return wording, Precedent(
        mould=rendering.mould,
        seals=seals,
        issuer=issuers[0],
        starts=starts,
        ends=ends,
        has_status=verdict[Step.STATUS].code is not Code.STATUS_NONE,
        first=tuple(verdict[step] for step in _FIRST),
        meaning=verdict[Step.MEANING],
        improve=rendering.improve,
    )


def _holds_for_the_least(rendering: Rendering, case: Case, verdict: Verdict) -> bool:
    """Whether form, contexts and meaning come out for the least credential of the shape as they did for this one."""
    shape = rendering.mould.shape
    typed_by_value = any(one.predicate == RDF_TYPE and isinstance(one.object.value, Leaf) for one in shape.statements)
    least = rendering.mould.cast(
        tuple(b"urn:x:%d" % number if number in shape.addresses else b"x%d" % number for number in shape.same_as)
    )
    if least is None or typed_by_value or _DIGESTED in case.document:
        return False
    document = least.document()
    its_case = case.about(Reading("", document, (), W3C), case.trusted)
    its_case.unsecured = Unsecured(document, case.contexts, _found=least)
    try:
        found = [W3C.form(its_case), W3C.contexts(its_case), W3C.meaning(its_case)]
    except Problem:
        return False
    return found == [verdict[step] for step in (Step.FORM, Step.CONTEXTS, Step.MEANING)]


def _said(shape: Shape, *predicates: str) -> list[Told] | None:
    """What the credential itself says by the predicates; None if some of it is neither a text nor an address."""
    found = [slot for predicate in predicates for slot in shape.said.get((shape.root, predicate), ())]
    if any(slot.kind == BLANK for slot in found):
        return None
    return [slot.value if isinstance(slot.value, Leaf) else name_of(slot.value) for slot in found]


def _sealing(
    document: JsonObject, jws: Jws | None, seals: tuple[Seal, ...], shape: Shape
) -> tuple[JsonObject, Seals] | None:
    """`document`, as it was handed in, with a leaf for each value; and what its seal is like."""
    match seals:
        case (ProofSeal() as seal,) if jws is None:
            return _by_proof(document, seal, shape)
        case (TokenSeal() as seal,) if jws is not None:
            return _by_token(document, seal, shape)
    return None


def _by_proof(document: JsonObject, seal: ProofSeal, shape: Shape) -> tuple[JsonObject, Seals] | None:
    suite, written = SUITES[seal.name], document["proof"]
    if not isinstance(suite, EddsaRdfc2022) or not isinstance(written, dict):
        return None
    varying = [name for name, value in written.items() if isinstance(value, str) and name not in _SAME_IN_ALL]
    varying.sort(key="proofValue".__eq__)  # which comes last
    leaves = {name: Leaf(len(shape.same_as) + place) for place, name in enumerate(varying)}
    proof = {name: leaves.get(name, value) for name, value in written.items()}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    template = {name: proof if name == "proof" else shape.template[name] for name in document}
    (algorithm,) = suite.algorithms
    return template, Proofs(suite, options, document["@context"], seal.proof.method_id, algorithm)


def _by_token(claims: JsonObject, seal: TokenSeal, shape: Shape) -> tuple[JsonObject, Seals] | None:
    kid = str(seal.header.get("kid"))
    moments: dict[str, int | Leaf] = {}
    template: JsonObject = {}
    for name, value in claims.items():
        if name in shape.template:
            template[name] = shape.template[name]
        elif name in _MOMENTS and type(value) is int:
            template[name] = moments[name] = Leaf(len(shape.same_as) + len(moments))
        elif name in _REPEATED:
            template[name] = _repeated(shape.template.get(_REPEATED[name]))
        else:
            return None
    if not kid.startswith("did:") or None in template.values():
        return None
    return template, Tokens(seal.header, moments, kid, ALGORITHMS[seal.name])


def _repeated(said: Any) -> Any:
    """The identifier in a property that a claim repeats; None if it has none."""
    return said.get("id") if isinstance(said, dict) else said if isinstance(said, str | Leaf) else None
