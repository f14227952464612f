"""Addresses of this room."""

from django.urls import path

from nanobank.organisations import views

urlpatterns = [
    path("organisationer/<slug:slug>/medlemmer/", views.members, name="members"),
    path("organisationer/roller/<uuid:uuid>/afslut/", views.dismiss, name="dismiss"),
]
