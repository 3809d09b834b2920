"""Channels of a capture: their names, their labels, when they began."""

from __future__ import annotations

from liuhen.core.media.channels import code_of, label_of, number_in, starts_ms

SIM, OTHER = "013800138000", "013800138001"


def test_a_channel_is_named_after_terminal_and_number() -> None:
    assert code_of({"sim": SIM, "channel": 3}) == f"{SIM}-3"
    assert (number_in(f"{SIM}-3"), number_in("3"), number_in("")) == ("3", "3", "")


def test_people_call_it_by_its_number_and_by_the_terminal_where_two_have_that_number() -> None:
    one, two, three = ({"sim": SIM, "channel": 1}, {"sim": OTHER, "channel": 1}, {"sim": SIM, "channel": 2})
    assert [label_of(each, [one, two, three]) for each in (one, two, three)] == [f"1（{SIM}）", f"1（{OTHER}）", "2"]


def test_when_it_began_is_as_it_was_read() -> None:
    assert starts_ms({"starts_ms": 0, "first_stamp_ms": 900}, [{"first_stamp_ms": 0}]) == 0


def test_results_of_an_older_version_are_placed_by_the_first_stamps() -> None:
    one, two, three = ({"first_stamp_ms": at} for at in (5000, 6500, 5_000_000_000))
    assert [starts_ms(each, [one, two, three]) for each in (one, two, three, {})] == [0, 1500, 0, 0]
