"""Where measuring happens, and the settings that the measured site runs with."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"
PYTHON = sys.executable

_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "nanobank.site.settings",
    "PYTHONPATH": "src",
    "NANOBANK_SECRET_KEY": "measured-and-thrown-away",
    "NANOBANK_KEY_ENCRYPTION_KEYS": "bWVhc3VyZWQgYW5kIHRocm93biBhd2F5LCBhIGtleS4=",
    "NANOBANK_URL": "https://nanobanken.example",
    "NANOBANK_DEMO": "false",
    "NANOBANK_DEBUG": "false",
    "NANOBANK_REDIRECT_TO_HTTPS": "false",
}


def environment(database_url: str) -> dict[str, str]:
    """What a process of the site finds: settings as in production, on this database."""
    index = BUILD / "index" / hashlib.sha256(database_url.encode()).hexdigest()[:12]
    return {"NANOBANK_SEARCH_INDEX": str(index), **os.environ, **_SETTINGS, "DATABASE_URL": database_url}


def cores() -> tuple[int, int]:
    """One core for the server and one for what sends it requests; the same where there is but one."""
    available = sorted(os.sched_getaffinity(0))
    return available[-1], available[0]
