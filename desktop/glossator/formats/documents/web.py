"""Web pages as they were saved: the article alone, or all that the page shows as text; also in one file with its parts
(MHTML).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from glossator import offline
from glossator.core.errors import GlossatorError
from glossator.formats.text import Decoded, decoded

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
_HEAD = 4096  # bytes in which a page says its encoding
_UNSEEN = frozenset(
    "head script style noscript template svg math object iframe select textarea title".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
_CELLS = frozenset(("td", "th"))
_SPACE = re.compile(r"[ \t\n\r\f]+")
_NO_ARTICLE = "No article could be told from the rest of the page, so all that it shows was taken."


class Page(NamedTuple):
    """A page as text, with what it says of itself; ``told`` has a sentence where it is not what was asked for."""

    text: str
    title: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    site: str = ""
    told: tuple[str, ...] = ()


def markup_of(name: str, content: bytes, *, encoding: str = "", fallback: str = "") -> Decoded:
    """The markup of a page: read in ``encoding``, else as its byte order mark or it itself says, else as it looks (see
    :func:`glossator.formats.text.decoded` on ``fallback``).
    """
    if encoding or content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decoded(name, content, encoding=encoding)
    declared = _DECLARED.search(content[:_HEAD])
    if declared is not None:
        try:
            return decoded(name, content, encoding=_meant(declared[1].decode("ascii")))
        except GlossatorError:
            pass  # it says what it is not, as many pages do that were saved again: then it is what it looks like
    return decoded(name, content, fallback=fallback)


def _meant(declared: str) -> str:
    """The encoding that browsers take for a declared one (WHATWG Encoding Standard, "Names and labels")."""
    label = declared.lower()
    if label in {"iso-8859-1", "latin1", "us-ascii", "ascii"}:
        return "windows-1252"
    return {"iso-8859-9": "windows-1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}.get(
        label, label
    )


def page_of(name: str, markup: str, *, whole: bool = False) -> Page:
    """What a page says: its article, or with ``whole`` all of its text; :class:`GlossatorError` where it has none."""
    with offline.loading():
        import trafilatura

    logging.getLogger("trafilatura").setLevel(
        logging.CRITICAL
    )  # what it could not find is told to the user instead
    root = _parsed(name, markup)
    found = trafilatura.bare_extraction(markup, with_metadata=True, include_comments=False)
    about = Page("")
    if found is not None and not isinstance(found, dict):
        about = Page(
            _tidy(found.text or ""),
            title=" ".join((found.title or "").split()),
            author=" ".join((found.author or "").split()),
            published=found.date or "",
            url=found.url or "",
            site=found.sitename or "",
        )
    title = about.title or _title_of(root)
    if whole:
        return about._replace(title=title, text=text_of(root))
    if not about.text.strip():
        return about._replace(title=title, text=text_of(root), told=(_NO_ARTICLE,))
    return about._replace(title=title, text=_headed(title, about.text))


def _headed(title: str, article: str) -> str:
    """The article below its headline, which pages have outside of it."""
    return article if not title or title in article[: len(title) + 400] else f"{title}\n\n{article}"


def _tidy(article: str) -> str:
    return "\n".join(line.rstrip() for line in article.splitlines()).strip("\n")


def _parsed(name: str, markup: str) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(
        no_network=True, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(markup.encode("utf-8", "replace"), parser) if markup.strip() else None
    if root is None:
        raise GlossatorError(f"“{name}” is empty: there is no page in it.")
    if any(fault.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for fault in parser.error_log):
        raise GlossatorError(
            f"“{name}” has elements within elements too many times, so not all of its text could be read.",
            remedy="Open it in a browser, copy its text and import that.",
        )
    return root


def _title_of(root: _Element) -> str:
    found = next(root.iter("title"), None)
    return " ".join(str(found.xpath("string()")).split()) if found is not None else ""


def text_of(root: _Element) -> str:
    """All that a browser would show as text, each block on its own line, cells of a row between tabs."""
    lines: list[str] = []
    for kind, piece in _pieces(root):
        if kind == "block":
            if lines and lines[-1]:
                lines.append("")
            continue
        if not lines:
            lines.append("")
        if kind == "pre":
            lines[-1:] = (lines[-1] + piece).split("\n")
        elif kind == "words":
            spaced = _SPACE.sub(" ", piece)
            lines[-1] += spaced.lstrip() if lines[-1].endswith((" ", "\t")) or not lines[-1] else spaced
        else:
            lines[-1] = lines[-1].rstrip() + piece
            lines[-1:] = lines[-1].split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _pieces(root: _Element) -> Iterator[tuple[str, str]]:
    """The text of a page in order, and where blocks, cells and line breaks stand; not recursive: pages can be deep."""
    waiting: list[_Element | tuple[str, str]] = [root]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            yield here
        elif here.tag == "br":
            yield "break", "\n"
        elif here.tag not in _UNSEEN and here.get("hidden") is None:  # comments are left out by the parser
            waiting += reversed(list(_inside(here)))


def _inside(element: _Element) -> Iterator[_Element | tuple[str, str]]:
    words = "pre" if _is_set(element) else "words"
    is_block = element.tag in _BLOCKS
    if is_block:
        yield "block", ""
    elif element.tag in _CELLS and element.getprevious() is not None:
        yield "cell", "\t"
    if element.text:
        yield words, element.text
    for child in element:
        yield child
        if child.tail:
            yield words, child.tail
    if is_block:
        yield "block", ""


def _is_set(element: _Element) -> bool:
    """Whether its lines stand as they were typed."""
    return element.tag == "pre" or any(above.tag == "pre" for above in element.iterancestors())
