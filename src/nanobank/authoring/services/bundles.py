"""A bundle being put together: begun with a title, written by several without overwriting, offered."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue import services as catalogue
from nanobank.catalogue.models import Audience, Bundle
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.services import BundleFacts, bundle_facts
from nanobank.common.errors import Conflict, Refused
from nanobank.organisations.models import Organisation
from nanobank.study.revisions import digest


def revision_of(bundle: Bundle) -> str:
    """Which text of the bundle somebody writes on: a digest of all that it says and holds."""
    facts = bundle_facts(bundle)
    says = {name: getattr(facts, name) for name in BundleFacts.__dataclass_fields__}
    says |= {name: [one.slug for one in says[name]] for name in ("modules", "micro_credentials")}
    return digest(says | {"price": f"{facts.price:.2f}"})


@transaction.atomic
def begin_bundle(*, provider: Organisation, title: str, by: Person | None, now: datetime) -> Bundle:
    """A draft with a working title and nothing in it. Raises NotYours; Refused without a title."""
    check_may_author(by, provider, now=now)
    if not title.strip():
        raise Refused(_("Give it a working title; it can be changed."), field="title")
    facts = BundleFacts(
        title_da=title.strip()[:200],
        title_en="",
        summary_da="",
        summary_en="",
        description_da="",
        description_en="",
        audience=Audience.PROFESSIONALS,
        price=Decimal(0),
    )
    slug = catalogue.free_slug(title, Bundle)
    return catalogue.create_bundle(provider=provider, slug=slug, facts=facts, by=by, now=now)


@transaction.atomic
def save_bundle(
    *, bundle: Bundle, facts: BundleFacts, revision: str | None, by: Person | None, now: datetime
) -> Bundle:
    """Write it anew. ``revision`` is what it had when it was read; None does not ask.

    Raises NotYours; Conflict when somebody else has changed it since; Refused for more than once the same; Incomplete
    when it is published and would say or hold too little.
    """
    check_may_author(by, bundle.provider, now=now)
    present = Bundle.objects.select_for_update(of=("self",)).select_related("provider").get(pk=bundle.pk)
    if revision is not None and revision != revision_of(present) and bundle_facts(present) != facts:
        raise Conflict(_("A colleague has changed it while you wrote. What you wrote stands below; nothing is lost."))
    slugs = [module.slug for module in facts.modules]
    if len(set(slugs)) < len(slugs):
        raise Refused(_("The same module is there twice."), field="modules")
    if facts.price < 0:
        raise Refused(_("A price cannot be negative."), field="price")
    return catalogue.edit_bundle(bundle=present, facts=facts, by=by, now=now)
