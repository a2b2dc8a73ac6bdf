"""The frozen program: one folder with Python, Qt and every library, and in it nothing that is not used."""

from __future__ import annotations

import fnmatch
import shutil
from pathlib import Path

from shipping import elf, icu
from shipping.ground import NAME, PACKAGING, Broken, Ground, megabytes, say

INSIDE = "_internal"

DROPPED = (
    # Qt: screens that an office does not have, formats of pictures that no window shows, network, other tongues
    "PySide6/Qt/plugins/egldeviceintegrations/*",
    "PySide6/Qt/plugins/generic/*",
    "PySide6/Qt/plugins/networkinformation/*",
    "PySide6/Qt/plugins/tls/*",
    "PySide6/Qt/plugins/platforms/libqeglfs.so",
    "PySide6/Qt/plugins/platforms/libqlinuxfb.so",
    "PySide6/Qt/plugins/platforms/libqminimal*.so",
    "PySide6/Qt/plugins/platforms/libqvkkhrdisplay.so",
    "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/plugins/imageformats/libqicns.so",
    "PySide6/Qt/plugins/imageformats/libqpdf.so",
    "PySide6/Qt/plugins/imageformats/libqtga.so",
    "PySide6/Qt/plugins/imageformats/libqtiff.so",
    "PySide6/Qt/plugins/imageformats/libqwbmp.so",
    "PySide6/Qt/plugins/imageformats/libqwebp.so",
    "PySide6/Qt/plugins/wayland-shell-integration/libfullscreen-shell*",
    "PySide6/Qt/plugins/wayland-shell-integration/libivi-shell*",
    "PySide6/Qt/plugins/wayland-shell-integration/libwl-shell*",
    "PySide6/Qt/plugins/wayland-graphics-integration-client/libd*",
    "PySide6/Qt/plugins/wayland-graphics-integration-client/libshm*",
    "PySide6/Qt/plugins/wayland-graphics-integration-client/libvulkan*",
    "PySide6/Qt/translations/*",
    # bindings that pyqtgraph asks for and that no view uses: the beginning of the program has a stand-in for them
    "PySide6/QtOpenGL*.so",
    "PySide6/QtTest*.so",
    "PySide6/QtNetwork*.so",
    "PySide6/QtDBus*.so",
    # line editing for a console that there is not
    "python3*/lib-dynload/readline*",
    # other people's window system
    "_tcl_data/*",
    "_tk_data/*",
    "tcl8/*",
    # names of languages in all languages: one library asks whether a language has a name, and is not asked that here
    "babel/locale-data/[!er]*",
    "babel/locale-data/e[!n]*",
    "babel/locale-data/en_*",
    "babel/locale-data/r[!o]*",
    "babel/locale-data/ro[!o]*",
    # what a library brings for those who build upon it
    "lxml/includes/*",
    "lxml/isoschematron/*",
    "lxml/html/_difflib.*",
    "lxml/html/diff.*",
    "trafilatura/data/*.dtd",
    "tld/res/*_public_only.dat.txt",
    "*.pyi",
    "*.pxd",
    "*.pxi",
    "*.h",
    "*/tests/*",
    "numpy/_core/_*_tests.*",
    "pyqtgraph/examples/*",
    "pyqtgraph/icons/*",
    # how an installer came to it, which tells the path of the machine
    "*.dist-info/RECORD",
    "*.dist-info/INSTALLER",
    "*.dist-info/REQUESTED",
    "*.dist-info/WHEEL",
    "*.dist-info/direct_url.json",
    "*.dist-info/uv_cache.json",
    "*.dist-info/uv_build.json",
    "*.dist-info/sboms/*",
    "pip-*.dist-info/*",
)
"""Files of the tree that the program does without, as patterns beneath the folder of the libraries."""

SYSTEM = (
    # whoever prints has CUPS, and with it all that it needs; without it the plugin that asks for it is not loaded
    *("libcups.so.*", "libavahi-*", "libgnutls.so.*", "libdbus-1.so.*", "libsystemd.so.*"),
    # what has to be mended quickly is mended by the system
    *("libcrypto.so.*", "libssl.so.*"),
    # what a desktop cannot be without, and what has to fit the rest of the desktop: its fonts, its screen, its C++
    *("libX11.so.*", "libX11-xcb.so.*", "libglib-2.0.so.*", "libgthread-2.0.so.*"),
    *("libfontconfig.so.*", "libfreetype.so.*", "libstdc++.so.*", "libgcc_s.so.*", "libz.so.*"),
    *("libgssapi_krb5.so.*", "libkrb5*.so.*", "libk5crypto.so.*", "libcom_err.so.*"),
)
"""Libraries that are left to the system, and with them those that only they need."""

STRIPPED = (
    "libpython3*",
    "sqlcipher3/*.so",
    "igraph/*.so",
    "python3*/lib-dynload/*.so",
    "lxml/*.so",
    "pypdfium2_raw/*.so",
    "PySide6/Qt/lib/libicu[iu]*",
)
"""Libraries whose tables of symbols are for debuggers only, and that no tool has patched."""


def make(ground: Ground, *, with_probe: bool = False) -> Path:
    """Freeze the program of the clean environment and prune it; the folder that comes out."""
    folder = ground.fresh("frozen")
    shipping = PACKAGING / "shipping"
    ground.run(
        *(ground.python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", folder, "--workpath", ground.fresh("freezing"), shipping / "frozen.spec"),
        cwd=ground.work,
        env={"GLOSSATOR_SHIPPING": str(shipping), "GLOSSATOR_PROBE": "1" if with_probe else "0"},
    )
    tree = folder / NAME
    whole = megabytes(tree)
    prune(ground, tree)
    refuse_dangling(tree)
    ground.name_build(tree / INSIDE / NAME)
    ground.settle_times(tree)
    say(f"frozen: {whole:.0f} MB as PyInstaller leaves it, {megabytes(tree):.0f} MB as it is shipped")
    return tree


def prune(ground: Ground, tree: Path) -> None:
    """Take out what is listed, then every library that nothing needs any more, then tables of symbols."""
    inside = tree / INSIDE
    for path in sorted(inside.rglob("*"), reverse=True):
        name = str(path.relative_to(inside))
        if not path.is_dir() and any(fnmatch.fnmatchcase(name, pattern) for pattern in (*DROPPED, *SYSTEM)):
            path.unlink()
    _drop_unreached(tree)
    _drop_empty_folders(inside)
    for data in inside.glob("PySide6/Qt/lib/libicudata.so.*"):
        icu.shrink(ground, data)
    for pattern in STRIPPED:
        for path in inside.glob(pattern):
            if elf.is_elf(path):
                ground.run("strip", "--strip-unneeded", path)


def _drop_unreached(tree: Path) -> None:
    """Keep a library of the top folder, or of Qt's, only where a program, an extension or a plugin leads to it."""
    inside = tree / INSIDE
    asks = elf.needed(path for path in tree.rglob("*") if elf.is_elf(path))
    roots = [path for path in asks if not _is_mere_library(path.relative_to(tree))]
    kept = elf.reached(roots, asks)
    for path in asks:
        if path not in kept:
            path.unlink()
    for path in inside.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _is_mere_library(path: Path) -> bool:
    """Whether it is there only because something may need it."""
    at_top = path.parent == Path(INSIDE) and not path.name.startswith("libpython")
    return at_top or path.parent.match("*/PySide6/Qt/lib") or path.parent.name.endswith(".libs")


def _drop_empty_folders(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()


def refuse_dangling(tree: Path) -> None:
    """:class:`Broken` where a link of the tree leads nowhere."""
    if lost := [str(path) for path in tree.rglob("*") if path.is_symlink() and not path.exists()]:
        raise Broken(f"links that lead nowhere: {', '.join(lost)}")


def without_probe(tree: Path, target: Path) -> Path:
    """Copy the tree to ``target`` as it is shipped."""
    shutil.copytree(tree, target, symlinks=True, ignore=shutil.ignore_patterns("probe"))
    return target
