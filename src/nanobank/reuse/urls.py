"""The addresses of this room."""

from django.urls import URLPattern, path

from nanobank.reuse.views import finding, improving, taking

urlpatterns: list[URLPattern] = [
    path("genbrug/", finding.find, name="reuse"),
    path("genbrug/vores/", finding.our_own, name="reuse_ours"),
    path("genbrug/dubletter/", finding.duplicates, name="reuse_duplicates"),
    path("genbrug/moduler/<slug:slug>/", finding.module, name="reuse_module"),
    path("genbrug/moduler/<slug:slug>/brug/", taking.take_up, name="reuse_take_up"),
    path("genbrug/moduler/<slug:slug>/licens/", taking.licence, name="reuse_licence"),
    path("genbrug/moduler/<slug:slug>/tilpas/", taking.adapt, name="reuse_adapt"),
    path("genbrug/moduler/<slug:slug>/<int:old>-<int:new>/", finding.versions_differ, name="reuse_difference"),
    path("genbrug/udkast/<uuid:uuid>/", finding.alike, name="reuse_alike"),
    path("genbrug/brug/<uuid:uuid>/", taking.uptake, name="reuse_uptake"),
    path("genbrug/brug/<uuid:uuid>/begynd/", taking.begin, name="reuse_begin"),
    path("genbrug/brug/<uuid:uuid>/aendr/", taking.uptake_change, name="reuse_uptake_change"),
    path("genbrug/tilpasninger/<uuid:uuid>/", improving.adaptation, name="reuse_adaptation"),
    path("genbrug/tilpasninger/<uuid:uuid>/overtag/", improving.take_over, name="reuse_take_over"),
    path("genbrug/tilpasninger/<uuid:uuid>/faerdig/", improving.settle, name="reuse_settle"),
    path("genbrug/tilpasninger/<uuid:uuid>/foelg/", improving.follow, name="reuse_follow"),
    path("genbrug/tilpasninger/<uuid:uuid>/tilbyd/", improving.propose, name="reuse_propose"),
    path("genbrug/forbedringer/<uuid:uuid>/", improving.proposal, name="reuse_proposal"),
]
