"""The addresses of this room."""

from django.urls import path

from nanobank.search.views import catalogue, saved

urlpatterns = [
    path("katalog/", catalogue.catalogue, name="catalogue"),
    path("katalog/forslag/", catalogue.suggest, name="search_suggest"),
    path("soegninger/", saved.saved_searches, name="saved_searches"),
    path("soegninger/<uuid:uuid>/slet/", saved.delete, name="saved_search_delete"),
    path("soegninger/stop/<str:token>/", saved.stop, name="search_stop"),
]
