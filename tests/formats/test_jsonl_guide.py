"""The guide to JSONL says what the published schema says, and its example works."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glossator import paths
from tests.formats.test_jsonl import GOLDEN


@pytest.fixture(scope="module")
def guide() -> str:
    return paths.resource("guide", "jsonl.md").read_text("utf-8")


def fields(schema: object) -> Iterator[str]:
    """Every field that a schema names, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from fields(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from fields(inner)


def test_every_field_of_the_schema_is_in_the_guide(guide: str) -> None:
    schema: Any = json.loads(paths.resource("formats", "glossator-jsonl-1.schema.json").read_text("utf-8"))
    named = set(re.findall(r"`\"?([a-z_0-9]+)\"?`", guide)) | set(re.findall(r'"([a-z_]+)":', guide))
    assert sorted(set(fields(schema)) - named) == []


def test_the_example_of_the_guide_reads_an_export(
    guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", guide, flags=re.DOTALL)
    (tmp_path / "case.jsonl").write_bytes((GOLDEN / "meeting.jsonl").read_bytes())
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", f"{example}    print(covered)"], capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["Analytical Society"] * 2  # once for each line of the export
    assert done.returncode == 0
