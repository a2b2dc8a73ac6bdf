"""What is asked → the Change that does it, or :class:`Refused` with the reason.  Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from glossator.core.annotations import AnnotationSet, Argument, Entity, Mention, Note, Relation, Value
from glossator.core.changes import Change, Record
from glossator.core.documents import Document, digest_of
from glossator.core.errors import Refused
from glossator.core.scheme import EventType, Label, RelationType
from glossator.core.spans import Span, checked, quote
from glossator.core.titles import and_others, short, shown


@dataclass(frozen=True)
class Hand:
    """Who edits: the author's name, the source of new ids, and the clock (UTC, milliseconds since 1970)."""

    author: str
    new_id: Callable[[], int]
    now: Callable[[], int]

    def change(self, title: str, *, removed: Iterable[Record] = (), added: Iterable[Record] = ()) -> Change:
        """A Change by this hand, now."""
        return Change(
            id=self.new_id(),
            title=title,
            author=self.author,
            time=self.now(),
            removed=tuple(removed),
            added=tuple(added),
        )


def tag(
    annotations: AnnotationSet, spans: Iterable[Span], label: Label, *, by: Hand, subtype: str = ""
) -> Change:
    """A new mention with ``label`` on ``spans``; refused where just this one is there already."""
    fragments = checked(spans, len(annotations.text))
    for other in annotations.exactly(fragments):
        if other.label == label.id:
            raise Refused(f"“{short(other.quote)}” is already tagged as {label.name}.")
    made = Mention(
        id=by.new_id(),
        document=annotations.document.id,
        label=label.id,
        fragments=fragments,
        quote=quote(fragments, annotations.text),
        subtype=subtype or label.default_subtype,
        author=by.author,
        created=by.now(),
    )
    return by.change(f"Tag “{short(made.quote)}” as {label.name}", added=[made])


def relabel(
    annotations: AnnotationSet, mention_id: int, label: Label, *, by: Hand, subtype: str = ""
) -> Change:
    """Another label (or another subtype) for a mention; its attributes, identity and relations stay."""
    old = mention(annotations, mention_id)
    wanted = subtype or (old.subtype if old.subtype in label.subtypes else label.default_subtype)
    new = replace(old, label=label.id, subtype=wanted)
    if new == old:
        raise Refused(f"“{short(old.quote)}” is tagged as {label.name} already.")
    if label.id != old.label and any(each.label == label.id for each in annotations.exactly(old.fragments)):
        raise Refused(f"“{short(old.quote)}” is already tagged as {label.name}.")
    what = label.name if label.id != old.label else f"{label.name}, {wanted or 'no subtype'}"
    return by.change(f"Change “{short(old.quote)}” to {what}", removed=[old], added=[new])


def move(annotations: AnnotationSet, mention_id: int, spans: Iterable[Span], *, by: Hand) -> Change:
    """Other fragments for a mention: boundaries moved, a fragment added or taken out."""
    old = mention(annotations, mention_id)
    fragments = checked(spans, len(annotations.text))
    if fragments == old.fragments:
        raise Refused("The boundaries are where they were.")
    new = replace(old, fragments=fragments, quote=quote(fragments, annotations.text))
    if any(other.label == new.label for other in annotations.exactly(fragments)):
        raise Refused(f"“{short(new.quote)}” is already tagged in this way.")
    return by.change(f"Move “{short(old.quote)}” to “{short(new.quote)}”", removed=[old], added=[new])


def add_fragment(annotations: AnnotationSet, mention_id: int, *spans: Span, by: Hand) -> Change:
    """One more fragment, or several: the mention becomes discontinuous (or longer where a span touches it)."""
    old = mention(annotations, mention_id)
    change = move(annotations, mention_id, (*old.fragments, *spans), by=by)
    return replace(change, title=f"Add “{short(quote(spans, annotations.text))}” to “{short(old.quote)}”")


def relate(annotations: AnnotationSet, kind: RelationType, first: int, second: int, *, by: Hand) -> Change:
    """A relation of two mentions.  What the scheme does not permit is possible; the same twice is refused."""
    if first == second:
        raise Refused("A mention cannot be related to itself.")
    ends = mention(annotations, first), mention(annotations, second)
    arguments = tuple(Argument(role, end.id) for role, end in zip(kind.roles, ends, strict=True))
    if _is_said(annotations, kind.id, arguments, either_way=kind.symmetric):
        raise Refused(f"These two are already in the relation {kind.name}.")
    made = _new_relation(annotations, kind.id, arguments, None, by)
    title = f"Relate “{short(ends[0].quote)}” to “{short(ends[1].quote)}”: {kind.name}"
    return by.change(title, added=[made])


def event(
    annotations: AnnotationSet, kind: EventType, trigger: int, arguments: Sequence[Argument], *, by: Hand
) -> Change:
    """An event: its trigger mention and what fills its roles."""
    anchor = mention(annotations, trigger)
    _check_fillers(annotations, arguments)
    made = _new_relation(annotations, kind.id, tuple(dict.fromkeys(arguments)), anchor.id, by)
    return by.change(f"Event {kind.name} on “{short(anchor.quote)}”", added=[made])


def fill_role(
    annotations: AnnotationSet, relation_id: int, role: str, target: int, *, by: Hand, name: str = ""
) -> Change:
    """One more filler for a role of an event; the target is a mention or a relation.  ``name`` is what people call the
    event's type, for the title, here and below.
    """
    old = relation(annotations, relation_id)
    if not old.is_event:
        raise Refused("A relation has its two ends, and no more.")
    argument = Argument(role, target, target in annotations.relations)
    if argument in old.arguments:
        raise Refused(f"It already fills the role {role}.")
    _check_fillers(annotations, [argument])
    if argument.is_relation and _holds(annotations, target, relation_id):
        raise Refused("An event cannot fill a role of itself.")
    new = replace(old, arguments=(*old.arguments, argument))
    title = f"Fill {role} of {name or old.type}{_with(annotations, target)}"
    return by.change(title, removed=[old], added=[new])


def refill(
    annotations: AnnotationSet, relation_id: int, arguments: Sequence[Argument], *, by: Hand, name: str = ""
) -> Change:
    """Other fillers for the roles of an event, all of them at once."""
    old = relation(annotations, relation_id)
    if not old.is_event:
        raise Refused("A relation has its two ends, and no more.")
    _check_fillers(annotations, arguments)
    if any(each.is_relation and _holds(annotations, each.target, relation_id) for each in arguments):
        raise Refused("An event cannot fill a role of itself.")
    new = replace(old, arguments=tuple(dict.fromkeys(arguments)))
    if new == old:
        raise Refused("The roles are filled as they were.")
    return by.change(f"Fill the roles of {name or old.type}", removed=[old], added=[new])


def clear_role(
    annotations: AnnotationSet, relation_id: int, argument: Argument, *, by: Hand, name: str = ""
) -> Change:
    """A filler out of its role.  The two ends of a binary relation cannot be taken out: delete the relation."""
    old = relation(annotations, relation_id)
    if argument not in old.arguments:
        raise Refused(f"Nothing of that kind fills the role {argument.role}.")
    if not old.is_event:
        raise Refused("A relation needs both its ends.", remedy="Delete the relation instead.")
    new = replace(old, arguments=tuple(each for each in old.arguments if each != argument))
    filler = annotations.mentions.get(argument.target)
    what = f"“{short(filler.quote)}” out of " if filler is not None else "a filler out of "
    return by.change(f"Take {what}{argument.role} of {name or old.type}", removed=[old], added=[new])


def retype(
    annotations: AnnotationSet,
    relation_id: int,
    kind: RelationType | EventType,
    *,
    by: Hand,
    name: str = "",
    turned: bool = False,
) -> Change:
    """Another type for a relation or event; its arguments stay, a relation's roles take the new type's names.  Where it
    is ``turned``, the two ends of a relation are exchanged as well.
    """
    old = relation(annotations, relation_id)
    if isinstance(kind, EventType) != old.is_event:
        raise Refused("A relation cannot become an event, nor an event a relation.")
    arguments = old.arguments
    if isinstance(kind, RelationType):
        if len(old.arguments) != 2:
            raise Refused("Only a relation of two ends can become another.")
        ends = old.arguments[::-1] if turned else old.arguments
        arguments = tuple(a._replace(role=role) for role, a in zip(kind.roles, ends, strict=True))
    new = replace(old, type=kind.id, arguments=arguments)
    if new == old:
        raise Refused(f"It is a {kind.name} already.")
    if isinstance(kind, RelationType) and _is_said(
        annotations, kind.id, arguments, either_way=kind.symmetric, but=relation_id
    ):
        raise Refused(f"These two are already in the relation {kind.name}.")
    return by.change(f"Change {name or old.type} to {kind.name}", removed=[old], added=[new])


def reverse(annotations: AnnotationSet, relation_id: int, *, by: Hand, name: str = "") -> Change:
    """The two ends of a relation exchanged."""
    old = relation(annotations, relation_id)
    if old.is_event or len(old.arguments) != 2:
        raise Refused("Only a relation of two ends can be turned round.")
    first, second = old.arguments
    turned = (second._replace(role=first.role), first._replace(role=second.role))
    if _is_said(annotations, old.type, turned, but=relation_id):
        raise Refused("These two are already in this relation the other way round.")
    return by.change(f"Turn {name or old.type} round", removed=[old], added=[replace(old, arguments=turned)])


def set_attribute(
    annotations: AnnotationSet,
    record_id: int,
    attribute: str,
    value: Value | None,
    *,
    by: Hand,
    name: str = "",
) -> Change:
    """A value for an attribute of a mention or relation; ``None`` takes it out.  ``name`` is for the title."""
    old = annotations.record(record_id)
    if not isinstance(old, Mention | Relation):
        raise Refused("Only mentions, relations and events have attributes.")
    values = {key: held for key, held in old.attributes.items() if key != attribute}
    if value is not None:
        values[attribute] = value
    if values == dict(old.attributes):
        raise Refused(f"{name or attribute} has this value already.")
    new = replace(old, attributes=dict(sorted(values.items())))
    return by.change(f"Set {name or attribute} to {shown(value)}", removed=[old], added=[new])


def identify(
    annotations: AnnotationSet, mention_ids: Iterable[int], entity: Entity, *, by: Hand, is_new: bool = False
) -> Change:
    """Mentions stand for ``entity`` (which the Change also adds where it ``is_new``)."""
    old = [mention(annotations, each) for each in dict.fromkeys(mention_ids)]
    if not old:
        raise Refused("No mention is selected.")
    moving = [each for each in old if each.entity != entity.id]
    if not moving:
        raise Refused(f"It stands for {entity.name} already.")
    new = [replace(each, entity=entity.id) for each in moving]
    title = f"“{short(moving[0].quote)}” is {entity.name}" + and_others(len(moving))
    return by.change(title, removed=moving, added=[*([entity] if is_new else []), *new])


def new_entity(name: str, label: str, *, by: Hand) -> Entity:
    """An entity to be; it enters the project with the Change that first uses it."""
    if not name.strip():
        raise Refused("An identity needs a name.")
    return Entity(id=by.new_id(), name=name.strip(), type=label, author=by.author, created=by.now())


def unidentify(annotations: AnnotationSet, mention_ids: Iterable[int], *, by: Hand) -> Change:
    """Mentions stand for nobody any more."""
    old = [each for m in dict.fromkeys(mention_ids) if (each := mention(annotations, m)).entity is not None]
    if not old:
        raise Refused("There is no identity to take out.")
    title = f"Take “{short(old[0].quote)}” out of its identity" + and_others(len(old))
    return by.change(title, removed=old, added=[replace(each, entity=None) for each in old])


def write_note(
    annotations: AnnotationSet,
    target: int,
    body: str,
    *,
    by: Hand,
    note: int | None = None,
    another: bool = False,
) -> Change:
    """A note on a record of this document (or on the document): written, rewritten, or with no text taken out.  It is
    the one with the id ``note``, else the first one; or, with ``another``, one more.
    """
    if target != annotations.document.id and not isinstance(annotations.record(target), Mention | Relation):
        raise Refused("What this note is about is no longer there.")
    there = [each for each in annotations.remarks_on(target) if note in (None, each.id)]
    if note is not None and not there:
        raise Refused("This note is no longer there.")
    old = [] if another else there[:1]
    text = body.strip()
    if [each.body for each in old] == ([text] if text else []):
        raise Refused("The note says this already." if text else "There is no note to take out.")
    if not text:
        return by.change(f"Delete the note “{short(old[0].body)}”", removed=old)
    if old:
        new = replace(old[0], body=text)
    else:
        new = Note(by.new_id(), target, text, annotations.document.id, author=by.author, created=by.now())
    return by.change(f"Note “{short(text)}”", removed=old, added=[new])


def add_documents(texts: Sequence[tuple[Document, str]], *, by: Hand, title: str = "") -> Change:
    """Documents with their texts into the project, as one step."""
    if not texts:
        raise Refused("There is no document to add.")
    for document, text in texts:
        if document.length != len(text) or document.digest != digest_of(text):
            raise ValueError(f"text and document do not belong together: {document.name}")
    named = f"Import “{short(texts[0][0].name)}”" + and_others(len(texts))
    change = by.change(title or named, added=[document for document, _ in texts])
    return replace(change, texts={document.digest: text for document, text in texts})


def edit_document(old: Document, new: Document, *, by: Hand) -> Change:
    """Other properties (name, origin, grade, status) for a document; its text cannot change."""
    if (old.id, old.length, old.digest) != (new.id, new.length, new.digest):
        raise ValueError("the text of a document never changes")
    if not new.name.strip():
        raise Refused("A document needs a name.")
    if new == old:
        raise Refused("The properties are as they were.")
    title = (
        f"“{short(new.name)}” is {new.status}"
        if new.status != old.status
        else f"Properties of “{short(new.name)}”"
    )
    return by.change(title, removed=[old], added=[new])


def remove_documents(sets: Iterable[AnnotationSet], *, by: Hand) -> Change:
    """Documents out of the project with all that is said of them, as one step that undo takes back."""
    doomed: list[Record] = []
    names: list[str] = []
    for each in sets:
        names.append(each.document.name)
        doomed += [each.document, *each.mentions.values(), *each.relations.values(), *each.notes.values()]
    if not names:
        raise Refused("There is no document to remove.")
    return by.change(f"Remove “{short(names[0])}”" + and_others(len(names)), removed=doomed)


def mention(annotations: AnnotationSet, mention_id: int) -> Mention:
    """The mention with this id; refused where it is gone."""
    found = annotations.mentions.get(mention_id)
    if found is None:
        raise Refused("This mention is no longer there.")
    return found


def relation(annotations: AnnotationSet, relation_id: int) -> Relation:
    """The relation with this id; refused where it is gone."""
    found = annotations.relations.get(relation_id)
    if found is None:
        raise Refused("This relation is no longer there.")
    return found


def _is_said(
    annotations: AnnotationSet,
    kind: str,
    arguments: tuple[Argument, ...],
    *,
    either_way: bool = False,
    but: int | None = None,
) -> bool:
    """Whether a relation of type ``kind`` (other than ``but``) already has these ends, or has them ``either_way``."""
    ends = [each[1:] for each in arguments]
    wanted = (ends, ends[::-1]) if either_way else (ends,)
    return any(
        other.type == kind and other.id != but and [each[1:] for each in other.arguments] in wanted
        for other in annotations.relations_of(arguments[0].target)
        if not other.is_event
    )


def _with(annotations: AnnotationSet, target: int) -> str:
    filler = annotations.mentions.get(target)
    return f" with “{short(filler.quote)}”" if filler is not None else ""


def _holds(annotations: AnnotationSet, outer: int, inner: int) -> bool:
    """Whether the relation ``outer`` is ``inner``, or holds it in an argument, however deep."""
    waiting, seen = [outer], set[int]()
    while waiting:
        each = waiting.pop()
        if each == inner:
            return True
        if each not in seen and each in annotations.relations:
            seen.add(each)
            waiting += annotations.relations[each].relations()
    return False


def _check_fillers(annotations: AnnotationSet, arguments: Iterable[Argument]) -> None:
    for argument in arguments:
        if argument.is_relation:
            relation(annotations, argument.target)
        else:
            mention(annotations, argument.target)


def _new_relation(
    annotations: AnnotationSet, kind: str, arguments: tuple[Argument, ...], trigger: int | None, by: Hand
) -> Relation:
    return Relation(
        id=by.new_id(),
        document=annotations.document.id,
        type=kind,
        arguments=arguments,
        trigger=trigger,
        author=by.author,
        created=by.now(),
    )
