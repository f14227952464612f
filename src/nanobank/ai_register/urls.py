"""The addresses of this room."""

from django.urls import URLPattern, path

from nanobank.ai_register.views import groups, overview, systems, trainings, wording

urlpatterns: list[URLPattern] = [
    path("ai-register/", overview.choose, name="ai_register"),
    path("ai-register/mit/", overview.mine, name="ai_register_mine"),
    path("ai-register/mit/<uuid:uuid>/ja/", overview.consent, name="ai_register_consent"),
    path("ai-register/mit/<uuid:uuid>/nej/", overview.withdraw, name="ai_register_withdraw"),
    path("ai-register/ordlyd/", wording.wordings, name="ai_wordings"),
    path("ai-register/ordlyd/<slug:key>/", wording.wording, name="ai_wording"),
    path("ai-register/<slug:slug>/", overview.register, name="ai_register_of"),
    path("ai-register/<slug:slug>/rapport.pdf", overview.on_paper, name="ai_register_pdf"),
    path("ai-register/<slug:slug>/rapport.xlsx", overview.as_workbook, name="ai_register_xlsx"),
    path("ai-register/<slug:slug>/systemer/nyt/", systems.new, name="ai_system_new"),
    path("ai-register/<slug:slug>/systemer/<uuid:uuid>/", systems.change, name="ai_system"),
    path("ai-register/<slug:slug>/systemer/<uuid:uuid>/ud/", systems.retire, name="ai_system_retire"),
    path("ai-register/<slug:slug>/grupper/ny/", groups.new, name="ai_group_new"),
    path("ai-register/<slug:slug>/grupper/<uuid:uuid>/", groups.change, name="ai_group"),
    path("ai-register/<slug:slug>/grupper/<uuid:uuid>/krav/", groups.requirement_new, name="ai_requirement_new"),
    path("ai-register/<slug:slug>/krav/<uuid:uuid>/slet/", groups.requirement_drop, name="ai_requirement_drop"),
    path("ai-register/<slug:slug>/uddannelse/ny/", trainings.new, name="ai_training_new"),
    path("ai-register/<slug:slug>/uddannelse/<uuid:uuid>/", trainings.change, name="ai_training"),
]
