"""Addresses of this room, beside allauth's."""

from django.urls import path

from nanobank.accounts import views

urlpatterns = [
    path("navn/", views.name, name="account_name"),
    path("api-noegler/", views.tokens, name="tokens"),
    path("api-noegler/<uuid:uuid>/traek-tilbage/", views.withdraw_token, name="withdraw_token"),
]
