"""Micro-credentials and bundles: made as drafts, published when nothing is missing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.errors import Incomplete
from nanobank.catalogue.indexing import index, index_new
from nanobank.catalogue.mandatory import missing_elements
from nanobank.catalogue.models import Bundle, Competence, ElectiveGroup, ListingKind, MicroCredential, State
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.services.shapes import BundleFacts, MicroCredentialFacts, as_rows
from nanobank.catalogue.services.signing import sign
from nanobank.common.errors import Conflict
from nanobank.organisations.models import Organisation


@transaction.atomic
def create_micro_credential(
    *, provider: Organisation, slug: str, facts: MicroCredentialFacts, by: Person | None, now: datetime
) -> MicroCredential:
    """A micro-credential as a draft. Raises NotYours."""
    check_may_author(by, provider, now=now)
    micro_credential = MicroCredential.objects.create(
        provider=provider,
        slug=slug,
        learning_outcomes=as_rows(facts.outcomes),
        **_columns(facts, "outcomes", "competences", "required", "electives"),
    )
    sign(thing=micro_credential, by=by, now=now)
    micro_credential.competences.set(facts.competences)
    micro_credential.required.set(facts.required)
    for electives in facts.electives:
        group = ElectiveGroup.objects.create(
            micro_credential=micro_credential, min_ects=electives.min_ects, min_level=electives.min_level
        )
        group.modules.set(electives.modules)
    return micro_credential


@transaction.atomic
def name_competences(
    *, micro_credential: MicroCredential, competences: Iterable[Competence], by: Person | None, now: datetime
) -> MicroCredential:
    """Say which competences a draft is about. Raises NotYours; Conflict once it is published."""
    check_may_author(by, micro_credential.provider, now=now)
    draft = MicroCredential.objects.select_for_update(of=("self",)).get(pk=micro_credential.pk)
    if draft.state != State.DRAFT:
        raise Conflict(_("This is already published."))
    sign(thing=draft, by=by, now=now)
    draft.competences.set(competences)
    return draft


@transaction.atomic
def publish_micro_credential(*, micro_credential: MicroCredential, by: Person | None, now: datetime) -> MicroCredential:
    """Let learners work towards it. Raises NotYours; Conflict when it is published; Incomplete, naming what lacks."""
    check_may_author(by, micro_credential.provider, now=now)
    locked = MicroCredential.objects.select_for_update(of=("self",)).select_related("provider")
    draft = locked.get(pk=micro_credential.pk)
    if draft.state == State.PUBLISHED:
        raise Conflict(_("This is already published."))
    missing = missing_elements(draft)
    if missing:
        raise Incomplete(missing)
    draft.state, draft.published_at = State.PUBLISHED, now
    draft.save(update_fields=["state", "published_at"])
    index(ListingKind.MICRO_CREDENTIAL, [draft.pk], now=now)
    index_new(draft.provider, draft.competences.all(), now=now)
    return draft


@transaction.atomic
def create_bundle(*, provider: Organisation, slug: str, facts: BundleFacts, by: Person | None, now: datetime) -> Bundle:
    """A bundle as a draft. Raises NotYours."""
    check_may_author(by, provider, now=now)
    bundle = Bundle.objects.create(provider=provider, slug=slug, **_columns(facts, "modules", "micro_credentials"))
    bundle.modules.set(facts.modules)
    bundle.micro_credentials.set(facts.micro_credentials)
    return bundle


@transaction.atomic
def publish_bundle(*, bundle: Bundle, by: Person | None, now: datetime) -> Bundle:
    """Offer it. Raises NotYours; Conflict when it is published; Incomplete when it says or holds too little."""
    check_may_author(by, bundle.provider, now=now)
    draft = Bundle.objects.select_for_update(of=("self",)).select_related("provider").get(pk=bundle.pk)
    if draft.state == State.PUBLISHED:
        raise Conflict(_("This is already published."))
    missing: dict[str, str | Promise] = {
        name: _("Write this in both languages.")
        for name in ("title_da", "title_en", "summary_da", "summary_en", "need_da", "need_en")
        if not getattr(draft, name).strip()
    }
    if draft.modules.count() + draft.micro_credentials.count() < 2:
        missing["modules"] = _("A bundle holds at least two things.")
    if draft.modules.exclude(current__state=State.PUBLISHED).exists():
        missing["modules"] = _("Every module in a bundle must be published.")
    if missing:
        raise Incomplete(missing)
    draft.state, draft.published_at = State.PUBLISHED, now
    draft.save(update_fields=["state", "published_at"])
    index(ListingKind.BUNDLE, [draft.pk], now=now)
    index_new(draft.provider, (), now=now)
    return draft


def _columns(facts: MicroCredentialFacts | BundleFacts, *related: str) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__ if name not in related}
