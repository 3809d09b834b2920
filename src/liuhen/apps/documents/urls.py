"""Addresses: below a case, what is chosen and listed; below /documents/, each draft and each document in force."""

from __future__ import annotations

from django.urls import path

from liuhen.apps.documents import act_views, file_views, seal_views, views

app_name = "documents"
urlpatterns = [
    path("cases/<int:key>/write/", views.write, name="write"),
    path("cases/<int:key>/papers/", act_views.of_case, name="of-case"),
    path("documents/<int:key>/", views.draft, name="draft"),
    path("documents/<int:key>/preview/", act_views.preview, name="preview"),
    path("documents/<int:key>/send-back/", act_views.send_back, name="send-back"),
    path("documents/<int:key>/drop/", act_views.drop, name="drop"),
    path("documents/<int:key>/sign/", act_views.sign, name="sign"),
    path("documents/<int:key>/put-in-force/", act_views.put_in_force, name="put-in-force"),
    path("documents/<int:key>/docx/", file_views.draft_file, name="draft-file"),
    path("documents/papers/<int:key>/docx/", file_views.paper_file, name="paper-file"),
    path("documents/seals/", seal_views.seals, name="seals"),
    path("documents/seals/keep/", seal_views.keep, name="keep-seal"),
    path("documents/seals/word/", seal_views.set_word, name="set-word"),
    path("documents/seals/<int:key>/image/", seal_views.image, name="seal-image"),
    path("documents/seals/<int:key>/pass-on/", seal_views.pass_on, name="pass-on-seal"),
    path("documents/seals/<int:key>/withdraw/", seal_views.withdraw, name="withdraw-seal"),
    path("documents/papers/<int:key>/", act_views.paper, name="paper"),
    path("documents/papers/<int:key>/correct/", act_views.correct, name="correct"),
    path("documents/signatures/<int:key>/", act_views.signature_image, name="signature-image"),
    path("documents/signatures/<int:key>/withdraw/", act_views.withdraw_signature, name="withdraw-signature"),
]
