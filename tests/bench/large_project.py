"""A project of any size, written straight into the tables: for measuring only, but with journal, counts and index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

from glossator.core.annotations import Argument, Entity, Mention, Relation
from glossator.core.changes import Change
from glossator.core.documents import Document, digest_of
from glossator.core.spans import Span
from glossator.store import counting, journal, rows, search
from glossator.store.project_file import ProjectFile
from glossator.store.schema import INDEXES, name_of
from tests.bench.documents import LABELS, RELATIONS, scheme

NOW = 1_790_000_000_000
AUTHOR = "Bench"
_WORDS = 190  # of a document: 1,100 characters
_BATCH = 100  # documents of one step
_VOCABULARY = 60_000
_CAST = 20  # entities of a document
_SHARE_IDENTIFIED = 0.6
_OTHER_SCRIPTS = (
    "القاهرة وزارة الصحة جامعة 北京 東京 大学 研究 สวัสดี ภาษา Größe naïve Łódź São Ελλάδα Москва".split()
)


@dataclass(frozen=True)
class Scale:
    """How many documents, with how many mentions and relations each."""

    documents: int
    mentions: int = 100
    relations: int = 10

    @property
    def name(self) -> str:
        """How many mentions there are in all."""
        count = self.documents * self.mentions
        return f"{count / 1_000_000:g} M" if count >= 1_000_000 else f"{count:,}"


def build(path: Path, scale: Scale) -> Path:
    """Write the project.  It is a real one, which a check finds whole."""
    with ProjectFile.create(path, title="Large", scheme=scheme(), author=AUTHOR) as project:
        database = project._database
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF"):
            database.run(f"PRAGMA {pragma}")
        with database.transaction():
            for statement in INDEXES:
                database.run(f"DROP INDEX {name_of(statement)}")
            for change in _changes(project, scale):
                _write(project, change)
            for statement in INDEXES:
                database.run(statement)
            counting.recount(database)
            for key, body in database.each("SELECT key, body FROM text"):
                search.index(database, key, body)
        database.run("ANALYZE")
    return path


def _changes(project: ProjectFile, scale: Scale) -> Iterator[Change]:
    random = Random(1)
    new = project.new_id
    made = tuple(
        Entity(new(), f"Entity {number}", "PER", author=AUTHOR, created=NOW)
        for number in range(scale.documents)
    )
    for first in range(0, len(made), 5_000):
        yield Change(
            new(), "Import entities", AUTHOR, NOW, added=made[first : first + 5_000], origin="import:bench"
        )
    writing = _Writing(project, scale, random, made)
    for first in range(0, scale.documents, _BATCH):
        yield writing.step(range(first, min(first + _BATCH, scale.documents)))


class _Writing:
    """Makes documents out of a vocabulary in which few words are frequent and most are rare."""

    def __init__(
        self, project: ProjectFile, scale: Scale, random: Random, entities: tuple[Entity, ...]
    ) -> None:
        self._new = project.new_id
        self._scale = scale
        self._random = random
        self._entities = entities
        self._words = _vocabulary(random)
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(len(self._words))))

    def step(self, numbers: range) -> Change:
        """The import of these documents."""
        records: list[Document | Mention | Relation] = []
        texts: dict[str, str] = {}
        for number in numbers:
            words = [
                f"Report{number}",
                *self._random.choices(self._words, cum_weights=self._weights, k=_WORDS),
            ]
            text = " ".join(words)
            published = f"20{18 + number % 7}-{number // 7 % 12 + 1:02}-{number // 84 % 28 + 1:02}"
            document = Document(
                self._new(), f"Report {number:06}", len(text), digest_of(text), published=published,
                status="done" if number % 4 == 3 else "new",
            )  # fmt: skip
            mentions = self._mentions(document.id, words)
            records += [document, *mentions, *self._relations(mentions)]
            texts[document.digest] = text
        return Change(
            self._new(),
            f"Import {len(numbers)} documents",
            AUTHOR,
            NOW,
            added=tuple(records),
            texts=texts,
            origin="import:bench",
        )

    def _mentions(self, document: int, words: list[str]) -> list[Mention]:
        random, new = self._random.random, self._new
        entities = [each.id for each in self._cast()]
        starts = [0, *accumulate(len(word) + 1 for word in words)]
        found = []
        for number in range(self._scale.mentions):
            place = number * (len(words) - 2) // self._scale.mentions
            count = 2 if random() < 0.3 else 1
            quote = " ".join(words[place : place + count])
            start = starts[place]
            entity = entities[int(random() ** 2 * len(entities))] if random() < _SHARE_IDENTIFIED else None
            label = LABELS[int(random() ** 2 * len(LABELS))]
            fragments = (Span(start, start + len(quote)),)
            found.append(
                Mention(new(), document, label, fragments, quote, entity=entity, author=AUTHOR, created=NOW)
            )
        return found

    def _cast(self) -> Iterator[Entity]:
        """Who is spoken of in a document: few of all, some of whom are everywhere."""
        for _ in range(_CAST):
            yield self._entities[int(self._random.random() ** 3 * len(self._entities))]

    def _relations(self, mentions: list[Mention]) -> list[Relation]:
        found = []
        for number in range(self._scale.relations):
            first, second = self._random.sample(mentions, 2)
            if number % 5 == 4:
                ends: tuple[Argument, ...] = (Argument("Artifact", second.id),)
                type_, trigger = "Movement.Transport", first.id
            else:
                ends = (Argument("Arg1", first.id), Argument("Arg2", second.id))
                type_, trigger = self._random.choice(RELATIONS), None
            found.append(
                Relation(
                    self._new(), first.document, type_, ends, trigger, author=AUTHOR, created=NOW + number
                )
            )
        return found


def _vocabulary(random: Random) -> list[str]:
    words = {
        "".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(random.randint(1, 5)))
        for _ in range(_VOCABULARY)
    }
    found = [word.capitalize() if random.random() < 0.2 else word for word in sorted(words)]
    found += _OTHER_SCRIPTS * 5
    random.shuffle(found)
    return found


def _write(project: ProjectFile, change: Change) -> None:
    """The rows of a Change that only adds; indexes, counts and full-text search follow at the end."""
    database, names = project._database, project._names
    ver = journal.append(database, change, names)
    keys = {}
    for digest, text in change.texts.items():
        keys[digest] = database.run(
            "INSERT INTO text(digest, body) VALUES (?,?)", (bytes.fromhex(digest), text)
        )
    found = rows.by_kind(change.added)
    ready = {
        "document": [rows.of_document(each, ver, keys[each.digest]) for each in found.get(Document, ())],
        "entity": [rows.of_entity(each, ver, names) for each in found.get(Entity, ())],
        "mention": [rows.of_mention(each, ver, names) for each in found.get(Mention, ())],
        "relation": [rows.of_relation(each, ver, names) for each in found.get(Relation, ())],
        "argument": [row for each in found.get(Relation, ()) for row in rows.of_arguments(each)],
    }
    for table, held in ready.items():
        if held:
            database.run_many(f"INSERT INTO {table} VALUES ({','.join('?' * len(held[0]))})", held)
