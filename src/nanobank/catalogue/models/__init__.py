"""What there is to learn, and in which frozen version."""

from nanobank.catalogue.models.credentials import Bundle, ElectiveGroup, Hand, MicroCredential
from nanobank.catalogue.models.listing import IndexRun, Listing, ListingChange, ListingKind
from nanobank.catalogue.models.modules import (
    TIMES,
    Competence,
    Module,
    ModuleVersion,
    Offering,
    OfferingQuerySet,
    Outcomes,
    PrerequisiteGroup,
    VersionAudience,
)
from nanobank.catalogue.models.words import Assessment, Audience, Form, Grading, Language, Level, State

__all__ = [
    "TIMES",
    "Assessment",
    "Audience",
    "Bundle",
    "Competence",
    "ElectiveGroup",
    "Form",
    "Grading",
    "Hand",
    "IndexRun",
    "Language",
    "Level",
    "Listing",
    "ListingChange",
    "ListingKind",
    "MicroCredential",
    "Module",
    "ModuleVersion",
    "Offering",
    "OfferingQuerySet",
    "Outcomes",
    "PrerequisiteGroup",
    "State",
    "VersionAudience",
]
