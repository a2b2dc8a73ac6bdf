"""The portable archive: the frozen program in one folder, which keeps its settings beside itself."""

from __future__ import annotations

import lzma
import tarfile
from pathlib import Path

from shipping import deb, desktop, frozen
from shipping.ground import MARKER, NAME, PACKAGING, Ground


def make(ground: Ground, tree: Path) -> Path:
    """Build the archive into ``out``; its path."""
    root = ground.fresh("portable")
    folder = frozen.without_probe(tree, root / f"{NAME}-{ground.version}")
    (folder / MARKER).write_text((PACKAGING / "linux/portable.txt").read_text("utf-8"), "utf-8")
    deb.put_papers(ground, tree, folder / "papers")
    desktop.icons(ground, folder / "icons")
    ground.settle_times(root)
    target = ground.out / f"{NAME}-{ground.version}-linux-{ground.architecture}.tar.xz"
    pack(ground, root, target)
    return target


def pack(ground: Ground, root: Path, target: Path) -> None:
    """Pack what is in ``root``: names in order, one time, one owner."""

    def settled(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = ground.epoch
        return entry

    with (
        lzma.open(target, "wb", preset=9) as out,
        tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as made,
    ):
        for path in sorted(root.rglob("*")):
            made.add(path, str(path.relative_to(root)), recursive=False, filter=settled)
