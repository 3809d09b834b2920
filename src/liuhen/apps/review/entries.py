"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

WATCHED = declare("recordings.watched", "观看", "观看了音像记录的以下部分", viewing=True)
ANALYSIS_AGAIN = declare("recordings.analysis_again", "重新分析", "要求重新分析音像记录")
NOTE_MADE = declare("review.note_made", "制作证据文字说明", "为作为证据的音像记录制作了文字说明")
CANDIDATE_DISMISSED = declare("review.candidate_dismissed", "不采用提示", "认定机器提示的内容不是所提示的事项")
