"""Every list of codes that the law format names is there to be written with."""

from liuhen.core.lawbook.codes import LISTS
from liuhen.core.lawbook.conditions import VOCABULARY_FACETS
from liuhen.core.lawbook.periods import NAMED_EVENTS


def test_every_list_the_format_names_has_a_file_with_words(folder):
    named = {*LISTS.values(), *VOCABULARY_FACETS.values(), *NAMED_EVENTS.values()}
    words = folder.vocabulary().lists
    assert sorted(name for name in named if not words.get(name)) == []


def test_what_a_decision_may_have_to_hide_can_be_said(folder):
    words = folder.vocabulary()
    asked = ("personal_name", "identity_number", "address", "face", "plate", "bank_account", "minor")
    assert all(words.knows("redactions", code) for code in (*asked, "state_secret", "trade_secret"))
