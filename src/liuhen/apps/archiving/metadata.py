"""The metadata of an archive folder as XML, by the names of DA/T 46 (documents), DA/T 63 (recordings) and their kin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from liuhen.apps.journal.kinds import kind_of
from liuhen.apps.lawlib.queries import term
from liuhen.apps.recordings.offers import time_known
from liuhen.core.deadlines.units import CHINA
from liuhen.core.volume.template import KEEPING

if TYPE_CHECKING:
    from liuhen.apps.archiving.folder import Folder
    from liuhen.apps.documents.models import Signature
    from liuhen.apps.journal.models import Entry
    from liuhen.apps.recordings.models import Recording

Words = str | int | None
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HOW = {"drawn": "手写签名", "photographed": "纸质签名照片", "sealed": "加盖印章", "refused": "拒绝签名"}


def metadata_of(folder: Folder) -> bytes:
    """The whole file: the volume 案卷, its pieces 件, the recordings, and the acts done on the case 业务实体."""
    root = ElementTree.Element("归档元数据", {"版本": "1"})
    _add(root, "案卷", _volume(folder))
    for piece in folder.volume.catalogue:
        if piece.get("document"):
            element = _add(root, "件", _piece(folder, piece))
            paper = folder.papers.get(piece["document"])
            for one in folder.signatures.get(paper.pk, ()) if paper else ():
                _add(element, "电子签名", _signature(one))
    for serial, film in enumerate(folder.films, 1):
        _add_film(root, folder, film, serial)
    for entry in folder.entries:
        _add(root, "业务实体", _act(entry))
    ElementTree.indent(root)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: ElementTree.Element, name: str, values: Mapping[str, Words]) -> ElementTree.Element:
    """An element with one child for each value there is."""
    element = ElementTree.SubElement(parent, name)
    for label, words in values.items():
        if words not in (None, ""):
            ElementTree.SubElement(element, label).text = _plain(str(words))
    return element


def _plain(words: str) -> str:
    """Words without the signs XML 1.0 can't hold."""
    return _NOT_XML.sub("", words)


def _day(moment: datetime) -> str:
    return moment.astimezone(CHINA).date().isoformat()


def _moment(moment: datetime) -> str:
    return moment.astimezone(CHINA).isoformat()


def _volume(folder: Folder) -> dict[str, Words]:
    case, volume = folder.case, folder.volume
    closed = next((one.at for one in case.milestones.all() if one.kind == "closed"), volume.made_at)
    return {
        "聚合层次": "案卷",
        "立档单位名称": case.agency.name,
        "档号": volume.number,
        "全宗号": volume.number.partition("-")[0],
        "年度": closed.astimezone(CHINA).year,
        "保管期限": term(KEEPING, volume.keeping),
        "题名": f"{case.cause}（{case.party}）",
        "文件编号": case.number,
        "责任者": case.agency.name,
        "日期": _day(closed),
        "件数": sum(bool(piece.get("document")) for piece in volume.catalogue),
        "页数": volume.pages,
        "文件名": "volume.pdf",
        "格式": "PDF/A-2b" if volume.archival else "PDF",
        "大小": volume.size,
        "数字摘要": f"SHA-256:{volume.sha256}",
        "立卷人": volume.made_by.name,
        "立卷时间": _moment(volume.made_at),
    }


def _piece(folder: Folder, piece: Mapping[str, Any]) -> dict[str, Words]:
    kept = folder.documents.get(piece["document"])
    number = f"{folder.volume.number}-{piece['serial']:03d}" if folder.volume.number else ""
    return {
        "聚合层次": "件",
        "件号": piece["serial"],
        "档号": number,
        "题名": piece["title"],
        "文种": piece["title"],
        "文件编号": piece["number"],
        "责任者": piece["responsible"],
        "日期": _day(datetime.fromisoformat(piece["made_at"])),
        "所属部分": piece["part"],
        "页号": f"{piece['first']}-{piece['last']}",
        "页数": piece["last"] - piece["first"] + 1,
        "文件名": kept.path if kept else "",
        "格式": "PDF" if kept else "纸质",
        "大小": kept.size if kept else None,
        "数字摘要": f"SHA-256:{kept.sha256}" if kept else "",
        "附注": piece["remark"],
    }


def _signature(one: Signature) -> dict[str, Words]:
    return {
        "签名人": one.who,
        "签名方式": _HOW.get(one.how, one.how),
        "签名时间": _moment(one.signed_at),
        "签名地点": one.place,
        "签名对象摘要": f"SHA-256:{one.content_sha256}",
    }


def _add_film(root: ElementTree.Element, folder: Folder, film: Recording, serial: int) -> None:
    kept = folder.recordings[film.pk]
    known = time_known(film)
    element = _add(
        root,
        "录音录像",
        {
            "聚合层次": "件",
            "件号": serial,
            "题名": film.shown_name,
            "摄录者": film.officer.name,
            "摄录起始时间": _moment(film.start) if known else "不明",
            "摄录结束时间": _moment(film.end) if known else "不明",
            "时间长度": film.duration_ms and f"{film.duration_ms} 毫秒",
            "来源名称": term("sources", film.source),
            "保管期限": term(KEEPING, folder.volume.keeping) if film.used_as_evidence else "",
            "计算机文件名": kept.path,
            "原文件名": film.original_name,
            "计算机文件大小": film.size,
            "格式名称": film.container,
            "数字摘要": f"SHA-256:{film.sha256}",
            "数字摘要SM3": film.sm3,
        },
    )
    device = {"设备类型": term("devices", film.device.kind), "设备编号": film.device.number}
    _add(element, "捕获设备", {**device, "制造商": film.make, "型号": film.model})
    for name, values in _tracks(film):
        _add(element, name, values)


def _tracks(film: Recording) -> Iterator[tuple[str, dict[str, Words]]]:
    for track in film.tracks:
        if track.get("kind") == "video":
            size = f"{track['width']}×{track['height']}" if track.get("width") and track.get("height") else ""
            yield "视频", {"编码标准": track.get("codec"), "分辨率": size, "帧率": track.get("fps")}
        if track.get("kind") == "audio":
            sound = {"采样率": track.get("sample_rate"), "声道": track.get("channels")}
            yield "音频", {"编码标准": track.get("codec"), **sound}


def _act(entry: Entry) -> dict[str, Words]:
    return {
        "业务行为": kind_of(entry.kind).label,
        "行为时间": _moment(entry.at),
        "机构人员名称": entry.actor_name,
        "日志序号": entry.seq,
    }
