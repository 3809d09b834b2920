"""Phrases are found in what was heard, with characters misheard, left out and put in, at their second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.core.media.phrases import Utterance, allowed_errors, bare, heard_in

NOTICE = "为保护您的合法权益，监督我们的执法行为，本次行政执法全程录音、录像"
PHRASES = {"notice": [NOTICE, "现场正在录音录像"], "signed": ["请在这里签字"]}


def _one(text, phrases=PHRASES):
    hits = heard_in([Utterance(10_000, 10_000 + 200 * len(text), text)], phrases)
    assert len(hits) == 1, hits
    return hits[0]


def test_words_said_exactly_are_found_at_their_second():
    hit = _one("您好，现场正在录音录像，请配合。")
    assert (hit.meaning, hit.phrase, hit.words, hit.score) == ("notice", "现场正在录音录像", "现场正在录音录像", 1.0)
    assert (hit.at_ms, hit.to_ms) == (10_600, 12_000)


@pytest.mark.parametrize(
    "heard",
    [
        "为保护您的合法全益监督我们的直法行为本次行政执法全城录音录像",  # misheard
        "为保护你的合法权益监督我们执法行为本次执法全程录音录像",  # left out
        "呃为了保护您的合法权益啊监督我们的执法行为那个本次行政执法全程录音和录像",  # put in
    ],
)
def test_a_sentence_is_known_again_though_the_recogniser_erred(heard):
    hit = _one(heard)
    assert hit.phrase == NOTICE
    assert 0.72 <= hit.score < 1


@pytest.mark.parametrize("text", ["请在这里停车等候", "今天天气很好", "录音", "", "签字"])
def test_other_talk_is_not_taken_for_a_phrase(text):
    assert heard_in([Utterance(0, 5000, text)], PHRASES) == []


def test_a_sentence_cut_into_two_utterances_is_found_and_one_with_a_long_pause_is_not():
    halves = [Utterance(1000, 3000, "现场正在"), Utterance(3400, 5000, "录音录像")]
    (hit,) = heard_in(halves, PHRASES)
    assert (hit.at_ms, hit.words) == (1000, "现场正在录音录像")
    assert heard_in([halves[0], Utterance(30_000, 32_000, "录音录像")], PHRASES) == []


def test_one_meaning_said_in_several_phrases_at_once_is_one_saying_of_it():
    (hit,) = heard_in([Utterance(0, 20_000, f"现场正在录音录像。{NOTICE}")], PHRASES)
    assert hit.phrase == NOTICE


def test_said_again_later_it_is_found_again():
    said = [Utterance(0, 2000, "请在这里签字"), Utterance(60_000, 62_000, "请在这里签字")]
    assert [hit.at_ms for hit in heard_in(said, PHRASES)] == [0, 60_000]


def test_punctuation_blanks_and_wide_letters_do_not_matter():
    assert bare("请，在 这里：签字！ＡＢ１２") == "请在这里签字ab12"


def test_the_shorter_a_phrase_the_fewer_errors_it_may_have():
    assert [allowed_errors(length) for length in (3, 4, 7, 8, 30)] == [0, 1, 1, 2, 8]


@given(st.text("为保护您的合法权益监督我们", min_size=0, max_size=40), st.text("今天气很好呀", max_size=20))
def test_a_phrase_is_found_whatever_is_said_around_it(before, after):
    hits = heard_in([Utterance(0, 9000, f"{before}请在这里签字{after}")], PHRASES)
    assert any(hit.meaning == "signed" and hit.score == 1.0 for hit in hits)
