"""Every change to what there is to learn. ``by`` is who writes it; None is the site's operator (seeding, imports)."""

from nanobank.catalogue.indexing import together
from nanobank.catalogue.services.authoring import create_module, edit_draft, facts_of, free_slug, start_draft
from nanobank.catalogue.services.collections import (
    STANDS,
    bundle_facts,
    create_bundle,
    create_micro_credential,
    edit_bundle,
    edit_micro_credential,
    micro_credential_facts,
    missing_in_bundle,
    name_competences,
    publish_bundle,
    publish_micro_credential,
)
from nanobank.catalogue.services.offerings import add_offering, give_back_seat, take_seat
from nanobank.catalogue.services.publishing import publish_version, what_is_missing, withdraw_module
from nanobank.catalogue.services.reindexing import refresh_starts, reindex
from nanobank.catalogue.services.shapes import BundleFacts, Electives, Facts, MicroCredentialFacts
from nanobank.catalogue.services.signing import sign

__all__ = [
    "STANDS",
    "BundleFacts",
    "Electives",
    "Facts",
    "MicroCredentialFacts",
    "add_offering",
    "bundle_facts",
    "create_bundle",
    "create_micro_credential",
    "create_module",
    "edit_bundle",
    "edit_draft",
    "edit_micro_credential",
    "facts_of",
    "free_slug",
    "give_back_seat",
    "micro_credential_facts",
    "missing_in_bundle",
    "name_competences",
    "publish_bundle",
    "publish_micro_credential",
    "publish_version",
    "refresh_starts",
    "reindex",
    "sign",
    "start_draft",
    "take_seat",
    "together",
    "what_is_missing",
    "withdraw_module",
]
