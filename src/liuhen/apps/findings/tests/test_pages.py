"""The custodian's page of analyses."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from liuhen.apps.findings import queries
from liuhen.apps.findings.models import Analysis
from liuhen.apps.journal.queries import entries_about
from liuhen.apps.recordings.tests.conftest import World, world  # noqa: F401 - a fixture
from liuhen.ports.workshop import WorkKind, WorkState

pytestmark = pytest.mark.django_db
LIST = reverse("findings:list")


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def parked(world: World, reason: str = "画面解码失败。") -> Analysis:  # noqa: F811
    recording = world.recording()
    work = Analysis.objects.get(sha256=recording.sha256, kind=WorkKind.SURVEY.value)
    state = {"state": WorkState.PARKED.value, "attempts": 3, "reason": reason, "finished_at": recording.stored_at}
    Analysis.objects.filter(pk=work.pk).update(**state)
    return work


def test_a_recording_s_analyses_are_asked_for_when_it_is_stored(world: World) -> None:  # noqa: F811
    recording = world.recording()
    asked = set(Analysis.objects.filter(sha256=recording.sha256).values_list("kind", flat=True))
    assert asked == {"survey", "letters", "track", "playable"}, "an MPEG-4 part 2 film without sound"
    sound = world.card / "a.wav"
    Path(sound).write_bytes(_tone())
    [result] = world.take_in()
    found = Analysis.objects.filter(sha256=result.sha256)
    assert set(found.values_list("kind", flat=True)) == {"survey", "speech", "transcript"}
    assert found[0].facts["kind"] == "audio"


def _tone() -> bytes:
    import io
    import wave

    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(range(256)) * 125)
    return written.getvalue()


def test_parked_work_is_listed_with_its_reason_and_a_second_try(world: World) -> None:  # noqa: F811
    work = parked(world)
    client = client_of(world.cast.custodian)
    page = client.get(LIST).content.decode()
    assert "画面解码失败。" in page
    assert reverse("findings:again", args=[work.pk]) in page
    assert client.post(reverse("findings:again", args=[work.pk])).status_code == 302
    work.refresh_from_db()
    assert (work.state, work.attempts, work.reason) == (WorkState.WAITING, 0, "")
    assert entries_about("object", work.sha256).get().actor_id == world.cast.custodian.pk


def test_everything_parked_can_be_tried_again_at_once(world: World) -> None:  # noqa: F811
    parked(world)
    client = client_of(world.cast.custodian)
    assert "已重新排队 1 项分析" in client.post(reverse("findings:all-again"), follow=True).content.decode()
    assert not Analysis.objects.filter(state=WorkState.PARKED.value).exists()


def test_what_waits_is_on_a_page_of_its_own(world: World) -> None:  # noqa: F811
    recording = world.recording()
    page = client_of(world.cast.custodian).get(LIST, {"state": "waiting"}).content.decode()
    assert recording.shown_name in page
    assert "正在分析" in page


def test_what_waits_for_a_tool_does_not_drown_what_failed(world: World) -> None:  # noqa: F811
    recording = world.recording()
    untried = {"state": WorkState.PARKED.value, "attempts": 0, "reason": "本机没有模型。"}
    Analysis.objects.filter(sha256=recording.sha256).update(**untried)
    page = client_of(world.cast.custodian).get(LIST).content.decode()
    assert "本机没有模型。" not in page
    assert "没有搁置的分析" in page


def test_an_inspector_looks_and_has_nothing_tried_again(world: World) -> None:  # noqa: F811
    work = parked(world)
    client = client_of(world.cast.inspector)
    page = client.get(LIST).content.decode()
    assert "画面解码失败。" in page
    assert reverse("findings:again", args=[work.pk]) not in page
    assert client.post(reverse("findings:again", args=[work.pk])).status_code == 403
    assert client.post(reverse("findings:all-again")).status_code == 403


def test_officers_have_no_use_for_it(world: World) -> None:  # noqa: F811
    assert client_of(world.cast.officer).get(LIST).status_code == 403


def test_work_on_another_agency_s_recordings_is_not_there(world: World) -> None:  # noqa: F811
    from liuhen.apps.people.actions import NewPerson, add_person
    from liuhen.apps.people.roles import Role

    work = parked(world)
    stranger = add_person(
        None,
        NewPerson(
            username="stranger",
            name="外局管理员",
            password="correct horse battery",
            unit=world.cast.outsider.unit,
            certificate="",
            roles=(Role.CUSTODIAN,),
        ),
    )
    client = client_of(stranger)
    assert "画面解码失败。" not in client.get(LIST).content.decode()
    assert client.post(reverse("findings:again", args=[work.pk])).status_code == 404


def test_nothing_is_counted_beyond_a_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    whole = {"state": WorkState.PARKED.value, "attempts": 3, "finished_at": world.recording().stored_at}
    assert Analysis.objects.update(**whole) > 2
    monkeypatch.setattr(queries, "MANY", 2)
    assert queries.counted(world.cast.custodian)[WorkState.PARKED] == 2
    said = client_of(world.cast.custodian).get(LIST).content.decode()
    assert "<b>2+</b>" in said
