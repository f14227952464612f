"""Addresses of this room."""

from django.urls import URLPattern, path

from nanobank.pathways.cohorts.urls import urlpatterns as cohorts
from nanobank.pathways.teams.urls import urlpatterns as teams
from nanobank.pathways.views import changing, composing, mentoring, outside, plans, saying, sheet

urlpatterns: list[URLPattern] = [
    *cohorts,
    *teams,
    path("forloeb/", plans.pathways, name="pathways"),
    path("forloeb/nyt/", saying.pathway_new, name="pathway_new"),
    path("forloeb/af/<uuid:uuid>/", plans.pathways_of, name="pathways_of"),
    path("forloeb/hver-uge/", outside.pathways_remind, name="pathways_remind"),
    path("forloeb/kommentarer/<uuid:uuid>/faerdig/", mentoring.pathway_settle, name="pathway_settle"),
    path("forloeb/forslag/<uuid:uuid>/svar/", mentoring.pathway_answer, name="pathway_answer"),
    path("forloeb/<uuid:uuid>/", plans.pathway, name="pathway"),
    path("forloeb/<uuid:uuid>/maal/", saying.pathway_goal, name="pathway_goal"),
    path("forloeb/<uuid:uuid>/liv/", saying.pathway_life, name="pathway_life"),
    path("forloeb/<uuid:uuid>/laeg/", changing.pathway_ask, name="pathway_ask"),
    path("forloeb/<uuid:uuid>/undervejs/", plans.pathway_progress, name="pathway_progress"),
    path("forloeb/<uuid:uuid>/stands/", changing.pathway_stop, name="pathway_stop"),
    path("forloeb/<uuid:uuid>/valg/", plans.pathway_choices, name="pathway_choices"),
    path("forloeb/<uuid:uuid>/sammenlign/", plans.pathway_compare, name="pathway_compare"),
    path("forloeb/<uuid:uuid>/historie/", plans.pathway_history, name="pathway_history"),
    path("forloeb/<uuid:uuid>/planer/<int:number>/", plans.pathway_version, name="pathway_version"),
    path("forloeb/<uuid:uuid>/planer/<int:number>/plan.pdf", sheet.pathway_sheet, name="pathway_sheet"),
    path("forloeb/<uuid:uuid>/planer/<int:number>/led-laengere/", changing.pathway_longer, name="pathway_longer"),
    path("forloeb/<uuid:uuid>/planer/<int:number>/leder/", plans.pathway_looking, name="pathway_looking"),
    path("forloeb/<uuid:uuid>/planer/<int:number>/vaelg/", changing.pathway_choose, name="pathway_choose"),
    path("forloeb/<uuid:uuid>/planer/<int:number>/bank/", changing.pathway_bank, name="pathway_bank"),
    path("forloeb/<uuid:uuid>/planer/<int:number>/underskriv/", mentoring.pathway_sign, name="pathway_sign"),
    path("forloeb/<uuid:uuid>/vaelg/", changing.pathway_pick, name="pathway_pick"),
    path("forloeb/<uuid:uuid>/behold/", changing.pathway_keep, name="pathway_keep"),
    path("forloeb/<uuid:uuid>/ret/", changing.pathway_change, name="pathway_change"),
    path("forloeb/<uuid:uuid>/haendt/", changing.pathway_happened, name="pathway_happened"),
    path("forloeb/<uuid:uuid>/bagud/", changing.pathway_behind, name="pathway_behind"),
    path("forloeb/<uuid:uuid>/tempo/", changing.pathway_tempo, name="pathway_tempo"),
    path("forloeb/<uuid:uuid>/raekkefoelge/", changing.pathway_order, name="pathway_order"),
    path("forloeb/nyt/regler/", composing.pathway_rules_new, name="pathway_rules_new"),
    path("forloeb/<uuid:uuid>/maal/regler/", composing.pathway_rules, name="pathway_rules"),
    path("forloeb/<uuid:uuid>/behov/", changing.pathway_need, name="pathway_need"),
    path("forloeb/<uuid:uuid>/ryd-af-vejen/", changing.pathway_remedy, name="pathway_remedy"),
    path("forloeb/<uuid:uuid>/kalender/", outside.pathway_feed, name="pathway_feed"),
    path("forloeb/<uuid:uuid>/laeg-vaek/", changing.pathway_put_away, name="pathway_put_away"),
    path("forloeb/<uuid:uuid>/kommentar/", mentoring.pathway_comment, name="pathway_comment"),
    path("forloeb/<uuid:uuid>/forslag/", mentoring.pathway_propose, name="pathway_propose"),
]
