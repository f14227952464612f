"""The addresses of this room, part by part."""

from nanobank.authoring import urls_designing, urls_editor, urls_measures, urls_media

urlpatterns = [
    *urls_media.urlpatterns,
    *urls_measures.urlpatterns,
    *urls_designing.urlpatterns,
    *urls_editor.urlpatterns,
]
