"""Addresses of the knowledge room. Written knowledge has Wagtail's own, below /knowledge/."""

from django.urls import path

from knowledge.views import feedback, follow, glossary, guidelines, laps, retrospectives, upkeep, visits
from knowledge.views.writing import asking, history, pieces, reviews

app_name = "knowledge"

urlpatterns = [
    path("retrospectives/", retrospectives.index, name="retrospectives"),
    path("retrospectives/new/", retrospectives.new, name="retrospective_new"),
    path("retrospectives/<slug:slug>/", retrospectives.detail, name="retrospective"),
    path("retrospectives/<slug:slug>/edit/", retrospectives.edit, name="retrospective_edit"),
    path("retrospectives/<slug:slug>/share/", retrospectives.share, name="retrospective_share"),
    path("laps/new/", laps.new, name="lap_new"),
    path("laps/<slug:team>/<int:number>/", laps.detail, name="lap"),
    path("laps/<slug:team>/<int:number>/edit/", laps.edit, name="lap_edit"),
    path("laps/<slug:team>/<int:number>/try/", laps.start_trying, name="lap_try"),
    path("laps/<slug:team>/<int:number>/end/", laps.end, name="lap_end"),
    path("pages/<int:pk>/follow/", follow.page, name="follow"),
    path("pages/<int:pk>/helpful/", feedback.helpful, name="helpful"),
    path("pages/<int:pk>/problem/", feedback.problem, name="problem"),
    path("visits/", visits.count, name="visit"),
    path("glossary/", glossary.index, name="glossary"),
    path("upkeep/", upkeep.index, name="upkeep"),
    path("upkeep/report/", upkeep.report, name="upkeep_report"),
    path("upkeep/<int:pk>/", upkeep.detail, name="page_care"),
    path("upkeep/<int:pk>/confirm/", upkeep.confirm, name="page_confirm"),
    path("upkeep/<int:pk>/hand-over/", upkeep.hand_over, name="page_hand_over"),
    path("upkeep/<int:pk>/retire/", upkeep.retire, name="page_retire"),
    path("upkeep/<int:pk>/bring-back/", upkeep.bring_back, name="page_bring_back"),
    path("upkeep/problems/<int:pk>/", upkeep.answer, name="problem_answer"),
    path("guidelines/<int:pk>/read/", guidelines.read, name="guideline_read"),
    path("guidelines/<int:pk>/readers/", guidelines.readers, name="guideline_readers"),
    path("guidelines/<int:pk>/exceptions/new/", guidelines.ask, name="exception_new"),
    path("exceptions/<int:pk>/", guidelines.exception, name="exception"),
    path("exceptions/<int:pk>/end/", guidelines.end, name="exception_end"),
    path("write/", pieces.index, name="writing"),
    path("write/lesson-learned/new/", pieces.new, name="lesson_new"),
    path("write/pages/<int:pk>/change/", pieces.change, name="page_change"),
    path("write/pages/<int:pk>/review/", reviews.piece, name="piece"),
    path("write/pages/<int:pk>/again/", pieces.again, name="piece_again"),
    path("write/pages/<int:pk>/withdraw/", pieces.take_back, name="piece_withdraw"),
    path("write/pages/<int:pk>/history/", history.versions, name="history"),
    path("write/pages/<int:pk>/history/compare/", history.compare, name="history_compare"),
    path("write/pages/<int:pk>/history/restore/", history.go_back, name="history_restore"),
    path("write/drafts/<int:pk>/", pieces.draft, name="draft"),
    path("write/drafts/<int:pk>/merge/", pieces.merge, name="draft_merge"),
    path("write/drafts/<int:pk>/delete/", pieces.delete, name="draft_delete"),
    path("write/preview/comment/", asking.show_comment, name="write_preview_comment"),
    path("write/preview/<slug:kind>/", asking.show_preview, name="write_preview"),
    path("write/targets/", asking.pick, name="write_targets"),
    path("write/upload/", asking.upload, name="write_upload"),
    path("write/key/", asking.key, name="write_key"),
]
