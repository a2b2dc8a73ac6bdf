"""Where a project file lies: on which kind of file system, and whether it is still the same file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

_MOUNTS = Path("/proc/mounts")
_NETWORK_TYPES = frozenset(
    "9p acfs afp afs afpfs beegfs ceph cifs coda davfs gfs gfs2 glusterfs gpfs lustre ncpfs nfs nfs3 nfs4 ocfs2 "
    "orangefs pvfs2 smb smb2 smb3 smbfs sshfs vboxsf vmhgfs webdav".split()
)
_DRIVE_REMOTE = 4


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

        drive = path.resolve().anchor
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    kind = _type_of(os.path.realpath(path), lines)
    return kind in _NETWORK_TYPES or kind.startswith("fuse.")


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
