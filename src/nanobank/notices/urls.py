"""The addresses of this room."""

from django.urls import URLPattern, path

from nanobank.notices import views

urlpatterns: list[URLPattern] = [
    path("beskeder/", views.notices, name="notices"),
    path("beskeder/laest/", views.notices_read, name="notices_read"),
    path("beskeder/indstillinger/", views.notice_preferences, name="notice_preferences"),
    path("beskeder/<uuid:uuid>/", views.notice, name="notice"),
    path("beskeder/<uuid:uuid>/laest/", views.notice_read, name="notice_read"),
]
