"""Settings of the test suite: the real ones, with a throwaway database and nothing that waits."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("NANOBANK_SECRET_KEY", "only-for-tests")
os.environ.setdefault("NANOBANK_KEY_ENCRYPTION_KEYS", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
os.environ.setdefault("NANOBANK_DEMO", "true")
os.environ.setdefault("NANOBANK_URL", "http://testserver")
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from nanobank.site.settings import *  # noqa: F403
from nanobank.site.settings import DATABASES, STORAGES

DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, since two threads cannot wait for each other in a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.mkdtemp(prefix="nanobank-test-")) / "test.sqlite3")}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SEARCH_INDEX = ""  # tests of other rooms are answered by the database, which a test rolls back
EMBEDDER = "none"  # other rooms' tests need no vectors
MEDIA_ROOT = tempfile.mkdtemp(prefix="nanobank-test-media-")
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
