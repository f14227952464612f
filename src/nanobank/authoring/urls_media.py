"""Addresses of authoring: media."""

from django.urls import path

from nanobank.authoring.views import media, uploads

urlpatterns = [
    path("undervisning/medier/", media.shelves, name="media_shelves"),
    path("undervisning/medier/hylde/<slug:provider>/", media.shelf, name="media_shelf"),
    path("undervisning/medier/hylde/<slug:provider>/overfoersler/", uploads.begin, name="upload_begin"),
    path("undervisning/medier/overfoersler/<uuid:uuid>/", uploads.upload, name="upload"),
    path("undervisning/medier/vaelg/<uuid:uuid>/", media.choose, name="media_choose"),
    path("undervisning/medier/<uuid:uuid>/", media.file, name="media_file"),
    path("undervisning/medier/<uuid:uuid>/undertekster/", media.captions, name="media_captions"),
    path("undervisning/medier/<uuid:uuid>/om/", media.item, name="media_item"),
    path("undervisning/medier/<uuid:uuid>/tekst/", media.describe, name="media_describe"),
    path("undervisning/medier/<uuid:uuid>/undertekst/", media.add_captions, name="media_add_captions"),
    path("undervisning/medier/<uuid:uuid>/brug/<uuid:step>/", media.use, name="media_use"),
    path("undervisning/medier/<uuid:uuid>/tag-ned/", media.retire, name="media_retire"),
]
