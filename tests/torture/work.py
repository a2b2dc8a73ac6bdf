"""Random work on a project, as an analyst and the program do it: every act by way of the workbench, each step told."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import orjson

from glossator import intake, projects
from glossator.core import deletion, edits
from glossator.core.annotations import AnnotationSet, Argument, Mention
from glossator.core.changes import Change, Record
from glossator.core.documents import STATUSES, Document, digest_of
from glossator.core.errors import Refused
from glossator.core.plain import KIND_OF, to_plain
from glossator.core.scheme import Label
from glossator.core.spans import Span, quote
from glossator.store import backups, rekeying
from glossator.store.keys import Key

AUTHOR = "Eve"
NAME = "work.gloss"
WORDS = "Ada met Babbage in the Libyan base of the naval army 😀 near a port القاعدة 北京 ".split(" ")

KEYS: dict[str, Key | None] = {
    "plain": None,
    "first": Key(bytes(32), bytes.fromhex("9f3c61d2a8e417b05d6ec9f2381b74aa")),
    "second": Key(b"k" * 32, bytes.fromhex("d1750ae94c8f22b6e03b9d57f6a8411c")),
}
"""What a project may be protected with; the bytes are those of no passphrase."""

MOST_DOCUMENTS = 12
MOST_COPIES = 3


def digest(change: Change) -> str:
    """What a Change says, in few letters: two that say the same have the same digest."""
    lines = sorted(
        _line(sign, each) for sign, all_ in ((b"-", change.removed), (b"+", change.added)) for each in all_
    )
    head = orjson.dumps([change.title, change.author, change.time, change.undoes, change.origin])
    return blake2b(b"\n".join([head, *lines]), digest_size=12).hexdigest()


def _line(sign: bytes, record: Record) -> bytes:
    return sign + KIND_OF[type(record)].encode() + orjson.dumps(to_plain(record), option=orjson.OPT_SORT_KEYS)


class Work:
    """Somebody who works on the project in ``folder`` without plan or rest.

    ``told`` hears of each thing that was reported as done, after the call that did it has returned:
    ``step ID DIGEST``, ``copy NAME ID`` and ``backup PATH ID`` (with the last step that it must have), ``made NAME``,
    ``kept NUMBER``, ``rekeying NAME`` before and ``key NAME`` after it is protected otherwise, ``closed``; and before
    it deletes a copy or another project, ``gone NAME`` and ``unmade NAME``.
    """

    def __init__(
        self, folder: Path, rng: random.Random, told: Callable[[str], None], name: str = NAME
    ) -> None:
        self.folder = folder
        self.key: Key | None = None
        self.inputs = folder / "texts"
        self.path = folder / name
        self.rng = rng
        self.told = told
        self.head = 0
        self.done: list[str] = []

    # --- the frame

    def open(self) -> None:
        """Open the project (which may migrate it)."""
        self.bench = projects.open(self.path, author=AUTHOR, key=self.key)
        self.bench.on_change = self._stepped
        newest = self.bench.ask.history(limit=1)
        self.head = newest[0].id if newest else 0
        self.told("opened")

    def close(self) -> None:
        """Close the project."""
        self.bench.close()
        self.told("closed")

    def act(self, name: str = "") -> str:
        """Do one act, a random one where none is named; what it was."""
        name = name or self.rng.choices(NAMES, WEIGHTS)[0]
        self.done.append(name)
        try:
            ACTS[name][1](self)
        except Refused:
            self.done[-1] = f"({name})"
        return self.done[-1]

    def _stepped(self, change: Change) -> None:
        self.head = change.id
        self.told(f"step {change.id} {digest(change)}")

    # --- choosing

    @property
    def _hand(self) -> edits.Hand:
        return self.bench.hand

    def _document(self) -> AnnotationSet:
        """The open document; now and then another one is opened."""
        if self.bench.current is None or self.rng.random() < 0.1:
            there = [row.document.id for row in self.bench.ask.documents()]
            if not there:
                self.add_texts()
                return self._document()
            return self.bench.open_document(self.rng.choice(there))
        return self.bench.current

    def _label(self) -> Label:
        return self.rng.choice([each for each in self.bench.scheme.labels if not each.retired])

    def _span(self, text: str) -> Span:
        if not text:
            raise Refused("There is nothing in this text.")
        start = self.rng.randrange(len(text))
        return Span(start, min(len(text), start + self.rng.randint(1, 12)))

    def _mention(self, annotations: AnnotationSet) -> Mention:
        if not annotations.mentions:
            raise Refused("There is no mention.")
        return self.rng.choice(list(annotations.mentions.values()))

    def _prose(self) -> str:
        size = self.rng.choice([5, 40, 200, 2000])
        return f"{self.rng.getrandbits(60)} " + " ".join(self.rng.choices(WORDS, k=size))

    # --- annotating

    def tag(self) -> None:
        """A mention, continuous or not."""
        here = self._document()
        spans = [self._span(here.text) for _ in range(self.rng.choice([1, 1, 1, 2]))]
        self.bench.do(edits.tag(here, spans, self._label(), by=self._hand))

    def change(self) -> None:
        """Another label, other boundaries or another attribute for a mention."""
        here = self._document()
        one = self._mention(here)
        what = self.rng.randrange(3)
        if what == 0:
            self.bench.do(edits.relabel(here, one.id, self._label(), by=self._hand))
        elif what == 1:
            self.bench.do(edits.move(here, one.id, [self._span(here.text)], by=self._hand))
        else:
            value = self.rng.choice(["Name", "Nominal", "Pronoun", None])
            self.bench.do(edits.set_attribute(here, one.id, "level", value, by=self._hand))

    def relate(self) -> None:
        """A relation of two mentions."""
        here = self._document()
        kind = self.rng.choice([each for each in self.bench.scheme.relation_types if not each.identity])
        first, second = self._mention(here), self._mention(here)
        self.bench.do(edits.relate(here, kind, first.id, second.id, by=self._hand))

    def event(self) -> None:
        """An event with fillers, among them now and then another event."""
        here = self._document()
        kind = self.rng.choice(self.bench.scheme.event_types)
        arguments = [
            Argument(role.name, self._mention(here).id) for role in kind.roles if self.rng.random() < 0.7
        ]
        if here.relations and kind.roles and self.rng.random() < 0.3:
            arguments.append(Argument(kind.roles[-1].name, self.rng.choice(list(here.relations)), True))
        self.bench.do(edits.event(here, kind, self._mention(here).id, arguments, by=self._hand))

    def identify(self) -> None:
        """A mention stands for somebody, for somebody new, or for nobody."""
        here = self._document()
        one = self._mention(here)
        known = self.bench.ask.entities(limit=5)
        if one.entity is not None and self.rng.random() < 0.3:
            self.bench.do(edits.unidentify(here, [one.id], by=self._hand))
        elif known and self.rng.random() < 0.5:
            chosen = self.rng.choice(known).entity
            self.bench.do(edits.identify(here, [one.id], chosen, by=self._hand))
        else:
            made = edits.new_entity(self.rng.choice(WORDS), one.label, by=self._hand)
            self.bench.do(edits.identify(here, [one.id], made, by=self._hand, is_new=True))

    def note(self) -> None:
        """A note on a mention or on the document."""
        here = self._document()
        target = self.rng.choice([here.document.id, *here.mentions])
        self.bench.do(edits.write_note(here, target, self.rng.choice(WORDS), by=self._hand))

    def delete(self) -> None:
        """A mention, with what cannot stand without it."""
        here = self._document()
        self.bench.do(deletion.delete(here, [self._mention(here).id], by=self._hand))

    def properties(self) -> None:
        """Another status for the document."""
        old = self._document().document
        new = replace(old, status=self.rng.choice(STATUSES), source=self.rng.choice(WORDS))
        self.bench.do(edits.edit_document(old, new, by=self._hand))

    def many(self) -> None:
        """Hundreds of mentions in one step."""
        here = self._document()
        labels = [self._label() for _ in range(5)]
        made = []
        for _ in range(self.rng.choice([50, 300, 1000])):
            span = self._span(here.text)
            made.append(
                Mention(
                    self._hand.new_id(),
                    here.document.id,
                    self.rng.choice(labels).id,
                    (span,),
                    quote([span], here.text),
                    author=AUTHOR,
                    created=self._hand.now(),
                )
            )
        self.bench.do(self._hand.change(f"Tag {len(made)} times", added=made))

    def scheme(self) -> None:
        """A label gets another name, or a new one comes in."""
        old = self._label()
        new = replace(old, name=f"{old.name[:20]}+")
        if self.rng.random() < 0.5:
            self.bench.do(self._hand.change(f"Rename {old.name}", removed=[old], added=[new]))
        else:
            fresh = Label(f"L{self._hand.new_id()}", "New")
            self.bench.do(self._hand.change("New label", added=[fresh]))

    def undo(self) -> None:
        """The last step taken back."""
        self.bench.undo()

    def redo(self) -> None:
        """What was taken back done again."""
        self.bench.redo()

    # --- documents and files

    def add_texts(self) -> None:
        """A few text files brought in."""
        if self.bench.ask.document_count() > MOST_DOCUMENTS:
            self.remove()
        self.inputs.mkdir(exist_ok=True)
        files = []
        for number in range(self.rng.randint(1, 3)):
            files.append(self.inputs / f"text-{number}.txt")
            files[-1].write_text(self._prose(), encoding="utf-8")
        intake.import_texts(self.bench, files)

    def remove(self) -> None:
        """A document or two taken out with all that is said of them."""
        there = [row.document.id for row in self.bench.ask.documents()]
        chosen = self.rng.sample(there, min(len(there), self.rng.randint(1, 2)))
        self.bench.do(
            edits.remove_documents([self.bench.annotations(each) for each in chosen], by=self._hand)
        )

    def add_source(self) -> None:
        """A text with the bytes of the file that it was in."""
        if self.bench.ask.document_count() > MOST_DOCUMENTS:
            self.remove()
        text = self._prose()
        content = b"%PDF" + text.encode() * self.rng.choice([1, 30])
        source = hashlib.sha256(content).hexdigest()
        made = Document(
            self._hand.new_id(),
            "A paper",
            len(text),
            digest_of(text),
            source_digest=source,
            attributes={"page": "1"},
        )
        change = self._hand.change("Import a paper", added=[made])
        self.bench.do(replace(change, texts={made.digest: text}, sources={source: content}))

    def keep(self) -> None:
        """Something remembered that is no step."""
        number = (self.bench.ask.kept("torture") or {"number": 0})["number"] + 1
        self.bench.keep(
            "torture", {"number": number, "places": [self.rng.random()] * self.rng.choice([3, 900])}
        )
        if not self.bench._to_keep:
            self.told(f"kept {number}")

    def carry(self) -> None:
        """The project exported as JSONL, documents removed, and brought in again from there."""
        target = self.folder / "out.jsonl"
        projects.export_jsonl(self.bench, target)
        self.remove()
        projects.import_jsonl(self.bench, target, skip_bad=True)

    def copy(self) -> None:
        """A copy saved under another name."""
        place = self.folder / "copies"
        place.mkdir(exist_ok=True)
        there = sorted(each for each in place.glob("*.gloss") if each.stem.isdecimal())
        if len(there) >= MOST_COPIES:
            self.told(f"gone {there[0].name}")
            there[0].unlink()
        made = place / f"{self._hand.new_id()}.gloss"
        projects.save_copy(self.bench, made)
        self.told(f"copy {made.name} {self.head}")

    def backup(self) -> None:
        """A snapshot of the project, as before something large."""
        made = backups.snapshot(self.bench.project_file._database, self.rng.choice(["import", "refactoring"]))
        self.told(f"backup {made.relative_to(self.folder)} {self.head}")

    def make(self) -> None:
        """A new project beside this one."""
        place = self.folder / "new"
        place.mkdir(exist_ok=True)
        there = sorted(place.glob("*.gloss"))
        if len(there) >= MOST_COPIES:
            self.told(f"unmade {there[0].name}")
            there[0].unlink()
        path = place / f"{self._hand.new_id()}.gloss"
        made = projects.create(path, title="New", scheme_id="news-intelligence", author=AUTHOR)
        self.told(f"made {path.name}")
        made.close()

    def rekey(self) -> None:
        """Another passphrase, or none."""
        self.close()
        chosen = self.rng.choice(sorted(KEYS))
        self.told(f"rekeying {chosen}")
        rekeying.rekey(self.path, self.key, KEYS[chosen])
        self.key = KEYS[chosen]
        self.told(f"key {chosen}")
        self.open()

    def reopen(self) -> None:
        """Closed, and opened again."""
        self.close()
        self.open()


ACTS: dict[str, tuple[int, Callable[[Work], None]]] = {
    "tag": (30, Work.tag),
    "change": (10, Work.change),
    "relate": (8, Work.relate),
    "event": (6, Work.event),
    "identify": (6, Work.identify),
    "note": (5, Work.note),
    "delete": (5, Work.delete),
    "properties": (3, Work.properties),
    "many": (2, Work.many),
    "scheme": (2, Work.scheme),
    "keep": (2, Work.keep),
    "add source": (1, Work.add_source),
    "undo": (12, Work.undo),
    "redo": (6, Work.redo),
    "add texts": (4, Work.add_texts),
    "remove": (2, Work.remove),
    "carry": (2, Work.carry),
    "copy": (3, Work.copy),
    "backup": (3, Work.backup),
    "make": (1, Work.make),
    "rekey": (1, Work.rekey),
    "reopen": (6, Work.reopen),
}
"""Name → how often, and what is done."""

NAMES = list(ACTS)
WEIGHTS = [often for often, _ in ACTS.values()]
