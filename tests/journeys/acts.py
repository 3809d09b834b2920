"""What people do in a case besides writing: register, film, mark, ask, decide, go on by the panel of the procedure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

from playwright.sync_api import Locator, expect

from liuhen.site.demo.cast import CAMERAS, PEOPLE
from liuhen.site.demo.footage import Shot, film
from tests.journeys import ending, roadside
from tests.journeys.forms import Answer, fill_in, save
from tests.journeys.office import Office
from tests.journeys.visitor import Visitor

CHECKED = ["电池电量", "存储空间", "日期时间设定"]


def open_case(office: Office, who: str, **answers: Answer) -> None:
    """Open the case that the office runs from now on; its number is suggested."""
    visitor = office.person(who)
    visitor.go("/cases/new/")
    fill_in(visitor, {"当事人": office.party, "启动方式": "依职权", **answers})
    save(visitor)
    office.case = visitor.page.url.removeprefix(office.address).partition("#")[0]


def check_camera(office: Office, who: str) -> None:
    """Check one's camera now, before going out."""
    roadside.check_camera(office.person(who), CAMERAS[who], office.now)


def step(office: Office, who: str, kind: str, minutes: int, **more: Answer) -> None:
    """Register a step that has just ended and took so many minutes."""
    visitor = office.person(who)
    visitor.go(f"{office.case}steps/new/")
    times: dict[str, Answer] = {"开始时间": office.now - timedelta(minutes=minutes), "结束时间": office.now}
    everybody: dict[str, Answer] = {"参加人员": [PEOPLE["handler"][0], PEOPLE["officer"][0]]}
    fill_in(visitor, {"环节": kind, **everybody, **times, **more})
    save(visitor)


def filmed(
    office: Office, who: str, minutes: int, *, marked: Sequence[int] = (0,), kinds: Sequence[str] = (), ago: int = 0
) -> None:
    """Bring in a film of the last so many minutes from one's camera, and mark what the page asks to be shown.

    `marked`: in which minutes of the film all of it is marked, one for each step. `kinds`: the steps the film belongs
    to, where the machine leaves that to a person. `ago`: so many minutes ago the camera went off, before all was over.
    """
    visitor, camera = office.person(who), CAMERAS[who]
    start = office.now - timedelta(minutes=minutes + ago, seconds=10)
    folder = office.desk / f"card-{start:%m%d%H%M}"
    length = timedelta(minutes=minutes, seconds=10 if ago else 20)
    path = film(Shot(device=camera, officer=PEOPLE[who][2], start=start, length=length), folder)
    bring_in(visitor, folder)
    link_to(visitor, path.stem, kinds)
    roadside.open_film(visitor, path.stem)
    for minute in marked:
        mark_all(visitor, 60 * minute + 10)
    visitor.picture(f"film-{start:%m%d%H%M}")


def mark_all(visitor: Visitor, second: int) -> None:
    """Mark everything the page asks for, a few seconds apart, in its order."""
    asked = visitor.page.locator("button[data-kind]:not([data-kind=interruption_reason])")
    for number, name in enumerate([one.get_attribute("data-name") or "" for one in asked.all()], 1):
        roadside.stamp(visitor, second + 4 * number, name)


def link_to(visitor: Visitor, name: str, kinds: Sequence[str]) -> None:
    """Say on the page of a recording to which of the suggested steps it belongs."""
    for kind in kinds:
        ending.open_record(visitor, name)
        visitor.page.locator("form[action*='/links/'] button").filter(has_text=f"· {kind}").click()
        expect(visitor.page.locator("main a[href*='#step-']").filter(has_text=kind)).to_be_visible()


def bring_in(visitor: Visitor, folder: object) -> None:
    """Take in all films of a folder in the browser."""
    visitor.go("/recordings/upload/")
    fill_in(visitor, {"设备时钟偏差（秒）": "0"})
    save(visitor, "下一步：选择文件")
    visitor.page.locator("lh-uploader input[webkitdirectory]").set_input_files(str(folder))
    rows = visitor.page.locator("lh-uploader .lh-upload")
    expect(rows.first).to_contain_text("已入库", timeout=60_000)


def next_step(office: Office, who: str, title: str) -> Locator:
    """A step the panel offers, on the case page of this person."""
    visitor = office.person(who)
    visitor.go(office.case)
    head = visitor.page.locator("b", has_text=re.compile(rf"^{re.escape(title)}$"))
    return visitor.page.locator(".lh-next-step").filter(has=head)


def take(office: Office, who: str, title: str) -> None:
    """Take a step of the procedure by its button, now; it must be open."""
    found = next_step(office, who, title)
    assert found.count(), f"{title} is not offered: {panel(office, who)}"
    button = found.get_by_role("link", name="办理", exact=True)
    assert button.count(), f"{title} is barred: {found.inner_text()}"
    button.click()
    visitor = office.person(who)
    visitor.page.wait_for_load_state()
    fill_in(visitor, {"时间": office.clock})
    save(visitor)


def panel(office: Office, who: str) -> str:
    """What the panel of the procedure says."""
    office.person(who).go(office.case)
    found = office.person(who).page.locator("#procedure")
    return found.inner_text() if found.count() else "no panel"


def ask(office: Office, who: str, approval: str, why: str, **more: Answer) -> None:
    """Ask for an approval."""
    visitor = office.person(who)
    visitor.go(f"{office.case}approvals/new/")
    fill_in(visitor, {"提请审批的事项": approval, "关于": "本案", "提请理由": why, **more})
    save(visitor)


def agree(office: Office, who: str, approval: str) -> None:
    """Decide what waits on one's first page: agree."""
    visitor = office.person(who)
    visitor.go("/")
    row = visitor.page.locator(".lh-duty").filter(has_text=approval).filter(has_text="提请")
    row.get_by_role("link", name="审批", exact=True).first.click()
    visitor.page.wait_for_load_state()
    visitor.page.get_by_label("同意", exact=True).check()
    save(visitor, "作出决定")


def approved(office: Office, asker: str, decider: str, approval: str, **more: Answer) -> None:
    """Ask and decide."""
    ask(office, asker, approval, "事实清楚，证据确凿，拟按程序办理。", **more)
    agree(office, decider, approval)


def register(office: Office, who: str, page: str, **answers: Answer) -> None:
    """Register on one of the forms of the case: reports, situations, milestones, interruptions."""
    visitor = office.person(who)
    visitor.go(f"{office.case}{page}/new/")
    fill_in(visitor, answers)
    save(visitor)


def lacking(office: Office, who: str) -> Mapping[str, str]:
    """What the column of the case counts as lacking: title and what is missing."""
    visitor = office.person(who)
    visitor.go(f"{office.case}?show=lacking")
    rows = visitor.page.locator("#law-column .lh-duty")
    return {one.locator(".lh-duty-title").inner_text(): _line(one) for one in rows.all()}


def _line(row: Locator) -> str:
    return " | ".join(words for words in row.inner_text().split("\n") if words.strip() and "依据与理由" not in words)
