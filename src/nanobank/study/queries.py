"""What the pages and the rooms above ask about studying."""

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion
from nanobank.study.models import Enrolment


def completed_versions(person: Person) -> dict[int, ModuleVersion]:
    """The version of each module that the person completed last, by ``Module.id``: one query."""
    completed = Enrolment.objects.filter(person=person, completed_at__isnull=False).select_related("version__module")
    return {
        enrolment.version.module_id: enrolment.version
        for enrolment in completed.order_by("completed_at", "version__number")
    }
