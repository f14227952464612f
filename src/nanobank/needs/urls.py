"""The addresses of this room."""

from django.urls import URLPattern, path

from nanobank.needs.views import answering, asking, radar, tailoring

urlpatterns: list[URLPattern] = [
    path("behov/", asking.needs, name="needs"),
    path("behov/nyt/", asking.need_new, name="need_new"),
    path("behov/radar/", radar.need_radar, name="need_radar"),
    path("behov/radar/skriv/", radar.need_reach_out, name="need_reach_out"),
    path("behov/henvendelser/", radar.outreaches, name="outreaches"),
    path("behov/henvendelser/<uuid:uuid>/", radar.outreach, name="outreach"),
    path("behov/kontakt/<uuid:uuid>/svar/", asking.contact_reply, name="contact_reply"),
    path("behov/forespoergsler/", answering.enquiries, name="enquiries"),
    path("behov/forespoergsler/<uuid:uuid>/", answering.enquiry, name="enquiry"),
    path("behov/forespoergsler/<uuid:uuid>/svar/", answering.enquiry_answer, name="enquiry_answer"),
    path("behov/forespoergsler/<uuid:uuid>/besked/", answering.enquiry_say, name="enquiry_say"),
    path("behov/forespoergsler/<uuid:uuid>/afvis/", answering.enquiry_decline, name="enquiry_decline"),
    path("behov/forespoergsler/<uuid:uuid>/navn/", answering.enquiry_show_name, name="enquiry_show_name"),
    path("behov/svar/<uuid:uuid>/tag-imod/", tailoring.answer_accept, name="answer_accept"),
    path("behov/<uuid:uuid>/", asking.need, name="need"),
    path("behov/<uuid:uuid>/ret/", asking.need_edit, name="need_edit"),
    path("behov/<uuid:uuid>/spoerg/", tailoring.need_ask, name="need_ask"),
    path("behov/<uuid:uuid>/sammenlign/", tailoring.need_compare, name="need_compare"),
    path("behov/<uuid:uuid>/fundet/", asking.need_found, name="need_found"),
    path("behov/<uuid:uuid>/traek-tilbage/", asking.need_withdraw, name="need_withdraw"),
]
