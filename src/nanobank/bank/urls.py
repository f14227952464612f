"""Addresses of this room."""

from django.urls import URLPattern, path

from nanobank.bank import views

urlpatterns: list[URLPattern] = [
    path("bank/", views.bank, name="bank"),
    path("bank/historie/", views.timeline, name="bank_timeline"),
    path("bank/plan/<slug:slug>/", views.plan, name="bank_plan"),
    path("bank/ud/<slug:slug>/", views.unplan, name="bank_unplan"),
    path("bank/<uuid:uuid>/", views.bank_of, name="bank_of"),
]
