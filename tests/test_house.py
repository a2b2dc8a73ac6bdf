"""The house rules that no linter knows: sizes, names, opening sentences, who may know what, and the map."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = PROJECT / "desktop" / "glossator"
MAP = PROJECT / "desktop" / "README.md"

MODULE_LINES = 600
CLASS_LINES = 400
FUNCTION_LINES = 60

FORBIDDEN_ROOMS = frozenset(
    {"utils", "util", "misc", "common", "helpers", "helper", "base", "shared", "manager"}
)
FORBIDDEN_ENDINGS = ("Manager", "Handler", "Helper", "Helpers", "Data", "Info", "Utils")

UI = "ui"
OWNERS: dict[str, tuple[str, ...]] = {
    "appdirs": ("paths",),
    "sqlite3": ("store",),
    "sqlcipher3": ("store",),
    "sqlite_utils": ("store",),
    "PySide6": (UI,),
    "shiboken6": (UI,),
    "pyqtgraph": (UI,),
    "QSettings": ("ui.settings",),
    "QMessageBox": ("ui.messages",),
    "QErrorMessage": ("ui.messages",),
    "threading": ("ui.tasks",),
    "concurrent": ("ui.tasks",),
    "multiprocessing": ("ui.tasks",),
    "asyncio": (),
    "QThread": ("ui.tasks",),
    "QThreadPool": ("ui.tasks",),
    "QRunnable": ("ui.tasks",),
    "QEventLoop": (),
    "processEvents": (),
    "sleep": (),
    "msleep": (),
}
"""Who may know a name, however it is reached: imported, or read from a module. Rooms are prefixes."""

QT_IN_ONE_WORD = frozenset(
    {
        *(
            "accept",
            "child",
            "data",
            "done",
            "event",
            "flags",
            "index",
            "paint",
            "parent",
            "reject",
            "role",
            "run",
        ),
        *("state", "text"),
    }
)
"""Methods that Qt names without a hump, and that we override."""

CATCH_ALL = ("ui.tasks",)
"""Who may catch everything; the excepthook needs no `except`."""


@cache
def modules() -> dict[str, Path]:
    """Return every module of the package by its name beneath `glossator`, such as "core.spans" or "core"."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def lines(node: ast.AST) -> int:
    assert isinstance(node, ast.stmt)
    return (node.end_lineno or node.lineno) - node.lineno + 1


def known_names(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield (name, line) of everything that a module reaches by import or by attribute."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from ((part, node.lineno) for part in alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            yield from ((part, node.lineno) for part in (node.module or "").split("."))
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno


def is_in(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def foreign_names(name: str, module: ast.Module) -> list[str]:
    """Return what `module`, known as `name`, reaches and may not."""
    return [
        f"{name}:{line} knows {known}, which belongs to {' or '.join(OWNERS[known]) or 'nobody'}"
        for known, line in known_names(module)
        if known in OWNERS and not is_in(name, OWNERS[known])
    ]


def nested_loops(name: str, module: ast.Module) -> list[str]:
    """Return calls of `exec`: the application's own, in ui.app, is the only event loop."""
    return [
        f"{name}:{node.lineno} runs an event loop of its own; open() and signals, or popup(), do without"
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"exec", "exec_"}
        and name != "ui.app"
    ]


def caught_names(handler: ast.ExceptHandler) -> list[str]:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return ["everything" if kind is None else ast.unparse(kind) for kind in kinds]


def passes_on(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler ends by raising again what it caught, as one that only cleans up does."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def catch_alls(name: str, module: ast.Module) -> list[str]:
    """Return the handlers that would swallow a bug."""
    return [
        f"{name}:{node.lineno} catches {caught}"
        for node in ast.walk(module)
        if isinstance(node, ast.ExceptHandler) and not is_in(name, CATCH_ALL) and not passes_on(node)
        for caught in caught_names(node)
        if caught in {"everything", "Exception", "BaseException"}
    ]


def undocumented(name: str, module: ast.Module) -> list[str]:
    """Return public functions, classes and methods without a docstring; overrides of Qt are told by their names."""
    found = []
    of_qt = QT_IN_ONE_WORD if is_in(name, (UI,)) else frozenset()

    def look(owner: str, body: list[ast.stmt], of_ours: frozenset[str] = frozenset()) -> None:
        for node in body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            named = f"{owner}.{node.name}"
            is_override = (
                re.fullmatch("[a-z]+([A-Z][a-z0-9]*)+", node.name)
                or node.name in of_qt
                or node.name in of_ours
            )
            if not node.name.startswith("_") and not is_override and not says_it(node):
                found.append(f"{named} says nothing of itself")
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                look(named, node.body, said_by(*(ast.unparse(base) for base in node.bases)))

    look(name, module.body)
    return found


GROUNDS = {
    "Plot": ("ui.plots.plot",),
    "Drawn": ("ui.plots.plot",),
    "Chart": ("ui.plots.chart",),
    "Canvas": ("ui.plots.chart",),
    "Surface": ("ui.plots.chart",),
    "ListedChart": ("ui.plots.chart", "ui.plots.listed"),
    "TrayChart": ("ui.plots.chart", "ui.plots.traychart"),
}
"""Classes on which views are built: what their methods mean is said there, not again in each view."""


def said_by(*bases: str) -> frozenset[str]:
    """Return the methods that the ground of a view says the meaning of."""
    grounds = [tree(ground) for base in bases for ground in GROUNDS.get(base, ())]
    return frozenset(
        method.name
        for ground in grounds
        for each in ground.body
        if isinstance(each, ast.ClassDef)
        for method in each.body
        if isinstance(method, ast.FunctionDef) and ast.get_docstring(method)
    )


def says_it(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Return whether a definition explains itself, or repeats or extends one that does."""
    marks = {ast.unparse(mark) for mark in node.decorator_list}
    extends = any(
        isinstance(call, ast.Call) and ast.unparse(call.func) == f"super().{node.name}"
        for call in ast.walk(node)
    )
    repeats = bool(marks & {"overload", "override"}) or f"{node.name}.setter" in marks
    return bool(ast.get_docstring(node)) or repeats or extends


def oversized(name: str, module: ast.Module) -> list[str]:
    """Return the functions and classes of a module that are over the hard limits."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines(node) > FUNCTION_LINES:
            found.append(f"{name}:{node.lineno} {node.name} has {lines(node)} lines of {FUNCTION_LINES}")
        if isinstance(node, ast.ClassDef) and lines(node) > CLASS_LINES:
            found.append(f"{name}:{node.lineno} {node.name} has {lines(node)} lines of {CLASS_LINES}")
    return found


def misnamed(name: str, module: ast.Module) -> list[str]:
    """Return rooms and classes whose name says nothing."""
    found = [
        f"{name} is a room for what fits nowhere"
        for word in re.split(r"[._]", name)
        if word in FORBIDDEN_ROOMS
    ]
    found += [
        f"{name}:{node.lineno} {node.name} is no noun of the trade"
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef) and node.name.endswith(FORBIDDEN_ENDINGS)
    ]
    return found


Rule = Callable[[str, ast.Module], list[str]]
RULES: tuple[Rule, ...] = (foreign_names, nested_loops, catch_alls, undocumented, oversized, misnamed)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps(rule: Rule) -> None:
    faults = [fault for name in modules() for fault in rule(name, tree(name))]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (foreign_names, "core.spans", "import sqlite3"),
        (foreign_names, "workbench", "def late():\n    from PySide6.QtCore import QObject"),
        (foreign_names, "log", "import appdirs as places"),
        (foreign_names, "ui.main_window", "from PySide6 import QtCore\nQtCore.QSettings()"),
        (foreign_names, "ui.panels.notes", "from PySide6.QtWidgets import QMessageBox"),
        (
            foreign_names,
            "ui.text.view",
            "from PySide6.QtWidgets import QApplication\nQApplication.processEvents()",
        ),
        (foreign_names, "store.project", "from threading import Thread"),
        (foreign_names, "ui.tasks", "from time import sleep"),
        (nested_loops, "ui.dialogs.properties", "def ask(dialog):\n    return dialog.exec()"),
        (catch_alls, "formats.jsonl", "try:\n    pass\nexcept (ValueError, Exception):\n    pass"),
        (catch_alls, "formats.jsonl", "try:\n    pass\nexcept:\n    pass"),
        (undocumented, "core.spans", "def overlaps(): ..."),
        (undocumented, "ui.text.view", "class View:\n    '''A view.'''\n    def zoom(self): ..."),
        (oversized, "core.edits", "def long():\n" + "    x = 1\n" * 60),
        (oversized, "ui.main_window", "class Window:\n" + "    x = 1\n" * 400),
        (misnamed, "core.span_utils", ""),
        (misnamed, "ui.shared.rows", ""),
        (misnamed, "store.project", "class ProjectManager: ..."),
    ],
)
def test_the_rule_sees_a_planted_fault(rule: Rule, name: str, source: str) -> None:
    assert len(rule(name, ast.parse(source))) == 1


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (foreign_names, "store.project", "import sqlite3"),
        (foreign_names, "ui.settings", "from PySide6.QtCore import QSettings"),
        (foreign_names, "ui.tasks", "from PySide6.QtCore import QThreadPool, QRunnable"),
        (nested_loops, "ui.app", "def run(application):\n    return application.exec()"),
        (catch_alls, "ui.tasks", "try:\n    pass\nexcept Exception:\n    pass"),
        (
            undocumented,
            "ui.text.view",
            "class View:\n    '''A view.'''\n    def paintEvent(self, event): ...",
        ),
        (undocumented, "core.spans", "class _Inner:\n    def quiet(self): ..."),
        (oversized, "core.edits", "def long():\n" + "    x = 1\n" * 59),
        (misnamed, "store.database", "class ProjectFile: ..."),
    ],
)
def test_the_rule_lets_the_owner_be(rule: Rule, name: str, source: str) -> None:
    assert rule(name, ast.parse(source)) == []


@pytest.mark.parametrize("name", modules())
def test_a_module_opens_with_a_sentence_and_is_not_too_long(name: str) -> None:
    opening = (ast.get_docstring(tree(name)) or "").split("\n\n")[0]
    count = len(modules()[name].read_text(encoding="utf-8").splitlines())
    is_empty = not tree(name).body
    assert is_empty or re.match(r"[A-Z`_].{12,}[.:]$", opening, flags=re.DOTALL), (
        f"{name} opens with {opening!r}"
    )
    assert count <= MODULE_LINES, f"{name} has {count} lines of {MODULE_LINES}"


def missing_on(the_map: str) -> list[str]:
    """Return the public modules that the text of the map does not name, folders with their stroke."""
    found = []
    for name, path in modules().items():
        leaf = name.rpartition(".")[2] or "glossator"
        sign = f"{leaf}/" if path.name == "__init__.py" else f"{leaf}.py"
        if not re.search(r"(^|\.)_", name) and not re.search(rf"(?<![\w.-]){re.escape(sign)}", the_map):
            found.append(f"{name} ({sign})")
    return found


def test_the_map_names_every_public_module() -> None:
    if not MAP.exists():
        pytest.skip("the map of the house, desktop/README.md, is not written yet")
    assert missing_on(MAP.read_text(encoding="utf-8")) == []


def test_a_module_that_is_not_on_the_map_is_missed() -> None:
    everything = " ".join(
        f"{name.rpartition('.')[2] or 'glossator'}/ {name.rpartition('.')[2]}.py" for name in modules()
    )
    assert missing_on(everything) == []
    assert missing_on(everything.replace(" log.py", " catalog.py")) == ["log (log.py)"]


def rows_of(the_map: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each folder of the map, by its name beneath `glossator`, with its rows: a file, and what lives there."""
    headed = re.split(r"^### `glossator/(.*?)/?`$", the_map, flags=re.MULTILINE)
    for folder, body in zip(headed[1::2], headed[2::2], strict=True):
        section = body.split("\n## ")[0]
        yield folder, re.findall(r"^\| `(\S+\.py)` \| (.*) \|$", section, flags=re.MULTILINE)


def misplaced_on(the_map: str) -> list[str]:
    """Return what the map says of modules in other words than they do, twice, or not in the order of the alphabet."""
    found = []
    for folder, rows in rows_of(the_map):
        names = [name for name, _ in rows]
        if names != sorted(set(names)):
            found.append(f"{folder or 'glossator'} is not in the order of the alphabet")
        for name, said in rows:
            module = ".".join([*filter(None, folder.split("/")), name.removesuffix(".py")])
            opening = (ast.get_docstring(tree(module)) or "") if module in modules() else "is not there"
            if " ".join(opening.split("\n\n")[0].split()) != " ".join(said.split()):
                found.append(f"{module} says something else of itself")
    return found


def test_the_map_says_what_each_module_says_of_itself() -> None:
    assert misplaced_on(MAP.read_text(encoding="utf-8")) == []


def test_a_row_that_is_stale_or_out_of_place_is_seen() -> None:
    def row(name: str) -> str:
        return f"| `{name}.py` | {(ast.get_docstring(tree(name)) or '').split(chr(10))[0]} |\n"

    head = "### `glossator/`\n\n"
    assert misplaced_on(head + row("log") + row("paths")) == []
    assert misplaced_on(head + row("paths") + row("log")) == ["glossator is not in the order of the alphabet"]
    stale = head + row("log").replace("The log", "A list")
    assert misplaced_on(stale) == ["log says something else of itself"]


# --- what is committed -------------------------------------------------------------------------------------

TEXT = frozenset(
    {".py", ".toml", ".txt", ".md", ".sh", ".json", ".qss", ".svg", ".yml", ".cfg", ".typed", ""}
)
ROOMS = ("desktop", "tests", "packaging", "resources", "seeds", "docs", ".ci")
SLASH = "/"
MACHINE_PATHS = re.compile(
    rf"(?<![\w.$~{SLASH}-])(?:{re.escape(str(PROJECT))}|{SLASH}(?:work|root|opt{SLASH}pypi))(?:{SLASH}|\b(?![-.\w]))"
)
"""This checkout, and where machines that build things keep theirs; an invented home such as Ada's is none."""
REGISTRIES = re.compile(
    "|".join(re.escape(f"{host}.{end}") for host, end in (("pypi", "org"), ("pythonhosted", "org")))
)


def committed() -> Iterator[Path]:
    """Yield the text files of the project: its rooms and what stands at its top."""
    tops = [path for path in PROJECT.iterdir() if path.is_file() and path.name != ".git"]
    inside = [path for room in ROOMS for path in (PROJECT / room).rglob("*") if path.is_file()]
    for path in (*tops, *inside):
        if path.suffix in TEXT and "__pycache__" not in path.parts and not path.name.startswith(".coverage"):
            yield path


def faults_in(text: str) -> list[str]:
    return [match[0] for pattern in (MACHINE_PATHS, REGISTRIES) for match in pattern.finditer(text)]


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = {}
    for path in committed():
        faults = faults_in(path.read_text(encoding="utf-8", errors="replace"))
        if faults:
            found[str(path.relative_to(PROJECT))] = faults
    assert found == {}


def test_a_planted_path_is_seen_and_an_innocent_one_is_not() -> None:
    for planted in (f"open('{SLASH}root{SLASH}x')", f"in {PROJECT}{SLASH}tests", f"cd {SLASH}work{SLASH}x"):
        assert faults_in(planted), planted
    assert faults_in("files.python" + "hosted.org") == ["python" + "hosted.org"]
    root, work = f"{SLASH}root{SLASH}", f"{SLASH}work{SLASH}"
    for innocent in (
        f"~{work}x",
        f"frame{work}x",
        f"$HOME{root}y",
        f"net{root}z",
        "/home/ada/b",
        f"/tmp{root}a",
    ):
        assert not faults_in(innocent), innocent
