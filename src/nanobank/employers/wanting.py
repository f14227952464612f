"""What is ticked, weighed and added on the page where a need is put right."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from nanobank.catalogue.models import Competence, Level
from nanobank.common.errors import Refused
from nanobank.employers.services import WantedTerms


def wanted_from(sent: QueryDict) -> list[WantedTerms]:
    """The competences that are ticked (``competence``), each with its own level, weight and people, and one added.

    Raises Refused (field ``wanted``) for one that nobody knows.
    """
    slugs = list(dict.fromkeys(sent.getlist("competence")))
    known = {one.slug: one for one in Competence.objects.filter(slug__in=slugs)}
    wanted = [_terms(known[slug], sent) for slug in slugs if slug in known]
    added = " ".join(sent.get("add", "").split())
    if added:
        competence = called(added)
        if competence is None:
            sentence = _("We know no competence called “%s”. Choose one from the list.")
            raise Refused(sentence % added[:80], field="wanted")
        if competence.slug not in known:
            wanted.append(WantedTerms(competence))
    return wanted


def called(label: str) -> Competence | None:
    """The competence with this label in either language."""
    by_name = Competence.objects.filter(label_da__iexact=label) | Competence.objects.filter(label_en__iexact=label)
    return by_name.order_by("pk").first()


def _terms(competence: Competence, sent: QueryDict) -> WantedTerms:
    level, weight = _number(sent, f"level-{competence.slug}"), _number(sent, f"weight-{competence.slug}")
    return WantedTerms(
        competence,
        level=level if level in Level.values else None,
        weight=min(max(weight or 2, 1), 3),
        people=_number(sent, f"people-{competence.slug}") or None,
    )


def _number(sent: QueryDict, name: str) -> int:
    written = sent.get(name, "")
    return int(written) if written.isdigit() and len(written) <= 4 else 0
