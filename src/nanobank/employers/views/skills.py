"""Who can what, by which evidence, what is missing against a need or a job, and what expires."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.employers import queries
from nanobank.employers.models import Brief, JobRole
from nanobank.employers.overview import SkillTable, skills_of
from nanobank.organisations.models import Organisation


@login_required
@require_safe
def skills(request: SignedInRequest, slug: str) -> HttpResponse:
    """The people against one of the needs (``?behov=``) or jobs (``?stilling=``), or all they are known to have."""
    organisation = queries.employer_for(request.user, slug, now=now())
    needs = list(queries.briefs_of(organisation)[:50])
    jobs = [one.role for one in queries.job_roles_of(organisation)]
    need = next((one for one in needs if str(one.uuid) == _asked(request, "behov")), None)
    job = next((one for one in jobs if str(one.uuid) == _asked(request, "stilling")), None)
    against: Brief | JobRole | None = job or need
    team = request.GET.get("team", "")[:80]
    table = skills_of(organisation, against=against, team=team, now=now())
    context = {
        "organisation": organisation,
        "briefs": needs,
        "jobs": jobs,
        "need": None if job else need,
        "job": job,
        "team": team,
        "table": table,
        "rows": table.rows if against else table.known,
        "lacking": len({gap.colleague for gap in table.gaps}) if against else 0,
        "plan": _plan(organisation, against, table),
    }
    return render(request, "employers/skills.html", context)


def _plan(organisation: Organisation, against: Brief | JobRole | None, table: SkillTable) -> str:
    """What a plan for the team begins with: what is lacked, and who of those who have said yes lack it."""
    gaps = table.gaps if against else ()
    lacking = [one.membership.person.uuid for one in dict.fromkeys(gap.colleague for gap in gaps) if one.membership]
    known: dict[str, object] = {
        "organisation": organisation.slug,
        "titel": str(against or ""),
        "kompetence": list(dict.fromkeys(gap.competence.slug for gap in gaps)),
        "person": lacking,
    }
    return urlencode(known, doseq=True)


def _asked(request: SignedInRequest, name: str) -> str:
    """``?mod=behov:uuid`` of the page's one list says the same as ``?behov=uuid``."""
    kind, _colon, uuid = request.GET.get("mod", "").partition(":")
    return uuid if kind == name else request.GET.get(name, "")
