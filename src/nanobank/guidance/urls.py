"""The addresses of this room. The calendar's has no language: programs fetch it."""

from django.urls import URLPattern, path

from nanobank.guidance.views import mentors, mine, office, threads, times

urlpatterns: list[URLPattern] = [
    path("vejledning/", mine.guidance, name="guidance"),
    path("vejledning/find/<str:kind>/", mentors.find, name="mentor_find"),
    path("vejledning/spurgt/<str:token>/", mentors.asked, name="mentor_asked"),
    path("vejledning/svar/<uuid:uuid>/", mentors.answer, name="mentor_answer"),
    path("vejledning/fortryd/<uuid:uuid>/", mentors.unask, name="mentor_unask"),
    path("vejledning/mentor/<uuid:uuid>/", mentors.mentorship, name="mentorship"),
    path("vejledning/mentor/<uuid:uuid>/ser/", mentors.sights, name="mentor_sights"),
    path("vejledning/mentor/<uuid:uuid>/note/", mentors.note, name="mentor_note"),
    path("vejledning/mentor/<uuid:uuid>/tider/", times.free, name="mentor_times"),
    path("bank/mentorer/<uuid:uuid>/slut/", mentors.end, name="mentorship_end"),
    path("vejledning/aftale/<uuid:uuid>/aflys/", times.cancel, name="appointment_cancel"),
    path("vejledning/samtale/ny/", threads.begin, name="thread_new"),
    path("vejledning/samtale/<uuid:uuid>/", threads.thread, name="thread"),
    path("vejledning/samtale/<uuid:uuid>/faerdig/", threads.settle, name="thread_settle"),
    path("vejledning/profil/", times.profile, name="mentor_profile"),
    path("vejledning/profil/tider/", times.hours_add, name="mentor_hours_add"),
    path("vejledning/profil/tider/<uuid:uuid>/vaek/", times.hours_drop, name="mentor_hours_drop"),
    path("vejledning/profil/fravaer/", times.absence_add, name="mentor_absence_add"),
    path("vejledning/profil/fravaer/<int:number>/vaek/", times.absence_drop, name="mentor_absence_drop"),
    path("vejledning/kalender/ny/", times.feed_renew, name="guidance_feed_renew"),
    path("vejledning/kontor/", office.office, name="guidance_office"),
]
machine_urlpatterns: list[URLPattern] = [
    path("vejledning/kalender/<str:secret>.ics", times.calendar, name="guidance_calendar"),
]
