"""Addresses of the forms, below /cases/. The list and the page of a case are joined to them by the roof."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.cases import approval_views, milestone_views, views

app_name = "cases"
urlpatterns = [
    path("new/", views.new_case, name="new"),
    path("new/number/", views.next_number, name="next-number"),
    path("<int:key>/steps/new/", views.new_step, name="step-new"),
    path("<int:key>/documents/new/", views.new_document, name="document-new"),
    path("<int:key>/interruptions/new/", views.new_interruption, name="interruption-new"),
    path("<int:key>/reports/new/", views.new_report, name="report-new"),
    path("<int:key>/situations/new/", views.new_situation, name="situation-new"),
    path("<int:key>/milestones/new/", milestone_views.new_milestone, name="milestone-new"),
    path("<int:key>/gather/", views.gather_documents, name="gather"),
    path("<int:key>/approvals/new/", approval_views.new_approval, name="approval-new"),
    path("<int:key>/exemptions/new/", approval_views.new_exemption, name="exemption-new"),
    path("approvals/<int:key>/", approval_views.approval, name="approval"),
    path("exemptions/<int:key>/", approval_views.exemption, name="exemption"),
    path("milestones/<int:key>/correct/", milestone_views.correct_milestone, name="milestone-correct"),
    path("steps/<int:key>/times/", views.correct_times, name="step-times"),
    path("steps/<int:key>/people/", views.add_people, name="step-people"),
    path("steps/<int:key>/matters/", views.add_matters, name="step-matters"),
    path("documents/<int:key>/", views.document_pdf, name="document"),
    path("documents/<int:key>/file/", views.file_document, name="document-file"),
    path("documents/<int:key>/gather/", views.gather_document, name="document-gather"),
    path("situations/<int:key>/end/", views.end_situation, name="situation-end"),
    path("interruptions/<int:key>/resume/", views.resume, name="resume"),
]
