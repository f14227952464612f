"""Addresses of this room."""

from django.urls import URLPattern, path

from nanobank.awards.views import batch, lists

urlpatterns: list[URLPattern] = [
    path("udstedelser/", lists.batches, name="award_batches"),
    path("udstedelser/skabelon.csv", lists.template, name="award_template"),
    path("udstedelser/graense/<slug:slug>/", lists.limit, name="award_limit"),
    path("udstedelser/<uuid:uuid>/", batch.batch, name="award_batch"),
    path("udstedelser/<uuid:uuid>/fremdrift/", batch.progress, name="award_progress"),
    path("udstedelser/<uuid:uuid>/problemer.csv", batch.problems, name="award_problems"),
    path("udstedelser/<uuid:uuid>/udstedt.csv", batch.results, name="award_results"),
    path("udstedelser/<uuid:uuid>/udsted/", batch.submit, name="award_submit"),
    path("udstedelser/<uuid:uuid>/godkend/", batch.approve, name="award_approve"),
    path("udstedelser/<uuid:uuid>/send-tilbage/", batch.refuse, name="award_refuse"),
    path("udstedelser/<uuid:uuid>/stop/", batch.stop, name="award_stop"),
    path("udstedelser/<uuid:uuid>/fortsaet/", batch.go_on, name="award_go_on"),
    path("udstedelser/<uuid:uuid>/traek-tilbage/", batch.withdraw, name="award_withdraw"),
]
