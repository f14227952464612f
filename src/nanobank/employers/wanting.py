"""What is ticked, weighed and added on the pages where a need, or what a job asks for, is put right."""

from typing import Final

from django.http import QueryDict

from nanobank.catalogue.models import Competence, Level
from nanobank.employers.services import RoleTerms, WantedTerms

_LONGEST: Final = 100


def wanted_from(sent: QueryDict) -> list[WantedTerms]:
    """The competences that are ticked (``competence``), each with its own level, weight and people, and those added."""
    ticked, added = _chosen(sent)
    return [_terms(one, sent) for one in ticked] + [WantedTerms(one) for one in added]


def role_terms_from(sent: QueryDict) -> list[RoleTerms]:
    """The same for a job: each competence at its level."""
    ticked, added = _chosen(sent)
    return [RoleTerms(one, _level(sent, one)) for one in ticked] + [RoleTerms(one) for one in added]


def looked_for(sent: QueryDict) -> str:
    """The words that a competence is looked for by: a part that was not understood, or a name that nobody has."""
    words = sent.get("look") or sent.get("add", "")
    words = " ".join(words.split())[:_LONGEST]
    return words if words and (sent.get("look") or called(words) is None) else ""


def _chosen(sent: QueryDict) -> tuple[list[Competence], list[Competence]]:
    """Those that are ticked, in order, and the one that is added by name (``add``) or taken (``take``), if new."""
    slugs = list(dict.fromkeys(sent.getlist("competence")))
    known = {one.slug: one for one in Competence.objects.filter(slug__in=[*slugs, sent.get("take", "")])}
    added = known.get(sent.get("take", "")) or called(" ".join(sent.get("add", "").split()))
    more = [added] if added is not None and added.slug not in slugs else []
    return [known[slug] for slug in slugs if slug in known], more


def called(label: str) -> Competence | None:
    """The competence with this label in either language."""
    if not label:
        return None
    by_name = Competence.objects.filter(label_da__iexact=label) | Competence.objects.filter(label_en__iexact=label)
    return by_name.order_by("pk").first()


def _terms(competence: Competence, sent: QueryDict) -> WantedTerms:
    return WantedTerms(
        competence,
        level=_level(sent, competence),
        weight=min(max(_number(sent, f"weight-{competence.slug}") or 2, 1), 3),
        people=_number(sent, f"people-{competence.slug}") or None,
    )


def _level(sent: QueryDict, competence: Competence) -> int | None:
    level = _number(sent, f"level-{competence.slug}")
    return level if level in Level.values else None


def _number(sent: QueryDict, name: str) -> int:
    written = sent.get(name, "")
    return int(written) if written.isdigit() and len(written) <= 4 else 0
