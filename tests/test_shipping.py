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
from shipping import archive, elf, papers, speech
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


def test_the_terms_of_the_whole_are_told() -> None:
    text = papers.copyright_file(
        [papers.Part("igraph", "1.0", "GPL-2.0-or-later", "pkg:pypi/igraph")], "/papers"
    )
    for words in ("version 3", "igraph", "may be replaced", "/papers/Apache-2.0.txt", "corresponding source"):
        assert words in text
