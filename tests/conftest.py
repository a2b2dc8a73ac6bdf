"""What holds for every test: no Qt where none may be, a home of its own, no unexpected line in the log."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.patience import PatientBot

WITHOUT_QT = os.environ.get("GLOSSATOR_NO_QT") == "1"
PROJECT = Path(__file__).resolve().parents[1]


class QtBlocker:
    """A finder that stands before all others and has no Qt to give."""

    FORBIDDEN = frozenset({"PySide6", "shiboken6", "pyqtgraph", "pytestqt"})

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise ImportError for Qt, and leave everything else to the other finders."""
        if fullname.partition(".")[0] in self.FORBIDDEN:
            raise ImportError(f"{fullname} may not be imported in the tests without Qt")
        return None


if WITHOUT_QT:
    sys.meta_path.insert(0, QtBlocker())
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("gate", derandomize=True, deadline=None, database=None, print_blob=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know pytest-qt's settings where that plugin is left out, so that one pyproject.toml serves both."""
    if WITHOUT_QT:
        for name in ("qt_api", "qt_log_level_fail"):
            parser.addini(name, "a setting of pytest-qt")
        parser.addini("qt_log_ignore", "a setting of pytest-qt", type="linelist")


def pytest_sessionfinish() -> None:
    """Empty the clipboard: that of the offscreen platform outlives Python, and what Python made may not."""
    if (gui := sys.modules.get("PySide6.QtGui")) is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty home of its own, which is also Glossator's portable home; returns it."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "GLOSSATOR_HOME"):
        monkeypatch.setenv(name, str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """Return the hands of a test with Qt, patient ones."""
    from tests.patience import PatientBot

    return PatientBot(request)


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test whose log says more than it should, or says nothing where the test expects a line."""
    yield
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    loud = [record for record in records if record.levelno >= logging.WARNING]
    if request.node.get_closest_marker("expects_log") is not None:
        assert loud, "The test expects a log line at warning or above, and there was none."
        return
    assert not loud, "Unexpected in the log:\n" + "\n".join(
        f"  {record.levelname} {record.name}: {record.getMessage()}" for record in loud
    )


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Return the folder of sample corpora in other tools' formats, which lies beside a checkout, or skip."""
    folder = Path(os.environ.get("GLOSSATOR_CORPORA") or PROJECT.parent / "shared" / "corpora")
    if not folder.is_dir():
        pytest.skip(f"the sample corpora are not here: no folder {folder} (GLOSSATOR_CORPORA names another)")
    return folder
