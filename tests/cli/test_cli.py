"""The command line: what each command does and says, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from glossator import __version__, cli
from glossator.__main__ import main
from glossator.cli import carrying, program, terminal
from glossator.core.changes import Record
from glossator.core.ids import from_text
from glossator.formats import catalogue
from glossator.workbench import Workbench
from tests.conftest import PROJECT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder; returns its exit code and what it wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def work(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(arguments)
        return code, *capfd.readouterr()

    return work


def outside(*arguments: str, folder: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "desktop")}
    command = [sys.executable, "-m", "glossator", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, **more)  # type: ignore[call-overload,no-any-return]


def text(folder: Path, name: str, content: str | bytes = "Ada met Bo.\n") -> str:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return name


# --- usage


def test_the_version_is_said(run: Run) -> None:
    assert run("--version") == (0, f"glossator {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["exprot"],
        ["--colour"],
        ["new"],
        ["export", "a.gloss", "--format", "docx"],
        ["history", "a.gloss", "--limit", "0"],
        ["history", "a.gloss", "--limit", "many"],
        ["a.gloss", "b.gloss"],
        ["demo", "--tugged"],
    ],
)
def test_wrong_usage_is_2_and_says_how_it_goes(run: Run, arguments: Sequence[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: glossator")


def test_help_is_0_and_names_every_command(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for command in ("demo", "new", "import", "export", "summary", "history", "check", "schemes", "formats"):
        assert f"\n    {command} " in out
        assert run(command, "--help")[0] == 0


def test_the_known_commands_are_those_of_the_parser() -> None:
    actions = [each for each in cli.parser()._actions if each.dest == "command"]
    assert set(actions[0].choices or ()) == program._COMMANDS


def test_a_project_is_told_from_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text(tmp_path, "here")
    text(tmp_path, "check")
    assert cli.is_project(["gone.gloss"])
    assert cli.is_project(["here"])
    assert cli.is_project(["./check"])
    assert not cli.is_project(["check"])
    assert not cli.is_project(["--version"])
    assert not cli.is_project(["gone"])
    assert not cli.is_project(["here", "here"])


def test_the_demo_is_not_for_a_command_line_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["demo"]) == 1
    assert "needs the window" in capsys.readouterr().err


# --- new, import, export


def test_a_case_from_beginning_to_end(run: Run, tmp_path: Path) -> None:
    assert run("new", "case", "--title", "The case", "--author", "Ada") == (
        0,
        f"Made {tmp_path / 'case.gloss'} with the scheme News intelligence 1.0.\n",
        "",
    )
    text(tmp_path, "one.txt")
    text(tmp_path, "two.txt", "Größe und Höhe der Türme über München.\n".encode("cp1252") * 3)
    assert run("import", "case.gloss", "one.txt", "two.txt") == (
        0,
        "“two.txt” does not say its encoding; it was read as windows-1252.\nImported 2 documents.\n",
        "",
    )
    code, out, err = run("export", "case.gloss", "--format", "jsonl")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "Wrote 2 documents, 0 mentions and 0 relations to case.jsonl.",
        "The scheme lies beside it: case.scheme.json.",
    ]
    assert [json.loads(each)["name"] for each in (tmp_path / "case.jsonl").read_bytes().splitlines()] == [
        "one",
        "two",
    ]
    assert run("new", "copy.gloss", "--scheme", "case.scheme.json")[0] == 0
    assert run("import", "copy.gloss", "case.jsonl") == (0, "Imported 2 documents.\n", "")
    assert run("export", "copy.gloss", "-o", "-")[1] == (tmp_path / "case.jsonl").read_text("utf-8")
    assert run("check", "copy.gloss") == (0, "copy.gloss is whole.\n", "")


def test_a_demo_project_is_exported_with_what_is_on_it(run: Run, tmp_path: Path) -> None:
    from glossator import projects

    path = projects.demo(tmp_path, tagged=True, author="Ada")
    code, out, _ = run("export", str(path), "-o", "out.jsonl")
    line = json.loads((tmp_path / "out.jsonl").read_bytes())
    counts = f"{len(line['mentions'])} mentions and {len(line['relations'])} relations"
    assert (code, out.splitlines()[0]) == (0, f"Wrote 1 document, {counts} to out.jsonl.")
    run("new", "copy.gloss")
    counts = counts.replace(" and", ",")
    assert run("import", "copy.gloss", "out.jsonl") == (0, f"Imported 1 document, {counts}.\n", "")
    assert run("import", "copy.gloss", "out.jsonl") == (
        0,
        "Imported 0 documents.\n",
        f"glossator: left out: “{line['name']}” is in the project already, so it was not brought in again.\n",
    )


def test_an_export_does_not_replace_a_file_unasked(run: Run, tmp_path: Path) -> None:
    run("new", "a.gloss")
    text(tmp_path, "a.jsonl", "mine")
    assert run("export", "a.gloss") == (
        1,
        "",
        "glossator: There is a file “a.jsonl” already. Replace it with --force.\n",
    )
    assert (tmp_path / "a.jsonl").read_text() == "mine"
    assert run("export", "a.gloss", "--force")[0] == 0
    assert (tmp_path / "a.jsonl").read_text() == ""


def test_an_import_brings_all_or_nothing_unless_told_to_skip(run: Run, tmp_path: Path) -> None:
    run("new", "a.gloss")
    good, gone = text(tmp_path, "good.txt"), "gone.txt"
    empty = text(tmp_path, "empty.txt", "")
    assert run("import", "a.gloss", good, gone) == (
        1,
        "",
        "glossator: There is no file “gone.txt”. Nothing was imported. Leave out what does not fit with --skip-bad.\n",
    )
    code, out, err = run("import", "a.gloss", good, gone, empty)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "glossator: 2 files cannot be read. Nothing was imported. Leave out what does not fit with --skip-bad.",
        "  There is no file “gone.txt”.",
        "  “empty.txt” is empty: there is no text in it.",
    ]
    assert run("summary", "a.gloss")[1].splitlines()[1].startswith("0 documents")
    code, out, err = run("import", "a.gloss", good, gone, "--skip-bad")
    assert (code, out) == (0, "Imported 1 document.\n")
    assert err == "glossator: left out: There is no file “gone.txt”.\n"


def test_a_folder_without_anything_to_read_is_told(run: Run, tmp_path: Path) -> None:
    run("new", "a.gloss")
    (tmp_path / "in").mkdir()
    said = "glossator: There is no file in “in” that can be read{}. Nothing of it was imported.\n"
    assert run("import", "a.gloss", "in") == (1, "", said.format(""))
    text(tmp_path / "in", "a.xyz")
    what = ", only 1 file of another kind (.xyz)"
    assert run("import", "a.gloss", "in") == (1, "", said.format(what))


def test_xml_that_is_taken_for_a_text_is_told(run: Run, tmp_path: Path) -> None:
    run("new", "a.gloss")
    text(tmp_path, "a.xml", "<articles><a>Ada met Bo.</a></articles>")
    code, out, err = run("import", "a.gloss", "a.xml")
    assert (code, out) == (0, "Imported 1 document.\n")
    assert err == "glossator: “a.xml” is XML of no kind that is known here: its markup is part of the text.\n"


def test_faults_of_jsonl_are_listed_by_line_and_field(run: Run, tmp_path: Path) -> None:
    run("new", "a.gloss")
    text(tmp_path, "bad.jsonl", "{\n" * 150)
    code, out, err = run("import", "a.gloss", "bad.jsonl")
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0].startswith("glossator: “bad.jsonl” has 150 faults, the first: Line 1: this is not JSON")
    assert lines[-1] == "  … and 50 more"
    assert len(lines) == 102
    text(tmp_path, "one.jsonl", "[]\n")
    code, out, err = run("import", "a.gloss", "one.jsonl")
    what = "“one.jsonl” does not fit: Line 1: an object is wanted, not a list."
    assert (code, out, err) == (
        1,
        "",
        f"glossator: {what} Nothing of it was imported. Leave out what does not fit with --skip-bad.\n",
    )
    code, out, err = run("import", "a.gloss", "one.jsonl", "--skip-bad")
    assert (code, out) == (0, "Imported 0 documents.\n")
    assert err == "glossator: left out: Line 1: an object is wanted, not a list.\n"


def test_an_entity_that_is_otherwise_in_the_project_is_told(run: Run, tmp_path: Path) -> None:
    from glossator import projects

    demo = projects.demo(tmp_path, tagged=True, author="Ada")
    assert run("export", str(demo), "-o", "out.jsonl")[0] == 0
    line = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    run("new", "b.gloss")
    assert run("import", "b.gloss", "out.jsonl")[0] == 0
    bench = projects.open(tmp_path / "b.gloss", author="Ada")
    bench.do(bench.hand.change("Empty it", removed=records_but_entities(bench, line["id"])))
    bench.close()
    old, line["entities"][0]["name"] = line["entities"][0]["name"], "Somebody else"
    text(tmp_path, "out.jsonl", json.dumps(line))
    code, out, err = run("import", "b.gloss", "out.jsonl")
    assert (code, out[:20]) == (0, "Imported 1 document,")
    assert err == f"glossator: The entity “{old}” is in the project already, so it stayed as it is there.\n"


def records_but_entities(bench: Workbench, document: str) -> list[Record]:
    held = bench.annotations(from_text(document))
    return [held.document, *held.mentions.values(), *held.relations.values(), *held.notes.values()]


def test_the_format_and_the_encoding_may_be_named(run: Run, tmp_path: Path) -> None:
    run("new", "a.gloss")
    text(tmp_path, "a.jsonl", "“Žluťoučký”".encode("cp1250"))
    assert run("import", "a.gloss", "a.jsonl", "--format", "text", "--encoding", "cp1250")[0] == 0
    line = json.loads(run("export", "a.gloss", "-o", "-")[1])
    assert (line["text"], line["origin"]["encoding"]) == ("“Žluťoučký”", "windows-1250")


# --- asking


def test_a_summary_is_text_or_json(run: Run, tmp_path: Path) -> None:
    from glossator import projects

    path = str(projects.demo(tmp_path, tagged=True, author="Ada"))
    code, out, err = run("summary", path, "--entities", "3")
    assert (code, err) == (0, "")
    assert "Geo-political entity (GPE)" in out
    code, out, err = run("summary", path, "--json", "--entities", "3")
    assert (code, err) == (0, "")
    plain = json.loads(out)
    assert len(plain["entities"]) == 3
    assert plain["mentions"] == sum(each["mentions"] for each in plain["labels"]) > 100


def test_the_history_tells_who_did_what(run: Run, tmp_path: Path) -> None:
    run("new", "a.gloss", "--author", "Ada")
    run("import", "a.gloss", text(tmp_path, "one.txt"), "--author", "Bo")
    code, out, err = run("history", "a.gloss")
    assert (code, err) == (0, "")
    head, newest, oldest = out.splitlines()
    assert head.split() == ["When", "Who", "Records", "What"]
    assert newest.split(maxsplit=3)[2:] == ["Bo", "1  Import “one”"]
    assert " Ada " in oldest
    assert "New project" in oldest
    assert len(run("history", "a.gloss", "--limit", "1")[1].splitlines()) == 2


def test_what_was_taken_back_is_marked_in_the_history(run: Run, tmp_path: Path) -> None:
    from glossator import projects

    run("new", "a.gloss", "--author", "Ada")
    run("import", "a.gloss", text(tmp_path, "one.txt"), "--author", "Ada")
    bench = projects.open(tmp_path / "a.gloss", author="Ada")
    bench.undo()
    bench.close()
    assert "Import “one” (taken back)" in run("history", "a.gloss")[1]


def test_schemes_are_listed_and_shown(run: Run) -> None:
    code, out, _ = run("schemes")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:]][:2] == ["news-intelligence", "conll-2003"]
    code, out, _ = run("schemes", "news-intelligence")
    assert code == 0
    assert "Movement.Transport" in out
    assert run("schemes", "martian")[0] == 1


def test_formats_are_listed(run: Run) -> None:
    code, out, _ = run("formats")
    assert code == 0
    names = [line.split()[0] for line in out.split("\n\n")[0].splitlines()]
    assert names[:3] == ["Format", "text", "jsonl"]
    assert names[3:] == [row[0] for row in catalogue.table()[1:]]


# --- what may go wrong


@pytest.mark.parametrize("command", ["summary", "history", "check", "export", "import"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "There is no file"), (b"", "is empty"), (b"no database at all" * 99, "a.gloss")],
)
def test_a_project_that_cannot_be_opened_is_1_and_one_sentence(
    run: Run, tmp_path: Path, command: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        text(tmp_path, "a.gloss", content)
    more = [text(tmp_path, "one.txt")] if command == "import" else []
    code, out, err = run(command, "a.gloss", *more)
    assert (code, out) == (1, "")
    assert err.startswith("glossator: ")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_a_damaged_project_is_told_fault_by_fault(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from glossator import projects

    assert run("new", "a")[0] == 0
    found = ["Page 3 is broken.", "A count is wrong."]
    monkeypatch.setattr(projects, "faults", lambda path, progress, *, key: found)
    assert run("check", "a.gloss") == (
        1,
        "Page 3 is broken.\nA count is wrong.\n",
        "glossator: “a.gloss” is damaged: 2 faults.\n",
    )


def test_an_interrupt_is_130(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from glossator.formats import jsonl

    run("new", "a.gloss")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(jsonl, "write", interrupted)
    assert run("export", "a.gloss") == (130, "", "glossator: Interrupted. Nothing is half written.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.gloss"]


def test_a_user_without_a_name_is_no_obstacle(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass

    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert run("new", "a.gloss")[0] == 0
    assert " unknown " in run("history", "a.gloss")[1]


def test_progress_is_shown_to_a_terminal_and_wiped_away(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("new", "a.gloss")
    monkeypatch.setattr(terminal, "_PROGRESS_SECONDS", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    code, out, err = run("import", "a.gloss", text(tmp_path, "one.txt"), text(tmp_path, "two.txt", "Two."))
    assert (code, out) == (0, "Imported 2 documents.\n")
    assert err == "\r\x1b[KReading: 50 %\r\x1b[KReading: 100 %\r\x1b[K"


def test_a_window_that_cannot_be_had_is_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> Callable[..., object]:
        def finder(*arguments: object, **_: object) -> object:
            if str(arguments[0]).startswith("glossator.ui"):
                raise ImportError(f"{name}: cannot open shared object file", name=None)
            return None

        return finder

    for loaded in [each for each in sys.modules if each.startswith("glossator.ui")]:
        monkeypatch.delitem(sys.modules, loaded)

    class Finder:
        find_spec = staticmethod(missing("libEGL.so.1"))

    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    for arguments in ([], ["a.gloss"], ["demo"]):
        assert main(arguments) == 1
        assert capsys.readouterr().err == (
            "glossator: The window cannot be opened, Qt does not load: libEGL.so.1: cannot open shared object file.\n"
        )
    Finder.find_spec = staticmethod(missing("somewhere.else"))
    with pytest.raises(ImportError, match="somewhere"):
        main([])


def test_the_window_is_asked_for_what_was_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def window(project: Path | None, *, demo: bool = False, tagged: bool = False) -> int:
        asked.append((project, demo, tagged))
        return 7

    monkeypatch.setattr("glossator.__main__._window", window)
    monkeypatch.setattr(sys, "argv", ["glossator", "demo"])
    for arguments in ([], ["a.gloss"], ["demo", "--tagged"], None):
        assert main(arguments) == 7
    assert asked == [
        (None, False, False),
        (Path("a.gloss"), False, False),
        (None, True, True),
        (None, True, False),
    ]


# --- as a process of its own


def test_no_command_imports_qt(tmp_path: Path) -> None:
    text(tmp_path, "one.txt")
    code = """
import sys
from glossator.__main__ import main
def do(*arguments):
    assert main(arguments) == 0, arguments
do("--version")
heavy = ("orjson", "sqlcipher3", "sqlite_utils", "glossator.store", "glossator.projects")
assert not [name for name in sys.modules if name.startswith(heavy)]
do("new", "a.gloss")
do("import", "a.gloss", "one.txt")
do("export", "a.gloss")
do("import", "a.gloss", "a.jsonl")
do("summary", "a.gloss", "--json")
for command in ("summary", "history", "check"):
    do(command, "a.gloss")
do("schemes"), do("schemes", "news-intelligence"), do("formats")
found = [name for name in sys.modules if name.startswith(("PySide6", "shiboken6", "pyqtgraph"))]
assert not found, found
"""
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "desktop")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    known = "“one” is in the project already, so it was not brought in again."
    assert (done.returncode, done.stderr) == (0, f"glossator: left out: {known}\n")


def test_the_program_answers_as_a_module(tmp_path: Path) -> None:
    done = outside("--version", folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"glossator {__version__}\n".encode(), b"")
    assert outside("exprot", folder=tmp_path).returncode == 2
    assert outside("check", "gone.gloss", folder=tmp_path).returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_who_leaves_is_no_error_of_ours(tmp_path: Path) -> None:
    outside("new", "a.gloss", folder=tmp_path)
    read, write = os.pipe()
    os.close(read)
    for arguments in (["schemes", "news-intelligence"], ["history", "a.gloss"]):
        done = subprocess.run(
            [sys.executable, "-m", "glossator", *arguments],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(PROJECT / "desktop")},
            stdout=write,
            stderr=subprocess.PIPE,
        )
        assert (done.returncode, done.stderr) == (141, b"")
    os.close(write)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_an_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    outside("new", "a.gloss", folder=tmp_path)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "glossator", "history", "a.gloss"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(PROJECT / "desktop")},
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert (done.returncode, done.stderr) == (
        1,
        b"glossator: This could not be done: No space left on device.\n",
    )


def test_a_terminal_that_knows_few_letters_is_written_to_all_the_same(tmp_path: Path) -> None:
    text(tmp_path, "o.txt", "Größe und Höhe der Türme über München.\n".encode("cp1252") * 3)
    outside("new", "a.gloss", folder=tmp_path)
    environment = os.environ | {"PYTHONPATH": str(PROJECT / "desktop"), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "glossator", "import", "a.gloss", "o.txt"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"?o.txt? does not say its encoding")


def test_the_entry_point_of_the_package_is_this_one() -> None:
    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert scripts == {"glossator": "glossator.__main__:main"}


def test_every_command_and_format_is_in_the_readme() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    for command in program._COMMANDS:
        assert command in readme, command
    for name, *_ in carrying.FORMATS:
        assert name in readme, name
