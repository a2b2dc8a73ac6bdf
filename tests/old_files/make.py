"""Makes the project file of the present format for this folder: `python -m tests.old_files.make`, once per format.

A file that is here is never made again: it shows what the program of its time wrote.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
from dataclasses import replace
from pathlib import Path

from glossator.core.annotations import Note
from glossator.core.changes import Change
from glossator.store.project_file import ProjectFile
from glossator.store.schema import FORMAT
from tests.builders import AUTHOR, NOON, annotated, entity, scheme, the
from tests.store.world import records_of

FOLDER = Path(__file__).resolve().parent
HALF = 0.5


def main() -> None:
    """Write ``format-N.gloss`` beside this script."""
    path = FOLDER / f"format-{FORMAT}.gloss"
    if path.exists():
        sys.exit(f"{path.name} is already here.")
    with ProjectFile.create(path, title=f"Format {FORMAT}", scheme=scheme(), author=AUTHOR) as project:
        times = itertools.count(NOON, 1000)

        def write(title: str, **content: object) -> Change:
            change = Change(id=project.new_id(), title=title, author=AUTHOR, time=next(times), **content)  # type: ignore[arg-type]
            project.write(change)
            return change

        annotations = annotated(
            "[Ada|PER:Individual] of the [[Libyan|GPE] Army|ORG] [hit|EVT] the [naval|FAC#n] and air [base|FAC#n] 😀.",
            name="Attack",
            relations=[("LEADS", "Ada", "Libyan Army")],
            events=[("ATTACK", "hit", {"Agent": "Ada", "Target": "n"})],
            notes=[("Ada", "who?"), ("", "from the wire")],
        )
        paper = b"<p>Ada of the Libyan Army hit the naval and air base.</p>" * 20
        document = replace(
            annotations.document,
            source="The wire",
            published="2024-12-18",
            reliability="B",
            source_digest=hashlib.sha256(paper).hexdigest(),
            attributes={"Desk": "Mediterranean", "pages": '{"0": 1}'},
        )
        person = replace(
            entity("Ada Lovelace", id=70), aliases=("Countess",), identifiers={"wikidata": "Q7259"}
        )
        write(
            "Import Attack",
            added=(document, person, *records_of(annotations)[1:]),
            texts={document.digest: annotations.text},
            sources={document.source_digest: paper},
            origin="import:text",
        )
        judged = Note(
            80,
            document.id,
            "It was hit from the sea.",
            document.id,
            AUTHOR,
            next(times),
            "judgement",
            {"likelihood": "likely"},
        )
        write("Judge “It was hit from the sea.”", added=(judged,))
        project.keep({"chart": {"places": [[1, 2], [3, 4]]}})
        ada = the(annotations, "Ada")
        named = replace(
            ada, entity=70, attributes={"level": "Name"}, confidence=HALF, origin="suggestion:memory"
        )
        write("Identify “Ada”", removed=(ada,), added=(named,))
        wrong = write("Make it a group", removed=(named,), added=(replace(named, subtype="Group"),))
        project.write(wrong.inverse(change_id=project.new_id(), author=AUTHOR, time=next(times)))


if __name__ == "__main__":
    main()
