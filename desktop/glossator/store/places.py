"""Where a project file lies: on which kind of file system, and whether it is still the same file."""

from __future__ import annotations

import os
import re
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_MOUNTS = Path("/proc/mounts")
_NETWORK_TYPES = frozenset(
    "9p acfs afp afs afpfs beegfs ceph cifs coda davfs gfs gfs2 glusterfs gpfs lustre ncpfs nfs nfs3 nfs4 ocfs2 "
    "orangefs pvfs2 smb smb2 smb3 smbfs sshfs vboxsf vmhgfs webdav".split()
)
_DRIVE_REMOTE = 4
_MAC_FLAGS, _MAC_TYPE = 64, 72  # bytes before both in macOS's statfs, in its present, wide form
_MAC_LOCAL = 0x1000
_MOBILE_DOCUMENTS = "Mobile Documents"  # where macOS keeps what iCloud carries
_CLOUD_STORAGE = "CloudStorage"  # ... and others: a folder for each, called SERVICE-ACCOUNT
_SERVICES = tuple(
    (service, re.compile(names))
    for service, names in (
        ("OneDrive", r"OneDrive( - .+)?"),
        ("Dropbox", r"Dropbox( \(.+\))?"),
        ("iCloud Drive", r"iCloud ?Drive"),
        ("Google Drive", r"Google ?Drive|My Drive"),
        ("Nextcloud", r"Nextcloud\d*"),
        ("ownCloud", r"ownCloud"),
        ("Box", r"Box Sync"),
        ("pCloud", r"pCloud ?(Drive|Sync)"),
        ("MEGA", r"MEGA(sync)?( Uploads)?"),
    )
)


class Identity(NamedTuple):
    """What tells one file from another, whatever it is called."""

    device: int
    inode: int


def identity(path: Path) -> Identity | None:
    """The identity of the file that ``path`` names now; ``None`` when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Identity(found.st_dev, found.st_ino)


def is_network(path: Path, *, mounts: Path = _MOUNTS) -> bool:
    """Whether ``path`` lies on a file system that other computers may write to, or that is known not to share memory
    between programs.  What cannot be found out counts as a local disk.
    """
    if sys.platform == "win32":  # pragma: no cover - measured on Windows only
        import ctypes

        return is_remote_drive(path.resolve().anchor, ctypes.windll.kernel32.GetDriveTypeW)
    if sys.platform == "darwin":  # pragma: no cover - measured on macOS only
        return is_remote_volume(_mac_statfs(os.path.realpath(path)))
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    kind = _type_of(os.path.realpath(path), lines)
    return kind in _NETWORK_TYPES or kind.startswith("fuse.")


def is_remote_drive(anchor: str, type_of: Callable[[str], int]) -> bool:
    """On Windows: whether the beginning of a path names a share, or a letter that stands for one."""
    if anchor.startswith("\\\\?\\UNC\\"):
        return True
    if anchor.startswith(("\\\\?\\", "\\\\.\\")):  # a long path or a device of this computer
        anchor = anchor[4:]
    return anchor.startswith("\\\\") or type_of(anchor) == _DRIVE_REMOTE


def is_remote_volume(about: bytes) -> bool:
    """On macOS: whether what ``statfs`` told is of a volume that is not on this computer; nothing told is local."""
    if len(about) < _MAC_TYPE + 16:
        return False
    (flags,) = struct.unpack_from("=I", about, _MAC_FLAGS)
    kind = about[_MAC_TYPE : _MAC_TYPE + 16].partition(b"\0")[0].decode("ascii", "replace")
    return not flags & _MAC_LOCAL or kind in _NETWORK_TYPES or "fuse" in kind


def _mac_statfs(path: str) -> bytes:  # pragma: no cover - measured on macOS only
    import ctypes

    libc = ctypes.CDLL(None)
    statfs = (
        getattr(libc, "statfs$INODE64", None) or libc.statfs
    )  # the first where there are two widths of inodes
    about = ctypes.create_string_buffer(4096)
    return about.raw if statfs(os.fsencode(path), about) == 0 else b""


def sync_service(path: Path) -> str:
    """The service that carries the folder of ``path`` to other computers, as far as names tell it; else empty."""
    for each in (path.parent, *path.parent.parents):
        for service, names in _SERVICES:
            if names.fullmatch(each.name):
                return service
        if each.name == _MOBILE_DOCUMENTS:
            return "iCloud Drive"
        if each.parent.name == _CLOUD_STORAGE:
            return each.name.partition("-")[0]
    return ""


def _type_of(path: str, lines: list[str]) -> str:
    best, kind = "", ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        place = _unescaped(parts[1])
        inside = path == place or path.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(best):  # of two mounts on one place the later one hides the earlier
            best, kind = place, parts[2]
    return kind


def _unescaped(place: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(code, character)
    return place


def may_write(path: Path) -> bool:
    """Whether both the file and its folder, which holds the side files, may be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)
