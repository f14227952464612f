"""What is wrong with this site's settings of search, said when it starts."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.db import connection

from nanobank.search.meaning.nearest import MEMORY, PGVECTOR


@register()
def vectors_lie_where_they_can(app_configs: Any, **kwargs: Any) -> list[Error]:
    """``NANOBANK_VECTORS`` is a way we know, and one that this database has."""
    if settings.VECTORS not in (MEMORY, PGVECTOR):
        said = f"NANOBANK_VECTORS is {settings.VECTORS!r}: it must be {MEMORY} or {PGVECTOR}."
        return [Error(said, id="search.E001")]
    if settings.VECTORS == PGVECTOR and connection.vendor != "postgresql":
        said = (
            f"NANOBANK_VECTORS is {PGVECTOR}, which PostgreSQL alone has, and DATABASE_URL is of {connection.vendor}."
        )
        return [Error(said, hint=f"Leave it out, or set it to {MEMORY}.", id="search.E002")]
    return []
