"""Settings of the site that the journeys visit: the real ones, with its static files in a folder of its own."""

from nanobank.site.settings import *  # noqa: F403
from nanobank.site.settings import env

STATIC_ROOT = env.path("NANOBANK_TEST_STATIC")
