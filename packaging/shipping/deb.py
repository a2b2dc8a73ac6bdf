"""The Debian package: the frozen program beneath /usr/lib, what a desktop is told of it, and its papers."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from email.utils import formatdate
from pathlib import Path

from shipping import desktop, elf, frozen, papers
from shipping.ground import NAME, PACKAGING, PROJECT, Broken, Ground, megabytes

MAINTAINER = "The Glossator authors <glossator@localhost>"
ALLOWED = frozenset(
    {
        *("libEGL.so.1", "libGL.so.1", "libGLX.so.0", "libOpenGL.so.0", "libdbus-1.so.3", "libcups.so.2"),
        *(
            "libxcb.so.1",
            "libX11.so.6",
            "libwayland-client.so.0",
            "libwayland-cursor.so.0",
            "libwayland-egl.so.1",
        ),
        *(
            "libc.so.6",
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libutil.so.1",
            "libresolv.so.2",
        ),
        *("ld-linux-x86-64.so.2", "libgssapi_krb5.so.2", "libdrm.so.2", "libcrypto.so.3", "libssl.so.3"),
        *("libX11-xcb.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0", "libfontconfig.so.1"),
        *("libfreetype.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libz.so.1"),
    }
)
"""Libraries that the program may leave to the system."""
OPTIONAL = frozenset({"libcups.so.2", "libdrm.so.2"})
"""Of those, what only a plugin asks for that the program does without."""


def make(ground: Ground, tree: Path) -> Path:
    """Build the package into ``out``; its path."""
    root = ground.fresh("deb")
    program = frozen.without_probe(tree, root / "usr/lib" / NAME)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    desktop.put(ground, root)
    put_papers(ground, tree, root / "usr/share/doc" / NAME)
    overrides = root / "usr/share/lintian/overrides" / NAME
    overrides.parent.mkdir(parents=True)
    shutil.copyfile(PACKAGING / "linux/lintian-overrides", overrides)
    _control(ground, root, program)
    ground.settle_times(root)
    target = ground.out / f"{NAME}_{ground.version}_amd64.deb"
    seal(ground, root, target)
    return target


def seal(ground: Ground, root: Path, target: Path) -> None:
    """Write the package of what is in ``root``, as ``dpkg-deb --build`` would, but pressed smaller."""
    from shipping import archive  # which has papers from here

    parts = ground.fresh("deb-parts")
    archive.pack(ground, root / "DEBIAN", parts / "control.tar.xz", before="./")
    archive.pack(ground, root, parts / "data.tar.xz", before="./", left_out="DEBIAN")
    (parts / "debian-binary").write_text("2.0\n")
    with target.open("wb") as out:
        out.write(b"!<arch>\n")
        for name in ("debian-binary", "control.tar.xz", "data.tar.xz"):
            body = (parts / name).read_bytes()
            head = f"{name:<16}{ground.epoch:<12}{0:<6}{0:<6}{'100644':<8}{len(body):<10}`\n"
            out.write(head.encode() + body + b"\n" * (len(body) % 2))


def put_papers(ground: Ground, tree: Path, folder: Path) -> None:
    """Put copyright, licences, bill of materials and the list of changes into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [*papers.python_parts(ground), *papers.system_parts(tree)]
    place = f"/usr/share/doc/{NAME}/licences"
    (folder / "copyright").write_text(papers.copyright_file(parts, place), "utf-8")
    papers.put_licences(parts, folder / "licences")
    (folder / f"{NAME}.cdx.json").write_text(papers.bill(ground, parts), "utf-8")
    upstream = (PROJECT / "CHANGELOG.md").read_bytes()
    (folder / "NEWS.gz").write_bytes(gzip.compress(upstream, 9, mtime=0))
    entry = f"{NAME} ({ground.version}) stable; urgency=medium\n\n  * See NEWS.gz.\n\n"
    entry += f" -- {MAINTAINER}  {formatdate(ground.epoch)}\n"
    (folder / "changelog.gz").write_bytes(gzip.compress(entry.encode(), 9, mtime=0))


def outside(tree: Path) -> dict[str, list[str]]:
    """Return the libraries that the tree leaves to the system, with those who ask for them.

    :class:`Broken` where there is one that nobody decided about.
    """
    files = [path for path in tree.rglob("*") if elf.is_elf(path) and path.name != "probe"]
    asks = elf.needed(files)
    names = {path.name for path in tree.rglob("*") if ".so" in path.name}
    left = elf.left_to_the_system(asks, names)
    if strange := {name: who for name, who in left.items() if name not in ALLOWED}:
        raise Broken(f"libraries that are neither shipped nor left to the system by decision: {strange}")
    return left


def _control(ground: Ground, root: Path, program: Path) -> None:
    size = round(megabytes(root) * 1e6 / 1024)
    control = {
        "Package": NAME,
        "Version": ground.version,
        "Section": "text",
        "Priority": "optional",
        "Architecture": "amd64",
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size),
        "Depends": ", ".join(depends(program)),
        "Recommends": "libcups2, shared-mime-info, desktop-file-utils",
        "Description": _DESCRIPTION,
    }
    folder = root / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text("".join(f"{key}: {value}\n" for key, value in control.items()), "utf-8")
    files = sorted(each for each in (root / "usr").rglob("*") if each.is_file() and not each.is_symlink())
    (folder / "md5sums").write_text(
        "".join(f"{_md5(each)}  {each.relative_to(root)}\n" for each in files), "utf-8"
    )


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def depends(program: Path) -> list[str]:
    """Return what the package depends on: the packages of the libraries left to the system, and fonts to draw with."""
    found = {"libc6 (>= 2.36)", "fontconfig-config"}
    for name in outside(program):
        if name in OPTIONAL or name.startswith(
            ("libc.", "libm.", "libdl.", "libpthread", "librt", "libutil", "ld-")
        ):
            continue
        package = papers._package_of(name)  # noqa: SLF001 - who has a library
        if not package:
            raise Broken(f"No package here has {name}; install the one that does.")
        found.add(package.removesuffix("t64"))
    return sorted(found - {"libc6"})


_DESCRIPTION = """annotation desk for analysts: tag what an article says
 Glossator shows an article, lets analysts highlight what it says and tag it as
 entities, relations and events, and keeps all of it in one project file.
 .
 Summary views show what a document or a project holds; projects are exported
 as JSON lines. The program works without a network and opens none.
 .
 This package brings its own Python and Qt."""
