"""Addresses of this room."""

from django.urls import URLPattern, path

from nanobank.study.views import competences, files, learning, teaching

urlpatterns: list[URLPattern] = [
    path("studie/start/<slug:slug>/", learning.start, name="study_start"),
    path("studie/filer/<uuid:uuid>/", files.step_file, name="step_file"),
    path("studie/filer/<uuid:uuid>/undertekster/", files.step_captions, name="step_captions"),
    path("studie/<uuid:uuid>/", learning.enrolment, name="enrolment"),
    path("studie/<uuid:uuid>/forlad/", learning.leave, name="study_leave"),
    path("studie/<uuid:uuid>/<int:position>/", learning.step, name="step"),
    path("studie/<uuid:uuid>/<int:position>/rapport/", learning.report, name="step_report"),
    path("undervisning/", teaching.teaching, name="teaching"),
    path("undervisning/nyt-modul/", teaching.module_add, name="module_add"),
    path("undervisning/moduler/<slug:slug>/udkast/", teaching.begin_draft, name="begin_draft"),
    path("undervisning/moduler/<slug:slug>/udbud/", teaching.offerings, name="offerings"),
    path("undervisning/udkast/<uuid:uuid>/", teaching.draft, name="draft"),
    path("undervisning/udkast/<uuid:uuid>/tekster/", teaching.draft_texts, name="draft_texts"),
    path("undervisning/udkast/<uuid:uuid>/kompetencer/", competences.draft_competences, name="draft_competences"),
    path(
        "undervisning/micro-credentials/<slug:slug>/kompetencer/",
        competences.micro_credential_competences,
        name="micro_credential_competences",
    ),
    path("undervisning/udkast/<uuid:uuid>/udgiv/", teaching.draft_publish, name="draft_publish"),
    path("undervisning/udkast/<uuid:uuid>/trin/<slug:kind>/", teaching.step_add, name="step_add"),
    path("undervisning/trin/<uuid:uuid>/", teaching.step_edit, name="step_edit"),
    path("undervisning/trin/<uuid:uuid>/flyt/", teaching.step_move, name="step_move"),
    path("undervisning/trin/<uuid:uuid>/slet/", teaching.step_delete, name="step_delete"),
    path("undervisning/trin/<uuid:uuid>/vis/", teaching.step_preview, name="step_preview"),
    path("undervisning/trin/<uuid:uuid>/spoergsmaal/<slug:kind>/", teaching.question_add, name="question_add"),
    path("undervisning/spoergsmaal/<uuid:uuid>/", teaching.question_edit, name="question_edit"),
    path("undervisning/spoergsmaal/<uuid:uuid>/flyt/", teaching.question_move, name="question_move"),
    path("undervisning/spoergsmaal/<uuid:uuid>/slet/", teaching.question_delete, name="question_delete"),
]
