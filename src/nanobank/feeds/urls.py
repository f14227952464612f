"""The addresses of this room."""

from django.urls import URLPattern, path

from nanobank.feeds.views import importing, offers

urlpatterns: list[URLPattern] = [
    path("tilbud-udefra/feeds/", importing.feeds, name="feeds"),
    path("tilbud-udefra/feeds/<uuid:uuid>/", importing.feed, name="feed"),
    path("tilbud-udefra/feeds/<uuid:uuid>/igen/", importing.again, name="feed_again"),
    path("tilbud-udefra/feeds/<uuid:uuid>/rytme/", importing.rhythm, name="feed_rhythm"),
    path("tilbud-udefra/feeds/<uuid:uuid>/luk/", importing.close, name="feed_close"),
    path("tilbud-udefra/indlaesninger/<uuid:uuid>/", importing.run, name="feed_run"),
    path("tilbud-udefra/indlaesninger/<uuid:uuid>/kolonner/", importing.columns, name="feed_run_columns"),
    path("tilbud-udefra/indlaesninger/<uuid:uuid>/fremdrift/", importing.progress, name="feed_run_progress"),
    path("tilbud-udefra/indlaesninger/<uuid:uuid>/fejl.csv", importing.faults, name="feed_run_faults"),
    path("tilbud-udefra/indlaesninger/<uuid:uuid>/begynd/", importing.begin, name="feed_run_begin"),
    path("tilbud-udefra/indlaesninger/<uuid:uuid>/stop/", importing.stop, name="feed_run_stop"),
    path("tilbud-udefra/indlaesninger/<uuid:uuid>/fortsaet/", importing.go_on, name="feed_run_go_on"),
    path("tilbud-udefra/indlaesninger/<uuid:uuid>/opgiv/", importing.withdraw, name="feed_run_withdraw"),
    path("tilbud-udefra/vurdering/", offers.queue, name="vetting_queue"),
    path("tilbud-udefra/<slug:slug>/", offers.offer, name="outside_offer"),
    path("tilbud-udefra/<slug:slug>/vurder/", offers.judge, name="outside_offer_judge"),
    path("tilbud-udefra/<slug:slug>/traek-tilbage/", offers.withdraw_vetting, name="outside_offer_withdraw"),
]
