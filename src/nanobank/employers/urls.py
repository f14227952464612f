"""The addresses of this room."""

from django.urls import URLPattern, path

from nanobank.employers.views import briefs, mine, orders, people, skills, subsidies, workplaces

_W = "arbejdsplads/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("tilskud/", subsidies.subsidies, name="subsidies"),
    path("tilskud/<slug:slug>/", subsidies.subsidy, name="subsidy"),
    path("arbejdsplads/", mine.my_workplaces, name="my_workplaces"),
    path("arbejdsplads/ny/", mine.workplace_new, name="workplace_new"),
    path("arbejdsplads/mig/<uuid:uuid>/", mine.my_workplace, name="my_workplace"),
    path("arbejdsplads/mig/<uuid:uuid>/svar/", mine.invitation_answer, name="invitation_answer"),
    path("arbejdsplads/mig/<uuid:uuid>/samtykke/", mine.consent_change, name="consent_change"),
    path("arbejdsplads/mig/<uuid:uuid>/kan/", mine.declare, name="declare"),
    path("arbejdsplads/mig/<uuid:uuid>/forlad/", mine.workplace_leave, name="workplace_leave"),
    path("arbejdsplads/plads/<uuid:uuid>/svar/", mine.seat_answer, name="seat_answer"),
    path("arbejdsplads/meld-ind/<uuid:uuid>/", mine.workplace_join, name="workplace_join"),
    path(_W, workplaces.workplace, name="workplace"),
    path(f"{_W}oplysninger/", workplaces.workplace_edit, name="workplace_edit"),
    path(f"{_W}omkostningssteder/", workplaces.cost_centres, name="cost_centres"),
    path(f"{_W}omkostningssteder/<uuid:uuid>/", workplaces.cost_centre, name="cost_centre"),
    path(f"{_W}omkostningssteder/<uuid:uuid>/luk/", workplaces.cost_centre_close, name="cost_centre_close"),
    path(f"{_W}folk/", people.staff, name="staff"),
    path(f"{_W}folk/inviter/", people.staff_invite, name="staff_invite"),
    path(f"{_W}folk/skabelon.csv", people.people_template, name="people_template"),
    path(f"{_W}folk/<uuid:uuid>/", people.colleague, name="colleague"),
    path(f"{_W}folk/<uuid:uuid>/fratraadt/", people.colleague_part, name="colleague_part"),
    path(f"{_W}lister/", people.people_lists, name="people_lists"),
    path(f"{_W}lister/<uuid:uuid>/", people.people_list, name="people_list"),
    path(f"{_W}lister/<uuid:uuid>/tag-ind/", people.people_list_take_in, name="people_list_take_in"),
    path(f"{_W}lister/<uuid:uuid>/traek-tilbage/", people.people_list_withdraw, name="people_list_withdraw"),
    path(f"{_W}lister/<uuid:uuid>/problemer.csv", people.people_list_problems, name="people_list_problems"),
    path(f"{_W}kompetencer/", skills.skills, name="skills"),
    path(f"{_W}behov/", briefs.briefs, name="briefs"),
    path(f"{_W}behov/nyt/", briefs.brief_new, name="brief_new"),
    path(f"{_W}behov/<uuid:uuid>/", briefs.brief, name="brief"),
    path(f"{_W}behov/<uuid:uuid>/ret/", briefs.brief_edit, name="brief_edit"),
    path(f"{_W}behov/<uuid:uuid>/vaegt/", briefs.brief_weigh, name="brief_weigh"),
    path(f"{_W}behov/<uuid:uuid>/efterlys/", briefs.brief_ask, name="brief_ask"),
    path(f"{_W}behov/<uuid:uuid>/laeg-vaek/", briefs.brief_put_away, name="brief_put_away"),
    path(f"{_W}behov/<uuid:uuid>/bestil/<int:number>/", briefs.brief_order, name="brief_order"),
    path(f"{_W}bestillinger/", orders.orders, name="orders"),
    path(f"{_W}bestillinger/<uuid:uuid>/", orders.order, name="order"),
    path(f"{_W}bestillinger/<uuid:uuid>/godkend/", orders.order_approve, name="order_approve"),
    path(f"{_W}bestillinger/<uuid:uuid>/afvis/", orders.order_refuse, name="order_refuse"),
    path(f"{_W}bestillinger/<uuid:uuid>/traek-tilbage/", orders.order_withdraw, name="order_withdraw"),
    path(f"{_W}bestillinger/<uuid:uuid>/fakturagrundlag.csv", orders.order_basis, name="order_basis"),
    path(f"{_W}bestillinger/<uuid:uuid>/oioubl/<slug:provider>.xml", orders.order_invoice, name="order_invoice"),
]
