"""Addresses of a team's plan, before those of this room that begin alike."""

from django.urls import URLPattern, path

from nanobank.pathways.teams import views

urlpatterns: list[URLPattern] = [
    path("forloeb/hold/", views.teams, name="teams"),
    path("forloeb/hold/nyt/", views.team_new, name="team_new"),
    path("forloeb/hold/<uuid:uuid>/", views.team, name="team"),
    path("forloeb/hold/<uuid:uuid>/ret/", views.team_edit, name="team_edit"),
    path("forloeb/hold/<uuid:uuid>/laeg/", views.team_ask, name="team_ask"),
    path("forloeb/hold/<uuid:uuid>/undervejs/", views.team_progress, name="team_progress"),
    path("forloeb/hold/<uuid:uuid>/stands/", views.team_stop, name="team_stop"),
    path("forloeb/hold/<uuid:uuid>/send/", views.team_send, name="team_send"),
    path("forloeb/hold/<uuid:uuid>/laeg-vaek/", views.team_put_away, name="team_put_away"),
    path("forloeb/hold/del/<uuid:uuid>/", views.team_part, name="team_part"),
    path("forloeb/hold/del/<uuid:uuid>/svar/", views.team_part_answer, name="team_part_answer"),
    path("forloeb/hold/del/<uuid:uuid>/bank/", views.team_part_bank, name="team_part_bank"),
]
