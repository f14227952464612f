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
    path("undervisning/moduler/<slug:slug>/udkast/", teaching.begin_draft, name="begin_draft"),
    path("undervisning/moduler/<slug:slug>/udbud/", teaching.offerings, name="offerings"),
    path(
        "undervisning/micro-credentials/<slug:slug>/kompetencer/",
        competences.micro_credential_competences,
        name="micro_credential_competences",
    ),
    path("undervisning/trin/<uuid:uuid>/vis/", teaching.step_preview, name="step_preview"),
]
