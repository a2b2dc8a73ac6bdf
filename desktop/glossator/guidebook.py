"""The guide as one page of HTML, out of its files in Markdown: for the window of the guide, and for a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from string import Template
from typing import NamedTuple

from glossator import paths

PAGES = ("guide", "data", "jsonl", "formats")
"""The files of the guide in their order, by name without ending; each begins with its title."""

_PARTS = re.compile(
    r"`(?P<code>[^`]+)`|\*\*(?P<strong>.+?)\*\*|\*(?P<em>[^*\s][^*]*)\*|\[(?P<text>[^\]]+)\]\((?P<link>[^)\s]+)\)"
)
_HEADING = re.compile(r"(#{1,3}) (.+)")
_ITEM = re.compile(r"(-|\d+\.) +(.*)")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
_CELL = re.compile(r"((?:`[^`]*`|[^|`])*)\|")


class Heading(NamedTuple):
    """A heading: 1 for the title of a file to 3, its words, and the name by which it is gone to."""

    level: int
    text: str
    anchor: str


@cache
def contents() -> tuple[Heading, ...]:
    """Return the headings of the whole guide, in order."""
    return tuple(each for page in PAGES for each in _headings(page))


@cache
def body() -> str:
    """Return the whole guide as HTML, without a frame; headings carry their names."""
    return "\n".join(line for page in PAGES for line in _converted(page))


def for_window(colours: Mapping[str, str]) -> str:
    """Return the guide as Qt shows it, in the ``ink``, ``accent``, ``rule`` and ``hover`` of a theme."""
    style = Template(paths.resource("guide", "window.css").read_text("utf-8")).substitute(colours)
    shown = body().replace("<table>", '<table width="98%" cellspacing="0" cellpadding="5" border="1">')
    return f"<html><head><style>{style}</style></head><body>{shown}</body></html>"


def for_browser() -> str:
    """Return the guide as one file that any browser opens without a network: contents, search, light and dark."""
    entries = "\n".join(
        f'<a class="level{each.level}" href="#{each.anchor}">{_inline(each.text, plain=True)}</a>'
        for each in contents()
    )
    frame = paths.resource("guide", "page.html").read_text("utf-8")
    return Template(frame).substitute(contents=entries, body=body())


def _lines(page: str) -> list[str]:
    return paths.resource("guide", f"{page}.md").read_text("utf-8").splitlines()


def _headings(page: str) -> Iterator[Heading]:
    taken: set[str] = set()
    for text, _ in _blocks(_lines(page)):
        if found := _HEADING.fullmatch(text):
            level, words = len(found[1]), found[2]
            slug = "-".join(re.findall(r"\w+", words.casefold()))
            anchor = page if level == 1 else f"{page}-{slug}"
            while anchor in taken:
                anchor += "-more"
            taken.add(anchor)
            yield Heading(level, _inline(words, plain=True, escape=False), anchor)


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What stands together: its first line (or ``` for a listing), and all its lines."""
    held: list[str] = []
    is_code = False
    for line in lines:
        if line.startswith("```"):
            if is_code:
                yield "```", held
            elif held:
                yield held[0], held
            held, is_code = [], not is_code
        elif is_code or (line.strip() and not _HEADING.fullmatch(line)):
            held.append(line)
        else:
            if held:
                yield held[0], held
            held = []
            if line.strip():
                yield line, [line]
    if held:
        yield held[0], held


def _converted(page: str) -> Iterator[str]:
    headings = _headings(page)
    for first, lines in _blocks(_lines(page)):
        if first == "```":
            yield f"<pre>{html.escape(chr(10).join(lines), quote=False)}</pre>"
        elif found := _HEADING.fullmatch(first):
            heading = next(headings)
            level = heading.level
            yield f'<h{level} id="{heading.anchor}"><a name="{heading.anchor}"></a>{_inline(found[2])}</h{level}>'
        elif first.startswith("|"):
            yield from _table(lines)
        else:
            yield from _text(lines)


def _text(lines: list[str]) -> Iterator[str]:
    """Paragraphs and lists of one block; a line that goes in belongs to the entry before."""
    entries: list[tuple[str, list[str]]] = []
    for line in lines:
        if found := _ITEM.fullmatch(line):
            entries.append(("ul" if found[1] == "-" else "ol", [found[2]]))
        elif entries and (line.startswith(" ") or entries[-1][0] == "p"):
            entries[-1][1].append(line.strip())
        else:
            entries.append(("p", [line]))
    kind = ""
    for entry, words in entries:
        if kind != entry and kind in {"ul", "ol"}:
            yield f"</{kind}>"
        if kind != entry and entry in {"ul", "ol"}:
            yield f"<{entry}>"
        kind = entry
        tag = "p" if entry == "p" else "li"
        yield f"<{tag}>{_inline(' '.join(words))}</{tag}>"
    if kind in {"ul", "ol"}:
        yield f"</{kind}>"


def _table(lines: list[str]) -> Iterator[str]:
    yield "<table>"
    for number, line in enumerate(lines):
        if _RULE.fullmatch(line.strip()):
            continue
        cells = [each.strip() for each in _CELL.findall(line.strip().removeprefix("|"))]
        tag = "td" if number else "th"
        yield "<tr>" + "".join(f"<{tag}>{_inline(each)}</{tag}>" for each in cells) + "</tr>"
    yield "</table>"


def _inline(text: str, *, plain: bool = False, escape: bool = True) -> str:
    """The marks inside a line as HTML; ``plain`` leaves only the words."""
    made, end = "", 0
    safe = (lambda words: html.escape(words, quote=False)) if escape else str
    for found in _PARTS.finditer(text):
        made += safe(text[end : found.start()])
        end = found.end()
        kind = next(name for name in ("code", "strong", "em", "link") if found[name] is not None)
        words = found["text"] if kind == "link" else found[kind]
        inner = safe(words) if kind == "code" else _inline(words, plain=plain, escape=escape)
        made += inner if plain else _marked(kind, inner, found["link"] or "")
    return made + safe(text[end:])


def _marked(kind: str, inner: str, link: str) -> str:
    if kind != "link":
        return f"<{kind}>{inner}</{kind}>"
    page = re.fullmatch(r"(\w+)\.md(?:#(.+))?", link)
    if page:
        link = f"#{page[1]}-{page[2]}" if page[2] else f"#{page[1]}"
    return f'<a href="{html.escape(link)}">{inner}</a>'
