"""What is ticked, weighed and added on the pages where a need, or what a job asks for, is put right."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from nanobank.catalogue.models import Competence, Level
from nanobank.common.errors import Refused
from nanobank.employers.services import RoleTerms, WantedTerms


def wanted_from(sent: QueryDict) -> list[WantedTerms]:
    """The competences that are ticked (``competence``), each with its own level, weight and people, and one added.

    Raises Refused (field ``wanted``) for one that nobody knows.
    """
    ticked, added = _chosen(sent, field="wanted")
    return [_terms(one, sent) for one in ticked] + [WantedTerms(one) for one in added]


def role_terms_from(sent: QueryDict) -> list[RoleTerms]:
    """The same for a job: each competence at its level. Raises Refused (field ``asked``)."""
    ticked, added = _chosen(sent, field="asked")
    return [RoleTerms(one, _level(sent, one)) for one in ticked] + [RoleTerms(one) for one in added]


def _chosen(sent: QueryDict, *, field: str) -> tuple[list[Competence], list[Competence]]:
    """Those that are ticked, in order, and the one that is added by name, if it is not among them."""
    slugs = list(dict.fromkeys(sent.getlist("competence")))
    known = {one.slug: one for one in Competence.objects.filter(slug__in=slugs)}
    added = " ".join(sent.get("add", "").split())
    competence = called(added) if added else None
    if added and competence is None:
        sentence = _("We know no competence called “%s”. Choose one from the list.")
        raise Refused(sentence % added[:80], field=field)
    more = [competence] if competence is not None and competence.slug not in known else []
    return [known[slug] for slug in slugs if slug in known], more


def called(label: str) -> Competence | None:
    """The competence with this label in either language."""
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
