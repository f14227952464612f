"""Saying what others may do with a module."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.catalogue.permissions import check_may_author
from nanobank.common.errors import Refused
from nanobank.reuse import bridge
from nanobank.reuse.models import Adaptation, Licence, VersionLicence
from nanobank.reuse.queries.licences import HowOpen, licence_of


@transaction.atomic
def set_licence(*, version: ModuleVersion, licence: Licence, by: Person | None, now: datetime) -> VersionLicence:
    """Give a version its licence, which those after it keep until they are given another.

    What is published can only be opened further, and an adaptation keeps what its source asks for. Raises NotYours;
    Refused (field ``licence``).
    """
    check_may_author(by, version.module.provider, now=now)
    now_has = licence_of(version)
    if version.state != State.DRAFT and not bridge.is_wider(bridge.Licence(licence), bridge.Licence(now_has)):
        raise Refused(
            _("What others have been allowed cannot be taken back. Choose a narrower licence for the next version."),
            field="licence",
        )
    check_inherited(version, licence)
    return VersionLicence.objects.update_or_create(version=version, defaults={"licence": licence, "by": by, "at": now})[
        0
    ]


def check_inherited(version: ModuleVersion, licence: Licence) -> None:
    """Raise Refused (field ``licence``) when the module is an adaptation whose source does not allow the licence."""
    adaptation = Adaptation.objects.select_related("source").filter(module=version.module_id).first()
    if adaptation is not None:
        check_allowed(licence, HowOpen(licence_of(adaptation.source)))


def check_allowed(licence: Licence, source: HowOpen) -> None:
    """Raise Refused (field ``licence``) unless an adaptation of such a source may have the licence."""
    if licence not in source.for_adaptations:
        allowed = ", ".join(str(one.label) for one in source.for_adaptations) or "–"
        raise Refused(
            _("The source is %(source)s, so the adaptation can be: %(allowed)s.")
            % {"source": source.name, "allowed": allowed},
            field="licence",
        )
