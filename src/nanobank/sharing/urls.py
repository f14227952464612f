"""Addresses of this room. Those of images and files have no language, since they stand in other people's pages."""

from django.urls import URLPattern, path

from nanobank.sharing.views import mine, public

urlpatterns: list[URLPattern] = [
    path("deling/", mine.shares, name="shares"),
    path("deling/ny/", mine.share_new, name="share_new"),
    path("deling/<uuid:uuid>/", mine.share, name="share"),
    path("deling/<uuid:uuid>/stop/", mine.share_stop, name="share_stop"),
    path("beviser/<uuid:uuid>/del/", mine.credential_share, name="credential_share"),
    path("delt/<str:secret>/", public.shared, name="shared"),
]
machine_urlpatterns: list[URLPattern] = [
    path("delt/<str:secret>/<int:position>.json", public.shared_document, name="shared_document"),
    path("delt/<str:secret>/<int:position>.svg", public.shared_badge, name="shared_badge"),
    path("beviser/<uuid:uuid>/badge.<str:kind>", public.credential_badge, name="credential_badge"),
    path("micro-credentials/<slug:slug>/badge.<str:kind>", public.badge_to_earn, name="badge_to_earn"),
]
