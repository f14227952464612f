"""Addresses of a cohort's load and demand."""

from django.urls import URLPattern, path

from nanobank.pathways.cohorts import views

urlpatterns: list[URLPattern] = [
    path("forloeb/efterspoergsel/", views.demand, name="demand"),
    path("forloeb/terminer/", views.balances, name="balances"),
    path("forloeb/terminer/nyt/", views.balance_new, name="balance_new"),
    path("forloeb/terminer/<uuid:uuid>/", views.balance, name="balance"),
    path("forloeb/terminer/<uuid:uuid>/ret/", views.balance_edit, name="balance_edit"),
    path("forloeb/terminer/<uuid:uuid>/undervejs/", views.balance_progress, name="balance_progress"),
    path("forloeb/terminer/<uuid:uuid>/laeg/", views.balance_ask, name="balance_ask"),
    path("forloeb/terminer/<uuid:uuid>/flyt/", views.balance_place, name="balance_place"),
    path("forloeb/terminer/<uuid:uuid>/laeg-vaek/", views.balance_put_away, name="balance_put_away"),
]
