"""The libraries that the program stands on: their versions, and each at a piece of its work."""

from __future__ import annotations

import datetime as dt
import io
import platform
from collections.abc import Callable, Mapping
from importlib import metadata
from typing import Any

from glossator import offline

DISTRIBUTIONS = (
    "PySide6_Essentials",
    "appdirs",
    "charset-normalizer",
    "dateparser",
    "dkpro-cassis",
    "igraph",
    "lxml",
    "msgpack",
    "numpy",
    "openpyxl",
    "orjson",
    "pypdfium2",
    "pyqtgraph",
    "regex",
    "sqlcipher3",
    "sqlite-utils",
    "striprtf",
    "trafilatura",
)
"""What the program asks for itself, by the names of the package index."""

_SENTENCE = "Russia moved air-defense systems from Syria to Libya."
_PAGE = f"<html><title>News</title><body><article><p>{' '.join([_SENTENCE] * 8)}</p></article></body></html>"


def versions() -> dict[str, str]:
    """Return Python's version and that of every library; "?" where the program was put together without it."""
    found = {"Python": platform.python_version()}
    for name in DISTRIBUTIONS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "?"
    return found


def at_work() -> list[str]:
    """Let each library do a piece of its work, and return a sentence for each that does not do it right.

    A program put together from pieces may lack a file that a library opens only when it works.  What is missing
    altogether raises, as it would for the user.
    """
    return [f"{name} answers {found!r}." for name, wanted, found in _answers() if found != wanted]


def _answers() -> list[tuple[str, object, object]]:
    return [(name, wanted, work()) for name, (wanted, work) in _TRIALS.items()]


def _charset_normalizer() -> object:
    from charset_normalizer import from_bytes

    best = from_bytes("Ελληνικά γράμματα και ελληνικές λέξεις σε μια πρόταση.".encode("cp1253")).best()
    return best is not None and best.encoding


def _dateparser() -> object:
    import dateparser

    found = [
        dateparser.parse(text, languages=[language])
        for text, language in (
            ("25 May 2020", "en"),
            ("25 mai 2020", "fr"),
            ("25 мая 2020", "ru"),
            ("25 مايو 2020", "ar"),
        )
    ]
    return all(each is not None and each.date() == dt.date(2020, 5, 25) for each in found)


def _cassis() -> object:
    from cassis import Cas, TypeSystem, load_cas_from_xmi

    types = TypeSystem()
    made = Cas(types)
    made.sofa_string = _SENTENCE
    made.sofa_mime = "text/plain"
    made.add(types.get_type("uima.tcas.Annotation")(begin=0, end=6))
    again = load_cas_from_xmi(io.BytesIO(made.to_xmi().encode()), typesystem=types)
    return [each.get_covered_text() for each in again.select("uima.tcas.Annotation")]


def _igraph() -> object:
    import igraph

    graph = igraph.Graph(edges=[(0, 1), (1, 2), (2, 0), (3, 4)])
    return len(graph.layout("fr", niter=5)), len(graph.connected_components())


def _lxml() -> object:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(b"<a><b c='1'>Libya</b></a>", parser).xpath("string(//b[@c=1])")


def _msgpack() -> object:
    import msgpack

    tool: Any = msgpack  # it has no types
    return tool.unpackb(tool.packb({"Libya": b"GPE"}))


def _numpy() -> object:
    import numpy as np

    return round(float(np.linalg.det(np.array([[2.0, 1.0], [1.0, 3.0]]))))


def _openpyxl() -> object:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Libya", 3])
    file = io.BytesIO()
    book.save(file)
    return [each.value for each in openpyxl.load_workbook(file).worksheets[0][1]]


def _orjson() -> object:
    import orjson

    return orjson.loads(orjson.dumps({"label": "GPE"}))["label"]


def _pypdfium() -> object:
    import pypdfium2

    made = pypdfium2.PdfDocument.new()
    made.new_page(200, 100)
    file = io.BytesIO()
    made.save(file)
    made.close()
    again = pypdfium2.PdfDocument(file.getvalue())
    page = again[0]
    text_page = page.get_textpage()
    found = (len(again), text_page.count_chars())
    for each in (text_page, page, again):
        each.close()
    return found


def _regex() -> object:
    import regex

    return [each.group() for each in regex.finditer(r"(?:Lybia){s<=2}|\p{Lu}{2,}", "LNA in Libya")]


def _striprtf() -> object:
    from striprtf import striprtf

    tool: Any = striprtf  # it has no types
    return tool.rtf_to_text(r"{\rtf1\ansi Libya \'e9}")


def _trafilatura() -> object:
    with offline.loading():
        import trafilatura

    found = trafilatura.extract(_PAGE, fast=True) or ""
    return _SENTENCE in found


_TRIALS: Mapping[str, tuple[object, Callable[[], object]]] = {
    "charset-normalizer": ("cp1253", _charset_normalizer),
    "dateparser": (True, _dateparser),
    "dkpro-cassis": (["Russia"], _cassis),
    "igraph": ((5, 2), _igraph),
    "lxml": ("Libya", _lxml),
    "msgpack": ({"Libya": b"GPE"}, _msgpack),
    "numpy": (5, _numpy),
    "openpyxl": (["Libya", 3], _openpyxl),
    "orjson": ("GPE", _orjson),
    "pypdfium2": ((1, 0), _pypdfium),
    "regex": (["LNA", "Libya"], _regex),
    "striprtf": ("Libya é", _striprtf),
    "trafilatura": (True, _trafilatura),
}
"""What each library is asked to do, and what comes of it; the rest work in every project and window."""
