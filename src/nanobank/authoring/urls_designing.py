"""Addresses of authoring: designing."""

from django.urls import path

from nanobank.authoring.views import bundles, templates
from nanobank.authoring.views import designing as views

urlpatterns = [
    path("undervisning/design/", views.designs, name="designs"),
    path("undervisning/design/ny/", views.design_new, name="design_new"),
    path("undervisning/design/om/<slug:slug>/", views.design_anew, name="design_anew"),
    path("undervisning/design/<uuid:uuid>/", views.design, name="design"),
    path("undervisning/design/<uuid:uuid>/bliver-til/", views.design_finish, name="design_finish"),
    path("undervisning/design/<uuid:uuid>/opgives/", views.design_put_away, name="design_put_away"),
    path("undervisning/design/<uuid:uuid>/maal/", views.design_outcomes, name="design_outcomes"),
    path("undervisning/design/<uuid:uuid>/<slug:word>/", views.design_question, name="design_question"),
    path("undervisning/fagpakker/", bundles.bundles, name="bundle_designs"),
    path("undervisning/fagpakker/ny/", bundles.bundle_new, name="bundle_new"),
    path("undervisning/fagpakker/<slug:slug>/", bundles.bundle, name="bundle_design"),
    path("undervisning/skabeloner/", templates.templates, name="module_templates"),
    path("undervisning/skabeloner/af/<uuid:uuid>/", templates.template_save, name="module_template_save"),
    path("undervisning/skabeloner/<slug:slug>/", templates.template, name="module_template"),
    path("undervisning/skabeloner/<slug:slug>/ud/", templates.template_retire, name="module_template_retire"),
]
