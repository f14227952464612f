"""The addresses of this room."""

from django.urls import URLPattern, path

from nanobank.frameworks.views import importing, reading

urlpatterns: list[URLPattern] = [
    path("kompetencer/", reading.competences, name="competences"),
    path("kompetencer/omraade/<slug:slug>/", reading.competence_group, name="competence_group"),
    path("kompetencer/<slug:slug>/", reading.competence, name="competence"),
    path("roller/", reading.occupations, name="occupations"),
    path("roller/omraade/<slug:slug>/", reading.occupation_group, name="occupation_group"),
    path("roller/<slug:slug>/", reading.occupation, name="occupation"),
    path("rammer/", reading.frameworks, name="frameworks"),
    path("rammer/indlaesninger/", importing.imports, name="framework_imports"),
    path("rammer/indlaesninger/<uuid:uuid>/", importing.run, name="framework_import"),
    path("rammer/indlaesninger/<uuid:uuid>/fremdrift/", importing.progress, name="framework_import_progress"),
    path("rammer/indlaesninger/<uuid:uuid>/fejl.csv", importing.faults, name="framework_import_faults"),
    path("rammer/indlaesninger/<uuid:uuid>/begynd/", importing.begin, name="framework_import_begin"),
    path("rammer/indlaesninger/<uuid:uuid>/stop/", importing.stop, name="framework_import_stop"),
    path("rammer/indlaesninger/<uuid:uuid>/fortsaet/", importing.go_on, name="framework_import_go_on"),
    path("rammer/indlaesninger/<uuid:uuid>/opgiv/", importing.withdraw, name="framework_import_withdraw"),
    path("rammer/<slug:slug>/", reading.framework, name="framework"),
]
