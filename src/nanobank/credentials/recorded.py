"""What this site's own records add to a verdict on a credential that one of its institutions has signed."""

import json
from dataclasses import replace
from typing import Any

from nanobank.credentials import our_own
from nanobank.credentials.addresses import slug_of_did, uuid_in
from nanobank.credentials.bridge import Code, Facts, Finding, Outcome, Step, Verdict
from nanobank.credentials.models import Credential, IssuerKey


def as_recorded(verdict: Verdict, document: bytes | str) -> Verdict:
    """The verdict, unless the records know better: that it is suspended, or that a stolen key was dated back.

    A thief can put any date on what they sign, so once one of an institution's keys is compromised only what is on
    record counts here as that institution's. One or two queries, none for the credentials of others.
    """
    facts = verdict.facts
    slug = slug_of_did(facts.issuer.id) if facts else None
    if facts is None or slug is None or verdict.outcome is not Outcome.GENUINE:
        return verdict
    uuid = uuid_in(facts.id, "beviser")
    credential = Credential.objects.filter(uuid=uuid).first() if uuid else None
    if credential is None or not _is_on_record(document, facts, credential.document):
        stolen = IssuerKey.objects.filter(organisation__slug=slug, compromised_at__isnull=False)
        since = stolen.order_by("compromised_at").values_list("compromised_at", flat=True).first()
        if since is None:
            return verdict
        return _with(verdict, Finding(Step.ISSUER, Code.ISSUER_KEY_REVOKED, {"revoked": since.isoformat()}))
    if credential.suspended:
        return _with(verdict, Finding(Step.STATUS, Code.STATUS_SUSPENDED))
    return verdict


def _with(verdict: Verdict, finding: Finding) -> Verdict:
    return replace(verdict, findings=tuple(finding if one.step is finding.step else one for one in verdict.findings))


def _is_on_record(document: bytes | str, facts: Facts, recorded: str) -> bool:
    """Whether it is the recorded credential, to the letter, or another form of it that says nothing else."""
    given = _read(document)
    if isinstance(given, dict) and "proof" in given:
        return bool(given == json.loads(recorded))
    known = our_own.facts_of(recorded)
    said: list[tuple[Any, Any]] = [
        (facts.recipient.name, known.recipient.name),
        (facts.awarded_at, known.awarded_at),
        (facts.valid_until, known.valid_until),
        ([one.id for one in facts.achievements], [one.id for one in known.achievements]),
        ([one.value for one in facts.results], [one.value for one in known.results]),
    ]
    return all(not ours or ours == theirs for ours, theirs in said)


def _read(document: bytes | str) -> Any:
    try:
        return json.loads(document)
    except (ValueError, RecursionError):
        return None
