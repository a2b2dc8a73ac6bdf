"""YEDDA: labels written into the text, as in ``[@Ann Lee#PER*]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from glossator.core.documents import printable
from glossator.formats import text
from glossator.formats.carries import Carries
from glossator.formats.standoff import MADE_UP, Fault, Options, OutDocument, OutSpan
from glossator.formats.units import CODE_POINT

NAME = "yedda"
TITLE = "YEDDA"
ABOUT = "a text with labels written into it, as in [@Ann Lee#PER*] (read only)"
ENDINGS = (".ann", ".txt.ann", ".anns")
DEFAULT_UNIT = CODE_POINT
CARRIES = Carries()

_MARK = re.compile(r"\[[@$](?P<words>(?:(?!\[[@$]).)*?)#(?P<label>[^\s#*\[\]]+)\*\](?!\*)", re.DOTALL)
_OPEN = re.compile(r"\[@(?=[^\n]{0,200}#[^\s#*]+\*?\]?)")


def sniff(head: bytes, path: Path) -> bool:
    """Some words stand between the brackets of a label."""
    return (
        path.suffix.lower() in {".ann", ".anns"} and _MARK.search(head.decode("utf-8", "replace")) is not None
    )


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The one document of the file: its text without the brackets."""
    file = printable(path.name)
    content = text.bytes_of(path)
    raw = text.decoded(file, content, encoding=options.encoding).text
    pieces: list[str] = []
    spans: list[OutSpan] = []
    at = last = 0
    for number, found in enumerate(_MARK.finditer(raw), 1):
        pieces += [raw[last : found.start()], found["words"]]
        start = at + found.start() - last
        at = start + len(found["words"])
        line = raw.count("\n", 0, found.start()) + 1
        spans.append(
            OutSpan(found["label"], ((start, at),), f"{MADE_UP}Y{number}", found["words"], line=line)
        )
        last = found.end()
    held = "".join([*pieces, raw[last:]])
    faults = [
        Fault(file, held.count("\n", 0, found.start()) + 1, "a bracket of a label is opened and not closed.")
        for found in _OPEN.finditer(held)
    ]
    name = file.removesuffix(".ann").removesuffix(".anns").removesuffix(".txt")
    yield OutDocument(
        held or None, name, file, spans=spans, faults=faults, done=len(content), size=len(content)
    )
