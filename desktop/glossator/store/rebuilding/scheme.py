"""The label scheme of the new project: the items that were found, and those made because records use them."""

from __future__ import annotations

import orjson

from glossator.core.annotations import Relation
from glossator.core.plain import KIND_OF, from_plain, to_plain
from glossator.core.scheme import EventType, Heading, Label, RelationType, SchemeItem
from glossator.store import rows
from glossator.store.driver import Database
from glossator.store.evidence import read
from glossator.store.rebuilding.account import Account
from glossator.store.rebuilding.entering import Believed, Entering


class RebuiltScheme:
    """The items that the new file has."""

    def __init__(self, out: Database, stage: Database, entering: Entering, account: Account) -> None:
        self._out = out
        self._stage = stage
        self._entering = entering
        self._account = account
        self._items: set[tuple[str, str]] = set()

    def write(self) -> None:
        """Write what was found of the scheme, in the order in which it was offered."""
        kinds = ",".join(f"'{kind}'" for kind in rows.SCHEME_KINDS)
        order = {
            (kind, id_): (ord_, key)
            for kind, id_, ord_, key in self._stage.rows("SELECT kind, id, ord, key FROM item")
        }
        last = (1 << 62, 0)
        found = sorted(
            self._entering.believed(f"believed.kind IN ({kinds})"),
            key=lambda each: order.get((each.kind, each.id), last),
        )
        items = [self._found(each) for each in found]
        heading = next((each for each in items if isinstance(each, Heading)), None)
        begun = self._heading() or heading or self._new_heading()
        self._out.run(
            "INSERT INTO meta(key, value) VALUES ('scheme', ?)", (orjson.dumps(to_plain(begun)).decode(),)
        )

    def _found(self, believed: Believed) -> SchemeItem:
        item = read(believed.kind, believed.body)
        assert isinstance(item, SchemeItem)
        self._write_item(item, believed)
        return item

    def _write_item(self, item: SchemeItem, believed: Believed | None = None) -> None:
        kind = KIND_OF[type(item)]
        self._items.add((kind, item.id))
        self._out.run(
            "INSERT INTO item(ver, kind, id, ord, present, spec)"
            " VALUES (?1, ?2, ?3, (SELECT coalesce(max(ord), 0) + 1 FROM item WHERE kind=?2), 1, ?4)",
            (self._entering.put(item, believed), kind, item.id, rows.of_item(item)),
        )

    def _heading(self) -> Heading | None:
        """What the scheme said of itself when the project was made."""
        stored = self._stage.one("SELECT value FROM meta WHERE key='scheme'")
        try:
            return from_plain(Heading, orjson.loads(stored[0]))
        except (ValueError, TypeError):
            return None

    def _new_heading(self) -> Heading:
        self._account.faults.append(
            "What the scheme says of itself is lost; its labels are listed as far as they are known."
        )
        return Heading(id="recovered", name="Recovered scheme", version="1")

    def need_label(self, label_id: str) -> None:
        """See to it that a mention can have this label."""
        if ("label", label_id) not in self._items:
            self._account.faults.append(
                f"The label {label_id} is used, but nothing is left of its definition."
            )
            self._write_item(Label(id=label_id, name=label_id))

    def need_type(self, relation: Relation) -> None:
        """See to it that the relation or event can have its type."""
        if not {("relation type", relation.type), ("event type", relation.type)} & self._items:
            self._account.faults.append(
                f"The type {relation.type} is used, but nothing is left of its definition."
            )
            made = EventType if relation.is_event else RelationType
            self._write_item(made(id=relation.type, name=relation.type))
