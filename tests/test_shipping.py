"""How packages are put together: what can be told without building one."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from shipping import __main__ as packages
from shipping import archive, deb, elf, frozen, icu, papers, speech, windows
from shipping.ground import MARKER, PACKAGING, Ground, digest, inventory

import glossator
from glossator import cli, paths, provenance
from glossator.store.schema import APPLICATION_ID

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ground:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return Ground(tmp_path / "work", tmp_path / "out")


@pytest.fixture(scope="module")
def parser() -> argparse.ArgumentParser:
    return cli.parser()


def names(parser: argparse.ArgumentParser) -> set[str]:
    return {each.name for each in speech.commands(parser)}


def test_every_command_and_option_is_in_the_manual(parser: argparse.ArgumentParser) -> None:
    text = speech.manual(parser, "1.2.3", 0).replace("\\-", "-")
    assert '"Glossator 1.2.3"' in text
    assert '"1970-01-01"' in text
    for command in speech.commands(parser):
        assert f".SS {command.name}\n" in text
        for option in command.options:
            assert all(name in text for name in option.option_strings if name not in ("-h", "--help"))
    assert "--self-test" in text
    assert "scheme export" in names(parser)


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man here")
def test_the_manual_is_read_without_a_warning(parser: argparse.ArgumentParser, tmp_path: Path) -> None:
    page = tmp_path / "glossator.1"
    page.write_text(speech.manual(parser, "1.2.3", 0), "utf-8")
    done = subprocess.run(
        ["man", "--warnings", "-l", str(page)],
        env={**os.environ, "MANPAGER": "cat", "LC_ALL": "C.UTF-8", "MANWIDTH": "100"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert "EXIT STATUS" in done.stdout


def completed(parser: argparse.ArgumentParser, *words: str) -> list[str]:
    """What bash offers for these words, the last of them begun."""
    script = (
        speech.bash(parser)
        + "\nCOMP_WORDS=("
        + " ".join(f"'{each}'" for each in ("glossator", *words))
        + ")\n"
    )
    script += (
        f"COMP_CWORD={len(words)}\ncompopt() {{ :; }}\n_glossator\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("exp",), "export"),
        (("--sel",), "--self-test"),
        (("export", "--out"), "--output"),
        (("scheme", "export", "--for"), "--force"),
        (("history", "x.gloss", "--per"), "--person"),
    ],
)
def test_bash_completes(parser: argparse.ArgumentParser, words: tuple[str, ...], wanted: str) -> None:
    assert wanted in completed(parser, *words)


def test_zsh_and_fish_know_every_command(parser: argparse.ArgumentParser) -> None:
    zsh, fish = speech.zsh(parser), speech.fish(parser)
    for name in names(parser):
        if " " not in name:
            assert f"'{name}:" in zsh
            assert f"-a {name} " in fish
    assert zsh.count("'") % 2 == 0
    assert "--self-test" in zsh
    assert "-l self-test" in fish


def test_the_mark_of_a_portable_program_is_the_one_that_the_program_looks_for() -> None:
    assert MARKER == paths.MARKER


def test_a_build_is_named_where_the_program_looks(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    package = ground.fresh("glossator")
    ground.name_build(package)
    monkeypatch.setattr(glossator, "__file__", str(package / "__init__.py"))
    assert provenance.build_id() == f"{ground.version}-20231114.221320"


def test_the_kind_of_file_is_found_by_the_number_in_its_head() -> None:
    text = (PACKAGING / "linux/glossator-mime.xml").read_text("utf-8")
    assert "@APPLICATION_ID@" in text
    assert 'offset="68"' in text, "where SQLite keeps it"
    assert 0 < APPLICATION_ID < 2**32


@pytest.mark.parametrize(
    ("tool", "file"),
    [
        (("desktop-file-validate",), "glossator.desktop"),
        (("xmllint", "--noout"), "glossator-mime.xml"),
    ],
)
def test_what_a_desktop_is_told_is_valid(tool: tuple[str, ...], file: str) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"there is no {tool[0]} here")
    done = subprocess.run([*tool, str(PACKAGING / "linux" / file)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_appstream_component_is_valid(tmp_path: Path) -> None:
    if shutil.which("appstreamcli") is None:
        pytest.skip("there is no appstreamcli here")
    text = (PACKAGING / "linux/org.glossator.Glossator.metainfo.xml").read_text("utf-8")
    made = tmp_path / "org.glossator.Glossator.metainfo.xml"
    made.write_text(text.replace("@VERSION@", "1.0").replace("@DATE@", "2026-01-01"), "utf-8")
    done = subprocess.run(["appstreamcli", "validate", "--no-net", str(made)], capture_output=True, text=True)
    assert "E:" not in done.stdout, done.stdout


# --- libraries


def test_libraries_that_nobody_needs_are_found(tmp_path: Path) -> None:
    program, used, deeper, unused = (
        tmp_path / each for each in ("program", "libused.so", "libdeeper.so", "libno.so")
    )
    asks = {
        program: frozenset({"libused.so", "libc.so.6"}),
        used: frozenset({"libdeeper.so"}),
        deeper: frozenset({"libused.so"}),
        unused: frozenset({"libused.so"}),
    }
    assert elf.reached([program], asks) == {program, used, deeper}
    left = elf.left_to_the_system(asks, [each.name for each in asks])
    assert left == {"libc.so.6": ["program"]}


@pytest.mark.skipif(shutil.which("readelf") is None, reason="there is no readelf here")
def test_what_a_library_needs_is_read() -> None:
    shell = Path("/bin/sh").resolve()
    assert elf.is_elf(shell)
    assert not elf.is_elf(Path(__file__))
    assert "libc.so.6" in elf.needed([shell])[shell]


# --- the same bytes, and the papers


def test_an_archive_does_not_tell_who_made_it_or_when(ground: Ground) -> None:
    digests = []
    for turn in ("one", "two"):
        root = ground.fresh(turn)
        (root / "folder").mkdir()
        (root / "folder/b").write_text("b")
        (root / "folder/a").write_text("a")
        (root / "folder/link").symlink_to("a")
        os.utime(root / "folder/a", (len(turn), 5 if turn == "one" else 6))
        ground.settle_times(root)
        archive.pack(ground, root, ground.out / f"{turn}.tar.xz")
        digests.append(digest(ground.out / f"{turn}.tar.xz"))
    assert digests[0] == digests[1]
    with tarfile.open(ground.out / "one.tar.xz") as made:
        assert made.getnames() == ["folder", "folder/a", "folder/b", "folder/link"]
        assert {each.mtime for each in made} == {1700000000}
        assert {each.uname for each in made} == {"root"}
    assert inventory(ground.work / "one")["folder/link"] == "→ a"


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="there is no dpkg-deb here")
def test_a_debian_package_is_read_by_dpkg_and_the_same_twice(ground: Ground) -> None:
    made = []
    for turn in ("one", "two"):
        root = ground.fresh(turn)
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN/control").write_text(
            "Package: glossator\nVersion: 1.2.3\nArchitecture: amd64\nMaintainer: The authors <a@b>\nDescription: x\n"
        )
        (root / "usr/lib/glossator").mkdir(parents=True)
        (root / "usr/lib/glossator/glossator").write_bytes(b"\x7fELF" + bytes(5000))
        (root / "usr/lib/glossator/glossator").chmod(0o700)
        (root / "usr/bin").mkdir()
        (root / "usr/bin/glossator").symlink_to("../lib/glossator/glossator")
        ground.settle_times(root)
        target = ground.out / f"{turn}.deb"
        deb.seal(ground, root, target)
        made.append(target)
    assert digest(made[0]) == digest(made[1])
    told = subprocess.run(
        ["dpkg-deb", "-f", str(made[0]), "Version"], capture_output=True, text=True, check=True
    )
    assert told.stdout == "1.2.3\n"
    listed = subprocess.run(
        ["dpkg-deb", "-c", str(made[0])], capture_output=True, text=True, check=True
    ).stdout
    names = [line.split(maxsplit=5)[5] for line in listed.splitlines()]
    assert names[0] == "./"
    assert "./usr/bin/glossator -> ../lib/glossator/glossator" in names
    assert not any("DEBIAN" in each for each in names)
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}
    unpacked = ground.work / "unpacked"
    subprocess.run(["dpkg-deb", "-x", str(made[0]), str(unpacked)], check=True)
    assert os.access(unpacked / "usr/lib/glossator/glossator", os.X_OK)


def test_libraries_lie_side_by_side_in_an_archive(ground: Ground) -> None:
    root = ground.fresh("root")
    (root / "folder").mkdir()
    for name in ("a.txt", "b.so", "folder/c.txt", "folder/d.so"):
        (root / name).write_bytes(b"\x7fELF" if name.endswith(".so") else b"words")
    archive.pack(ground, root, ground.out / "made.tar.xz")
    with tarfile.open(ground.out / "made.tar.xz") as made:
        assert made.getnames() == ["folder", "b.so", "folder/d.so", "a.txt", "folder/c.txt"]


def test_what_is_left_to_the_system_may_be_and_what_is_dropped_is_not_asked_for() -> None:
    allowed = {each.split(".so")[0] for each in deb.ALLOWED}
    for pattern in ("libX11.so.*", "libglib-2.0.so.*", "libfontconfig.so.*", "libstdc++.so.*", "libz.so.*"):
        assert pattern in frozen.SYSTEM
        assert pattern.split(".so")[0] in allowed
    assert "brkitr/" in icu.FOLDERS
    assert not any(each.startswith("coll") for each in icu.FOLDERS), "names are sorted by these"


def test_macos_takes_nothing_that_no_digest_pins() -> None:
    script = (PACKAGING / "macos/build.sh").read_text("utf-8").replace("\\\n", " ")
    for line in script.splitlines():
        if "pip install" in line:
            assert "--require-hashes" in line or "--no-deps build/macos/*.whl" in line, line
        if "pip wheel" in line:
            assert "--no-deps --no-build-isolation" in line
    assert subprocess.run(["sh", "-n", str(PACKAGING / "macos/build.sh")], check=False).returncode == 0


def test_a_set_up_is_waited_for_until_its_last_program_has_ended(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    server = tmp_path / "wineserver"
    server.write_text(f'#!/bin/sh\necho "$1 $WINEPREFIX" > "{said}"\n')
    server.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    windows._settle(ground)
    assert said.read_text() == f"-w {ground.work / 'wine'}\n"


def test_a_bill_names_every_part_and_is_the_same_for_the_same_parts(ground: Ground) -> None:
    parts = [
        papers.Part(
            "igraph", "1.0", "GPL-2.0-or-later", "pkg:pypi/igraph@1.0", "https://igraph.org", hashes=("ab",)
        ),
        papers.Part("libx11-6", "2:1.8", "see its copyright file", "pkg:deb/debian/libx11-6@2:1.8"),
    ]
    made = papers.bill(ground, parts)
    assert made == papers.bill(ground, list(parts))
    told = json.loads(made)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert [each["name"] for each in told["components"]] == ["igraph", "libx11-6"]
    assert told["components"][0]["licenses"] == [{"expression": "GPL-2.0-or-later"}]
    assert told["components"][1]["licenses"] == [{"license": {"name": "see its copyright file"}}]
    assert told["dependencies"][0]["dependsOn"] == [each["bom-ref"] for each in told["components"]]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", told["serialNumber"])


def test_sums_are_written_where_no_program_was_frozen(ground: Ground) -> None:
    ground.python.parent.mkdir(parents=True)
    ground.python.touch()
    (ground.out / "set-up.exe").write_bytes(b"for Windows alone")
    packages._sums(ground)
    assert (ground.out / "SHA256SUMS").read_text() == f"{digest(ground.out / 'set-up.exe')}  set-up.exe\n"


def test_the_terms_of_the_whole_are_told() -> None:
    text = papers.copyright_file(
        [papers.Part("igraph", "1.0", "GPL-2.0-or-later", "pkg:pypi/igraph")], "/papers"
    )
    for words in ("version 3", "igraph", "may be replaced", "/papers/Apache-2.0.txt", "corresponding source"):
        assert words in text
