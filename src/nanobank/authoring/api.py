"""What a program can do here, part by part."""

from ninja import Router

from nanobank.authoring.api_designing import router as designing
from nanobank.authoring.api_editor import router as editor
from nanobank.authoring.api_measures import router as measures
from nanobank.authoring.api_media import router as media

router = Router()
for part in (media, measures, designing, editor):
    router.add_router("", part)
