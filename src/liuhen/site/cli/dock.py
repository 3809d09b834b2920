"""`liuhen dock`: cards and cameras that are plugged in are known, taken in, compared with the vault and cleared."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.site.cli.device import find_officer
from liuhen.site.cli.start import need_instance, start_django

if TYPE_CHECKING:
    from liuhen.apps.docking.knowing import Known
    from liuhen.apps.docking.models import CardVisit
    from liuhen.apps.people.models import Agency, Person
    from liuhen.core.cameras.reading import NameReading

NOT_CHECKED = 1
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.group()
def dock() -> None:
    """采集站：自动采集插上的执法记录仪和存储卡，逐字节核对，经要求后清空。"""


@dock.command()
@click.argument("places", nargs=-1, required=True, type=_FOLDER, metavar="DIR…")
@click.option("--agency", "code", default="", help="只认这个机构的设备（机构代码）；只有一个机构的实例可以不写。")
@click.option("--every", default=2.0, show_default=True, help="每隔多少秒看一次。")
@click.option("--once", is_flag=True, help="处理完现在插着的卡就结束。")
def watch(places: tuple[Path, ...], code: str, every: float, once: bool) -> None:
    """看着 DIR… 下挂载的存储卡和相机：插上就采集、核对；有人要求清空的，核对过的文件予以清除。

    DIR 是存储卡挂载点的上级文件夹，例如 /media/采集站。按 Ctrl C 结束，正在采集的会做完手上的文件。
    """
    need_instance()
    start_django()
    from liuhen.apps.docking.watching import Watch

    watching = Watch(list(places), _agency(code), click.echo)
    click.echo(f"正在看着 {'、'.join(str(place) for place in places)}，插上存储卡即开始采集。")
    try:
        for _ in range(3) if once else iter(int, 1):  # a card is read once it has come to rest, then cleared
            watching.look()
            if once:
                watching.wait()
            time.sleep(0.2 if once else every)
    except KeyboardInterrupt:
        click.echo("正在结束，等待手上的文件做完……")
    finally:
        watching.close()


@dock.command("import")
@click.argument("place", type=_FOLDER, metavar="DIR")
@click.option("--device", "number", required=True, help="设备编号（liuhen device list）。")
@click.option("--officer", "certificate", required=True, help="摄录人员的执法证号。")
@click.option("--clock-shows", default="", help="设备屏幕此刻显示的时间，如 2026-11-20T18:30:12；据此测定钟差。")
@click.option("--returned-at", default="", help="返回单位的时间，如 2026-11-20T18:30。")
def import_card(place: Path, number: str, certificate: str, clock_shows: str, returned_at: str) -> None:
    """采集 DIR 处的存储卡（认不出的卡也可以），并与库中字节逐一核对。

    退出码：0 全部读出且核对无误，1 核对不符或有文件读不出，2 未能运行。
    """
    need_instance()
    start_django()
    from liuhen.apps.docking.queries import unreadable_in
    from liuhen.apps.docking.reading_out import read_out
    from liuhen.apps.docking.showing import checked_words
    from liuhen.ports.outside import outside

    known = _known(number, certificate)
    volume = outside().cards.volume_at(place)
    listing = outside().cards.listing(volume)
    for name, reason in listing.left_alone:
        click.echo(f"没有采集\t{_shown(name)}：{reason}")
    shown, returned = _moment(clock_shows, "--clock-shows"), _moment(returned_at, "--returned-at")
    visit = read_out(volume, listing, known, lambda line: click.echo(_shown(line)), shown=shown, returned_at=returned)
    unreadable = unreadable_in(visit)
    click.echo(f"第 {visit.pk} 次采集：{visit.files} 个文件。{visit.problem or checked_words(unreadable)}")
    sys.exit(0 if visit.verified_at and not unreadable else NOT_CHECKED)


@dock.command()
@click.argument("number", type=int, metavar="VISIT")
@click.option("--by", "certificate", required=True, help="要求清空、或者执行已有要求的人的执法证号或用户名。")
@click.option("--at", "place", type=_FOLDER, help="存储卡所在的文件夹；不写则由正在看着的采集站执行。")
@click.option("--purpose", required=True, help="事由，记入日志。")
@click.confirmation_option("--yes", prompt="将删除卡上全部已核对的文件，其余文件保留。确定清空吗？")
def clear(number: int, certificate: str, place: Path | None, purpose: str) -> None:
    """清空第 VISIT 次采集的存储卡：只删除核对过、此刻仍然一字不差的文件。"""
    need_instance()
    start_django()
    from liuhen.apps.docking.actions import ask_clearing, take_up_clearing
    from liuhen.apps.docking.clearing import clear as clear_card
    from liuhen.ports.outside import outside

    visit = _visit(number)
    say = take_up_clearing if place and visit.clear_asked_at else ask_clearing
    visit = say(_person(certificate), visit, purpose)
    if place is None:
        click.echo("已记录清空要求，由插着这张卡的采集站执行。")
        return
    done = clear_card(visit, outside().cards.volume_at(place))
    click.echo(f"已清空，卡上留下 {done.kept_on_card} 个文件。")


@dock.command("withdraw")
@click.argument("number", type=int, metavar="VISIT")
@click.option("--by", "certificate", required=True, help="撤回的人的执法证号或用户名：要求清空的人，或者资料管理员。")
def withdraw(number: int, certificate: str) -> None:
    """撤回清空第 VISIT 次采集的存储卡的要求；采集站已经着手清除的，不能撤回。"""
    need_instance()
    start_django()
    from liuhen.apps.docking.actions import withdraw_clearing

    withdraw_clearing(_person(certificate), _visit(number))
    click.echo("已撤回清空要求，卡上的文件没有删除。")


@dock.command()
@click.option("--limit", default=30, show_default=True, help="列出最近多少次。")
def visits(limit: int) -> None:
    """列出最近的采集：设备、人员、文件数和状态。"""
    need_instance()
    start_django()
    from liuhen.apps.docking.queries import latest
    from liuhen.apps.docking.showing import state_of

    for visit in latest(limit):
        who = f"{visit.device.number:16}{visit.intake.officer.name}"
        click.echo(f"{visit.pk:>6}  {who}\t{visit.files or '—'} 个文件\t{state_of(visit).label}")


@dock.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[FILE]…")
@click.option("--read", "name", default="", help="看一个文件名会被读成什么。")
def templates(files: tuple[Path, ...], name: str) -> None:
    """检查相机模板（默认全部），列出它们；--read 试读一个文件名。

    退出码：0 没有问题，1 有问题或读不出文件名。
    """
    from liuhen.adapters.camera_folder import camera_problems, problems_of, read_cameras

    root = _camera_folder()
    book = read_cameras(root)
    if name:
        sys.exit(_read_name(book.read(name), name))
    problems = [one for file in files for one in problems_of(file)] if files else camera_problems(root)
    for problem in problems:
        click.echo(str(problem), err=True)
    if not files:
        for camera in book.templates.values():
            grades = "、".join(sorted({one.grade.label for one in camera.names}))
            click.echo(f"{camera.id:20}{camera.name}\t{len(camera.names)} 种文件名\t{grades}")
    sys.exit(1 if problems else 0)


def _read_name(reading: NameReading | None, name: str) -> int:
    if reading is None:
        click.echo(f"没有模板读得出“{_shown(name)}”。可在 cameras/ 增加（docs/how-to/add-a-camera-template.md）。")
        return 1
    for key, value in reading.as_json().items():
        click.echo(f"{key:12}{value}")
    return 0


def _camera_folder() -> Path:
    import os

    named = os.environ.get("LIUHEN_CAMERAS")
    return Path(named) if named else Path(__file__).resolve().parents[4] / "cameras"


def _known(number: str, certificate: str) -> Known:
    from liuhen.apps.devices.queries import device_numbered
    from liuhen.apps.docking.knowing import Known
    from liuhen.apps.docking.models import KnownBy

    officer = find_officer(certificate)
    device = device_numbered(officer.agency, number)
    if device is None:
        raise click.ClickException(f"{officer.agency} 没有编号为 {number} 的设备。请核对：liuhen device list")
    return Known(device=device, officer=officer, by=KnownBy.OPERATOR.value)


def _visit(number: int) -> CardVisit:
    from liuhen.apps.docking.queries import visit_numbered

    visit = visit_numbered(number)
    if visit is None:
        raise click.ClickException(f"没有第 {number} 次采集。请查看：liuhen dock visits")
    return visit


def _person(name: str) -> Person:
    from liuhen.apps.people.queries import person_by_certificate, person_by_username

    person = person_by_certificate(name) or person_by_username(name)
    if person is None:
        raise click.ClickException(f"没有执法证号或用户名为 {name} 的人员。请核对：liuhen person list")
    return person


def _agency(code: str) -> Agency | None:
    from liuhen.apps.people.queries import agency_coded

    if not code:
        return None
    agency = agency_coded(code)
    if agency is None:
        raise click.ClickException(f"没有代码为 {code} 的机构。请核对：liuhen agency list")
    return agency


def _moment(text: str, option: str) -> datetime | None:
    from django.utils import timezone

    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"“{text}”不是时间，请写成 2026-11-20T18:30:12 的样子。", param_hint=option) from error
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _shown(text: str) -> str:
    from liuhen.apps.recordings.names import shown

    return shown(text.replace("\t", " ", 1))
