"""Writing any document as a clerk does: chosen on the page, filled by what its form asks, signed, sealed, in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from playwright.sync_api import Locator, TimeoutError, expect

from liuhen.adapters.law_folder import DiskLawFolder
from liuhen.core.forms.form import Field, FieldKind, Form, Way
from liuhen.core.forms.form import Signature as Place
from tests.journeys.office import PATIENCE, Office
from tests.journeys.plausible import line
from tests.journeys.visitor import Visitor

Said = str | Sequence[str] | Sequence[Mapping[str, str]]
"""What is written into a field: words, people or choices, or rows by the key of the column."""
ROWS = (FieldKind.TABLE, FieldKind.DIALOGUE)
TICKS = (FieldKind.CHOICES, FieldKind.PEOPLE, FieldKind.OFFICERS)
PICKS = (FieldKind.CHOICE, FieldKind.PERSON)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A document to write: its form (code), what is said in it by key, and who signs where (by the words printed).

    `step`: how the words of the step in the list begin. `checker`: who checks it, where that must be another person.
    Without `signs` the handlers sign for the agency and the party for itself.
    """

    form: str
    says: Mapping[str, Said] = field(default_factory=dict)
    step: str = ""
    signs: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refuses: str = ""
    checker: str = ""


@cache
def forms() -> Mapping[str, Form]:
    """Every form of the law folder."""
    return DiskLawFolder().forms()


def write(office: Office, who: str, paper: Paper) -> str:
    """Write a document and put it in force; gives the address of its page."""
    form, visitor = forms()[paper.form], office.person(who)
    choose(office, visitor, form, paper.step)
    fill(office, visitor, form, paper.says)
    check(office, visitor, form, paper.checker)
    for slot, place in enumerate(form.signatures):
        sign(office, visitor, slot, place, paper)
    return put_in_force(office, visitor, form)


def put_in_force(office: Office, visitor: Visitor, form: Form) -> str:
    """Put the document on the screen in force, by the handler where who wrote it may not; gives its address."""
    button = "使文书生效"
    if not visitor.page.get_by_role("button", name=button, exact=True).count():
        seen(visitor, visitor.page.locator(".lh-writing-side"), "由本案承办人")
        draft, visitor = visitor.page.url, office.person("handler")
        visitor.go(draft.removeprefix(office.address).partition("#")[0])
    visitor.press(button)
    if _nothing_happens(visitor):
        visitor.press(button)
    seen(visitor, visitor.page.get_by_role("link", name="打开 PDF"))
    seen(visitor, visitor.page.locator("h1"), form.title)
    return visitor.page.url.removeprefix(office.address)


def _nothing_happens(visitor: Visitor) -> bool:
    """Whether the press was lost: the page stays and nothing was asked of the house, so that one presses again."""
    before = visitor.page.url
    try:
        visitor.page.wait_for_url("**/documents/papers/*/**", timeout=10_000)
    except TimeoutError:
        return visitor.page.url == before and not visitor.under_way
    return False


def seen(visitor: Visitor, what: Locator, words: str = "") -> None:
    """Wait until something is to be seen and holds these words; fail with what the page says."""
    try:
        expect(what).to_contain_text(words, timeout=PATIENCE)
    except AssertionError as error:
        raise AssertionError(visitor.says()) from error


def choose(office: Office, visitor: Visitor, form: Form, step: str) -> None:
    """Begin the form: where the case asks for it first, else from the list, for the step that is named."""
    visitor.go(f"{office.case}write/")
    owed = visitor.page.locator(".lh-owed-forms").get_by_role("button", name=f"开始写：{form.title}", exact=True)
    if owed.count() and not step:
        owed.first.click()
    else:
        everything = visitor.page.locator(".lh-all-forms")
        if step:
            pick(everything.get_by_label("归入哪个环节"), step)
        everything.get_by_role("button", name=f"开始写：{form.title}", exact=True).first.click()
    expect(visitor.page.locator("h1")).to_have_text(form.title)


def pick(select: Locator, words: str) -> None:
    """Choose the last option that begins with these words."""
    found = [one for one in select.locator("option").all() if one.inner_text().strip().startswith(words)]
    assert found, f"{words} is not on offer: {select.inner_text()}"
    select.select_option(value=found[-1].get_attribute("value"))


def fill(office: Office, visitor: Visitor, form: Form, says: Mapping[str, Said]) -> None:
    """Write what is said; what must be there and is still empty, plausibly."""
    assert not (strange := set(says) - {one.key for one in form.fields}), f"{form.title} does not ask for {strange}"
    for asked in form.fields:
        box = visitor.page.locator(f'[id="f.{asked.key}"]')
        if asked.key in says:
            _say(box, asked, says[asked.key])
        elif asked.required and asked.kind is not FieldKind.SEAL and _empty(box, asked):
            _say(box, asked, _plausible(box, asked, office))


def _empty(box: Locator, asked: Field) -> bool:
    if asked.kind in ROWS:
        return not box.locator("[data-rows-list] > li").count()
    if asked.kind in TICKS or asked.kind is FieldKind.TICK:
        return not box.locator("input:checked").count()
    return not box.locator("input, textarea, select").first.input_value().strip()


def _plausible(box: Locator, asked: Field, office: Office) -> Said:
    if asked.kind is FieldKind.DIALOGUE:
        return [{"question": "请说明经过。", "answer": "情况属实，我没有异议。"}]
    if asked.kind is FieldKind.TABLE:
        return [{column.key: line(column, office.now) for column in asked.columns}]
    if asked.kind in TICKS:
        return [one.get_attribute("value") or "" for one in box.locator("input").all()[: asked.at_least or 1]]
    if asked.kind in PICKS:
        return box.locator("option").nth(1).get_attribute("value") or ""
    return line(asked, office.now)


def _say(box: Locator, asked: Field, said: Said) -> None:
    if asked.kind is FieldKind.TICK:
        box.locator("input").set_checked(bool(said))
    elif asked.kind in ROWS:
        _rows(box, [row for row in said if not isinstance(row, str)])
    elif asked.kind in TICKS:
        _tick(box, [str(one) for one in said])
    elif asked.kind in PICKS:
        pick(box.locator("select"), str(said))
    else:
        box.locator("input, textarea").first.fill(str(said))


def _tick(box: Locator, values: Sequence[str]) -> None:
    """Tick those whose words begin so, and nothing else."""
    for fold in box.locator("details:not([open]) > summary").all():
        fold.click()
    for one in box.locator("input").all():
        one.set_checked((one.get_attribute("value") or "").startswith(tuple(values)))


def _rows(box: Locator, rows: Sequence[Mapping[str, str]]) -> None:
    """Fill the rows that are there, add those that are not, take away what is left over."""
    listed = box.locator("[data-rows-list] > li")
    while listed.count() > len(rows):
        listed.last.locator("[data-row-drop]").click()
    for number, row in enumerate(rows):
        if listed.count() <= number:
            box.locator("[data-row-add]").click()
        for key, words in row.items():
            listed.nth(number).locator(f'[name$=".{key}"]').fill(words)


def check(office: Office, visitor: Visitor, form: Form, checker: str) -> None:
    """Have what was written checked, by another person where the form wants one."""
    if form.second_reader or checker:
        visitor.press("保存", within=visitor.page.locator(".lh-writing-buttons"))
        draft = visitor.page.url.removeprefix(office.address)
        second = office.person(checker or "partner")
        second.go(draft)
        second.press("保存并核对")
        seen(second, second.page.locator("#signatures"))
        visitor.go(draft)
    else:
        visitor.press("保存并核对")
    seen(visitor, visitor.page.locator("#content"))


def sign(office: Office, visitor: Visitor, slot: int, place: Place, paper: Paper) -> None:
    """Have everybody sign at one place of the form."""
    if place.how is Way.SEALS:
        seal(office, visitor, slot)
        return
    names = paper.signs.get(place.who) or ([] if place.optional else office.signers(place))
    for name in names:
        if name == paper.refuses:
            refuse(visitor, slot, name, office)
        else:
            draw(visitor, slot, name, says=place.how is Way.STATES_AND_SIGNS)


def _way(visitor: Visitor, slot: int, name: str) -> Locator:
    """Open a way to sign at a place; gives its form."""
    place = visitor.page.locator(f"#place-{slot}")
    visitor.page.wait_for_load_state()
    place.locator("summary").filter(has_text=name).click()
    return place.locator("details[open] form")


def draw(visitor: Visitor, slot: int, name: str, *, says: bool) -> None:
    """Sign by finger."""
    form = _way(visitor, slot, "手写签名")
    form.get_by_label("签名人", exact=True).fill(name)
    if says:
        form.get_by_label("意见", exact=True).fill("同意。")
    _strokes(visitor, form.locator("canvas"))
    form.get_by_role("button", name="确认签名").click()
    _signed(visitor, slot, name)


def _strokes(visitor: Visitor, canvas: Locator) -> None:
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    mouse, left, top = visitor.page.mouse, box["x"] + 30, box["y"] + 40
    for stroke in range(2):
        mouse.move(left, top + 50 * stroke)
        mouse.down()
        mouse.move(left + 90, top + 50 * stroke + 30)
        mouse.move(left + 180, top + 50 * stroke)
        mouse.up()


def refuse(visitor: Visitor, slot: int, name: str, office: Office) -> None:
    """Set down that somebody would not sign, with a witness."""
    form = _way(visitor, slot, "登记拒绝签名")
    form.get_by_label("拒绝签名的人", exact=True).fill(name)
    form.get_by_label("拒绝签名的理由").fill("当事人看过后不愿签名，没有说明理由。")
    form.get_by_label("见证人").fill(office.witness)
    form.get_by_role("button", name="登记拒签").click()
    _signed(visitor, slot, name)


def seal(office: Office, visitor: Visitor, slot: int) -> None:
    """Have the keeper of the seal put it on, at a window of their own."""
    keeper = office.person(office.keeper)
    if keeper is not visitor:
        keeper.go(visitor.page.url.removeprefix(office.address).partition("#")[0])
    _way(keeper, slot, "加盖印章").get_by_role("button", name="盖章").click()
    seen(keeper, keeper.page.locator(f"#place-{slot}"), "已盖章")
    if keeper is not visitor:
        visitor.page.reload()


def _signed(visitor: Visitor, slot: int, name: str) -> None:
    listed = visitor.page.locator(f"#place-{slot} .lh-signed-list")
    seen(visitor, listed, name)
    visitor.page.wait_for_load_state()  # only then it goes to its place, and nothing moves any more
