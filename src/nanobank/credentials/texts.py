"""What a verdict says to a person: a sentence for every code of the core, and names for steps, states and reasons."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nanobank.credentials.verdicts.bridge import Code, Finding, Outcome, State, Step, Unreachable

Words: TypeAlias = str | Promise

STEPS: Final[Mapping[Step, Words]] = {
    Step.READ: _("Can be read"),
    Step.FORM: _("Has the form of a credential"),
    Step.CONTEXTS: _("Every word is defined"),
    Step.SIGNATURE: _("Unchanged since it was signed"),
    Step.ISSUER: _("Signed by the one it names"),
    Step.DATES: _("Within its dates"),
    Step.STATUS: _("Not withdrawn"),
    Step.MEANING: _("Says what its kind must say"),
}

STATES: Final[Mapping[State, Words]] = {
    State.PASSED: _("In order"),
    State.FAILED: _("Not in order"),
    State.UNCHECKED: _("Not examined"),
}

OUTCOMES: Final[Mapping[Outcome, Words]] = {
    Outcome.GENUINE: _("The credential is genuine"),
    Outcome.NOT_GENUINE: _("The credential is not genuine"),
    Outcome.CANNOT_TELL: _("It cannot be decided here"),
}

# What was once genuine is not called false.
_LAPSED: Final[Mapping[Code, Words]] = {
    Code.STATUS_REVOKED: _("The credential is no longer valid"),
    Code.DATES_EXPIRED: _("The credential is no longer valid"),
    Code.STATUS_SUSPENDED: _("The credential is not valid now"),
    Code.DATES_NOT_YET: _("The credential is not valid now"),
}

# What is no credential accuses nobody of having forged one.
_NO_CREDENTIAL: Final = _("There is no credential in it")

# A good signature by a stranger is not called nothing; whose identifier it is stands in the step.
_STRANGERS: Final[Mapping[Code, Words]] = {
    Code.ISSUER_NOT_KNOWN: _(
        "The signature is good, but we do not know who it is. Anybody can make a key and give it a name."
    ),
    Code.ISSUER_HOSTS_NOT_KNOWN: _(
        "It is where it says, but we do not know who keeps it there. Anybody can make a site."
    ),
}

_UNREACHABLE: Final[Mapping[Unreachable, Words]] = {
    Unreachable.NOT_FOUND: _("There is nothing at that address."),
    Unreachable.GONE: _("What was at that address has been taken away for good."),
    Unreachable.TIMED_OUT: _("The answer took too long."),
    Unreachable.NOT_ALLOWED: _("Only addresses on the open internet that begin with https:// are read."),
    Unreachable.TOO_LARGE: _("What is there is larger than is read here."),
    Unreachable.NO_ANSWER: _("There was no usable answer."),
    Unreachable.NOT_READABLE: _("What is there is not a credential in JSON."),
    Unreachable.TOO_MANY: _("The credential asks for more look-ups than are made here."),
}

SENTENCES: Final[Mapping[Code, Words]] = {
    Code.NOT_REACHED: _("Not examined, because of what an earlier step found."),
    Code.READ_OK: _("The text can be read, and all readers see the same in it."),
    Code.READ_TOO_LARGE: _("It is larger than the %(limit)s that are read here."),
    Code.READ_TOO_DEEP: _("It is nested deeper than the %(limit)s levels that are read here."),
    Code.READ_TOO_MANY_VALUES: _("It has more than the %(limit)s parts that are read here."),
    Code.READ_HIDDEN_CHARACTER: _(
        "It has an invisible character (%(character)s), which can make a text look like something else."
    ),
    Code.READ_KIND_UNSUPPORTED: _("It is a file of the kind %(kind)s, which is not read here yet. Use the JSON file."),
    Code.READ_NOT_TEXT: _("It is not text, so it is not a credential."),
    Code.READ_NOT_JSON: _(
        "It is not JSON, so it is not a credential. It goes wrong in line %(line)s, character %(column)s."
    ),
    Code.READ_NOT_OBJECT: _("It is JSON, but not a credential."),
    Code.READ_DUPLICATE_KEY: _("It says “%(key)s” twice, so two readers could see two different credentials."),
    Code.READ_NUMBER: _("It has a number that computers do not agree on."),
    Code.READ_BROKEN_TEXT: _("It has half a character in it."),
    Code.READ_TOKEN_MALFORMED: _("It looks like a signed token, but parts of it cannot be read."),
    Code.READ_TOKEN_CONTRADICTS: _("It contradicts itself: “%(property)s” is said in two ways."),
    Code.READ_DISCLOSURE: _("It discloses something that does not belong to what was signed."),
    Code.READ_HASH_UNKNOWN: _("It hides parts of itself in a way that is not known here: %(hash)s."),
    Code.READ_BROKEN_IMAGE: _("The picture is damaged, so what is in it cannot be read."),
    Code.READ_NOTHING_BAKED: _("It is a picture with no credential in it. Use the file that you were given."),
    Code.READ_BAKED_TWICE: _("There is more than one credential in the picture, so it is not clear which one counts."),
    Code.READ_NOTHING_ATTACHED: _(
        "It is a PDF with no credential inside. Use the file that you were given, not a scan."
    ),
    Code.READ_ATTACHED_TWICE: _("There is more than one credential in the PDF, so it is not clear which one counts."),
    Code.READ_XML_ENTITIES: _("The picture defines words of its own, which can hide something. It is not read here."),
    Code.FORM_OK: _("It is a verifiable credential by the W3C standard, version %(version)s."),
    Code.FORM_OF_KIND: _("It has the form that a credential of its kind must have: %(kind)s."),
    Code.FORM_PRESENTATION: _("It is a presentation by the W3C standard, version %(version)s."),
    Code.FORM_SHOWS_OTHERS: _(
        "It is a presentation: something that shows credentials to somebody who asked for them. "
        "Check the credentials in it one by one."
    ),
    Code.FORM_NOT_PRESENTATION: _("It does not call itself a presentation."),
    Code.FORM_NOT_CREDENTIAL: _("It does not call itself a credential."),
    Code.FORM_MISSING: _("It lacks “%(property)s”, which every credential must have."),
    Code.FORM_WRONG: _("Its “%(property)s” is not what it should be."),
    Code.CONTEXTS_OK: _("Every word in it is defined by a vocabulary that is known here."),
    Code.CONTEXTS_NONE: _("It is of a kind whose words are defined by the kind itself: %(kind)s."),
    Code.CONTEXTS_UNKNOWN: _("It uses a vocabulary that is not known here: %(context)s."),
    Code.CONTEXTS_INLINE: _("It brings its own vocabulary along, so its words could mean anything."),
    Code.CONTEXTS_CONSTRUCTION: _("It uses the construction “%(keyword)s”, which is not interpreted here."),
    Code.CONTEXTS_TOO_MANY: _("It names more than the %(limit)s vocabularies that are read here."),
    Code.CONTEXTS_NOT_FIRST: _("Its first vocabulary is not that of credentials."),
    Code.CONTEXTS_UNDEFINED: _("It uses words that nothing defines and no signature can cover: %(words)s."),
    Code.CONTEXTS_REDEFINED: _("It gives a protected word another meaning (%(reason)s)."),
    Code.CONTEXTS_INVALID: _("It breaks the rules of its own format (%(reason)s)."),
    Code.SIGNATURE_OK: _("Not a character has been changed since it was signed (%(suite)s)."),
    Code.SIGNATURE_OLDER: _(
        "It has not been changed since it was signed. It is of an older kind with a weaker proof, as what describes "
        "the achievement is seldom signed with it."
    ),
    Code.SIGNATURE_HOSTED: _(
        "It is of an older kind with a weaker proof. It is not signed, but the same can be read today where the issuer "
        "keeps it: %(address)s."
    ),
    Code.SIGNATURE_HOSTED_UNREACHABLE: _("It is not signed, and where it is kept, it could not be read. %(reason)s"),
    Code.SIGNATURE_HOSTED_GONE: _("It is not signed, and it has been taken away from where it was kept."),
    Code.SIGNATURE_HOSTED_DIFFERS: _(
        "It is not signed, and where it is kept, something else can be read under “%(property)s”."
    ),
    Code.SIGNATURE_HOLDER_WRONG: _("The proof that it is shown by its holder does not hold: %(property)s."),
    Code.SIGNATURE_HOLDER_MISSING: _("Nothing proves that it is shown by its holder."),
    Code.SIGNATURE_MISSING: _("It is not signed. Anybody can have written it."),
    Code.SIGNATURE_MALFORMED: _("The signature is not well formed: “%(property)s”."),
    Code.SIGNATURE_WRONG: _("It has been changed since it was signed, or somebody else signed it."),
    Code.SIGNATURE_KEY_NOT_FOUND: _("The signer publishes no such key: %(method)s."),
    Code.SIGNATURE_KEY_MALFORMED: _("The signer's key is not well formed: %(method)s."),
    Code.SIGNATURE_KIND_UNKNOWN: _("It is signed in a way that is not known here: %(kind)s."),
    Code.SIGNATURE_CHAIN: _("It has signatures on top of signatures, which are not followed here."),
    Code.SIGNATURE_TOO_MANY: _("It has more than the %(limit)s signatures that are checked here."),
    Code.SIGNATURE_TOO_COMPLEX: _("It is so entangled that checking the signature would take too long."),
    Code.SIGNATURE_KEY_UNREACHABLE: _("The signer's keys could not be read at %(address)s. %(reason)s"),
    Code.SIGNATURE_KEY_KIND_UNKNOWN: _("The key is of a kind that is not known here: %(method)s."),
    Code.SIGNATURE_KEY_OTHER_KIND: _("The key it names is of another kind than the signature: %(method)s."),
    Code.SIGNATURE_METHOD_UNKNOWN: _("It names its key in a way that is not followed here: %(method)s."),
    Code.ISSUER_OK: _("The key belongs to %(known_as)s, who is known here."),
    Code.ISSUER_HOSTS: _("It is kept by the issuer that it names, who is known here: %(known_as)s."),
    Code.ISSUER_HOLDER: _("It is shown by the one who signed it: %(holder)s."),
    Code.ISSUER_HOSTS_NOT_KNOWN: _(
        "It is kept by the issuer that it names, %(issuer)s, but who that is, is not known here. Anybody can make a "
        "site."
    ),
    Code.ISSUER_NOT_KNOWN: _(
        "The key belongs to %(issuer)s, but who that is, is not known here. Anybody can make a key and give it a name."
    ),
    Code.ISSUER_NOT_TRACEABLE: _("It cannot be found out who the issuer is: %(issuer)s."),
    Code.ISSUER_OTHER_SIGNER: _("It says that %(issuer)s issued it, but it is signed with somebody else's key."),
    Code.ISSUER_NOT_AUTHORISED: _("The issuer does not let this key sign credentials: %(method)s."),
    Code.ISSUER_PURPOSE: _("It is signed for another purpose: %(purpose)s."),
    Code.ISSUER_KEY_REVOKED: _("It is signed after the issuer withdrew the key (%(revoked)s)."),
    Code.DATES_OK: _("The time it holds for has begun and has not ended."),
    Code.DATES_NOT_YET: _("It is not valid until %(valid_from)s."),
    Code.DATES_EXPIRED: _("It has not been valid since %(valid_until)s."),
    Code.DATES_MALFORMED: _("Its “%(property)s” is not a date."),
    Code.DATES_SIGNED_LATER: _("It is signed at a time that has not come: %(created)s."),
    Code.DATES_PROOF_EXPIRED: _("The signature expired on %(expires)s."),
    Code.STATUS_OK: _("The issuer has not withdrawn it."),
    Code.STATUS_NONE: _("The issuer has given no way to withdraw it, so it stands."),
    Code.STATUS_REVOKED: _("The issuer has revoked it."),
    Code.STATUS_SUSPENDED: _("The issuer has suspended it for the time being."),
    Code.STATUS_KIND_UNKNOWN: _("Whether it has been withdrawn is told in a way that is not known here: %(kind)s."),
    Code.STATUS_PURPOSE_UNKNOWN: _("Its status is for a purpose that is not known here: %(purpose)s."),
    Code.STATUS_MALFORMED: _("Where its status is to be found is not well formed."),
    Code.STATUS_TOO_MANY: _("It has more than the %(limit)s statuses that are checked here."),
    Code.STATUS_LIST_UNREACHABLE: _("The issuer's status list could not be read at %(address)s. %(reason)s"),
    Code.STATUS_LIST_NOT_GENUINE: _(
        "The status list at %(address)s cannot be relied on itself. What is wrong with it: %(because)s"
    ),
    Code.STATUS_LIST_OTHER_ISSUER: _("The status list at %(address)s is somebody else's: %(issuer)s."),
    Code.STATUS_LIST_OTHER_PURPOSE: _("The status list at %(address)s is for another purpose: %(purpose)s."),
    Code.STATUS_LIST_MALFORMED: _("The status list at %(address)s cannot be read."),
    Code.STATUS_OUTSIDE_LIST: _("It points past the end of the status list at %(address)s."),
    Code.MEANING_OK: _("It says all that a credential of its kind must say."),
    Code.MEANING_OTHER: _("It is of another kind than is shown in full here: %(kind)s. That makes it no less genuine."),
    Code.MEANING_INCOMPLETE: _("It lacks what its own kind requires: %(property)s."),
}

_CODES: Final[Mapping[str, Code]] = {code.value: code for code in Code}
_MOMENTS: Final = {"valid_from", "valid_until", "created", "expires", "revoked"}


def sentence_for(finding: Finding) -> str:
    """What a finding says, in the language active now."""
    return _sentence(finding.code, finding.params)


def why_unreachable(reason: Unreachable | str) -> str:
    """Why something could not be read, in a sentence."""
    return str(_UNREACHABLE[Unreachable(reason)])


def headline_for(outcome: Outcome, reason: Finding) -> str:
    """The verdict in one line: whether, and why."""
    if outcome is Outcome.GENUINE:
        why = gettext("%(known_as)s has signed it, nothing has been changed since, and it has not been withdrawn.")
        if reason.code is Code.ISSUER_HOSTS:
            why = gettext("%(known_as)s keeps it on its own site and has not withdrawn it. It is of an older kind.")
        return f"{OUTCOMES[outcome]}. {why % {'known_as': reason.params.get('known_as', '')}}"
    if reason.code in _STRANGERS:
        return str(_STRANGERS[reason.code])
    if outcome is Outcome.NOT_GENUINE and (reason.step is Step.READ or reason.code is Code.FORM_NOT_CREDENTIAL):
        return f"{_NO_CREDENTIAL}. {sentence_for(reason)}"
    return f"{_LAPSED.get(reason.code, OUTCOMES[outcome])}. {sentence_for(reason)}"


def _sentence(code: Code, params: Mapping[str, str]) -> str:
    return str(SENTENCES[code]) % {name: _said(code, name, params.get(name, "")) for name in code.params}


def _said(code: Code, name: str, value: str) -> str:
    """A parameter as a person reads it: dates as dates, sizes as sizes, codes as sentences."""
    if name in _MOMENTS:
        return _moment(value)
    if name == "reason" and value in list(Unreachable):
        return why_unreachable(value)
    if name == "because" and value in _CODES:
        return _because(_CODES[value])
    if code is Code.READ_TOO_LARGE and value.isdecimal():
        return filesizeformat(int(value))
    return value


def _because(code: Code) -> str:
    """Another document's finding, whose particulars are not at hand: its sentence if it has none, else its step."""
    if code.params or code.step is None:
        return f"{STEPS[code.step] if code.step else ''} – {str(STATES[code.state]).lower()}."
    return str(SENTENCES[code])


def _moment(written: str) -> str:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment.tzinfo else written
