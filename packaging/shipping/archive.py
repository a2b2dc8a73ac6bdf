"""The portable archive: the frozen program in one folder, which keeps its settings beside itself."""

from __future__ import annotations

import lzma
import tarfile
from pathlib import Path

from shipping import deb, desktop, elf, frozen
from shipping.ground import MARKER, NAME, PACKAGING, Ground

PRESSED = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 16 << 20}]
"""How archives are pressed: a larger dictionary makes them 1 % smaller and takes twice the time."""


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


def pack(ground: Ground, root: Path, target: Path, *, before: str = "", left_out: str = "") -> None:
    """Pack what is in ``root``: one order, one time, one owner; ``before`` comes before each name, the folder
    ``left_out`` stays out.

    Folders come first, then libraries, then the rest by kind: what is alike is pressed better side by side.  The
    first filter makes calls in libraries alike; every xz reads it.
    """

    def settled(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = ground.epoch
        return entry

    wanted = [each for each in root.rglob("*") if each.relative_to(root).parts[0] != left_out]
    with (
        lzma.open(target, "wb", check=lzma.CHECK_CRC64, filters=PRESSED) as out,
        tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as made,
    ):
        if before:
            made.add(root, before, recursive=False, filter=settled)
        for path in sorted(wanted, key=_order):
            made.add(path, f"{before}{path.relative_to(root)}", recursive=False, filter=settled)


def _order(path: Path) -> tuple[bool, bool, str, str]:
    is_folder = path.is_dir() and not path.is_symlink()
    return not is_folder, not is_folder and not elf.is_elf(path), "" if is_folder else path.suffix, str(path)
