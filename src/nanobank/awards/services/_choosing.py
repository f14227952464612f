"""What an institution can award from a list, and by which words a list may call it."""

from nanobank.awards.lists.checking import Choice
from nanobank.awards.models import Batch
from nanobank.catalogue.models import MicroCredential, State
from nanobank.credentials.bulk import lacking
from nanobank.organisations.models import Organisation


def awardable(organisation: Organisation) -> list[MicroCredential]:
    """The micro-credentials that the institution has published, by title."""
    published = MicroCredential.objects.filter(provider=organisation, state=State.PUBLISHED)
    return list(published.select_related("provider").order_by("title_da", "pk"))


def choice_of(batch: Batch) -> Choice:
    """By slug, or by title in either language; a title that two of them have names neither."""
    called: dict[str, MicroCredential] = {}
    doubtful: set[str] = set()
    found = awardable(batch.organisation)
    for one in found:
        for title in {" ".join(title.split()).casefold() for title in (one.title_da, one.title_en) if title}:
            if title in called:
                doubtful.add(title)
            called[title] = one
    called = {title: one for title, one in called.items() if title not in doubtful} | {one.slug: one for one in found}
    usual = next((one for one in found if one.pk == batch.micro_credential_id), None)
    unready = {one.pk: missing for one in found if (missing := lacking(one, now=batch.made_at))}
    return Choice(called, usual, unready)
