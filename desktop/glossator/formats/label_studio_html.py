"""Web pages in Label Studio: their text as it is rendered, and where the ends of a region stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from glossator.core.errors import GlossatorError

_TAG = re.compile(r"<[a-zA-Z!/][^<>]*>")
_STEP = re.compile(r"([\w:-]+|text\(\))\[(\d+)\]")


def looks_like_html(text: str, results: Sequence[Any]) -> bool:
    """Whether regions were made on a rendered page, or the text is one."""
    kinds = [str(each.get("type", "")) for each in results if isinstance(each, dict)]
    if any(kind.startswith("hypertext") for kind in kinds):
        return True
    return text.lstrip().startswith("<") and len(_TAG.findall(text[:10_000])) > 2


class Rendered:
    """A page as text: that of all its elements one after the other, as browsers count it for a region."""

    def __init__(self, html: str) -> None:
        from lxml import etree
        from lxml import html as pages

        parser = pages.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
        try:
            self._root = pages.fragment_fromstring(
                html.replace("\x00", ""), create_parent="div", parser=parser
            )
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise GlossatorError("A web page in this file cannot be read.", details=str(error)) from error
        self._places: dict[str, int] = {}
        self.text = ""
        parts: list[str] = []
        self._walk(parts)
        self.text = "".join(parts)

    def range_of(self, value: Mapping[str, Any]) -> tuple[int, int] | None:
        """The offsets of a region in the rendered text: as they are given, or found by its paths."""
        match value.get("globalOffsets"):
            case {"start": int(start), "end": int(end)}:
                return start, end
        match value:
            case {"start": str(first), "startOffset": int(start), "end": str(last), "endOffset": int(end)}:
                low, high = self._places.get(_path(first)), self._places.get(_path(last))
                if low is not None and high is not None:
                    return low + start, high + end
        return None

    def _walk(self, parts: list[str]) -> None:
        """Remember where each text node begins, by its path."""
        at = 0
        waiting: list[tuple[Any, str]] = [(self._root, "")]
        while waiting:
            node, path = waiting.pop()
            if isinstance(node, str):
                self._places[path] = at
                parts.append(node)
                at += len(node)
                continue
            waiting += reversed(list(_children(node, path)))


def _children(node: Any, path: str) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    counts: dict[str, int] = {}

    def number(name: str) -> int:
        counts[name] = counts.get(name, 0) + 1
        return counts[name]

    if node.text:
        found.append((node.text, f"{path}/text()[{number('text()')}]"))
    for child in node:
        if isinstance(child.tag, str):
            found.append((child, f"{path}/{child.tag}[{number(child.tag)}]"))
        if child.tail:
            found.append((child.tail, f"{path}/text()[{number('text()')}]"))
    return found


def _path(written: str) -> str:
    return "".join(f"/{name}[{number}]" for name, number in _STEP.findall(written))
