"""Cards and readers: what counts as one, what is read from it, and that only what was checked is ever deleted."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from liuhen.adapters.cards import MountedCards
from liuhen.ports.cards import CardError, CardGone, FileChanged

MOUNTED = "61 25 8:17 / {place} rw,nosuid shared:1 - vfat /dev/sdb1 {how}\n"


@pytest.fixture
def dock(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    return folder


@pytest.fixture
def card(dock: Path) -> Path:
    place = dock / "GD-1"
    (place / "DCIM").mkdir(parents=True)
    (place / "DCIM" / "a.mp4").write_bytes(b"first")
    (place / "DCIM" / "b.mp4").write_bytes(b"second")
    return place


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_plain_folder_with_something_in_it_is_a_card(dock, card):
    (dock / "empty").mkdir()
    (dock / "link").symlink_to(card)
    (volume,) = MountedCards().volumes([dock])
    assert (volume.place, volume.label, volume.read_only) == (card, "GD-1", False)


def test_a_mounted_card_has_the_label_and_serial_that_udev_knows(dock, card, tmp_path):
    (tmp_path / "udev").mkdir()
    (tmp_path / "udev" / "b8:17").write_text("S:disk/x\nE:ID_FS_UUID=1A2B-3C4D\nE:ID_FS_LABEL_ENC=DSJ\\x20L9\n")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTED.format(place=card, how="rw").replace(" rw,", " ro,"))
    (volume,) = MountedCards(mounts, tmp_path / "udev").volumes([dock])
    assert (volume.label, volume.serial, volume.read_only) == ("DSJ L9", "1A2B-3C4D", True)


def test_a_folder_that_holds_a_mount_is_no_card_itself(dock, tmp_path):
    card = dock / "user" / "CARD"
    card.mkdir(parents=True)
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTED.format(place=card, how="rw"))
    assert [volume.place for volume in MountedCards(mounts).volumes([dock])] == [card]


def test_a_card_that_was_changed_for_another_is_no_longer_present(dock, card):
    cards = MountedCards()
    (volume,) = cards.volumes([dock])
    assert cards.present(volume)
    card.rename(dock / "away")
    assert not cards.present(volume)
    (dock / "GD-1").mkdir()
    assert not cards.present(volume)
    with pytest.raises(CardGone, match="已拔出"):
        cards.listing(replace(volume, place=dock / "gone"))


def test_another_card_at_the_same_mount_is_another_insertion(dock, card, tmp_path):
    """Linux gives the number of a mount and of a device anew as soon as they are free."""
    (tmp_path / "udev").mkdir()
    mounts, known = tmp_path / "mountinfo", tmp_path / "udev" / "b8:17"
    mounts.write_text(MOUNTED.format(place=card, how="rw"))
    cards, marks = MountedCards(mounts, tmp_path / "udev"), set()
    for since, serial, label in (("10", "1A2B", "A"), ("10", "1A2B", "B"), ("10", "FFFF", "A"), ("99", "1A2B", "A")):
        known.write_text(f"I:{since}\nE:ID_FS_UUID={serial}\nE:ID_FS_LABEL={label}\n")
        (volume,) = cards.volumes([dock])
        assert cards.present(volume) and len(volume.mark) <= 80
        marks.add(volume.mark)
    assert len(marks) == 4
    assert not cards.present(replace(volume, mark=min(marks - {volume.mark})))


def test_links_pipes_and_folders_of_computers_are_left_alone_and_named(dock, card, tmp_path):
    (tmp_path / "secret").write_text("x")
    (card / "to-secret.mp4").symlink_to(tmp_path / "secret")
    (card / "to-folder").symlink_to(tmp_path)
    os.mkfifo(card / "pipe")
    (card / "System Volume Information").mkdir()
    (card / "System Volume Information" / "x").write_text("x")
    cards = MountedCards()
    listing = cards.listing(cards.volumes([dock])[0])
    assert [file.name for file in listing.files] == ["DCIM/a.mp4", "DCIM/b.mp4"]
    assert [name for name, _ in listing.left_alone] == [
        "System Volume Information",
        "pipe",
        "to-folder",
        "to-secret.mp4",
    ]


def test_names_of_any_bytes_are_listed_as_text(dock, card):
    name = os.fsencode(card) + b"/\xff\xfe\n'; DROP.mp4"
    with open(name, "wb") as file:  # noqa: PTH123 - a name that is no text
        file.write(b"odd")
    cards = MountedCards()
    volume = cards.volumes([dock])[0]
    odd = next(file for file in cards.listing(volume).files if "DROP" in file.name)
    assert odd.name == "\\xff\\xfe\n'; DROP.mp4"
    assert cards.digest(volume, odd) == sha(b"odd")
    cards.remove(volume, odd, sha(b"odd"))
    assert not os.path.exists(name)  # noqa: PTH110


def test_a_text_file_is_found_in_either_case_and_never_through_a_link(dock, card, tmp_path):
    (card / "MISC").mkdir()
    (card / "MISC" / "VERSION.TXT").write_text("serial")
    (tmp_path / "outside.txt").write_text("outside")
    (card / "link.txt").symlink_to(tmp_path / "outside.txt")
    cards = MountedCards()
    volume = cards.volumes([dock])[0]
    found = cards.text(volume, "misc/version.txt")
    assert found and found.text == "serial"
    assert cards.text(volume, "link.txt") is None
    assert cards.text(volume, "MISC/none.txt") is None


def test_only_the_very_file_that_was_checked_is_deleted(dock, card):
    cards = MountedCards()
    volume = cards.volumes([dock])[0]
    first, second = cards.listing(volume).files
    cards.remove(volume, first, sha(b"first"))
    assert not first.path.exists()
    with pytest.raises(FileChanged, match="没有删除"):
        cards.remove(volume, second, sha(b"other"))
    stamp = second.path.stat()
    second.path.write_bytes(b"SECOND")
    os.utime(second.path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with pytest.raises(FileChanged, match="没有删除"):
        cards.remove(volume, second, sha(b"second"))
    second.path.write_bytes(b"longer than before")
    with pytest.raises(FileChanged, match="被改动"):
        cards.remove(volume, second, sha(b"second"))
    assert second.path.read_bytes() == b"longer than before"


def test_a_read_only_card_is_not_cleared(dock, card):
    cards = MountedCards()
    volume = replace(cards.volumes([dock])[0], read_only=True)
    file = cards.listing(volume).files[0]
    with pytest.raises(CardError, match="写保护"):
        cards.remove(volume, file, sha(b"first"))
    assert file.path.exists()


def test_a_folder_that_became_a_link_off_the_card_is_not_followed(dock, card, tmp_path):
    cards = MountedCards()
    volume = cards.volumes([dock])[0]
    file = cards.listing(volume).files[0]
    (card / "DCIM").rename(tmp_path / "elsewhere")
    (card / "DCIM").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CardError):
        cards.remove(volume, file, sha(b"first"))
    assert (tmp_path / "elsewhere" / "a.mp4").exists()
