"""What goes along with the program: the bill of materials (CycloneDX), the licence texts, the copyright file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shipping.elf import is_elf
from shipping.environment import RUNTIME
from shipping.frozen import INSIDE
from shipping.ground import PACKAGING, PROJECT, Broken, Ground

COMMON = Path("/usr/share/common-licenses")
TEXTS = ("Apache-2.0", "GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3", "MPL-2.0")

_ASK = """
import json, sys
from importlib import metadata
found = []
for each in metadata.distributions():
    m = each.metadata
    found.append({
        "name": each.name, "version": each.version, "expression": m.get("License-Expression") or "",
        "licence": m.get("License") or "", "home": m.get("Home-page") or "",
        "classifiers": [c for c in (m.get_all("Classifier") or []) if c.startswith("License")],
        "urls": m.get_all("Project-URL") or [], "author": m.get("Author") or m.get("Author-email") or "",
        "files": [str(each.locate_file(f)) for f in (each.files or [])
                  if any(w in f.name.upper() for w in ("LICEN", "COPYING", "NOTICE", "AUTHORS"))
                  and not f.name.endswith((".py", ".pyc", ".html"))],
    })
json.dump({"python": sys.version.split()[0], "base": sys.base_prefix, "found": found}, sys.stdout)
"""


class Part(NamedTuple):
    """Something that the program is put together from."""

    name: str
    version: str
    licence: str
    purl: str
    home: str = ""
    author: str = ""
    hashes: tuple[str, ...] = ()
    texts: tuple[Path, ...] = ()


DECLARED = {
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "igraph": "GPL-2.0-or-later",
    "sqlcipher3": "Zlib AND BSD-3-Clause AND Apache-2.0",
    "sqlite-fts4": "Apache-2.0",
    "lxml": "BSD-3-Clause",
    "tld": "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later",
}
"""Licences that a package states only in words, or only of its own part."""


def carried_parts(ground: Ground) -> list[Part]:
    """Return what the packages of Python carry inside themselves, and the start of the frozen program."""
    versions = {
        each["name"].lower(): each["version"]
        for each in json.loads(ground.run(ground.python, "-c", _ASK))["found"]
    }
    qt = versions["pyside6_essentials"]
    rows = (
        ("Qt", qt, "LGPL-3.0-only", f"pkg:generic/qt@{qt}", "https://www.qt.io/"),
        ("ICU", "73", "Unicode-3.0", "pkg:generic/icu@73", "https://icu.unicode.org/"),
        ("OpenBLAS", f"numpy-{versions['numpy']}", "BSD-3-Clause", "pkg:github/openmathlib/openblas", ""),
        (
            *("GNU Fortran and Quadmath libraries", f"numpy-{versions['numpy']}"),
            *("GPL-3.0-or-later WITH GCC-exception-3.1", "pkg:generic/libgfortran", "https://gcc.gnu.org/"),
        ),
        (
            "PDFium",
            f"pypdfium2-{versions['pypdfium2']}",
            "BSD-3-Clause AND Apache-2.0",
            "pkg:generic/pdfium",
            "",
        ),
        (
            "SQLCipher and SQLite",
            f"sqlcipher3-{versions['sqlcipher3']}",
            "BSD-3-Clause",
            "pkg:generic/sqlcipher",
            "",
        ),
        ("OpenSSL", f"sqlcipher3-{versions['sqlcipher3']}", "Apache-2.0", "pkg:generic/openssl", ""),
        ("libxml2 and libxslt", f"lxml-{versions['lxml']}", "MIT", "pkg:generic/libxml2", ""),
        (
            *(
                "PyInstaller bootloader",
                versions.get("pyinstaller", ""),
                "GPL-2.0-or-later WITH Bootloader-exception",
            ),
            *(f"pkg:pypi/pyinstaller@{versions.get('pyinstaller', '')}", "https://pyinstaller.org/"),
        ),
    )
    return [Part(*row) for row in rows]


def python_parts(ground: Ground) -> list[Part]:
    """Return every package of the locks that is in the environment of the frozen program, and Python itself."""
    told = json.loads(ground.run(ground.python, "-c", _ASK))
    locked = _locked()
    parts = [
        Part(
            *(
                "CPython",
                told["python"],
                "PSF-2.0",
                f"pkg:generic/python@{told['python']}",
                "https://www.python.org/",
            ),
            texts=tuple(Path(told["base"]).glob("lib/python3.*/LICENSE.txt")),
        )
    ]
    for each in told["found"]:
        plain = each["name"].lower().replace("_", "-").replace(".", "-")
        if plain not in locked or plain == "pip":
            continue
        parts.append(
            Part(
                *(
                    each["name"],
                    each["version"],
                    _licence(plain, each),
                    f"pkg:pypi/{plain}@{each['version']}",
                ),
                *(_home(each), each["author"], locked[plain]),
                tuple(Path(file) for file in each["files"]),
            )
        )
    return sorted([*parts, *carried_parts(ground)], key=lambda part: part.name.lower())


def system_parts(tree: Path) -> list[Part]:
    """Return the Debian packages that libraries of the tree were taken from."""
    found: dict[str, set[str]] = {}
    for path in sorted((tree / INSIDE).iterdir()):
        is_pythons = path.name.startswith("libpython")  # which is listed by itself
        if is_elf(path) and not is_pythons and (package := _package_of(path.name)):
            found.setdefault(package, set()).add(path.name)
    parts = []
    for package in sorted(found):
        version = _dpkg("-W", "-f=${Version}", package)
        parts.append(
            Part(
                *(package, version, "see its copyright file", f"pkg:deb/debian/{package}@{version}"),
                texts=(Path(f"/usr/share/doc/{package}/copyright"),),
            )
        )
    return parts


@cache
def _package_of(library: str) -> str:
    asked = subprocess.run(["dpkg", "-S", f"*/{library}"], capture_output=True, text=True, check=False)
    names = [line.split(":")[0] for line in asked.stdout.splitlines() if line.endswith(f"/{library}")]
    return names[0] if names else ""


def _dpkg(*words: str) -> str:
    return subprocess.run(["dpkg-query", *words], capture_output=True, text=True, check=True).stdout


def _locked() -> dict[str, tuple[str, ...]]:
    """Return the packages of the lock with their hashes."""
    found: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in RUNTIME.read_text("utf-8").splitlines():
        if "==" in line:
            name = line.split("==")[0].strip().replace("_", "-").replace(".", "-")
            found[name] = ()
        elif "--hash=sha256:" in line:
            found[name] = (*found[name], line.split("sha256:")[1].split()[0])
    return found


def _licence(plain: str, told: dict[str, object]) -> str:
    """Return what a package says of its licence, in as few words as it has."""
    if plain in DECLARED:
        return DECLARED[plain]
    written = str(told["licence"]).strip()
    listed = told["classifiers"]
    assert isinstance(listed, list)
    classified = [str(each).rpartition("::")[2].strip() for each in listed]
    short = written if len(written) < 60 and "\n" not in written else ""
    return str(told["expression"]) or short or " and ".join(classified) or "see its licence texts"


def _home(told: dict[str, object]) -> str:
    urls = told["urls"]
    assert isinstance(urls, list)
    return str(told["home"]) or next((str(each).split(", ")[-1] for each in urls), "")


# --- the bill of materials


def bill(ground: Ground, parts: Iterable[Part]) -> str:
    """Return the bill of materials as CycloneDX 1.6; the same parts give the same bill."""
    components = [_component(each) for each in parts]
    body = json.dumps(components, sort_keys=True)
    return json.dumps(
        {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'glossator {ground.version} {body}')}",
            "version": 1,
            "metadata": {
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ground.epoch)),
                "component": {
                    "type": "application",
                    "bom-ref": "glossator",
                    "name": "glossator",
                    "version": ground.version,
                    "licenses": [{"license": {"id": "Apache-2.0"}}],
                    "purl": f"pkg:pypi/glossator@{ground.version}",
                },
            },
            "components": components,
            "dependencies": [{"ref": "glossator", "dependsOn": [each["bom-ref"] for each in components]}],
        },
        indent=1,
        ensure_ascii=False,
    )


def _component(part: Part) -> dict[str, object]:
    made: dict[str, object] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [_as_expression(part.licence)],
    }
    if part.home:
        made["externalReferences"] = [{"type": "website", "url": part.home}]
    if part.hashes:  # of the archives that the lock permits, one for each system and Python
        made["properties"] = [{"name": "glossator:permitted-sha256", "value": each} for each in part.hashes]
    return made


def _as_expression(licence: str) -> dict[str, object]:
    is_expression = re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", licence)
    return {"expression": licence} if is_expression else {"license": {"name": licence}}


# --- licences


def put_licences(parts: Iterable[Part], folder: Path) -> None:
    """Put the texts of all licences into ``folder``, one folder for each part."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TEXTS:
        if not (COMMON / name).exists():
            raise Broken(f"The text of {name} is not in {COMMON}.")
        shutil.copyfile(COMMON / name, folder / f"{name}.txt")
    shutil.copyfile(PROJECT / "LICENSE", folder / "Glossator.txt")
    for part in parts:
        for number, text in enumerate(each for each in part.texts if each.is_file()):
            target = folder / part.name / (text.name if not number else f"{number}-{text.name}")
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(text, target)


def copyright_file(parts: Iterable[Part], place: str) -> str:
    """Return Debian's machine-readable copyright file; ``place`` is where the texts lie."""
    head = (PACKAGING / "linux/copyright").read_text("utf-8")
    lines = [head.rstrip().replace("@PLACE@", place), ""]
    for part in parts:
        lines += [
            f"Files: usr/lib/glossator/{INSIDE}/* ({part.name} {part.version})".replace(" (", " ").replace(
                ")", ""
            ),
            f"Copyright: {' '.join(part.author.split()) or f'the authors of {part.name}'}",
            f"License: {_stanza(part)}",
            f" {part.licence}.",
            f" The full text is in {place}/{part.name}/ .",
            "",
        ]
    return "\n".join(lines)


def _stanza(part: Part) -> str:
    return re.sub(r"[^A-Za-z0-9.+-]+", "-", f"{part.name}-licence")
