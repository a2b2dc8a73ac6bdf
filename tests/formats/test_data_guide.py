"""The guide to the project as data names every table, view and column, and its questions answer what we count."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from glossator import paths, projects
from glossator.core.ids import from_text
from tests.conftest import PROJECT

STOCK = """
import json, sqlite3, sys
project = sqlite3.connect("file:case.gloss?mode=ro", uri=True)
print(json.dumps([project.execute(each).fetchall() for each in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def guide() -> str:
    return paths.resource("guide", "data.md").read_text("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tagged sample article as ``case.gloss``, closed."""
    made = tmp_path_factory.mktemp("data")
    projects.demo(made, tagged=True, author="Ada").rename(made / "case.gloss")
    return made


def blocks(guide: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", guide, flags=re.MULTILINE | re.DOTALL)


def stock(folder: Path, *questions: str) -> list[Any]:
    """What the interpreter's own SQLite answers, in a process without ours."""
    done = subprocess.run(
        [sys.executable, "-c", STOCK], input=json.dumps(questions), cwd=folder, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def answers(guide: str, folder: Path) -> dict[str, list[list[Any]]]:
    """The rows of every documented question, by its title."""
    questions = blocks(guide, "sql")
    titles = [question.splitlines()[0].removeprefix("-- ").partition(" (")[0] for question in questions]
    return dict(zip(titles, stock(folder, *questions), strict=True))


@pytest.fixture(scope="module")
def lines(folder: Path) -> list[dict[str, Any]]:
    """The project as our JSON lines have it."""
    written: list[bytes] = []
    projects.export_jsonl(folder / "case.gloss", written.append)
    return [json.loads(line) for line in b"".join(written).splitlines()]


def test_every_question_has_an_answer(answers: dict[str, list[list[Any]]]) -> None:
    assert len(answers) >= 13
    assert [title for title, rows in answers.items() if not rows] == []


def test_the_counts_are_ours(answers: dict[str, list[list[Any]]], lines: list[dict[str, Any]]) -> None:
    mentions = [each for line in lines for each in line["mentions"]]
    labels = Counter(each["label"] for each in mentions)
    assert sum(n for _, n in answers["How often is each label used?"]) == len(mentions)
    assert sorted(n for _, n in answers["How often is each label used?"] if n) == sorted(labels.values())
    without = Counter((each["label"], each["quote"]) for each in mentions if not each.get("entity"))
    asked = answers["What is quoted most without an identity?"]
    assert {(label, quote): n for label, quote, n, _ in asked}.items() <= without.items()
    both = [each for line in lines for each in line["relations"]]
    relations = [each for each in both if not each.get("trigger")]
    assert sum(row[-1] for row in answers["Who stands in which relation to whom?"]) == len(relations) > 0
    assert sum(row[-1] for row in answers["Which kinds of relation join which labels?"]) == len(relations)
    events = Counter(each["type"] for each in both if each.get("trigger"))
    assert Counter(row[1] for row in answers["Every event with its roles on one line"]) == events


def test_a_context_is_cut_at_the_right_place(
    answers: dict[str, list[list[Any]]], lines: list[dict[str, Any]]
) -> None:
    text = lines[0]["text"]
    for _, left, quote, right in answers["Every mention of one identity, in its context"]:
        assert f"{left}{quote}{right}" in text
        assert len(left) == 40 or text.startswith(left)


def test_every_column_of_every_view_is_named(guide: str, folder: Path) -> None:
    views = stock(folder, "SELECT name FROM sqlite_schema WHERE type='view'")[0]
    for (view,) in views:
        (row,) = re.findall(rf"^\| `{view}` \|.*$", guide, flags=re.MULTILINE)
        (columns,) = stock(folder, f"SELECT name FROM pragma_table_info('{view}')")
        missing = {name for (name,) in columns} - set(re.findall(r"`(\w+)`", row))
        assert missing == set(), view
    tables = stock(
        folder,
        "SELECT name FROM sqlite_schema WHERE type='table'"
        " AND name NOT GLOB 'text_search_*' AND name NOT GLOB 'sqlite_*'",
    )
    below = guide.partition("## Tables")[2]
    assert [name for (name,) in tables[0] if f"`{name}`" not in below] == []


def test_views_agree_with_the_tables_beneath(folder: Path) -> None:
    pairs = ("documents document", "mentions mention", "entities entity", "notes note", "history action")
    for view, table in map(str.split, pairs):
        counted = stock(folder, f"SELECT count(*) FROM {view}", f"SELECT count(*) FROM {table}")
        assert counted[0] == counted[1], view
    both = stock(
        folder,
        "SELECT (SELECT count(*) FROM relations) + (SELECT count(*) FROM events)",
        "SELECT count(*) FROM relation",
    )
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("view", "column"),
    [
        *(
            (view, "document")
            for view in ("mentions", "relations", "events", "event_roles", "notes", "texts")
        ),
        *(
            (view, "id")
            for view in ("documents", "mentions", "relations", "events", "entities", "notes", "history")
        ),
        ("mentions", "label"),
    ],
)
def test_a_view_that_is_asked_for_a_part_does_not_read_everything(
    folder: Path, view: str, column: str
) -> None:
    # without what SQLite has noted of this one small project: it would read that whole for good reasons
    made = stock(folder, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB '*_search*'")[
        0
    ]
    code = f"""
import sqlite3
project = sqlite3.connect(":memory:")
for (statement,) in {[each for each in made if "sqlite_stat" not in each[0]]!r}:
    project.execute(statement)
for *_, step in project.execute("EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE {column}=1"):
    print(step)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert [
        step for step in done.stdout.splitlines() if step.startswith("SCAN") and "CONSTANT" not in step
    ] == []


def test_times_are_utc_in_iso_and_ids_those_of_the_records(folder: Path, lines: list[dict[str, Any]]) -> None:
    (rows,) = stock(folder, "SELECT id, created FROM mentions ORDER BY id")
    assert [row[0] for row in rows] == sorted(from_text(each["id"]) for each in lines[0]["mentions"])
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time) for _, time in rows)


def test_the_commands_of_sqlite_utils_work(guide: str, folder: Path) -> None:
    commands = [line for block in blocks(guide, "bash") for line in block.splitlines()]
    ours = [shlex.split(each) for each in commands if each.startswith("sqlite-utils ")]
    assert len(ours) >= 3
    for _, *arguments in ours:
        done = subprocess.run(
            [sys.executable, "-m", "sqlite_utils", *arguments], cwd=folder, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, ""), arguments
        assert done.stdout.count("\n") > 5


def test_what_pandas_is_told_is_read(guide: str, folder: Path) -> None:
    (code,) = blocks(guide, "python")
    without = (
        "import sys, types\n"
        "pandas = types.SimpleNamespace(read_sql=lambda q, c, dtype_backend: c.execute(q).fetchall())\n"
    )
    assert 'dtype_backend="numpy_nullable"' in code, (
        "else ids become floating-point numbers, which cannot hold them"
    )
    code = code.replace("import pandas\n", without) + "print(len(mentions))"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert int(done.stdout) == stock(folder, "SELECT count(*) FROM mention")[0][0][0]


def test_the_guide_leads_to_it() -> None:
    assert "](data.md)" in (PROJECT / "resources" / "guide" / "guide.md").read_text("utf-8")
