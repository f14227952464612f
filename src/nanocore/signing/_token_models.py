"""How an SD-JWT VC is understood, and its seal: what the issuer signed and what its holder proves."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ._case import Case, Signer
from ._claims import facts_of_claims, moment_of
from ._codes import Code, Problem, Step
from ._sd_jwt import SdJwt, check_binding
from ._token_status import check_token_status
from ._tokens import TokenSeal
from ._verdict import Facts, Finding

ALWAYS_SHOWN: Final = ("iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status")
_TYPES: Final = ("dc+sd-jwt", "vc+sd-jwt")  # the latter until draft 06
_DATES: Final = ("iat", "nbf", "exp")


@dataclass(frozen=True)
class SdJwtSeal:
    """The issuer's signature, and the holder's over what is shown if there is one or one was asked for."""

    token: SdJwt
    issuers: TokenSeal

    @property
    def name(self) -> str:
        """The issuer's algorithm."""
        return self.issuers.name

    def check(self, case: Case) -> Signer:
        """By a key of the issuer's; then by the holder's."""
        signer = self.issuers.check(case)
        check_binding(self.token, case.shown_to, case.now)
        return replace(signer, bound=bool(self.token.key_binding))

    def times(self) -> tuple[datetime | None, datetime | None]:
        """When the issuer signed."""
        return self.issuers.times()


@dataclass(frozen=True)
class SdJwtVc:
    """The model of an SD-JWT VC: its words are those of its type (`vct`), its dates and status claims of its own."""

    token: SdJwt

    def form(self, case: Case) -> Finding:
        """draft-ietf-oauth-sd-jwt-vc, section 3.2: what must be there, and what must not be hidden."""
        header, claims = self.token.jws.header, case.document
        if header.get("typ") not in _TYPES:
            raise Problem(Code.FORM_WRONG, property="typ")
        for name in ("vct", "iss"):
            if not isinstance(claims.get(name), str) or not claims[name]:
                raise Problem(Code.FORM_MISSING, property=name)
        for disclosure in self.token.disclosures:
            if disclosure.name in ALWAYS_SHOWN and disclosure.name == disclosure.claim:
                raise Problem(Code.FORM_WRONG, property=disclosure.name)
        binding = claims.get("cnf", {})
        if not isinstance(binding, dict) or not isinstance(binding.get("jwk", {}), dict):
            raise Problem(Code.FORM_WRONG, property="cnf")
        return Finding(Step.FORM, Code.FORM_OF_KIND, {"kind": "SD-JWT VC"})

    def contexts(self, case: Case) -> Finding:
        """There are none: the type says what the words mean."""
        return Finding(Step.CONTEXTS, Code.CONTEXTS_NONE, {"kind": str(case.document["vct"])})

    def issuer(self, case: Case) -> str:
        """`iss`."""
        return str(case.document["iss"])

    def valid(self, case: Case) -> tuple[datetime | None, datetime | None]:
        """`nbf` and `exp`."""
        for name in _DATES:
            if name in case.document and moment_of(case.document, name) is None:
                raise Problem(Code.DATES_MALFORMED, property=name)
        return moment_of(case.document, "nbf"), moment_of(case.document, "exp")

    def status(self, case: Case) -> Finding:
        """See `_token_status`."""
        return check_token_status(case)

    def meaning(self, case: Case) -> Finding:
        """A micro-credential says what was achieved; of other types only the frame is known."""
        achievement = case.document.get("achievement")
        if not isinstance(achievement, dict) or not achievement:
            raise Problem(Code.MEANING_OTHER, kind=str(case.document["vct"]))
        if not isinstance(achievement.get("name"), str) or not achievement["name"]:
            raise Problem(Code.MEANING_INCOMPLETE, property="achievement.name")
        return Finding(Step.MEANING, Code.MEANING_OK, {"kind": "sd_jwt_vc"})

    def facts(self, case: Case) -> Facts:
        """See `_claims`."""
        return facts_of_claims(case.document)
