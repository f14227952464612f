"""The door a web server knocks on."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nanobank.site.settings")
application = get_wsgi_application()

# What is loaded by now lives as long as the process: the collector need not look through it again and again. A page
# makes some ten thousand objects, nearly all of which are gone with it.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
