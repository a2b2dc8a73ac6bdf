"""Where a file lies: on which kind of file system, and whether it is still the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from glossator.store import places

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /home nfs4 rw 0 0
/dev/sdb1 /home/ada/My\\040Disk fuseblk rw 0 0
//nas/share /media/share cifs rw 0 0
ada@host: /media/ssh fuse.sshfs rw 0 0
hgfs /media/9p 9p rw 0 0
tmpfs /media/twice tmpfs rw 0 0
nas:/x /media/twice nfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/var/work.gloss", False),
        ("/home/ada/work.gloss", True),
        ("/home/ada/My Disk/work.gloss", False),
        ("/homework/work.gloss", False),
        ("/media/share/work.gloss", True),
        ("/media/ssh/deep/work.gloss", True),
        ("/media/9p/work.gloss", True),
        ("/media/twice/work.gloss", True),
    ],
)
def test_a_network_is_known_by_the_type_of_the_nearest_mount(
    tmp_path: Path, path: str, network: bool
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert places.is_network(Path(path), mounts=mounts) is network


def test_what_cannot_be_found_out_counts_as_local(tmp_path: Path) -> None:
    assert not places.is_network(tmp_path / "work.gloss", mounts=tmp_path / "nothing")


def test_a_file_is_known_by_what_it_is_not_by_its_name(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("x")
    known = places.identity(first)
    first.rename(second)
    assert known is not None
    assert places.identity(second) == known
    assert places.identity(first) is None
    first.write_text("x")
    assert places.identity(first) not in {known, None}


DRIVES = {"C:\\": 3, "Z:\\": 4}


@pytest.mark.parametrize(
    ("anchor", "remote"),
    [
        ("C:\\", False),
        ("Z:\\", True),
        ("\\\\nas\\share\\", True),
        ("\\\\?\\UNC\\nas\\share\\", True),
        ("\\\\?\\C:\\", False),
        ("\\\\?\\Z:\\", True),
    ],
)
def test_a_share_of_windows_is_known_by_its_name_or_its_letter(anchor: str, remote: bool) -> None:
    assert places.is_remote_drive(anchor, lambda name: DRIVES.get(name, 1)) is remote


@pytest.mark.parametrize(
    ("flags", "kind", "remote"),
    [(0x1000, "apfs", False), (0, "smbfs", True), (0x1000, "nfs", True), (0x1000, "macfuse", True)],
)
def test_a_volume_of_macos_is_known_by_what_it_says_of_itself(flags: int, kind: str, remote: bool) -> None:
    about = bytearray(2168)
    about[64:68] = flags.to_bytes(4, sys.byteorder)
    about[72 : 72 + len(kind)] = kind.encode()
    assert places.is_remote_volume(bytes(about)) is remote
    assert not places.is_remote_volume(b"")


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/users/ada/OneDrive - Acme/cases/x.gloss", "OneDrive"),
        ("/home/ada/OneDrive/x.gloss", "OneDrive"),
        ("/home/ada/Dropbox (Acme)/x.gloss", "Dropbox"),
        ("/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/x.gloss", "iCloud Drive"),
        ("/Users/ada/Library/CloudStorage/Dropbox-Acme/x.gloss", "Dropbox"),
        ("/home/ada/Nextcloud/x.gloss", "Nextcloud"),
        ("/home/ada/OneDriver/x.gloss", ""),
        ("/home/ada/Dropbox.gloss", ""),
    ],
)
def test_a_folder_that_a_service_carries_is_known_by_its_name(path: str, service: str) -> None:
    assert places.sync_service(Path(path)) == service
