"""What a Linux desktop is told of the program: entry, kind of file, icons, manual page, completions, metainfo."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Sequence
from pathlib import Path

from shipping.ground import NAME, PACKAGING, PROJECT, Ground

SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
"""Pixels of the icons that are drawn from the one picture."""

_DRAW = """
import sys
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
app = QGuiApplication([])
renderer = QSvgRenderer(QByteArray(open(sys.argv[1], "rb").read()))
for size, target in zip(sys.argv[2::2], sys.argv[3::2]):
    image = QImage(int(size), int(size), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    if not image.save(target, quality=0):
        sys.exit(f"{target} cannot be written")
"""


_ASK = """
import json, sys
from shipping import speech
from glossator import guidebook
from glossator.cli import parser
from glossator.store.schema import APPLICATION_ID
made = parser()
print(json.dumps({
    "manual": speech.manual(made, sys.argv[1], int(sys.argv[2])), "bash": speech.bash(made), "zsh": speech.zsh(made),
    "fish": speech.fish(made), "guide": guidebook.for_browser(), "application_id": hex(APPLICATION_ID),
}))
"""


def put(ground: Ground, root: Path) -> None:
    """Put all of it beneath ``root``, as a distribution lays it out."""
    told = said(ground)
    day = time.strftime("%Y-%m-%d", time.gmtime(ground.epoch))
    filled = {"@VERSION@": ground.version, "@DATE@": day, "@APPLICATION_ID@": told["application_id"]}
    linux = PACKAGING / "linux"
    _write(
        root / "usr/share/applications/glossator.desktop", (linux / "glossator.desktop").read_text("utf-8")
    )
    for source, target in (
        ("glossator-mime.xml", "usr/share/mime/packages/glossator.xml"),
        ("org.glossator.Glossator.metainfo.xml", "usr/share/metainfo/org.glossator.Glossator.metainfo.xml"),
    ):
        text = (linux / source).read_text("utf-8")
        for mark, value in filled.items():
            text = text.replace(mark, value)
        _write(root / target, text)
    icons(ground, root / "usr/share/icons/hicolor")
    page = root / "usr/share/man/man1/glossator.1.gz"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(gzip.compress(told["manual"].encode(), 9, mtime=0))
    _write(root / f"usr/share/doc/{NAME}/guide.html", told["guide"])
    _write(root / "usr/share/bash-completion/completions/glossator", told["bash"])
    _write(root / "usr/share/zsh/vendor-completions/_glossator", told["zsh"])
    _write(root / "usr/share/fish/vendor_completions.d/glossator.fish", told["fish"])


def icons(ground: Ground, folder: Path, sizes: Sequence[int] = SIZES) -> None:
    """Draw the icon in every size; the scalable one is the picture itself. Project files have it as well."""
    source = PROJECT / "resources/icons/app.svg"
    wanted: list[object] = []
    for size in sizes:
        target = folder / f"{size}x{size}/apps/{NAME}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        wanted += [size, target]
    scalable = folder / f"scalable/apps/{NAME}.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(source.read_bytes())
    ground.run(
        *(PROJECT / ".venv/bin/python", "-c", _DRAW, source, *wanted), env={"QT_QPA_PLATFORM": "offscreen"}
    )


def said(ground: Ground) -> dict[str, str]:
    """Return what the program says of itself: manual page, completions, guide, and the number that marks its files."""
    return dict(
        json.loads(
            ground.run(
                *(ground.python, "-c", _ASK, ground.version, ground.epoch),
                env={"PYTHONPATH": str(PACKAGING)},
            )
        )
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
