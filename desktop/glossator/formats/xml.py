"""XML of strangers, read without what it could do: no entity is resolved, no address asked, no depth without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glossator.core.errors import GlossatorError

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 500
"""Levels of elements; no format of people has as many, and code that walks a tree would run out of stack."""


def parsed(content: bytes, name: str) -> _Element:
    """The root element of ``content``, the bytes of a file that is called ``name``.

    Entities that the file defines itself are refused, as a few lines of them can grow to gigabytes; external ones
    and document types are not fetched.  :class:`GlossatorError` for what is no XML, in a sentence with its line.
    """
    from lxml import etree

    # also where two or four bytes make a character; in attributes they would be put in whatever the parser is told
    if b"<!ENTITY" in content.replace(b"\x00", b""):
        raise GlossatorError(
            f"“{name}” defines entities of its own, which could fill the memory, so it was not read."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        found = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f": line {line} does not fit." if line else "."
        raise GlossatorError(f"“{name}” is not sound XML{where}", details=str(error)) from error
    _refuse_depth(name, found)
    return found


def _refuse_depth(name: str, found: _Element) -> None:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(found, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise GlossatorError(f"“{name}” has elements within elements more than {_DEEPEST} times.")
