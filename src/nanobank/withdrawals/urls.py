"""The addresses of this room."""

from django.urls import path

from nanobank.withdrawals.views import cv, judging, keeping, learner

urlpatterns = [
    path("udtraek/", learner.withdrawals, name="withdrawals"),
    path("udtraek/ny/", learner.withdrawal_start, name="withdrawal_start"),
    path("udtraek/ny/cv/", cv.withdrawal_cv, name="withdrawal_cv"),
    path("udtraek/bedoem/", judging.withdrawals_to_judge, name="withdrawals_to_judge"),
    path("udtraek/bedoem/<uuid:uuid>/", judging.withdrawal_judge, name="withdrawal_judge"),
    path("udtraek/bedoem/<uuid:uuid>/som-foer/", judging.withdrawal_follow, name="withdrawal_follow"),
    path("udtraek/bedoem/<uuid:uuid>/spoerg/", judging.withdrawal_return, name="withdrawal_return"),
    path("udtraek/bedoem/<uuid:uuid>/videre/", judging.withdrawal_hand_on, name="withdrawal_hand_on"),
    path("udtraek/bedoem/<uuid:uuid>/klagesvar/", judging.withdrawal_answer, name="withdrawal_answer"),
    path("udtraek/bedoem/<uuid:uuid>/genoptag/", judging.withdrawal_reopen, name="withdrawal_reopen"),
    path("udtraek/praecedens/", keeping.precedents, name="precedents"),
    path("udtraek/praecedens/<uuid:uuid>/", keeping.precedent_retire, name="precedent_retire"),
    path("udtraek/fravaer/", keeping.away, name="away"),
    path("udtraek/fravaer/<uuid:uuid>/", keeping.away_cancel, name="away_cancel"),
    path("udtraek/<uuid:uuid>/", learner.withdrawal, name="withdrawal"),
    path("udtraek/<uuid:uuid>/tag-tilbage/", learner.withdrawal_take_back, name="withdrawal_take_back"),
    path("udtraek/<uuid:uuid>/klage/", learner.withdrawal_appeal, name="withdrawal_appeal"),
    path("udtraek/<uuid:uuid>/fil/<slug:which>/", learner.withdrawal_file, name="withdrawal_file"),
]
