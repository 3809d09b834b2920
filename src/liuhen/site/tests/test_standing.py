"""How the agency stands towards a text, beside the law."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from liuhen.apps.cases.models import Case
from liuhen.apps.duties.models import Obligation
from liuhen.core.terms.labels import DutyKind, Modality, State
from liuhen.site.testing import make_cast, outside_at

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
NUMBER = "粤市交罚〔2026〕7号"


@pytest.fixture(autouse=True)
def _outside():
    with outside_at(NOW):
        yield


@pytest.fixture
def cast():
    cast = make_cast()
    case = Case.objects.create(
        agency=cast.agency, unit=cast.unit, number=NUMBER, cause="超限", party="某公司", opened_at=NOW
    )
    for position, state in enumerate([State.MET, State.MET, State.OVERDUE]):
        owe(case, position, state)
    return cast


def owe(case: Case, position: int, state: State) -> None:
    Obligation.objects.create(
        case=case,
        agency=case.agency,
        position=position,
        text="gd-transport-2019",
        article=29,
        duty="store-24h",
        kind=DutyKind.DEADLINE.value,
        subject_kind="recording",
        subject_id=str(position),
        subject_label="NL-0401.MP4",
        state=state.value,
        modality=Modality.MUST.value,
        title="音像记录按时入库",
        missing="缺入库记录",
        due_at=NOW - timedelta(days=2),
    )


def page(person, where: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(where).content.decode()


def test_an_article_shows_its_states_and_where_it_is_lacking(cast):
    shown = page(cast.officer, "/standing/gd-transport-2019/29/")
    assert "已履行</span><b" in shown
    assert shown.count(NUMBER) == 1
    assert "逾期 2 天" in shown


def test_a_text_counts_what_is_lacking_by_article(cast):
    shown = page(cast.officer, "/standing/gd-transport-2019/")
    assert "第二十九条" in shown
    assert '<b class="lh-bad">1</b>' in shown


def test_an_outsider_learns_nothing_of_the_cases(cast):
    for where in ("/standing/gd-transport-2019/29/", "/standing/gd-transport-2019/"):
        shown = page(cast.outsider, where)
        assert NUMBER not in shown
        assert "第二十九条" not in shown
        assert "已履行" not in shown
