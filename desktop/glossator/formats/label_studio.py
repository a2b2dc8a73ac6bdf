"""Label Studio JSON: tasks with the regions, relations and choices of their annotators, beside a configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from glossator.core.outside import ID
from glossator.formats.carries import Carries
from glossator.formats.label_studio_html import Rendered, looks_like_html
from glossator.formats.label_studio_regions import Regions
from glossator.formats.label_studio_writing import ANNOTATION, configuration_of, task_of
from glossator.formats.loose_json import documents_in, fact, items
from glossator.formats.losses import Outgoing
from glossator.formats.numbering import number_of
from glossator.formats.standoff import Fault, Options, OutDocument, named_place
from glossator.formats.units import CODE_POINT
from glossator.formats.whole import written_whole

NAME = "label-studio"
TITLE = "Label Studio JSON"
ABOUT = (
    "tasks with annotations (or predictions), regions, relations and choices; a configuration lies beside it"
)
ENDINGS = (".json",)
DEFAULT_UNIT = CODE_POINT
GUESS_UNIT = True
FIELDS = ("source", "author", "url", "published", "retrieved")
_NAMES = ("name", "title")
_SAMPLE = 100  # results that tell which field they are on
CARRIES = Carries(
    nested=True,
    crossing=True,
    same_span=True,
    subtypes=True,
    mention_attributes=True,
    several_values=True,
    relations=True,
    notes=frozenset(("mention",)),
    authors="one",
    times="one",
    metadata=frozenset((*FIELDS, "attributes")),
    reserved=frozenset(("text", *_NAMES, *FIELDS)),
    any_character=True,
    ids={"document": r"0|[1-9][0-9]{0,14}", "mention": ""},
)


def sniff(head: bytes, path: Path) -> bool:
    """Tasks have their data in a field of that name, beside what annotators or models said of it."""
    if path.suffix.lower() not in ENDINGS or b'"data"' not in head:
        return False
    return any(name in head for name in (b'"annotations"', b'"completions"', b'"predictions"'))


def read(path: Path, options: Options) -> Iterator[OutDocument]:
    """The tasks of the file; each is a document with what all its annotators said."""
    return documents_in(path, partial(_document, options=options))


def write(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
    """Write all documents as an array of tasks, and a labelling configuration that shows them beside it."""
    seen: dict[str, None] = {}
    types: dict[str, None] = {}
    fields: dict[str, str] = {}
    taken: set[int] = set()
    with written_whole(target, overwrite=options.overwrite) as out:
        out.write(b"[")
        for number, outgoing in enumerate(documents, 1):
            held = outgoing.annotations
            seen |= dict.fromkeys(each.label for each in held.in_order())
            types |= dict.fromkeys(each.type for each in held.relations.values())
            task = task_of(
                outgoing, number_of(outgoing.document.attributes.get(ID, ""), number, taken), fields
            )
            out.write((b"," if number > 1 else b"") + b"\n" + orjson.dumps(task))
        out.write(b"\n]\n")
    beside = configuration_beside(target)
    with written_whole(beside, overwrite=True) as out:
        out.write(configuration_of(list(seen), list(types), fields))


def configuration_beside(target: Path) -> Path:
    """Where the configuration of an export lies: ``case.json`` → ``case.config.xml``."""
    return target.with_name(f"{target.stem}.config.xml")


def _document(plain: Any, file: str, line: int, number: int, options: Options) -> OutDocument:
    if not isinstance(plain, dict) or not isinstance(plain.get("data"), dict):
        return OutDocument(None, file=file, faults=[Fault(file, line, "this is no task: it has no data.")])
    data: Mapping[str, Any] = plain["data"]
    said, remarks = _said(plain, file, line)
    results = [each for one in said for each in items(one.get("result"))]
    field = _text_field(data, results, options)
    text = data.get(field)
    if not isinstance(text, str) or not text:
        return OutDocument(None, file=file, faults=[Fault(file, line, "there is no text in this task.")])
    rendered = Rendered(text) if looks_like_html(text, results) else None
    regions = Regions(file, line, rendered)
    for place, one in enumerate(said):
        regions.take(one, place)
    held = {
        key: fact(value) for key, value in data.items() if key not in (field, *_NAMES) and value is not None
    }
    known = plain.get("id")
    return OutDocument(
        rendered.text if rendered else text,
        str(
            next((data[name] for name in _NAMES if isinstance(data.get(name), str)), "")
            or named_place(file, number)
        ),
        file,
        line,
        id="" if known is None else str(known),
        spans=regions.spans(),
        relations=regions.relations,
        notes=regions.notes,
        faults=regions.faults,
        remarks=[*remarks, *regions.remarks],
        metadata=held | regions.choices | _annotation(said),
    )


def _annotation(said: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The id of what was said, where only one said something."""
    known = said[0].get("id") if len(said) == 1 else None
    return {ANNOTATION: str(known)} if isinstance(known, int) and not isinstance(known, bool) else {}


def _said(task: Mapping[str, Any], file: str, line: int) -> tuple[list[dict[str, Any]], list[Fault]]:
    """What annotators said, and where nobody did, what models said; cancelled work is passed over."""
    people = [
        each
        for key in ("annotations", "completions")
        for each in items(task.get(key))
        if isinstance(each, dict)
    ]
    done = [each for each in people if not each.get("was_cancelled")]
    remarks = []
    if len(done) < len(people):
        what = f"{len(people) - len(done)} annotations were cancelled by their annotators and left out."
        remarks.append(Fault(file, line, what))
    models = [each for each in items(task.get("predictions")) if isinstance(each, dict)]
    if not done:
        return [each | {"is_model": True} for each in models], remarks
    if models:
        remarks.append(
            Fault(file, line, f"{len(models)} predictions were left out, as there are annotations.")
        )
    return done, remarks


def _text_field(data: Mapping[str, Any], results: Sequence[Any], options: Options) -> str:
    """The field with the text: the chosen one, that of the regions, “text”, or the longest string."""
    strings = [key for key, value in data.items() if isinstance(value, str) and value]
    some = [each for each in results[:_SAMPLE] if isinstance(each, dict)]
    named = [str(each.get("source", ""))[1:] for each in some] + [
        str(each.get("to_name", "")) for each in some
    ]
    wanted = (options.text_field, *named, "text")
    found = next((each for each in wanted if each in strings), "")
    return found or max(strings, key=lambda each: len(data[each]), default="")
