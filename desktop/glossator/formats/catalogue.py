"""All formats that can be read or written: their modules, that of a file, and the table of what each carries."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from glossator.core.errors import GlossatorError
from glossator.formats.carries import QUESTIONS, Carries
from glossator.formats.limits import head_of
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options, OutDocument
from glossator.formats.units import Unit

MODULES = (
    "html_report",
    "tables",
    "xlsx",
    "parquet",
    "yedda",
    "cas_xmi",
    "cas_json",
    "webanno_tsv",
    "brat",
    "bionlp",
    "w3c",
    "label_studio",
    "pubannotation",
    "bioc_json",
    "bioc_xml",
    "timeml",
    "medtator",
    "spacy_json",
    "docbin",
    "prodigy",
    "gate_json",
    "gate_xml",
    "doccano",
    "conll",
    "graphml",
    "gexf",
    "stix",
    "archive",
)
"""The modules with a format each, in the order in which they are asked whether a file is theirs."""


class Format(NamedTuple):
    """A format: what it is called and carries, and its ways in and out (``None`` where there is none).

    ``writes_folder``: an export makes a folder; ``unit`` is what offsets count where the file does not tell and nothing
    is quoted, ``may_guess`` whether word boundaries may tell otherwise.  ``reads`` is false for what has no text: then
    ``check`` says what is wrong with a file that was written.
    """

    name: str
    title: str
    about: str
    endings: tuple[str, ...]
    carries: Carries
    sniff: Callable[[bytes, Path], bool]
    read: Callable[[Path, Options], Iterator[OutDocument]]
    write: Callable[[Iterable[Outgoing], Path, Options], None] | None
    writes_folder: bool
    unit: Unit
    may_guess: bool
    configuration: Callable[[Path], Path | None]
    reads: bool
    check: Callable[[Path], list[str]]

    @property
    def is_read_back(self) -> bool:
        """Whether what was written is read again and compared; without texts and places, ``check`` has to do."""
        return self.reads and self.carries.spans

    @property
    def can(self) -> str:
        """What is done with it, in words."""
        ways = (("reads", self.reads), ("writes", self.write is not None))
        return ", ".join(way for way, there in ways if there)


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """All formats by name."""
    return {each.name: each for each in map(_loaded, MODULES)}


def format_named(name: str) -> Format:
    """The format of this name; :class:`GlossatorError` that lists them."""
    found = formats().get(name)
    if found is None:
        raise GlossatorError(f"There is no format “{name}”.", remedy=f"There are: {', '.join(formats())}.")
    return found


def detected(path: Path) -> Format | None:
    """The format that a file or folder is in, as far as its beginning tells."""
    head = head_of(path)
    return next((each for each in formats().values() if each.sniff(head, path)), None)


def table() -> list[tuple[str, ...]]:
    """What each format carries when it is written (or read, where it is not), a row each; the first row is the head."""
    head = ("Format", "Glossator", "Files", *QUESTIONS.values())
    rows = [
        (each.name, each.can, " ".join(each.endings), *(answer for _, answer in each.carries.told()))
        for each in formats().values()
    ]
    return [head, *rows]


def as_markdown() -> str:
    """The page of the guide about formats: each with its files, and the table of what it carries."""
    lines = [
        "# Formats",
        "",
        "What can be read and written beside texts and Glossator's own JSONL, which carries everything.",
        "",
        "| format | Glossator | files | what it is |",
        "| --- | --- | --- | --- |",
    ]
    for each in formats().values():
        files = " ".join(f"`{ending}`" for ending in each.endings)
        lines.append(f"| {each.name} ({each.title}) | {each.can} | {files} | {each.about} |")
    lines += [
        "",
        "## What each carries",
        "",
        "An export tells with numbers what of your project this means.",
        "",
    ]
    names = list(formats())
    lines += ["| | " + " | ".join(names) + " |", "| --- " * (len(names) + 1) + "|"]
    told = [list(each.carries.told()) for each in formats().values()]
    for rows in zip(*told, strict=True):
        lines.append(f"| {rows[0][0]} | " + " | ".join(answer for _, answer in rows) + " |")
    return "\n".join([*lines, ""])


def _loaded(name: str) -> Format:
    module = importlib.import_module(f"glossator.formats.{name}")
    return Format(
        module.NAME,
        module.TITLE,
        module.ABOUT,
        module.ENDINGS,
        module.CARRIES,
        module.sniff,
        module.read,
        getattr(module, "write", None),
        getattr(module, "KIND", "file") == "folder",
        getattr(module, "DEFAULT_UNIT", Unit()),
        getattr(module, "GUESS_UNIT", False),
        getattr(module, "configuration", _none),
        getattr(module, "READS", True),
        getattr(module, "check", _nothing),
    )


def _none(_path: Path) -> None:
    return None


def _nothing(_path: Path) -> list[str]:
    return []
