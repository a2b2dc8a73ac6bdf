"""The history on the command line, and the project as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from glossator import intake, projects
from glossator.__main__ import main
from glossator.cli.history import moment
from glossator.core import edits
from glossator.core.ids import to_text
from glossator.core.spans import Span
from glossator.store.check import check
from glossator.workbench import Workbench

Run = Callable[..., tuple[int, str, str]]
NOON = int(datetime(2026, 3, 3, 12, 0).astimezone().timestamp() * 1000)  # a Tuesday


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "200")

    def work(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(each) for each in arguments])
        return code, *capfd.readouterr()

    return work


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two articles; on Tuesday Ada tagged in one, on Wednesday Bo in the other, and took his tag back."""
    found = tmp_path / "a.gloss"
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Ada met Bo in {name}.\n")
    bench = projects.create(found, title="A", scheme_id="news-intelligence", author="Ada")
    intake.import_texts(bench, [tmp_path / "one.txt", tmp_path / "two.txt"])
    bench.close()
    for author, day, name in (("Ada", 0, "one"), ("Bo", 1, "two")):
        bench = Workbench(
            projects.open(found, author=author).project_file, author=author, now=iter(times(day)).__next__
        )
        document = bench.ask.documents(text=name)[0].document.id
        bench.do(
            edits.tag(bench.open_document(document), [Span(0, 3)], bench.scheme.labels[0], by=bench.hand)
        )
        if author == "Bo":
            bench.undo()
        bench.close()
    return found


def times(day: int) -> range:
    return range(NOON + 86_400_000 * day, NOON + 86_400_000 * (day + 1), 1000)


def titles(output: str) -> list[str]:
    return [each["title"] for each in json.loads(output)]


def test_the_history_is_told_by_document_person_time_and_words(run: Run, path: Path) -> None:
    ask = ("history", path, "--json")
    every = titles(run(*ask)[1])
    assert len(every) == 5
    assert titles(run(*ask, "--document", "one")[1]) == [every[2], every[3]]
    assert titles(run(*ask, "--person", "Bo")[1]) == every[:2]
    assert titles(run(*ask, "--text", "UNDO")[1]) == every[:1]
    assert titles(run(*ask, "--since", "2026-03-04", "--until", "2026-03-04 13:00")[1]) == every[:2]
    assert titles(run(*ask, "--since", "2026-03-03T12:00", "--until", "2026-03-03")[1]) == [every[2]]
    assert titles(run(*ask, "--person", "Nobody")[1]) == []
    first = json.loads(run(*ask, "--limit", "2")[1])[1]
    assert (first["person"], first["undone"], first["records"]) == ("Bo", True, 1)


def test_the_history_of_a_record_with_what_was_before_and_after(run: Run, path: Path) -> None:
    bench = projects.open(path, author="Ada")
    current = bench.open_document(bench.ask.documents(text="one")[0].document.id)
    (ada,) = current.mentions.values()
    bench.do(edits.relabel(current, ada.id, bench.scheme.labels[1], by=bench.hand))
    before, after = bench.scheme.labels[0].name, bench.scheme.labels[1].name
    bench.close()
    code, out, _ = run("history", path, "--record", to_text(ada.id), "--details")
    assert code == 0
    lines = [each for each in out.splitlines() if "Mention “Ada”" in each]
    assert f"label {before} → {after}" in lines[0]
    assert f"new, {before}" in lines[-1]
    assert "“Ada” (0–3)" in lines[-1]
    assert "Import" not in out
    assert (
        len(json.loads(run("history", path, "--record", f"label:{bench.scheme.labels[0].id}", "--json")[1]))
        == 1
    )


def test_what_cannot_be_found_is_said(run: Run, path: Path) -> None:
    assert "is no document called “three”" in run("history", path, "--document", "three")[2]
    assert "several documents called “o”: “one”, “two”" in run("history", path, "--document", "o")[2]
    assert "not the id of a record" in run("history", path, "--record", "x")[2]
    assert "a day or a time is wanted" in run("history", path, "--since", "soon")[2]


def test_people_are_told(run: Run, path: Path) -> None:
    rows = json.loads(run("history", path, "--people", "--json")[1])
    assert [(each["name"], each["steps"]) for each in rows] == [("Ada", 3), ("Bo", 2)]
    assert "2026-03-04" in run("history", path, "--people")[1]


def test_the_project_as_it_was(run: Run, path: Path, tmp_path: Path) -> None:
    code, out, err = run("asof", path, "2026-03-03", "--to", tmp_path / "then")
    assert (code, err) == (0, "")
    assert "then.gloss, the project as it was at 2026-03-03 12:00:0" in out
    assert "The last step in it: Tag “Ada” as Person (Ada)" in out
    assert "without the 2 steps that came later" in out
    out = run("asof", path, "2026-12-31", "--to", tmp_path / "now")[1]
    assert "; nothing came later." in out
    assert check(tmp_path / "then.gloss") == []
    with_bo = titles(run("history", path, "--json")[1])
    assert titles(run("history", tmp_path / "then.gloss", "--json")[1]) == with_bo[2:]
    code, _, err = run("asof", path, "2026-03-03", "--to", tmp_path / "then.gloss")
    assert code == 1
    assert "already a file" in err
    assert "did not exist at that time" in run("asof", path, "1999-01-01", "--to", tmp_path / "x")[2]
    assert not (tmp_path / "x.gloss").exists()


def test_days_and_times_are_understood() -> None:
    day, minute = moment("2026-03-03"), moment("2026-03-03 12:00")
    assert minute == (NOON, NOON + 60_000)
    assert day == (NOON - 43_200_000, NOON + 43_200_000)
    assert moment("2026-03-03T12:00:01") == (NOON + 1000, NOON + 2000)
    today = moment("today")
    assert moment("Yesterday").after == today.first
    assert moment(f"{datetime.now().astimezone() - timedelta(days=7):%A}").first < today.first
    assert moment(f"{datetime.now().astimezone() - timedelta(days=3):%A}").after <= today.first
