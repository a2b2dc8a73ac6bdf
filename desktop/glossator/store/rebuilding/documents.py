"""The documents of the new project: each with a text, which is mended where it is damaged, and the mentions in it."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from glossator.core import ids
from glossator.core.annotations import Mention
from glossator.core.documents import Document, digest_of
from glossator.store import mending, remembering, rows, search
from glossator.store.driver import Database
from glossator.store.evidence import mention, read
from glossator.store.rebuilding.account import UNPROVEN, Account, DocumentAccount, cut
from glossator.store.rebuilding.entering import Believed, Entering
from glossator.store.rebuilding.scheme import RebuiltScheme


def is_text(digest: object, body: object) -> bool:
    """Whether ``body`` is the text that the digest, as bytes, was made of."""
    return isinstance(digest, bytes) and isinstance(body, str) and digest_of(body) == digest.hex()


class RebuiltDocuments:
    """The texts, documents and mentions that the new file has; ``entities`` are the identities (ids) in it.

    ``is_complete`` says that the journal is whole, so that no count has to tell how many mentions there were.
    """

    def __init__(
        self,
        out: Database,
        stage: Database,
        entering: Entering,
        account: Account,
        scheme: RebuiltScheme,
        *,
        entities: AbstractSet[int],
        is_complete: bool,
    ) -> None:
        self._out = out
        self._stage = stage
        self._entering = entering
        self._account = account
        self._scheme = scheme
        self._entities = entities
        self._is_complete = is_complete

    def write_texts(self) -> None:
        """Write all texts that are whole, also those that no document has any more."""
        for digest, body in self._stage.each("SELECT digest, body FROM text ORDER BY key"):
            if is_text(digest, body):
                self._write_text(digest, body)

    def _write_text(self, digest: bytes, body: str) -> int:
        found = self._out.one("SELECT key FROM text WHERE digest=?", (digest,))
        if found is not None:
            return int(found[0])
        key = self._out.run("INSERT INTO text(digest, body) VALUES (?,?)", (digest, body))
        search.index(self._out, key, body)
        return key

    def wanted(self) -> list[int]:
        """The documents (ids) that there are or were: also those of which only mentions or notes are left."""
        return [
            each
            for (each,) in self._stage.rows(
                "SELECT id FROM believed WHERE kind='document' UNION"
                " SELECT document FROM believed WHERE kind IN ('mention', 'note') AND document IS NOT NULL ORDER BY 1"
            )
        ]

    def write(self, document_id: int) -> None:
        """Write one document with its mentions."""
        found = next(self._entering.believed("believed.kind='document' AND believed.id=?", document_id), None)
        mentions = self._mentions_of(document_id)
        about = self._account.of(document_id)
        about.known = max(len(mentions), self._known_mentions(document_id))
        certain = [mention(each.body) for each in mentions if each.other is None]
        document, text = self._with_text(self._document(document_id, found, about), certain, about)
        about.title = document.name
        key = self._write_text(bytes.fromhex(document.digest), text)
        self._entering.insert(
            Document, [rows.of_document(document, self._entering.put(document, found), key)]
        )
        written = (self._mention_row(each, text, about) for each in mentions)
        self._entering.insert(Mention, [row for row in written if row is not None])

    def _document(self, document_id: int, found: Believed | None, about: DocumentAccount) -> Document:
        if found is None:
            about.faults.append("Its name and origin are lost.")
            return Document(document_id, f"Lost document {ids.to_text(document_id)[-6:]}", 0, "")
        document = read("document", found.body)
        assert isinstance(document, Document)
        if found.other is not None:
            about.faults.append(f"What is known of it: {UNPROVEN}")
        had = self._stage.one("SELECT 1 FROM source_bytes WHERE digest=?", (_bytes(document.source_digest),))
        if had and remembering.source_bytes(self._out, document.source_digest) is None:
            about.faults.append("The file that it was imported from is damaged and left out.")
        return document

    def _with_text(
        self, document: Document, mentions: Sequence[Mention], about: DocumentAccount
    ) -> tuple[Document, str]:
        stored = self._stage.one("SELECT body FROM text WHERE digest=?", (_bytes(document.digest),))
        body = stored[0] if stored else b""
        if isinstance(body, str) and digest_of(body) == document.digest:
            if len(body) != document.length:
                document = replace(document, length=len(body))
            return document, body
        if isinstance(body, str):
            text = mending.patched(body, mentions)
            if digest_of(text) == document.digest:  # the quotations had the letters that it lacked
                return document, text
            about.faults.append("Its text is damaged: it is not quite the one that was imported.")
        else:
            text = mending.rebuilt(document.length, body, mentions)
            known = len(text) - text.count(mending.MISSING)
            about.faults.append(
                f"Its text is damaged: {known:,} of {len(text):,} characters are known,"
                f" each other one is {mending.MISSING}."
            )
        return replace(document, length=len(text), digest=digest_of(text)), text

    def _known_mentions(self, document_id: int) -> int:
        if self._is_complete:
            return 0
        found = self._stage.one("SELECT mentions FROM stat_document WHERE document=?", (document_id,))
        return int(found[0]) if found else 0

    def _mentions_of(self, document_id: int) -> list[Believed]:
        found = self._stage.rows(
            "SELECT believed.kind, believed.id, believed.body, believed.other, told.body, told.place"
            " FROM believed INDEXED BY believed_document LEFT JOIN told ON told.kind='mention' AND told.id=believed.id"
            " WHERE believed.document=? AND believed.kind='mention'",
            (document_id,),
        )
        return [Believed(*row) for row in found]

    def _mention_row(self, each: Believed, text: str, about: DocumentAccount) -> rows.Row | None:
        witnesses = (each.body, each.other)
        found = _believable([mention(body) for body in witnesses if body is not None], text, about)
        if found is None:
            return None
        if found.entity is not None and found.entity not in self._entities:
            about.faults.append(f"“{cut(found.quote)}” has lost its identity.")
            found = replace(found, entity=None)
        self._scheme.need_label(found.label)
        about.kept += 1
        return rows.of_mention(found, self._entering.put(found, each), self._entering.names)


def _believable(candidates: Sequence[Mention], text: str, about: DocumentAccount) -> Mention | None:
    fitting = [each for each in candidates if mending.fits(each, text)]
    if len(fitting) > 1:
        about.faults.append(f"“{cut(fitting[0].quote)}”: {UNPROVEN}")
    if fitting:
        return fitting[0]
    for each in candidates:
        found = mending.mended(each, text)
        if found is not None:
            about.faults.append(f"“{cut(found.quote)}” was put right by the text.")
            return found
    about.faults.append(
        f"“{cut(candidates[0].quote)}” ({candidates[0].label}) is left out: the text does not say this at"
        f" {candidates[0].start:,}."
    )
    return None


def _bytes(digest: str) -> bytes:
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return b""
