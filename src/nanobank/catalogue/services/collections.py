"""Micro-credentials and bundles: made as drafts, published when nothing is missing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.errors import Fixed, Incomplete
from nanobank.catalogue.indexing import index, index_new
from nanobank.catalogue.mandatory import missing_elements
from nanobank.catalogue.models import Bundle, Competence, ElectiveGroup, Level, ListingKind, MicroCredential, State
from nanobank.catalogue.order import in_order, set_in_order
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.services.editions import check_can_replace, take_the_place
from nanobank.catalogue.services.shapes import BundleFacts, Electives, MicroCredentialFacts, as_rows
from nanobank.catalogue.services.signing import sign
from nanobank.common.errors import Conflict
from nanobank.organisations.models import Organisation

STANDS: Final = (
    "title_da", "title_en", "outcomes", "language", "level", "ects", "assessment", "by_hand_in", "grading",
    "participation", "validity_months", "competences", "required", "electives",
)  # fmt: skip
"""What stands once a micro-credential is published: a credential says it, and learners are on their way to it."""
_RELATED: Final = ("outcomes", "competences", "required", "electives")


@transaction.atomic
def create_micro_credential(
    *,
    provider: Organisation,
    slug: str,
    facts: MicroCredentialFacts,
    by: Person | None,
    now: datetime,
    replaces: MicroCredential | None = None,
) -> MicroCredential:
    """A micro-credential as a draft; ``replaces`` is the one that it is a new edition of. Raises NotYours, Conflict."""
    check_may_author(by, provider, now=now)
    if replaces is not None:
        check_can_replace(replaces, provider)
    micro_credential = MicroCredential.objects.create(
        provider=provider,
        slug=slug,
        replaces=replaces,
        learning_outcomes=as_rows(facts.outcomes),
        **_columns(facts, *_RELATED),
    )
    sign(thing=micro_credential, by=by, now=now)
    _relate(micro_credential, facts)
    return micro_credential


@transaction.atomic
def edit_micro_credential(
    *, micro_credential: MicroCredential, facts: MicroCredentialFacts, by: Person | None, now: datetime
) -> MicroCredential:
    """Write it anew: a draft whole, a published one in what no credential says (``STANDS`` is fixed then).

    Raises NotYours; Fixed, naming them, when a published one would say something else of what stands; Incomplete when
    a published one would lack a mandatory element.
    """
    check_may_author(by, micro_credential.provider, now=now)
    locked = MicroCredential.objects.select_for_update(of=("self",)).select_related("provider")
    found = locked.get(pk=micro_credential.pk)
    is_draft = found.state == State.DRAFT
    if not is_draft and (moved := what_would_move(found, facts)):
        raise Fixed(moved)
    for name, value in _columns(facts, *_RELATED).items():
        setattr(found, name, value)
    found.learning_outcomes = as_rows(facts.outcomes)
    found.save()
    sign(thing=found, by=by, now=now)
    if is_draft:
        found.elective_groups.all().delete()
        _relate(found, facts)
    else:
        if missing := missing_elements(found):
            raise Incomplete(missing)
        index(ListingKind.MICRO_CREDENTIAL, [found.pk], now=now)
    return found


def micro_credential_facts(micro_credential: MicroCredential) -> MicroCredentialFacts:
    """What a micro-credential says now, to copy or to change a part of with ``dataclasses.replace``: four queries."""
    return MicroCredentialFacts(
        **{
            name: getattr(micro_credential, name)
            for name in MicroCredentialFacts.__dataclass_fields__
            if name not in _RELATED
        },
        outcomes=tuple((o.get("da", ""), o.get("en", "")) for o in micro_credential.learning_outcomes),
        competences=tuple(micro_credential.competences.order_by("pk")),
        required=tuple(in_order(micro_credential)),
        electives=tuple(
            Electives(group.min_ects, tuple(group.modules.all()), Level(group.min_level))
            for group in micro_credential.elective_groups.order_by("pk").prefetch_related("modules")
        ),
    )


def what_would_move(micro_credential: MicroCredential, facts: MicroCredentialFacts) -> tuple[str, ...]:
    """Which of the things that stand once it is published the facts would change."""
    present = micro_credential_facts(micro_credential)
    moved = [name for name in STANDS if _compared(getattr(present, name)) != _compared(getattr(facts, name))]
    return tuple(moved)


def _compared(value: Any) -> Any:
    """As it is compared: the order of rows says nothing."""
    if isinstance(value, tuple):
        return frozenset(_compared(one) for one in value)
    if isinstance(value, Electives):
        return value.min_ects, value.min_level, frozenset(value.modules)
    return value


def _relate(micro_credential: MicroCredential, facts: MicroCredentialFacts) -> None:
    micro_credential.competences.set(facts.competences)
    set_in_order(micro_credential, facts.required)
    for electives in facts.electives:
        group = ElectiveGroup.objects.create(
            micro_credential=micro_credential, min_ects=electives.min_ects, min_level=electives.min_level
        )
        group.modules.set(electives.modules)


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
    """Let learners work towards it, and no longer towards the edition that it replaces.

    Raises NotYours; Conflict when it is published; Incomplete, naming what lacks.
    """
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
    take_the_place(draft, now=now)
    return draft


@transaction.atomic
def create_bundle(*, provider: Organisation, slug: str, facts: BundleFacts, by: Person | None, now: datetime) -> Bundle:
    """A bundle as a draft. Raises NotYours."""
    check_may_author(by, provider, now=now)
    bundle = Bundle.objects.create(provider=provider, slug=slug, **_columns(facts, "modules", "micro_credentials"))
    sign(thing=bundle, by=by, now=now)
    _put_into(bundle, facts)
    return bundle


@transaction.atomic
def edit_bundle(*, bundle: Bundle, facts: BundleFacts, by: Person | None, now: datetime) -> Bundle:
    """Write it anew; who has ordered it keeps what they ordered. Raises NotYours; Incomplete when it is published and
    would say or hold too little.
    """
    check_may_author(by, bundle.provider, now=now)
    found = Bundle.objects.select_for_update(of=("self",)).select_related("provider").get(pk=bundle.pk)
    for name, value in _columns(facts, "modules", "micro_credentials").items():
        setattr(found, name, value)
    found.save()
    sign(thing=found, by=by, now=now)
    _put_into(found, facts)
    if found.state == State.PUBLISHED:
        if missing := missing_in_bundle(found):
            raise Incomplete(missing)
        index(ListingKind.BUNDLE, [found.pk], now=now)
    return found


def bundle_facts(bundle: Bundle) -> BundleFacts:
    """What a bundle says and holds now, to copy or to change a part of: two queries."""
    names = [name for name in BundleFacts.__dataclass_fields__ if name not in ("modules", "micro_credentials")]
    return BundleFacts(
        **{name: getattr(bundle, name) for name in names},
        modules=tuple(in_order(bundle)),
        micro_credentials=tuple(bundle.micro_credentials.order_by("pk")),
    )


def missing_in_bundle(bundle: Bundle) -> dict[str, str | Promise]:
    """Why it cannot be offered yet, beside each input; empty when it can."""
    missing: dict[str, str | Promise] = {
        name: _("Write this in both languages.")
        for name in ("title_da", "title_en", "summary_da", "summary_en", "need_da", "need_en")
        if not getattr(bundle, name).strip()
    }
    if bundle.modules.count() + bundle.micro_credentials.count() < 2:
        missing["modules"] = _("A bundle holds at least two things.")
    if bundle.modules.exclude(current__state=State.PUBLISHED).exists():
        missing["modules"] = _("Every module in a bundle must be published.")
    return missing


def _put_into(bundle: Bundle, facts: BundleFacts) -> None:
    set_in_order(bundle, facts.modules)
    bundle.micro_credentials.set(facts.micro_credentials)


@transaction.atomic
def publish_bundle(*, bundle: Bundle, by: Person | None, now: datetime) -> Bundle:
    """Offer it. Raises NotYours; Conflict when it is published; Incomplete when it says or holds too little."""
    check_may_author(by, bundle.provider, now=now)
    draft = Bundle.objects.select_for_update(of=("self",)).select_related("provider").get(pk=bundle.pk)
    if draft.state == State.PUBLISHED:
        raise Conflict(_("This is already published."))
    missing = missing_in_bundle(draft)
    if missing:
        raise Incomplete(missing)
    draft.state, draft.published_at = State.PUBLISHED, now
    draft.save(update_fields=["state", "published_at"])
    index(ListingKind.BUNDLE, [draft.pk], now=now)
    index_new(draft.provider, (), now=now)
    return draft


def _columns(facts: MicroCredentialFacts | BundleFacts, *related: str) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__ if name not in related}
