"""Every identical string in 10,000 documents: how long until the list stands, and until 5,000 places are tagged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from glossator import everywhere
from glossator.core import identical
from glossator.everywhere import Sought
from glossator.searches import Where
from glossator.store.project_file import ProjectFile
from glossator.workbench import Workbench
from tests.bench.frame import Measurement, cpu_ms
from tests.bench.large_project import AUTHOR, Scale, build

_DOCUMENTS = 10_000
_TAGS = 5_000


def measure() -> list[Measurement]:
    """Milliseconds for the list, on a connection of its own as beside the window, and for the step, taken back too."""
    with TemporaryDirectory(prefix="glossator-bench-") as folder:
        path = build(Path(folder) / "identical.gloss", Scale(_DOCUMENTS, mentions=20, relations=2))
        project = ProjectFile.open(path)
        bench = Workbench(project, author=AUTHOR)
        words = Counter(
            word
            for text in project.ask.alike.texts_with(["."])
            for word in text.body.split()
            if word.isalpha()
        )
        label = next(each for each in bench.scheme.labels if each.id == "PER")
        often = words.most_common(1)[0][0]
        wanted = min(words, key=lambda each: abs(words[each] - 1.1 * _TAGS))
        exact = cpu_ms(lambda: everywhere.in_project(Where(path), Sought((often,), label.id)), times=5)
        folded = cpu_ms(
            lambda: everywhere.in_project(Where(path), Sought((often,), label.id, case=False)), times=5
        )
        places = everywhere.in_project(bench, Sought((wanted,), label.id)).places[:_TAGS]

        def step() -> None:
            bench.do(identical.tag_all(places, label, by=bench.hand))

        tagged = cpu_ms(step)
        undone = cpu_ms(bench.undo)
        again = cpu_ms(bench.redo)
        bench.close()
    size = f"{_DOCUMENTS:,} documents"
    return [
        Measurement("identical: the list stands", f"{size}, {words[often]:,} hits", "ms", exact, 500.0),
        Measurement("identical: in any capitals", f"{size}, {words[often]:,} hits", "ms", folded, 500.0),
        Measurement("identical: tagged as one step", f"{len(places):,} tags", "ms", tagged, 1000.0),
        Measurement("identical: undone", f"{len(places):,} tags", "ms", undone, 1000.0),
        Measurement("identical: done again", f"{len(places):,} tags", "ms", again, 1000.0),
    ]
