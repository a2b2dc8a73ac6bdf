"""Glossator's own JSONL: one self-contained line per document, written fast and read back with every fault named."""

from glossator.formats.jsonl.reading import Fault, Line, read
from glossator.formats.jsonl.shape import FORMAT, VERSION, scheme_beside, scheme_bytes
from glossator.formats.jsonl.writing import Rows, Sources, Written, rows_of, write

__all__ = [
    "FORMAT",
    "VERSION",
    "Fault",
    "Line",
    "Rows",
    "Sources",
    "Written",
    "read",
    "rows_of",
    "scheme_beside",
    "scheme_bytes",
    "write",
]
