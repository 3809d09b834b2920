"""The journal entries this room writes."""

from __future__ import annotations

from liuhen.apps.journal.kinds import declare

WATCHED = declare("recordings.watched", "观看", "观看了音像记录的以下部分", viewing=True)
ANALYSIS_AGAIN = declare("recordings.analysis_again", "重新分析", "要求重新分析音像记录")
NOTE_MADE = declare("review.note_made", "制作证据文字说明", "为作为证据的音像记录制作了文字说明")
CANDIDATE_DISMISSED = declare("review.candidate_dismissed", "不采用提示", "认定机器提示的内容不是所提示的事项")
CLIP_ASKED = declare("review.clip_asked", "截取片段", "要求从音像记录截取片段")
CLIP_MADE = declare("review.clip_made", "片段制成", "截取的片段已制成，作为派生件保存")
CLIP_FAILED = declare("review.clip_failed", "片段未制成", "片段没有截取成功")
CLIP_TAKEN = declare("review.clip_taken", "取出片段", "取出了从音像记录截取的片段", viewing=True)
ORIGINAL_TAKEN = declare("review.original_taken", "取出原件副本", "取出了音像记录原件的副本", viewing=True)
