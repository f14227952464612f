"""The rows of each page by SQL written by hand, in few statements: what the pages are held against.

Each function reads all that its page shows and gives back what tells one visit's rows from another's, so that it can be
held against what the page's own queries found. Placeholders are PostgreSQL's (``%s``); ``bare`` turns them for SQLite.
"""

from collections.abc import Callable, Sequence
from typing import Any

Read = Callable[[str, Sequence[Any]], list[Any]]
Page = Callable[[Read, dict[str, Any]], list[Any]]

ON_A_PAGE = 20
_MOST = 1_001
_TITLES = "catalogue_search_title"
_LISTING = (1 << 40) - 1
"""In SQLite's index of titles a row's number is its place in the order of results, and tells the listing in its last
bits, counted down (see ``nanobank.catalogue.search_backends``)."""
_CARD = (
    "l.id, l.kind, l.slug, l.title_da, l.title_en, l.summary_da, l.summary_en, l.provider_name, l.level, l.ects, "
    "l.price, l.language, l.form, l.rolling, l.next_start"
)


def search(read: Read, asked: dict[str, Any]) -> list[Any]:
    """A page of results. ``asked`` has ``rungs``, and ``matches`` for providers and competences; none of them browses.

    A rung is a table, a condition, its parameters, and whether titles order it (see ``nanobank.catalogue.search``).
    """
    if not asked["rungs"]:
        kinds = "l.kind IN ('module', 'micro_credential', 'bundle')"
        read(f"SELECT count(*) FROM (SELECT 1 FROM catalogue_listing l WHERE {kinds} LIMIT {_MOST}) c", [])
        order = f"ORDER BY l.published_at DESC, l.id DESC LIMIT {ON_A_PAGE}"
        return [row[0] for row in read(f"SELECT {_CARD} FROM catalogue_listing l WHERE {kinds} {order}", [])]
    found: dict[int, None] = {}
    for table, condition, parameters, by_title, unless in asked["rungs"]:
        if len(found) < unless:
            found |= dict.fromkeys(_rung(read, table, condition, parameters, by_title=by_title))
    shown = list(found)[:ON_A_PAGE]
    matches = _rung(read, *asked["matches"], by_title=True, most=50)[:4]
    wanted = [*shown, *matches]
    if wanted:
        places = ", ".join(["%s"] * len(wanted))
        read(f"SELECT {_CARD} FROM catalogue_listing l WHERE l.id IN ({places})", wanted)
    return shown


def _rung(
    read: Read, table: str, condition: str, parameters: Sequence[Any], *, by_title: bool, most: int = _MOST
) -> list[int]:
    if table == _TITLES:
        found = f"SELECT {_LISTING} - (rowid & {_LISTING}) FROM {table} WHERE {condition} ORDER BY rowid LIMIT {most}"
        return [id_ for (id_,) in read(found, parameters)]
    key = "listing_id" if table == "catalogue_search" else "rowid"
    found = f"SELECT {key} FROM {table} WHERE {condition} LIMIT {most}"
    if by_title:
        found = (
            f"WITH f AS MATERIALIZED (SELECT l.id, l.title_length FROM {table} CROSS JOIN catalogue_listing l "
            f"WHERE l.id = {table}.{key} AND {condition} LIMIT {most}) SELECT id FROM f ORDER BY title_length, id DESC"
        )
    return [id_ for (id_,) in read(found, parameters)]


def module(read: Read, asked: dict[str, Any]) -> list[Any]:
    """A module's page: ``slug``."""
    ((module_id, version_id, *_),) = read(
        "SELECT m.id, v.id, v.number, v.state, v.published_at, v.title_da, v.title_en, v.summary_da, v.summary_en, "
        "v.description, v.learning_outcomes, v.language, v.ects, v.level, v.price, v.form, o.slug, o.name_da, "
        "o.name_en, o.short_name FROM catalogue_module m JOIN catalogue_moduleversion v ON v.id = m.current_id "
        "JOIN organisations_organisation o ON o.id = m.provider_id WHERE m.slug = %s AND v.state <> 'draft'",
        [asked["slug"]],
    )
    read("SELECT audience FROM catalogue_versionaudience WHERE version_id = %s", [version_id])
    competences = read(
        "SELECT c.slug, c.label_da, c.label_en FROM catalogue_moduleversion_competences vc "
        "JOIN catalogue_competence c ON c.id = vc.competence_id WHERE vc.moduleversion_id = %s ORDER BY c.label_da",
        [version_id],
    )
    before = read(
        "SELECT g.id, m.slug, v.title_da, v.title_en, v.ects FROM catalogue_prerequisitegroup g "
        "JOIN catalogue_prerequisitegroup_any_of a ON a.prerequisitegroup_id = g.id "
        "JOIN catalogue_module m ON m.id = a.module_id JOIN catalogue_moduleversion v ON v.id = m.current_id "
        "WHERE g.version_id = %s ORDER BY g.id, m.id",
        [version_id],
    )
    offerings = read(
        "SELECT id, starts_on, ends_on, place, seats, seats_taken FROM catalogue_offering WHERE module_id = %s "
        "AND (starts_on IS NULL OR starts_on >= %s) ORDER BY starts_on NULLS FIRST, id",
        [module_id, asked["today"]],
    )
    leads_to = read(
        "SELECT id, slug, title_da, title_en, summary_da, summary_en, ects FROM catalogue_microcredential "
        "WHERE state = 'published' AND id IN (SELECT microcredential_id FROM catalogue_microcredential_required "
        "WHERE module_id = %s UNION SELECT g.micro_credential_id FROM catalogue_electivegroup_modules e "
        "JOIN catalogue_electivegroup g ON g.id = e.electivegroup_id WHERE e.module_id = %s) ORDER BY title_da",
        [module_id, module_id],
    )
    bundles = read(
        "SELECT b.id, b.slug, b.title_da, b.title_en, b.summary_da, b.summary_en, b.price "
        "FROM catalogue_bundle_modules h JOIN catalogue_bundle b ON b.id = h.bundle_id "
        "WHERE h.module_id = %s AND b.state = 'published' ORDER BY b.title_da",
        [module_id],
    )
    steps = read(
        "SELECT title, kind, minutes FROM study_step WHERE version_id = %s ORDER BY position",
        [version_id],
    )
    return [version_id, *map(len, (competences, before, offerings, leads_to, bundles, steps))]


_POSITIONS = (
    "SELECT v.module_id, sum(e.planned) AS planned, sum(e.under_way) AS under_way, sum(e.completed) AS completed, "
    "sum(e.held) AS held FROM ledger_entry e JOIN catalogue_moduleversion v ON v.id = e.version_id "
    "WHERE e.person_id = %s GROUP BY v.module_id "
    "HAVING sum(e.planned) + sum(e.under_way) + sum(e.completed) + sum(e.held) <> 0"
)


def bank(read: Read, asked: dict[str, Any]) -> list[Any]:
    """A learner's bank: ``person``, the internal id."""
    person = asked["person"]
    items = read(
        "SELECT p.*, m.slug, v.id, v.number, v.title_da, v.title_en, v.language, o.name_da, o.name_en "
        f"FROM ({_POSITIONS}) p JOIN catalogue_module m ON m.id = p.module_id "
        "JOIN catalogue_moduleversion v ON v.id = m.current_id "
        "JOIN organisations_organisation o ON o.id = m.provider_id",
        [person],
    )
    read(
        "SELECT n.uuid, v.module_id, v.number, v.title_da, v.title_en, v.language, v.ects, n.completed_at, "
        "CASE WHEN n.completed_at IS NULL THEN (SELECT count(*) FROM study_stepprogress s "
        "WHERE s.enrolment_id = n.id AND s.completed_at IS NOT NULL) END, "
        "CASE WHEN n.completed_at IS NULL THEN (SELECT count(*) FROM study_step s WHERE s.version_id = v.id) END "
        "FROM study_enrolment n JOIN catalogue_moduleversion v ON v.id = n.version_id "
        "WHERE n.person_id = %s AND n.left_at IS NULL ORDER BY n.started_at, n.id",
        [person],
    )
    modules = [row[0] for row in items]
    places = ", ".join(["%s"] * len(modules))
    goals = read(
        "SELECT c.id, c.slug, c.title_da, c.title_en, c.ects, o.name_da, o.name_en FROM catalogue_microcredential c "
        "JOIN organisations_organisation o ON o.id = c.provider_id WHERE c.state = 'published' AND c.id IN ("
        f"SELECT microcredential_id FROM catalogue_microcredential_required WHERE module_id IN ({places}) UNION "
        "SELECT g.micro_credential_id FROM catalogue_electivegroup_modules e "
        f"JOIN catalogue_electivegroup g ON g.id = e.electivegroup_id WHERE e.module_id IN ({places}) UNION "
        "SELECT micro_credential_id FROM exams_registration WHERE person_id = %s)",
        [*modules, *modules, person],
    )
    ids = [row[0] for row in goals]
    places = ", ".join(["%s"] * len(ids))
    read(
        "SELECT r.microcredential_id, NULL, NULL, m.id, v.title_da, v.title_en, v.ects, v.level "
        "FROM catalogue_microcredential_required r JOIN catalogue_module m ON m.id = r.module_id "
        f"JOIN catalogue_moduleversion v ON v.id = m.current_id WHERE r.microcredential_id IN ({places}) "
        "UNION ALL SELECT g.micro_credential_id, g.min_ects, g.min_level, m.id, v.title_da, v.title_en, v.ects, "
        "v.level FROM catalogue_electivegroup g JOIN catalogue_electivegroup_modules e ON e.electivegroup_id = g.id "
        "JOIN catalogue_module m ON m.id = e.module_id JOIN catalogue_moduleversion v ON v.id = m.current_id "
        f"WHERE g.micro_credential_id IN ({places})",
        [*ids, *ids],
    )
    read(
        "SELECT x.uuid, x.micro_credential_id, x.state, x.closed_at, x.counts, s.starts_at, t.grade "
        "FROM exams_registration x LEFT JOIN exams_slot s ON s.id = x.slot_id "
        "LEFT JOIN exams_result t ON t.registration_id = x.id WHERE x.person_id = %s ORDER BY x.registered_at, x.id",
        [person],
    )
    credentials = read(
        "SELECT k.uuid, k.awarded_at, k.revoked_at, c.title_da, c.title_en, o.name_da, o.name_en "
        "FROM credentials_credential k JOIN catalogue_microcredential c ON c.id = k.micro_credential_id "
        "JOIN organisations_organisation o ON o.id = k.issuer_id WHERE k.person_id = %s ORDER BY k.awarded_at DESC",
        [person],
    )
    read(
        "SELECT s.uuid, s.kind, s.since, p.given_name, p.family_name, p.uuid FROM bank_mentorship s "
        "JOIN accounts_person p ON p.id = CASE WHEN s.learner_id = %s THEN s.mentor_id ELSE s.learner_id END "
        "WHERE (s.learner_id = %s OR s.mentor_id = %s) AND s.until IS NULL",
        [person] * 3,
    )
    return [sorted(modules), len(credentials)]


def credential(read: Read, asked: dict[str, Any]) -> list[Any]:
    """A credential's public page: ``uuid``, as the database keeps it."""
    ((pk, *_),) = read(
        "SELECT c.id, c.document, c.seal, c.awarded_at, c.revoked_at, c.status_index, k.public_key_multibase, "
        "k.retired_at, o.slug, o.name_da, o.name_en, o.colour, m.slug, m.title_da, m.title_en, m.state "
        "FROM credentials_credential c JOIN credentials_issuerkey k ON k.id = c.key_id "
        "JOIN organisations_organisation o ON o.id = c.issuer_id "
        "JOIN catalogue_microcredential m ON m.id = c.micro_credential_id WHERE c.uuid = %s",
        [asked["uuid"]],
    )
    return [pk]


PAGES: dict[str, Page] = {"search": search, "module": module, "bank": bank, "credential": credential}
