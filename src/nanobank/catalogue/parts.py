"""What the parts of a bundle add up to."""

from dataclasses import dataclass
from decimal import Decimal

from nanobank.catalogue.models import Bundle, MicroCredential, ModuleVersion


@dataclass(frozen=True)
class Parts:
    """What a bundle's parts add up to. A module that one of its micro-credentials already holds counts once."""

    versions: list[ModuleVersion]
    ects: Decimal
    price: Decimal
    level: int | None
    language: str
    form: str


def parts_of(bundle: Bundle) -> Parts:
    """Add the parts up; needs ``modules__current`` and ``micro_credentials__required``."""
    micro_credentials = list(bundle.micro_credentials.all())
    inside = {module.pk for micro_credential in micro_credentials for module in micro_credential.required.all()}
    versions = [module.current for module in bundle.modules.all() if module.current]
    alone = [version for version in versions if version.module_id not in inside]
    parts: list[ModuleVersion | MicroCredential] = [*alone, *micro_credentials]
    forms = {v.form for v in alone} | {m.participation for m in micro_credentials}
    languages = {part.language for part in parts}
    return Parts(
        versions=versions,
        ects=sum((part.ects for part in parts), Decimal(0)),
        price=sum((part.price for part in parts), Decimal(0)),
        level=max((part.level for part in parts), default=None),
        language=languages.pop() if len(languages) == 1 else "",
        form=forms.pop() if len(forms) == 1 else "",
    )
