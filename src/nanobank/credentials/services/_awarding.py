"""Awarding: one micro-credential to one person."""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials import awards, bridge
from nanobank.credentials.elements import name_of_element
from nanobank.credentials.models import Credential
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.services._keys import current_key, lock_issuer
from nanobank.credentials.services._lists import allocate
from nanobank.ledger.queries import counted_from_outside
from nanobank.ledger.services import hold


@transaction.atomic
def award(
    *,
    person: Person,
    micro_credential: MicroCredential,
    versions: list[ModuleVersion],
    grade: str,
    by: Person,
    now: datetime,
) -> Credential:
    """Award the micro-credential: sign it with the institution's key, keep it to the letter, tell the ledger.

    ``versions`` are those that were counted; ``grade`` is as the exams keep it. Whoever calls has seen to it that
    ``by`` may. Raises Refused when a mandatory element of EU Annex I is missing or the grade does not pass, Conflict
    when the person holds it already.
    """
    organisation = lock_issuer(micro_credential.provider)
    lock(person)  # before the credential, as whole classes are awarded: two who lock in turn would wait for each other
    key = current_key(organisation, now=now)
    places = allocate(organisation, key, suspendable=micro_credential.suspendable, now=now)
    uuid = uuid4()
    valid_until = awards.valid_until(micro_credential, now)
    try:
        described = awards.award_of(
            uuid,
            person,
            micro_credential,
            versions,
            awards.grade_of(grade),
            places=places,
            valid_until=valid_until,
            now=now,
            outside=counted_from_outside(person),
        )
        document = bridge.signed_award(described, key=key, now=now)
    except bridge.IncompleteAward as incomplete:
        raise Refused(
            _("The micro-credential cannot be awarded before this has been filled in: %(missing)s.")
            % {"missing": ", ".join(name_of_element(element) for element in incomplete.missing)}
        ) from None
    except awards.NotAPassingGrade:
        raise Refused(_("Only a grade that passes can be awarded."), field="grade") from None
    if not bridge.signature_holds(document, resolve=only_own, now=now, trusted=known_issuer):
        raise RuntimeError(f"would have issued a credential for {micro_credential.slug} that does not verify")
    try:
        with transaction.atomic():
            credential = Credential.objects.create(
                uuid=uuid,
                person=person,
                micro_credential=micro_credential,
                issuer=organisation,
                key=key,
                document=document,
                seal=bridge.seal_of(document, key),
                awarded_at=now,
                valid_until=valid_until,
                **places.as_fields(),
            )
    except IntegrityError:
        raise Conflict(_("%(name)s holds this credential already.") % {"name": person.name}) from None
    hold(person=person, micro_credential=micro_credential, versions=versions, by=by, now=now)
    return credential
