"""The report as a page: highlights, tables and bars, words that cannot become markup, data that come back."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from glossator.core.errors import GlossatorError
from glossator.formats.catalogue import detected, format_named
from glossator.formats.conveying import Exporting
from glossator.formats.losses import Outgoing
from glossator.formats.standoff import Options
from tests.formats.exchange import Read, cut_everywhere
from tests.formats.random_projects import SCHEME
from tests.formats.test_tables import ADA, project

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\'"&amp;\x00'


def written(tmp_path: Path, documents: list[Outgoing] | None = None) -> Path:
    target = tmp_path / "A report.html"
    form = format_named("html-report")
    assert form.write is not None
    form.write(Exporting(form, SCHEME).out(documents or project()), target, Options(scheme=SCHEME))
    return target


class Words(HTMLParser):
    """The tags of a page, and the words of its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._deep = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        if tag == "div" and held.get("class") == "text":
            self._deep = 1
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self._deep = 0

    def handle_data(self, data: str) -> None:
        if self._deep:
            self.texts[-1] += data


def hostile() -> list[Outgoing]:
    (made,) = project(HOSTILE + "=Ada met Bo, Ada’s friend, in Paris", replace(ADA, name=HOSTILE))
    held = made.annotations
    held.document = replace(held.document, name=HOSTILE, source=HOSTILE)
    held.put_mention(replace(held.mentions[11], label=HOSTILE, attributes={HOSTILE: HOSTILE}))
    held.put_relation(replace(held.relations[21], type=HOSTILE))
    held.notes[31] = replace(held.notes[31], body=HOSTILE, author=HOSTILE)
    return [made]


def test_the_text_stands_there_with_its_highlights(tmp_path: Path) -> None:
    page = Words(written(tmp_path).read_text("utf-8"))
    assert page.texts == ["=Ada met Bo, Ada’s friend, in Paris"]
    marks = [held for tag, held in page.tags if tag == "span" and "m " in (held.get("class") or "")]
    assert [each["title"] for each in marks] == [
        "Person · Individual · Ada · tags: a, b",
        "Event trigger",
        "Person",
        "Person",
    ]
    assert [each["id"] for each in marks if each.get("id")] == ["d1-1", "d1-2", "d1-3"]


def test_tables_and_bars_say_who_and_what(tmp_path: Path) -> None:
    content = written(tmp_path).read_text("utf-8")
    for said in (
        "<b>1</b> document</li>",
        "<b>2</b> relations and events</li>",
        '<b>Ada</b><div class="role">Countess, wikidata Q7259</div>',
        "<b>Meeting</b>",
        "=<b>Ada</b> met <b>Bo</b>, Ada’s <b>friend</b>, in Paris",
        '<rect width="180"',
        "<b>“Bo … friend”</b>: =1+1",
    ):
        assert said in content, said


def test_nothing_is_asked_from_outside(tmp_path: Path) -> None:
    for tag, held in Words(written(tmp_path).read_text("utf-8")).tags:
        for name in ("src", "href"):
            assert (held.get(name) or "#").startswith(("#", "data:")), (tag, held)


def test_no_word_becomes_markup(tmp_path: Path) -> None:
    page = Words(written(tmp_path, hostile()).read_text("utf-8"))
    assert page.texts == [HOSTILE.replace("\x00", "␀") + "=Ada met Bo, Ada’s friend, in Paris"]
    assert not [tag for tag, held in page.tags if tag == "img" or "onerror" in held]
    assert {held.get("type") for tag, held in page.tags if tag == "script"} == {"application/json"}


def test_the_data_come_back(tmp_path: Path) -> None:
    for documents in (project(), hostile()):
        target = written(tmp_path, documents)
        assert detected(target) == format_named("html-report")
        found = Read("html-report", target, skip_bad=False)
        assert found.counts == (1, 3, 1, 1, 4)
        assert found.taken[0].text == documents[0].text
        target.unlink()


def test_an_empty_project_is_a_page_too(tmp_path: Path) -> None:
    target = tmp_path / "none.html"
    form = format_named("html-report")
    assert form.write is not None
    form.write([], target, Options())
    assert '<p class="role">None.</p>' in target.read_text("utf-8")
    with pytest.raises(GlossatorError, match="is no report with data in it"):
        list(form.read(target, Options()))


def test_several_documents_are_listed_and_long_sentences_cut(tmp_path: Path) -> None:
    (one,) = project()
    (two,) = project("=Ada met Bo, Ada’s friend, in Paris" + " and on" * 100)
    held = two.annotations
    held.document = replace(held.document, id=1, name="Two", url="u")
    target = written(tmp_path, [one, two])
    content = target.read_text("utf-8")
    assert '<a href="#d2">Two</a></td><td class="n">3</td>' in content
    assert "…</td>" in content
    assert len(Read("html-report", target, skip_bad=False).entities) == 1


def test_cut_off_anywhere_it_is_read_or_told(tmp_path: Path) -> None:
    content = written(tmp_path).read_bytes()
    start = content.index(b"<article")
    cut = tmp_path / "cut.html"

    def work(end: bytes) -> None:
        cut.write_bytes(content[:200] + b"\n" + end)
        try:
            (found,) = format_named("html-report").read(cut, Options())
        except GlossatorError as error:
            assert "no report with data" in error.what  # noqa: PT017 - told, or read
        else:
            assert found.faults or found.spans

    cut_everywhere(content[start : content.index(b"<section><h2>Entities")], work)


def test_a_browser_shows_it(tmp_path: Path) -> None:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not on this machine")
    target, picture = written(tmp_path, hostile()), tmp_path / "page.png"
    command = [str(CHROMIUM), *FLAGS.split(), f"--user-data-dir={tmp_path / 'user'}", "--dump-dom"]
    shown = subprocess.run([*command, target.as_uri()], capture_output=True, check=True, timeout=120)
    page = Words(shown.stdout.decode())
    assert page.texts == [HOSTILE.replace("\x00", "␀") + "=Ada met Bo, Ada’s friend, in Paris"]
    assert not re.search(rb"<img", shown.stdout)
    command[-1] = f"--screenshot={picture}"
    subprocess.run([*command, target.as_uri()], capture_output=True, check=True, timeout=120)
    assert picture.read_bytes().startswith(b"\x89PNG")
