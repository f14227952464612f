"""Addresses of this room."""

from django.urls import path

from nanobank.exams.views import examiner, examiners, learner, office

_ONE = "eksamen/tilmelding/<uuid:uuid>/"
_OFFICE = "eksamen/kontor/<uuid:uuid>/"
_EXAMINERS = "eksamen/kontor/bedoemmere/"

urlpatterns = [
    path("eksamen/", learner.exams, name="exams"),
    path("eksamen/indstil/<slug:slug>/", learner.exam_register, name="exam_register"),
    path(_ONE, learner.registration, name="registration"),
    path(f"{_ONE}tid/", learner.registration_book, name="registration_book"),
    path(f"{_ONE}tid/opgiv/", learner.registration_unbook, name="registration_unbook"),
    path(f"{_ONE}aflever/", learner.registration_hand_in, name="registration_hand_in"),
    path(f"{_ONE}traek/", learner.registration_withdraw, name="registration_withdraw"),
    path(f"{_ONE}fil/", learner.hand_in_file, name="hand_in_file"),
    path("eksamen/bedoem/", examiner.examining, name="examining"),
    path("eksamen/bedoem/<uuid:uuid>/", examiner.assess, name="assess"),
    path("eksamen/bedoem/<uuid:uuid>/offentliggoer/", examiner.assess_publish, name="assess_publish"),
    path("eksamen/tider/", examiner.slots, name="slots"),
    path("eksamen/tider/<uuid:uuid>/aflys/", examiner.slot_cancel, name="slot_cancel"),
    path("eksamen/kontor/", office.exam_office, name="exam_office"),
    path(_EXAMINERS, examiners.examiners, name="examiners"),
    path(f"{_EXAMINERS}<slug:slug>/<uuid:uuid>/fjern/", examiners.examiner_dismiss, name="examiner_dismiss"),
    path(_OFFICE, office.office_registration, name="office_registration"),
    path(f"{_OFFICE}fravaer/", office.office_absence, name="office_absence"),
    path(f"{_OFFICE}sygdom/", office.office_illness, name="office_illness"),
    path(f"{_OFFICE}offentliggoer/", office.office_publish, name="office_publish"),
    path(f"{_OFFICE}bevis/", office.office_award_again, name="office_award_again"),
    path(f"{_OFFICE}ret/", office.office_correct, name="office_correct"),
    path(f"{_OFFICE}overdrag/", office.office_hand_over, name="office_hand_over"),
    path(f"{_OFFICE}dispensation/", office.office_dispensation, name="office_dispensation"),
]
