"""Addresses of the editor."""

from django.urls import URLPattern, path

from nanobank.authoring.views import editor, together

urlpatterns: list[URLPattern] = [
    path("undervisning/nyt-modul/", editor.module_add, name="module_add"),
    path("undervisning/vis-tekst/", together.text_preview, name="text_preview"),
    path("undervisning/udkast/<uuid:uuid>/", editor.draft, name="draft"),
    path("undervisning/udkast/<uuid:uuid>/her/", together.draft_here, name="draft_here"),
    path("undervisning/udkast/<uuid:uuid>/mangler/", together.draft_missing, name="draft_missing"),
    path("undervisning/udkast/<uuid:uuid>/orden/", together.draft_order, name="draft_order"),
    path("undervisning/udkast/<uuid:uuid>/kompetencer/", together.draft_competences, name="draft_competences"),
    path("undervisning/udkast/<uuid:uuid>/trin/<slug:kind>/", editor.step_add, name="step_add"),
    path("undervisning/udkast/<uuid:uuid>/<slug:slug>/", editor.draft_part, name="draft_part"),
    path("undervisning/trin/<uuid:uuid>/", editor.step_edit, name="step_edit"),
    path("undervisning/trin/<uuid:uuid>/filer/", editor.step_files, name="step_files"),
    path("undervisning/trin/<uuid:uuid>/slet/", editor.step_delete, name="step_delete"),
    path("undervisning/trin/<uuid:uuid>/spoergsmaal/<slug:kind>/", editor.question_add, name="question_add"),
    path("undervisning/spoergsmaal/<uuid:uuid>/", editor.question_edit, name="question_edit"),
    path("undervisning/spoergsmaal/<uuid:uuid>/flyt/", editor.question_move, name="question_move"),
    path("undervisning/spoergsmaal/<uuid:uuid>/slet/", editor.question_delete, name="question_delete"),
]
