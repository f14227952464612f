"""The addresses of this room."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from nanobank.quality.views import authors, everybody, papers, reviewers


class KindConverter(StringConverter):
    """The kinds of thing that are judged."""

    regex = "modul|micro-credential|fagpakke"


class FormConverter(StringConverter):
    """The forms in which a panel gets its papers."""

    regex = "pdf|xlsx|json"


register_converter(FormConverter, "panel_form")
register_converter(KindConverter, "judged_kind")
_GATES = "kvalitet/<judged_kind:kind>/<uuid:uuid>/"

urlpatterns: list[URLPattern] = [
    path("kvalitet/", reviewers.queue, name="quality_queue"),
    path("kvalitet/moduler/<slug:slug>/", everybody.module, name="module_quality"),
    path("kvalitet/micro-credentials/<slug:slug>/", everybody.micro_credential, name="micro_credential_quality"),
    path("kvalitet/fagpakker/<slug:slug>/", everybody.bundle, name="bundle_quality"),
    path("kvalitet/regler/<slug:slug>/", reviewers.policy, name="quality_policy"),
    path("kvalitet/regler/<slug:slug>/linje/", reviewers.item_added, name="quality_item_add"),
    path("kvalitet/linjer/<uuid:uuid>/fjern/", reviewers.item_retired, name="quality_item_retire"),
    path("kvalitet/bedoemmelser/<uuid:uuid>/", reviewers.review, name="review"),
    path("kvalitet/bedoemmelser/<uuid:uuid>/indhold/", reviewers.content, name="review_content"),
    path("kvalitet/bedoemmelser/<uuid:uuid>/filer/<int:position>/", reviewers.file, name="review_file"),
    path("kvalitet/bedoemmelser/<uuid:uuid>/habilitet/", reviewers.declared, name="review_declare"),
    path("kvalitet/bedoemmelser/<uuid:uuid>/videre/", reviewers.handed_on, name="review_hand_on"),
    path("kvalitet/bedoemmelser/<uuid:uuid>/aflys/", authors.called_off, name="review_call_off"),
    path("kvalitet/bedoemmelser/<uuid:uuid>/rettet/", authors.changed, name="review_changes"),
    path("kvalitet/godkendelser/<uuid:uuid>/traek-tilbage/", everybody.withdrawn, name="approval_withdraw"),
    path(_GATES, authors.gates, name="gates"),
    path(f"{_GATES}tjekliste/", authors.ticked, name="gates_tick"),
    path(f"{_GATES}links/", authors.links_tried, name="gates_links"),
    path(f"{_GATES}bedoemmelse/", authors.ask, name="review_ask"),
    path(f"{_GATES}forny/", authors.renewed, name="approval_renew"),
    path(f"{_GATES}eksternt/", everybody.vet, name="vet_external"),
    path(f"{_GATES}akkreditering.<panel_form:form>", papers.panel, name="quality_panel"),
    path("undervisning/udkast/<uuid:uuid>/udgiv/", authors.draft_publish, name="draft_publish"),
    path("katalog/kladder/<slug:slug>/udgiv/", authors.micro_credential_publish, name="micro_credential_publish"),
    path("undervisning/fagpakker/<slug:slug>/udgiv/", authors.bundle_publish, name="bundle_publish"),
    path("studie/<uuid:uuid>/evaluering/", everybody.evaluate, name="evaluate"),
]
