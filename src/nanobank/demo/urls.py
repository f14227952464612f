"""Addresses that exist in demo mode only."""

from django.urls import path

from nanobank.demo import views

urlpatterns = [path("vaer/<slug:key>/", views.sign_in, name="demo_sign_in")]
