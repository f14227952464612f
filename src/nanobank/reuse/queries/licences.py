"""Which licence a version has: its own, or that of the last version before it that was given one."""

from collections.abc import Collection
from dataclasses import dataclass

from nanobank.catalogue.models import ModuleVersion
from nanobank.reuse import bridge
from nanobank.reuse.models import DEEDS, Licence, VersionLicence


@dataclass(frozen=True)
class HowOpen:
    """A licence as it is shown: its name, where it is explained, and what others may do."""

    licence: Licence

    @property
    def name(self) -> str:
        """As people know it."""
        return str(self.licence.label)

    @property
    def deed(self) -> str:
        """The page that explains it; none for all rights reserved."""
        return DEEDS.get(self.licence, "")

    @property
    def may_adapt(self) -> bool:
        """Whether others may make their own of it."""
        return bridge.may_adapt(bridge.Licence(self.licence))

    @property
    def may_sell(self) -> bool:
        """Whether others may take money for what they make of it."""
        return bridge.may_sell(bridge.Licence(self.licence))

    @property
    def for_adaptations(self) -> tuple[Licence, ...]:
        """The licences that an adaptation may have."""
        return tuple(Licence(one) for one in bridge.allowed_for_adaptation(bridge.Licence(self.licence)))


def licence_of(version: ModuleVersion) -> Licence:
    """All rights reserved where none was ever chosen: one query."""
    given = VersionLicence.objects.filter(version__module=version.module_id, version__number__lte=version.number)
    chosen = given.order_by("-version__number").values_list("licence", flat=True).first()
    return Licence(chosen) if chosen else Licence.ALL_RIGHTS


def licences_of(modules: Collection[int]) -> dict[int, Licence]:
    """The licence of each module's newest version that has one, by ``Module.id``: one query."""
    given = VersionLicence.objects.filter(version__module__in=modules).exclude(version__state="draft")
    rows = given.order_by("version__number").values_list("version__module", "licence")
    return {module: Licence(licence) for module, licence in rows}


def how_open(version: ModuleVersion) -> HowOpen:
    """The licence of a version, with what it allows."""
    return HowOpen(licence_of(version))
