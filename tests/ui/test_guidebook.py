from __future__ import annotations

import re
from html.parser import HTMLParser

from glossator import guidebook, paths
from glossator.ui import theme


class Read(HTMLParser):
    """What a browser makes of the page: names, links, words, and whether every element is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.names += [name for name in [told.get("id")] if name]
        if tag == "a" and told.get("href"):
            self.links.append(str(told["href"]))
        self.fetched += [str(told[key]) for key in ("src", "data") if told.get(key)]
        if tag not in {"meta", "input", "br", "hr", "link"}:
            self.open.append(tag)
        assert tag != "link", "a style of another file"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.words.append(data)


def test_one_file_holds_the_whole_guide_and_fetches_nothing() -> None:
    page = Read(guidebook.for_browser())
    assert page.open == []
    assert page.fetched == []
    assert all(each.startswith(("#", "https://")) for each in page.links)
    words = re.sub(r"\W+", " ", " ".join(page.words))
    for name in guidebook.PAGES:
        source = paths.resource("guide", f"{name}.md").read_text("utf-8")
        for word in set(re.findall(r"\w{5,}", re.sub(r"\]\([^)]*\)|```\w+", "]", source))):
            assert word in words, f"{word} of {name}.md"


def test_every_link_inside_leads_somewhere_and_every_name_is_one() -> None:
    page = Read(guidebook.for_browser())
    assert len(page.names) == len(set(page.names))
    assert {each[1:] for each in page.links if each.startswith("#")} <= set(page.names)
    assert {each.anchor for each in guidebook.contents()} <= set(page.names)


def test_every_page_of_the_guide_is_in_it() -> None:
    assert {each.stem for each in paths.resource("guide").glob("*.md")} == set(guidebook.PAGES)
    titles = [each.text for each in guidebook.contents() if each.level == 1]
    assert len(titles) == len(guidebook.PAGES)


def test_marks_become_elements() -> None:
    page = guidebook.body()
    assert "<strong>mention</strong>" in page
    assert "<code>Ctrl+N</code>" in page
    assert '<a href="#data">' in page
    assert "<th>format</th>" in page
    assert "a.entity &lt; b.entity" in page
    assert not re.search(r"^(#|```|\| ---|- )", page, re.MULTILINE)
    listed = page.count("<li>")
    written = sum(
        len(
            re.findall(
                r"^(?:-|\d+\.) ", paths.resource("guide", f"{name}.md").read_text("utf-8"), re.MULTILINE
            )
        )
        for name in guidebook.PAGES
    )
    assert listed == written


def test_the_window_shows_it_in_the_colours_of_the_theme() -> None:
    colours = {name: getattr(theme.dark(), name) for name in ("ink", "accent", "rule", "hover")}
    page = guidebook.for_window(colours)
    assert f"color: {theme.dark().ink}" in page
    assert "$" not in page.split("</style>")[0]


def test_a_browser_is_told_of_dark_screens_and_kept_from_fetching() -> None:
    page = guidebook.for_browser()
    assert "prefers-color-scheme: dark" in page
    assert "default-src 'none'" in page
