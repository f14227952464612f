"""How it goes for those who take it: begun, completed, passed; never of fewer than five."""

from dataclasses import dataclass

from django.db.models import Count, Q

from nanobank.catalogue.models import Bundle, MicroCredential
from nanobank.ledger.models import Entry, Kind
from nanobank.quality.queries.evaluations import FEWEST
from nanobank.quality.things import Thing, modules_of
from nanobank.study.models import Enrolment


@dataclass(frozen=True)
class Results:
    """Numbers of people; None where they are fewer than five. ``completion`` and ``pass_rate`` are in a hundred."""

    begun: int | None = None
    completed: int | None = None
    completion: int | None = None
    examined: int | None = None
    passed: int | None = None
    pass_rate: int | None = None


def results_of(thing: Thing) -> Results:
    """Those of a module in all its versions, or of the modules and exams of what is made of modules: two queries.

    A module's exams are those of the micro-credentials that require it, a bundle's those of the ones in it.
    """
    if isinstance(thing, MicroCredential):
        about_exam = Q(micro_credential=thing)
    else:
        leading = thing.micro_credentials if isinstance(thing, Bundle) else thing.module.required_by
        about_exam = Q(micro_credential__in=leading.values("pk"))
    study = Enrolment.objects.filter(version__module__in=modules_of(thing).values("pk")).aggregate(
        begun=Count("pk"), completed=Count("completed_at")
    )
    exams = Entry.objects.filter(about_exam, kind__in=(Kind.PASSED, Kind.NOT_PASSED)).aggregate(
        examined=Count("pk"), passed=Count("pk", filter=Q(kind=Kind.PASSED))
    )
    begun, completed, completion = _share(study["begun"], study["completed"])
    examined, passed, pass_rate = _share(exams["examined"], exams["passed"])
    return Results(begun, completed, completion, examined, passed, pass_rate)


def _share(whole: int, part: int) -> tuple[int | None, int | None, int | None]:
    """The part is told only where both it and the rest are five, or nobody's."""
    if whole < FEWEST:
        return None, None, None
    percent = 100 * part // whole
    tells = all(count == 0 or count >= FEWEST for count in (part, whole - part))
    return whole, part if tells else None, percent if tells else None
