"""A database that is open, as those who measure see it."""

from dataclasses import dataclass

from bench.site import cpu


@dataclass(frozen=True)
class Database:
    """One that is open. ``postmaster`` is PostgreSQL's first process, None for SQLite."""

    vendor: str
    url: str
    postmaster: int | None = None

    def backend_seconds(self) -> float:
        """CPU seconds that PostgreSQL has spent on connections; 0 for SQLite, which works inside its caller."""
        return cpu.seconds_of_backends(self.postmaster) if self.postmaster else 0.0
