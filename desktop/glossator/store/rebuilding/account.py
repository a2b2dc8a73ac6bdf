"""What a repair tells afterwards: what each document has lost, and what is missing in the whole project."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

UNPROVEN = "its row and the history differ, and neither can be proven; the row was taken."
"""What is told of a record on which the two witnesses contradict each other."""


class Loss(NamedTuple):
    """What a document has lost: ``kept`` of ``known`` mentions are there; ``faults`` has a sentence for each thing that
    is missing or had to be put right.
    """

    document: str
    kept: int
    known: int
    faults: tuple[str, ...]


class Salvaged(NamedTuple):
    """The new file, and what is missing in it.

    ``documents`` and ``mentions`` count what is there, ``steps`` those of the history, ``lost_steps`` those that are
    missing; ``losses`` are told by document, ``faults`` are those of the whole project, ``check`` what a check of the
    new file still finds (nothing, as it should be).
    """

    path: Path
    documents: int
    mentions: int
    steps: int
    lost_steps: int
    losses: tuple[Loss, ...]
    faults: tuple[str, ...]
    check: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Nothing is missing."""
        return not (self.losses or self.faults or self.check or self.lost_steps)


class DocumentAccount:
    """What is to be told of one document: ``kept`` of ``known`` mentions, and a sentence for each of the ``faults``;
    ``title`` is ``None`` while nobody knows it.
    """

    def __init__(self) -> None:
        self.title: str | None = None
        self.kept = 0
        self.known = 0
        self.faults: list[str] = []

    def loss(self) -> Loss:
        """What the document has lost."""
        title = "a document that is lost" if self.title is None else self.title
        return Loss(title, self.kept, self.known, tuple(self.faults))


class Account:
    """What is to be told, gathered while the new project is written; ``faults`` are those of the whole project."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._documents: dict[int, DocumentAccount] = {}

    def of(self, document_id: int) -> DocumentAccount:
        """What is to be told of this document."""
        return self._documents.setdefault(document_id, DocumentAccount())

    def tell(self, document_id: int | None, sentence: str) -> None:
        """A fault of this document, or (``None``) of the whole project."""
        faults = self.faults if document_id is None else self.of(document_id).faults
        faults.append(sentence)

    def losses(self) -> tuple[Loss, ...]:
        """What the documents have lost, by their names; those that are whole are not named."""
        return tuple(
            sorted(each.loss() for each in self._documents.values() if each.faults or each.kept != each.known)
        )


def cut(words: str) -> str:
    """A quotation, short enough for a sentence."""
    return words if len(words) <= 40 else f"{words[:39]}…"
