"""Bad scheme files, in the window and in the terminal: a sentence that names the place, and nothing half loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from glossator.__main__ import main
from glossator.ui.dialogs.new_project import NewProjectDialog
from glossator.ui.dialogs.scheme.reshape import PreviewDialog
from glossator.ui.main_window import MainWindow
from glossator.ui.messages import Message
from tests.formats.bad_schemes import BAD, SOUND
from tests.journeys.analyst import Analyst

TYPICAL = [name for name in BAD if name not in {"twenty megabytes", "too many attributes"}]


def told() -> str:
    """The one message that stands on the screen; it is closed."""
    (message,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, Message) and each.isVisible()
    ]
    text = message.text()
    message.close()
    message.deleteLater()
    return text


def previews() -> list[PreviewDialog]:
    shown = QApplication.topLevelWidgets()
    return [each for each in shown if isinstance(each, PreviewDialog) and each.isVisible()]


def test_no_bad_scheme_gets_into_a_project_by_the_editor(
    analyst: Analyst, window: MainWindow, tmp_path: Path
) -> None:
    bench = window.desk.need_bench()
    analyst.tag("Russia", "G")
    before = bench.scheme, bench.ask.steps()
    window.actions_by_id["scheme"].trigger()
    editor = window.scheming.editor
    assert editor is not None
    for number, name in enumerate(TYPICAL):
        written, place = BAD[name]
        path = tmp_path / f"bad {number}.json"
        path.write_bytes(written)
        window.scheming.import_file(path)
        sentence = told()
        assert place in sentence, name
        assert "Nothing of it was taken." in sentence or f"“{path.name}”" in sentence, name
        assert previews() == [], name
    assert (bench.scheme, bench.ask.steps()) == before
    assert bench.project_file.scheme() == before[0]
    editor.leave()
    assert analyst.mention("Russia").label == "GPE"


def test_after_all_of_them_a_sound_one_is_taken(analyst: Analyst, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "sound.json"
    path.write_bytes(BAD["a label under itself"][0])
    window.scheming.import_file(path)
    told()
    more = [{"id": "BIRD", "name": "Bird"}]
    path.write_text(json.dumps(dict(SOUND, labels=[*SOUND["labels"], *more])), "utf-8")
    window.scheming.import_file(path)
    (preview,) = previews()
    analyst.click_on(preview.go)
    assert window.desk.need_bench().scheme.label("BIRD") is not None


def test_no_project_is_made_with_a_bad_scheme(window: MainWindow, tmp_path: Path) -> None:
    window.actions_by_id["new"].trigger()
    (dialog,) = window.findChildren(NewProjectDialog)
    for name in ("labels in a ring", "the same label twice", "too many labels", "in UTF-16", "nothing"):
        written, place = BAD[name]
        path = tmp_path / "bad.json"
        path.write_bytes(written)
        offered = dialog.scheme.count()
        dialog.take_scheme(path)
        assert place in told(), name
        assert dialog.scheme.count() == offered
    dialog.reject()
    assert window.desk.bench is None


@pytest.mark.parametrize("name", TYPICAL)
def test_the_terminal_says_it_too_and_makes_nothing(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(("new", "p.gloss", "--scheme", "conll-2003")) == 0
    before = Path("p.gloss").read_bytes()
    written, place = BAD[name]
    Path("bad.json").write_bytes(written)
    capfd.readouterr()
    for arguments in (
        ("scheme", "import", "p.gloss", "bad.json"),
        ("new", "q.gloss", "--scheme", "bad.json"),
    ):
        assert main(arguments) == 1
        out, err = capfd.readouterr()
        assert (out, place in err, "Traceback" in err) == ("", True, False), err
    assert Path("p.gloss").read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {"p.gloss", "bad.json"}
