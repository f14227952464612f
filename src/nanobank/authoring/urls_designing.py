"""Addresses of authoring: designing."""

from django.urls import path

from nanobank.authoring.views import designing as views

urlpatterns = [
    path("undervisning/design/", views.designs, name="designs"),
    path("undervisning/design/ny/", views.design_new, name="design_new"),
    path("undervisning/design/om/<slug:slug>/", views.design_anew, name="design_anew"),
    path("undervisning/design/<uuid:uuid>/", views.design, name="design"),
    path("undervisning/design/<uuid:uuid>/bliver-til/", views.design_finish, name="design_finish"),
    path("undervisning/design/<uuid:uuid>/opgives/", views.design_put_away, name="design_put_away"),
    path("undervisning/design/<uuid:uuid>/<slug:word>/", views.design_question, name="design_question"),
]
