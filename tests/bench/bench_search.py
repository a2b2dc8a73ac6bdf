"""What makes full-text search: how fast texts are folded and entered in the index, and how fast hits are placed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from glossator.analysis.finding import with_lines
from glossator.core import query
from glossator.core.folding import fold
from glossator.store import search
from glossator.store.project_file import ProjectFile
from glossator.store.search import Wanted
from tests.bench.frame import Measurement, cpu_ms
from tests.bench.large_project import Scale, build

SCRIPTS = {
    "English": "The Minister’s “answer” – given on Monday – was that S-400 systems would go to Ankara. ",
    "German": "Der Außenminister erklärte am Dienstag, über die Größe werde später entschieden. ",
    "Arabic": "قال وزير الخارجية يوم الأربعاء إن السفير سيعود إلى أنقرة في نهاية الأسبوع. ",
    "Chinese": "外交部长星期三表示，大使将于本周末返回安卡拉，并将继续谈判。",
    "Thai": "รัฐมนตรีว่าการกระทรวงการต่างประเทศกล่าวเมื่อวันพุธว่าทูตจะกลับ ",
}
_LENGTH = 500_000  # characters
_TEXTS = 2_000


def measure() -> list[Measurement]:
    """Megabytes a second for each script and for the index; milliseconds for a page of hits in their lines."""
    return [*_folding(), *_placing()]


def _folding() -> list[Measurement]:
    measured = []
    for name, sentence in SCRIPTS.items():
        text = _shuffled(sentence)
        megabytes = len(text.encode()) / 1e6
        rates = [megabytes / (spent / 1000) for spent in cpu_ms(partial(fold, text), times=5)]
        measured.append(Measurement("search: fold", name, "MB/s", rates, 10.0, "median", at_least=True))
    return measured


def _shuffled(sentence: str) -> str:
    """Words in no order, as texts are; otherwise everything would be known after a sentence."""
    random = Random(1)
    words = sentence.split()
    return " ".join(random.choice(words) for _ in range(_LENGTH // len(sentence) * len(words)))


def _placing() -> list[Measurement]:
    with TemporaryDirectory(prefix="glossator-bench-") as folder:
        path = build(Path(folder) / "search.gloss", Scale(_TEXTS, mentions=2, relations=1))
        with ProjectFile.open(path) as project:
            texts = dict(project._database.rows("SELECT key, body FROM text"))
            megabytes = sum(len(each.encode()) for each in texts.values()) / 1e6
            project._database.run("DROP TABLE text_search")
            project._database.run(search.TABLES[0])

            def enter() -> None:
                with project._database.transaction():
                    for key, body in texts.items():
                        search.index(project._database, key, body)

            (spent,) = cpu_ms(enter)
            wanted = query.read("القاهرة OR lodz")
            matches = project.ask.search(Wanted(wanted))
            placing = cpu_ms(lambda: with_lines(project.ask, matches, wanted), times=6)[1:]
    size = f"{len(texts):,} texts"
    return [
        Measurement("search: fold and index", size, "MB/s", [megabytes / (spent / 1000)], 5.0, at_least=True),
        Measurement("search: a page of hits in their lines", size, "ms", placing, 20.0),
    ]
