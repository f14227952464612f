"""What a check can come out as: steps, states, outcomes and every code a finding can carry."""

from collections.abc import Mapping
from enum import StrEnum


class Step(StrEnum):
    """The named steps of a verdict, in the order in which they are reported."""

    READ = "read"
    FORM = "form"
    CONTEXTS = "contexts"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    DATES = "dates"
    STATUS = "status"
    MEANING = "meaning"

    __hash__ = str.__hash__  # a verdict looks up many, and Enum's own hash is Python


class State(StrEnum):
    """How one step came out. `UNCHECKED` is an honest 'this could not be checked here'."""

    PASSED = "passed"
    FAILED = "failed"
    UNCHECKED = "unchecked"

    __hash__ = str.__hash__


class Outcome(StrEnum):
    """How the whole came out: genuine now, not genuine now, or not possible to tell."""

    GENUINE = "genuine"
    NOT_GENUINE = "not_genuine"
    CANNOT_TELL = "cannot_tell"


class Code(StrEnum):
    """Every code a finding can carry; each knows its state, its step, and the names of its parameters.

    The value is what goes over the wire and what a translation is keyed by; `says` is the English gist for whoever
    writes the texts. `step` is None only for `NOT_REACHED`, which any step can carry.
    """

    step: Step | None
    state: State
    params: tuple[str, ...]
    says: str

    def __new__(cls, value: str, state: State, says: str, *params: str) -> "Code":
        member = str.__new__(cls, value)
        member._value_ = value
        member.step = None if value == "not_reached" else Step(value.partition("_")[0])
        member.state = state
        member.says = says
        member.params = params
        return member

    NOT_REACHED = "not_reached", State.UNCHECKED, "Not looked at, because of what an earlier step found."

    READ_OK = "read_ok", State.PASSED, "The text can be read.", "kind"
    READ_TOO_LARGE = "read_too_large", State.UNCHECKED, "Larger than is read here.", "limit"
    READ_TOO_DEEP = "read_too_deep", State.UNCHECKED, "Nested deeper than is read here.", "limit"
    READ_TOO_MANY_VALUES = "read_too_many_values", State.UNCHECKED, "Has more parts than are read here.", "limit"
    READ_HIDDEN_CHARACTER = (
        "read_hidden_character",
        State.UNCHECKED,
        "Has control or text-direction characters, which can make a text look like something else.",
        "character",
    )
    READ_KIND_UNSUPPORTED = "read_kind_unsupported", State.UNCHECKED, "A kind of file not read here yet.", "kind"
    READ_NOT_TEXT = "read_not_text", State.FAILED, "Not text in UTF-8."
    READ_NOT_JSON = "read_not_json", State.FAILED, "Not JSON.", "line", "column"
    READ_NOT_OBJECT = "read_not_object", State.FAILED, "JSON, but not one object."
    READ_DUPLICATE_KEY = "read_duplicate_key", State.FAILED, "The same key twice in one object.", "key"
    READ_NUMBER = "read_number", State.FAILED, "A number that readers do not agree on: NaN, infinite or too large."
    READ_BROKEN_TEXT = "read_broken_text", State.FAILED, "Half a character (a lone surrogate)."
    READ_TOKEN_MALFORMED = "read_token_malformed", State.FAILED, "A token whose parts cannot be read."
    READ_TOKEN_CONTRADICTS = (
        "read_token_contradicts",
        State.FAILED,
        "A token that says one thing in its claims and another in the credential.",
        "property",
    )
    READ_DISCLOSURE = "read_disclosure", State.FAILED, "Discloses something that nothing signed asks for."
    READ_HASH_UNKNOWN = "read_hash_unknown", State.UNCHECKED, "Hides claims by a hash not known here.", "hash"
    READ_BROKEN_IMAGE = "read_broken_image", State.FAILED, "A picture that is broken off or not well formed."
    READ_NOTHING_BAKED = "read_nothing_baked", State.FAILED, "A picture with no credential in it."
    READ_BAKED_TWICE = "read_baked_twice", State.FAILED, "A picture with more than one credential in it."
    READ_NOTHING_ATTACHED = "read_nothing_attached", State.FAILED, "A PDF with no credential attached that can be read."
    READ_ATTACHED_TWICE = "read_attached_twice", State.FAILED, "A PDF with more than one credential attached."
    READ_XML_ENTITIES = "read_xml_entities", State.UNCHECKED, "A picture that declares XML entities: not expanded."

    FORM_OK = "form_ok", State.PASSED, "Has the form of a verifiable credential.", "version"
    FORM_OF_KIND = "form_of_kind", State.PASSED, "Has the form that its own kind asks for.", "kind"
    FORM_PRESENTATION = "form_presentation", State.PASSED, "Has the form of a verifiable presentation.", "version"
    FORM_SHOWS_OTHERS = (
        "form_shows_others",
        State.UNCHECKED,
        "A presentation, which shows credentials to somebody who asked; it is judged as such, and they one by one.",
    )
    FORM_NOT_PRESENTATION = "form_not_presentation", State.FAILED, "Does not call itself a verifiable presentation."
    FORM_NOT_CREDENTIAL = "form_not_credential", State.FAILED, "Does not call itself a verifiable credential."
    FORM_MISSING = "form_missing", State.FAILED, "Lacks a property that a credential must have.", "property"
    FORM_WRONG = "form_wrong", State.FAILED, "A property has a value of the wrong kind.", "property"

    CONTEXTS_OK = "contexts_ok", State.PASSED, "Every word in it is defined by a known vocabulary."
    CONTEXTS_NONE = "contexts_none", State.PASSED, "Of a kind whose words are defined by its type.", "kind"
    CONTEXTS_UNKNOWN = "contexts_unknown", State.UNCHECKED, "Names a vocabulary not kept here.", "context"
    CONTEXTS_INLINE = "contexts_inline", State.UNCHECKED, "Brings a vocabulary of its own inside the document."
    CONTEXTS_CONSTRUCTION = (
        "contexts_construction",
        State.UNCHECKED,
        "Uses a JSON-LD construction that is not interpreted here.",
        "keyword",
    )
    CONTEXTS_TOO_MANY = "contexts_too_many", State.UNCHECKED, "Names vocabularies more often than is read.", "limit"
    CONTEXTS_NOT_FIRST = "contexts_not_first", State.FAILED, "Its first vocabulary is not that of credentials."
    CONTEXTS_UNDEFINED = (
        "contexts_undefined",
        State.FAILED,
        "Uses words that its vocabularies do not define; no signature can cover them.",
        "words",
    )
    CONTEXTS_REDEFINED = "contexts_redefined", State.FAILED, "Redefines a word that is protected.", "reason"
    CONTEXTS_INVALID = "contexts_invalid", State.FAILED, "Breaks the rules of JSON-LD.", "reason"

    SIGNATURE_OK = "signature_ok", State.PASSED, "Unchanged since it was signed.", "suite"
    SIGNATURE_OLDER = (
        "signature_older",
        State.PASSED,
        "Unchanged since it was signed, but by an older kind of proof: it covers less of what is shown.",
        "suite",
    )
    SIGNATURE_HOSTED = (
        "signature_hosted",
        State.PASSED,
        "Of an older kind that is not signed: the same can be read where the issuer keeps it today.",
        "address",
    )
    SIGNATURE_HOSTED_UNREACHABLE = (
        "signature_hosted_unreachable",
        State.UNCHECKED,
        "Not signed, and the place where the issuer keeps it could not be read.",
        "address",
        "reason",
    )
    SIGNATURE_HOSTED_GONE = (
        "signature_hosted_gone",
        State.FAILED,
        "Not signed, and the issuer has taken it away from where it kept it.",
        "address",
    )
    SIGNATURE_HOSTED_DIFFERS = (
        "signature_hosted_differs",
        State.FAILED,
        "Not signed, and where the issuer keeps it, something else can be read.",
        "address",
        "property",
    )
    SIGNATURE_HOLDER_WRONG = (
        "signature_holder_wrong",
        State.FAILED,
        "What should prove that its holder shows it does not hold.",
        "property",
    )
    SIGNATURE_HOLDER_MISSING = (
        "signature_holder_missing",
        State.FAILED,
        "Nothing proves that it is its holder who shows it.",
    )
    SIGNATURE_MISSING = "signature_missing", State.FAILED, "Not signed."
    SIGNATURE_MALFORMED = "signature_malformed", State.FAILED, "The proof is not well formed.", "property"
    SIGNATURE_WRONG = "signature_wrong", State.FAILED, "Does not match: changed since, or signed by another key."
    SIGNATURE_KEY_NOT_FOUND = "signature_key_not_found", State.FAILED, "The signer publishes no such key.", "method"
    SIGNATURE_KEY_MALFORMED = "signature_key_malformed", State.FAILED, "The key is not well formed.", "method"
    SIGNATURE_KIND_UNKNOWN = "signature_kind_unknown", State.UNCHECKED, "A kind of signature not known here.", "kind"
    SIGNATURE_CHAIN = "signature_chain", State.UNCHECKED, "A chain of proofs, which is not followed here."
    SIGNATURE_TOO_MANY = "signature_too_many", State.UNCHECKED, "More proofs than are checked here.", "limit"
    SIGNATURE_TOO_COMPLEX = (
        "signature_too_complex",
        State.UNCHECKED,
        "So entangled that checking it would take too long.",
    )
    SIGNATURE_KEY_UNREACHABLE = (
        "signature_key_unreachable",
        State.UNCHECKED,
        "The place where the signer publishes its keys could not be read.",
        "address",
        "reason",
    )
    SIGNATURE_KEY_KIND_UNKNOWN = (
        "signature_key_kind_unknown",
        State.UNCHECKED,
        "A kind of key not known here.",
        "method",
    )
    SIGNATURE_KEY_OTHER_KIND = (
        "signature_key_other_kind",
        State.FAILED,
        "The key named is of another kind than the signature.",
        "method",
    )
    SIGNATURE_METHOD_UNKNOWN = (
        "signature_method_unknown",
        State.UNCHECKED,
        "Names its key in a way that is not followed here.",
        "method",
    )

    ISSUER_OK = "issuer_ok", State.PASSED, "Signed by the issuer it names, who is known here.", "issuer", "known_as"
    ISSUER_HOSTS = (
        "issuer_hosts",
        State.PASSED,
        "Kept where the issuer it names keeps its own, and that issuer is known here.",
        "issuer",
        "known_as",
    )
    ISSUER_HOSTS_NOT_KNOWN = (
        "issuer_hosts_not_known",
        State.UNCHECKED,
        "Kept where the issuer it names keeps its own, but that issuer is not known here.",
        "issuer",
    )
    ISSUER_HOLDER = "issuer_holder", State.PASSED, "Signed by the one who shows it.", "holder"
    ISSUER_NOT_KNOWN = "issuer_not_known", State.UNCHECKED, "Signed by the issuer, who is not known here.", "issuer"
    ISSUER_NOT_TRACEABLE = (
        "issuer_not_traceable",
        State.UNCHECKED,
        "The issuer's identifier leads nowhere, so nobody can tell whose the key is.",
        "issuer",
    )
    ISSUER_OTHER_SIGNER = (
        "issuer_other_signer",
        State.FAILED,
        "Signed with a key that belongs to somebody else.",
        "issuer",
        "signer",
    )
    ISSUER_NOT_AUTHORISED = (
        "issuer_not_authorised",
        State.FAILED,
        "The issuer does not allow this key to sign credentials.",
        "method",
    )
    ISSUER_PURPOSE = "issuer_purpose", State.FAILED, "Signed for another purpose.", "purpose"
    ISSUER_KEY_REVOKED = "issuer_key_revoked", State.FAILED, "Signed after the key was withdrawn.", "revoked"

    DATES_OK = "dates_ok", State.PASSED, "Valid at this moment.", "valid_from", "valid_until"
    DATES_NOT_YET = "dates_not_yet", State.FAILED, "Not valid yet.", "valid_from"
    DATES_EXPIRED = "dates_expired", State.FAILED, "No longer valid.", "valid_until"
    DATES_MALFORMED = "dates_malformed", State.FAILED, "A date that is not one.", "property"
    DATES_SIGNED_LATER = "dates_signed_later", State.FAILED, "Signed at a time that has not come.", "created"
    DATES_PROOF_EXPIRED = "dates_proof_expired", State.FAILED, "The signature has expired.", "expires"

    STATUS_OK = "status_ok", State.PASSED, "Neither revoked nor suspended."
    STATUS_NONE = "status_none", State.PASSED, "The issuer has given no way to withdraw it."
    STATUS_REVOKED = "status_revoked", State.FAILED, "Revoked by the issuer."
    STATUS_SUSPENDED = "status_suspended", State.FAILED, "Suspended by the issuer for the time being."
    STATUS_KIND_UNKNOWN = "status_kind_unknown", State.UNCHECKED, "A kind of status not known here.", "kind"
    STATUS_PURPOSE_UNKNOWN = "status_purpose_unknown", State.UNCHECKED, "A status purpose not known here.", "purpose"
    STATUS_MALFORMED = "status_malformed", State.UNCHECKED, "The pointer to its status is not well formed."
    STATUS_TOO_MANY = "status_too_many", State.UNCHECKED, "More status entries than are checked here.", "limit"
    STATUS_LIST_UNREACHABLE = (
        "status_list_unreachable",
        State.UNCHECKED,
        "The issuer's status list could not be read.",
        "address",
        "reason",
    )
    STATUS_LIST_NOT_GENUINE = (
        "status_list_not_genuine",
        State.UNCHECKED,
        "The status list itself cannot be relied on; `because` is the code of what was found.",
        "address",
        "because",
    )
    STATUS_LIST_OTHER_ISSUER = (
        "status_list_other_issuer",
        State.UNCHECKED,
        "The status list is somebody else's.",
        "address",
        "issuer",
    )
    STATUS_LIST_OTHER_PURPOSE = (
        "status_list_other_purpose",
        State.UNCHECKED,
        "The status list is for another purpose.",
        "address",
        "purpose",
    )
    STATUS_LIST_MALFORMED = "status_list_malformed", State.UNCHECKED, "The status list cannot be read.", "address"
    STATUS_OUTSIDE_LIST = "status_outside_list", State.UNCHECKED, "Points past the end of the list.", "address"

    MEANING_OK = "meaning_ok", State.PASSED, "A kind of credential that can be shown in full.", "kind"
    MEANING_OTHER = "meaning_other", State.UNCHECKED, "A credential of another kind; only its frame is shown.", "kind"
    MEANING_INCOMPLETE = "meaning_incomplete", State.FAILED, "Lacks what its own kind requires.", "property"


class Problem(Exception):
    """Raised inside the package when a check does not pass; the step runner turns it into a finding."""

    def __init__(self, code: Code, **params: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.params: Mapping[str, str] = params
