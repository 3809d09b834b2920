"""What the journal promises: entries stand with their act, can't be changed, and reach the log."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.utils import DatabaseError

from liuhen.apps.journal.actions import About, What, publish, record, record_many
from liuhen.apps.journal.kinds import EntryKind, declare
from liuhen.apps.journal.models import Entry
from liuhen.apps.journal.queries import body_of
from liuhen.apps.journal.verification import check_journal
from liuhen.apps.people.actions import add_agency
from liuhen.apps.people.models import Agency
from liuhen.ports.log_store import LogStore
from liuhen.ports.outside import Outside, outside
from liuhen.site.testing import outside_at

TESTED = declare("test.tested", "测试", "做了测试")
ABOUT = About(kind="thing", id="1", label="一件东西")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> Iterator[Outside]:
    with outside_at() as own:
        yield own


def write(**data: object) -> Entry:
    with transaction.atomic():
        return record(TESTED, None, ABOUT, What(data=data))


def texts() -> list[str]:
    return [f"{finding.about}: {finding.text}" for finding in check_journal().findings]


def without_triggers(sql: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)


def test_entries_are_numbered_without_gaps() -> None:
    assert [write().seq for _ in range(3)] == [0, 1, 2]


def test_many_acts_written_at_once_are_the_same_entries_and_verify() -> None:
    write()
    agencies = [add_agency(None, f"a{n}", f"机关{n}") for n in range(3)]
    with transaction.atomic():
        acts = [(About(kind="agency", id=one.code, label=one.name), What(rows=[one])) for one in agencies]
        entries = record_many(TESTED, None, acts)
    assert [entry.seq for entry in entries] == [4, 5, 6]
    single = body_of(Entry.objects.get(seq=1))["rows"]
    assert body_of(Entry.objects.get(seq=4))["rows"] == single, "the seal is that of `record`"
    publish()
    assert texts() == []


def test_many_acts_are_refused_outside_a_transaction_and_over_rows_never_written(
    transactional_db: None,
) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record_many(TESTED, None, [(ABOUT, What())])
    with transaction.atomic(), pytest.raises(LookupError, match="before it was written"):
        record_many(TESTED, None, [(ABOUT, What(rows=[Agency(pk=999, code="x", name="x")]))])
    assert Entry.objects.count() == 0


def test_an_act_rolled_back_leaves_no_entry_and_no_gap() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(TESTED, None, ABOUT)
        _ = 1 / 0
    assert write().seq == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record(TESTED, None, ABOUT)


def test_an_undeclared_kind_is_refused() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        record(EntryKind("test.unknown", "", ""), None, ABOUT)


@pytest.mark.parametrize("change", ["UPDATE journal_entry SET case_number = 'x'", "DELETE FROM journal_entry"])
def test_the_database_refuses_to_change_an_entry(change: str) -> None:
    write()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_published_journal_verifies() -> None:
    for number in range(300):
        write(number=number)
    assert publish().size == 300
    check = check_journal()
    assert (check.entries, check.published, check.findings) == (300, 300, [])


def test_publishing_again_changes_nothing() -> None:
    write()
    first, second = publish(), publish()
    assert first == second


def test_the_body_names_the_row_it_sealed() -> None:
    agency = add_agency(None, "a", "甲局")
    entry = Entry.objects.get()
    assert list(body_of(entry)["rows"]) == [f"people.agency/{agency.pk}"]


def test_a_changed_body_is_named() -> None:
    write(number=1)
    publish()
    without_triggers("UPDATE journal_entry SET body = REPLACE(body, '\"number\":1', '\"number\":2')")
    assert texts() == ["条目 0: 内容与其叶不符，条目已被改动"]


@pytest.mark.parametrize("forged", ["[]", "{}", "no json", '{"at":"x"}', '{"rows":[1]}'])
def test_a_body_nobody_could_have_written_is_named(forged: str) -> None:
    write()
    publish()
    without_triggers("UPDATE journal_entry SET body = '%s'" % forged)  # noqa: S608, UP031 - written here
    assert any(text.startswith("条目 0: 内容无法读出") for text in texts())


@pytest.mark.django_db(transaction=True)
def test_a_check_holds_up_nobody_who_writes(fresh: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch, written = type(fresh.log).fetch, []

    def fetch_while_another_writes(log: LogStore, path: str) -> bytes | None:
        with ThreadPoolExecutor(1) as other:
            written.append(other.submit(write_a_session).result())
        return fetch(log, path)

    monkeypatch.setattr(type(fresh.log), "fetch", fetch_while_another_writes)
    check_journal()
    assert written == ["meanwhile"]


def write_a_session() -> str:
    """Write a row that belongs to nobody's evidence, on a connection of its own."""
    try:
        return Session.objects.create(session_key="meanwhile", session_data="", expire_date=outside().clock.now()).pk
    finally:
        connection.close()


def test_a_changed_column_is_named() -> None:
    write()
    publish()
    without_triggers("UPDATE journal_entry SET actor_name = '别人'")
    assert texts() == ["条目 0: 列 actor_name 与内容不符，应为 系统"]


def test_a_removed_entry_is_named() -> None:
    for _ in range(3):
        write()
    publish()
    without_triggers("DELETE FROM journal_entry WHERE seq = 1")
    assert any("日志条目缺失：1 至 1" in text for text in texts())


def test_entries_cut_off_the_end_are_noticed() -> None:
    for _ in range(3):
        write()
    publish()
    without_triggers("DELETE FROM journal_entry WHERE seq = 2")
    assert any("末尾条目已被删除" in text for text in texts())


def test_two_acts_on_one_row_that_each_knew_only_half_of_it_leave_an_honest_seal() -> None:
    agency = add_agency(None, "a", "甲局")
    early, late = (Agency.objects.get(pk=agency.pk) for _ in range(2))
    for own, field, value in ((early, "territory", "广州"), (late, "field", "transport")):
        with transaction.atomic():
            setattr(own, field, value)
            own.save(update_fields=[field])
            record(TESTED, None, ABOUT, What(rows=[own]))
    publish()
    assert texts() == []


def test_a_row_that_was_never_written_is_not_sealed() -> None:
    with pytest.raises(LookupError), transaction.atomic():
        record(TESTED, None, ABOUT, What(rows=[Agency(pk=7, code="x", name="没有登记")]))


def test_a_changed_row_is_named() -> None:
    agency = add_agency(None, "a", "甲局")
    publish()
    without_triggers("UPDATE people_agency SET name = '乙局'")
    assert texts() == [f"people.agency/{agency.pk}: 该行与日志所载不符，已被改动"]


def test_a_removed_row_is_named() -> None:
    agency = add_agency(None, "a", "甲局")
    publish()
    without_triggers("DELETE FROM people_agency")
    assert texts() == [f"people.agency/{agency.pk}: 该行已不存在，被人删除"]


def test_a_row_written_past_the_journal_is_named() -> None:
    write()
    publish()
    agency = Agency.objects.create(code="x", name="冒充")
    assert texts() == [f"people.agency/{agency.pk}: 该行没有任何日志条目，来历不明"]


def test_a_rewritten_tile_is_found(fresh: Outside) -> None:
    for _ in range(3):
        write()
    publish()
    tile = next((fresh.log._root / "tile/0").rglob("3"))  # type: ignore[attr-defined]
    tile.chmod(0o600)
    tile.write_bytes(b"\0" * 96)
    assert any("tile/0" in text for text in texts())


def test_a_checkpoint_signed_by_another_key_is_found(fresh: Outside) -> None:
    write()
    publish()
    with outside_at() as other:
        publish()
        write()
        publish()
        forged = other.log.fetch("checkpoint") or b""
    (fresh.log._root / "checkpoint").write_bytes(forged)  # type: ignore[attr-defined]
    assert any("检查点不可信" in text for text in texts())


def test_nothing_is_signed_over_a_tree_that_was_tampered_with(fresh: Outside) -> None:
    write()
    publish()
    tile = next((fresh.log._root / "tile/0").rglob("1"))  # type: ignore[attr-defined]
    tile.chmod(0o600)
    tile.write_bytes(b"\0" * 32)
    write()
    with pytest.raises(Exception, match="signed root"):
        publish()
    assert outside().log.fetch("checkpoint")
