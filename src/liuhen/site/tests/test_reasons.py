"""The tree of reasons on a page: every word escaped, the same for a reason as judged and as kept."""

from __future__ import annotations

from django.template import Context, Template
from django.utils.safestring import mark_safe

from liuhen.core.terms.verdict import Reason


def _shown(reason: object) -> str:
    return Template('{% include "kit/reason.html" with reason=reason only %}').render(Context({"reason": reason}))


def test_words_are_escaped_and_each_reason_says_whether_it_held():
    page = _shown({"text": "<b>缺</b>", "holds": False, "parts": [{"text": "有笔录", "holds": True, "parts": []}]})
    assert "&lt;b&gt;缺&lt;/b&gt;" in page
    assert page.index("lh-reason-no") < page.index("lh-reason-yes")
    assert 'aria-label="不成立"' in page


def test_a_reason_as_judged_reads_as_one_that_was_kept():
    judged = Reason("缺笔录", False, (Reason("有人"), Reason("有时间", True)))
    parts = [{"text": "有人", "holds": None}, {"text": "有时间", "holds": True}]
    assert _shown(judged) == _shown({"text": "缺笔录", "holds": False, "parts": parts})


def test_an_icon_whose_label_was_safe_once_is_escaped_all_the_same():
    shown = Template("{% icon 'x' safe %}{% icon 'x' plain %}")
    page = shown.render(Context({"safe": mark_safe("<i>"), "plain": "<i>"}))
    assert "<i>" not in page
