"""Texts out of files of every kind: what comes out of each, and the sentence for each that cannot be read."""

from __future__ import annotations

import io
import json
import mailbox
import zipfile
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.core.errors import GlossatorError
from glossator.formats.documents import reading
from glossator.formats.documents.reading import Options
from glossator.formats.text import TextFile
from tests.formats.documents.test_pdf import column, made

ARTICLE = (
    "<p>Russia has moved air defences from Tartus to Libya, two officials said on Tuesday in a long statement.</p>"
    "<p>The ships left the port at night; nobody would say where they went, or what they carried &amp; why.</p>"
) * 4
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>Ships leave Tartus</title>
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2020-05-26T10:00:00Z">
<meta property="og:url" content="https://news.example/ships"></head>
<body><nav><a href="/">Home</a> <a href="/w">Weather today</a></nav>
<article><h1>Ships leave Tartus</h1>{ARTICLE}</article>
<footer>Imprint and cookies</footer></body></html>"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def texts(name: str, content: bytes, options: Options = reading.DEFAULTS) -> list[TextFile]:
    """All texts of a file in which everything can be read."""
    found = list(reading.from_bytes(name, content, options))
    assert all(isinstance(each, TextFile) for each in found), found
    return [each for each in found if isinstance(each, TextFile)]


def one(name: str, content: bytes, options: Options = reading.DEFAULTS) -> TextFile:
    (found,) = texts(name, content, options)
    return found


def refused(name: str, content: bytes) -> str:
    with pytest.raises(GlossatorError) as caught:
        list(reading.from_bytes(name, content))
    return str(caught.value)


def zipped(**parts: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def docx(body: str, **more: str) -> bytes:
    relation = (
        '<Relationships xmlns="x"><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    return zipped(
        **{
            "_rels/.rels": relation,
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
            "<dc:title>The report</dc:title><dc:creator>Ann Lee</dc:creator>"
            "<t:created>2020-05-26T08:00:00Z</t:created></c>",
        }
        | more
    )


class TestWebPages:
    def test_the_article_is_told_from_the_page_and_says_who_wrote_it_when(self) -> None:
        read = one("saved.html", PAGE.encode())
        assert read.name == "Ships leave Tartus"
        assert (read.author, read.published, read.url) == (
            "Ann Lee",
            "2020-05-26",
            "https://news.example/ships",
        )
        assert read.text.startswith("Ships leave Tartus")
        assert "what they carried & why." in read.text
        assert "Weather" not in read.text
        assert "cookies" not in read.text

    def test_who_publishes_a_page_is_its_source(self) -> None:
        page = PAGE.replace("<head>", '<head><meta property="og:site_name" content="The Courier">', 1)
        assert one("saved.html", page.encode()).source == "The Courier"

    def test_the_whole_page_is_a_choice(self) -> None:
        read = one("saved.html", PAGE.encode(), Options(whole_page=True))
        assert "Home Weather today" in read.text
        assert read.text.endswith("Imprint and cookies")

    def test_without_an_article_all_is_taken_and_that_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: None)
        read = one("short.html", b"<html><body><nav>Home</nav></body></html>")
        assert read.text == "Home"
        assert read.told == (
            "“short.html”: No article could be told from the rest of the page, so all that it shows was taken.",
        )

    def test_lines_and_cells_stay_apart(self) -> None:
        page = b"<html><body><p>Two<br>lines</p>\n<table><tr><td>a<td>b</table></body></html>"
        assert one("p.html", page, Options(whole_page=True)).text == "Two\nlines\na\tb"

    @pytest.mark.parametrize("declared", ["windows-1251", "koi8-r"])
    def test_the_encoding_that_a_page_declares_counts(self, declared: str) -> None:
        page = f'<html><head><meta charset="{declared}"></head><body><p>Корабли вышли из порта.</p></body></html>'
        read = one("page.htm", page.encode(declared))
        assert "Корабли вышли из порта." in read.text
        assert not read.was_guessed

    def test_a_wrong_declaration_is_seen_through(self) -> None:
        page = '<html><head><meta charset="ascii"></head><body>Tartüs – 😀</body></html>'.replace(
            "ascii", "shift_jis"
        )
        assert "Tartüs – 😀" in one("page.html", page.encode()).text

    def test_what_is_not_seen_is_not_read(self) -> None:
        page = (
            b"<html><body><script>x()</script><p hidden>no</p><!-- no --><pre>a\n  b</pre>yes</body></html>"
        )
        assert one("p.html", page, Options(whole_page=True)).text == "a\n  b\nyes"

    def test_a_web_archive_gives_its_page_and_its_address(self) -> None:
        message = EmailMessage()
        message["Snapshot-Content-Location"] = "https://news.example/saved"
        message.set_content("a picture", subtype="css")
        message.add_related(PAGE.replace("og:url", "x").encode(), "text", "html")
        message.make_mixed() if not message.is_multipart() else None
        read = one("saved.mhtml", message.as_bytes())
        assert "Russia has moved" in read.text
        assert read.url == "https://news.example/saved"

    def test_a_web_archive_without_a_page_is_refused(self) -> None:
        assert "web archive without a page" in refused("saved.mhtml", b"Content-Type: text/plain\n\nhello")

    def test_a_page_without_anything_is_refused(self) -> None:
        assert "is empty" in refused("p.html", b"   ")
        assert "is empty" in refused("p.html", b"<html><body></body></html>")

    def test_a_deep_page_is_read_and_one_too_deep_refused_instead_of_cut(self) -> None:
        assert one("p.html", b"<div>" * 2000 + b"deep", Options(whole_page=True)).text == "deep"
        assert "too many times" in refused("p.html", b"<div>" * 3000 + b"deep")


class TestOffice:
    def test_docx_paragraphs_tables_boxes_and_notes(self) -> None:
        body = (
            "<w:p><w:pPr><w:rPr><w:t>no</w:t></w:rPr></w:pPr><w:r><w:t>Ann</w:t><w:tab/><w:t>met</w:t></w:r></w:p>"
            "<w:p><w:ins><w:r><w:t>put in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del></w:p>"
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p>"
            "</w:tc></w:tr></w:tbl></w:tc><w:tc><w:p><w:r><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            "<w:p><w:r><w:t>x</w:t><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
        )
        notes = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
        read = one("r.docx", docx(body, **{"word/footnotes.xml": notes}))
        assert read.text == "Ann\tmet\nput in\na in\tb c\nx\nboxed\n\nA note."
        assert (read.name, read.author, read.published) == ("The report", "Ann Lee", "2020-05-26")

    def test_docx_of_the_strict_kind(self) -> None:
        made = docx("<w:p><w:r><w:t>Ann</w:t></w:r></w:p>").replace
        strict = (
            f"<w:document {W}><w:body><w:p><w:r><w:t>Ann</w:t></w:r></w:p></w:body></w:document>".replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
        )
        assert made is not None
        assert one("r.docx", docx("", **{"word/document.xml": strict})).text == "Ann"

    def test_odt_spaces_tables_and_notes(self) -> None:
        names = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        names += 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        names += 'xmlns:b="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        body = (
            '<t:h>Head</t:h><t:p>a<t:s t:c="3"/>b<t:tab/>c \n  d<t:line-break/><t:span>e</t:span>'
            "<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>noted</t:p></t:note-body></t:note></t:p>"
            "<t:tracked-changes><t:p>gone</t:p></t:tracked-changes>"
            "<b:table><b:table-row><b:table-cell><t:p>1</t:p></b:table-cell><b:table-cell><t:p>2</t:p></b:table-cell>"
            "</b:table-row></b:table>"
        )
        content = f"<o:d {names}><o:body><o:text>{body}</o:text></o:body></o:d>"
        read = one("r.odt", zipped(**{"content.xml": content}))
        assert read.text == "Head\na   b\tc d\ne\nnoted\n1\t2"

    def test_a_spreadsheet_or_slides_are_told_by_what_they_are_not(self) -> None:
        assert "is not a Word document" in refused("r.docx", zipped(**{"a.xml": "<a/>"}))
        content = '<o:d xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><o:body/></o:d>'
        assert "is no text document" in refused("r.odt", zipped(**{"content.xml": content}))

    def test_rtf(self) -> None:
        read = one("r.rtf", rb"{\rtf1\ansi\ansicpg1252 Tart\'fcs\par {\b bold} \u1071? end}")
        assert read.text == "Tartüs\nbold Я end"

    def test_an_old_word_document_is_refused_with_what_to_do(self) -> None:
        assert "an old office document" in refused(
            "r.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
        )


class TestBrokenOffice:
    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("a.docx", b"PK\x03\x04 and no more", "is damaged: it cannot be read as a Word document."),
            ("a.docx", b"words", "is damaged: it cannot be read as a Word document."),
            ("a.odt", b"PK\x03\x04", "is damaged: it cannot be read as an OpenDocument text."),
            ("a.xlsx", b"PK\x03\x04", "is damaged: it cannot be read as an Excel workbook."),
            ("a.zip", b"PK\x03\x04", "is damaged: it cannot be read as a ZIP archive."),
            ("a.docx", zipped(a="b"), "is not a Word document."),
            ("a.odt", zipped(a="b"), "is no text document: it has no text part."),
        ],
    )
    def test_it_is_told_as_what_people_know_it_as(self, name: str, content: bytes, why: str) -> None:
        told = refused(name, content)
        assert why in told
        assert "ZIP" not in told or name.endswith(".zip")


class TestMail:
    @pytest.fixture
    def message(self) -> EmailMessage:
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = "Ann Lee <ann@example.org>", "Bob", "Schiffe – Tartüs"
        made["Date"], made["Message-ID"] = "Tue, 26 May 2020 10:00:00 +0200", "<1@example.org>"
        made.set_content("They left at night.\n")
        return made

    def test_headers_stand_above_the_body(self, message: EmailMessage) -> None:
        message.add_alternative("<p>They <b>left</b>.</p>", subtype="html")
        message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="map.pdf")
        read = one("m.eml", message.as_bytes())
        assert read.text == (
            "From: Ann Lee <ann@example.org>\nTo: Bob\nDate: Tue, 26 May 2020 10:00:00 +0200\n"
            "Subject: Schiffe – Tartüs\n\nThey left at night."
        )
        assert (read.name, read.published) == ("Schiffe – Tartüs", "2020-05-26T10:00:00+02:00")
        assert read.attributes == {"Date": "Tue, 26 May 2020 10:00:00 +0200", "Message-ID": "<1@example.org>"}
        assert read.told == ("Not taken along: map.pdf.",)

    @pytest.mark.parametrize(
        ("written", "published"),
        [
            ("Tue, 26 May 2020 10:00:00 -0400 (EDT)", "2020-05-26T10:00:00-04:00"),
            ("26 May 2020 10:00 GMT", "2020-05-26T10:00:00+00:00"),
            ("Tue, 26 May 2020 10:00:00 -0000", "2020-05-26T10:00:00+00:00"),  # UTC, whatever the place
            ("2020-05-26T10:00:00Z", "2020-05-26T10:00:00+00:00"),
            ("Tue, 26 May 99999 10:00:00 +0000", ""),
            ("yesterday", ""),
        ],
    )
    def test_the_date_is_told_with_its_zone_and_kept_as_it_was_written(
        self, written: str, published: str
    ) -> None:
        read = one("m.eml", f"From: Ann\nDate: {written}\n\nThey left.".encode())
        assert (read.published, read.attributes["Date"]) == (published, written)

    def test_a_message_with_a_page_only(self) -> None:
        made = EmailMessage()
        made["Subject"] = "Hi"
        made.set_content("<p>They <b>left</b>.</p>", subtype="html")
        assert one("m.eml", made.as_bytes()).text == "Subject: Hi\n\nThey left."

    def test_a_box_gives_each_message(self, message: EmailMessage, tmp_path: Path) -> None:
        box = mailbox.mbox(tmp_path / "box.mbox")
        for subject in ("One", "Two"):
            message.replace_header("Subject", subject)
            message.set_content("From the start\nthey left.\n")
            box.add(message)
        box.close()
        found = texts("box.mbox", (tmp_path / "box.mbox").read_bytes())
        assert [each.name for each in found] == ["One", "Two"]
        assert found[0].text.endswith("\n\nFrom the start\nthey left.")

    def test_what_is_no_mail_is_refused(self) -> None:
        assert "not a mail" in refused("m.eml", b"\n\n")

    def test_bad_headers_and_charsets_do_not_stop_it(self) -> None:
        content = b"From: =?x?q?\xff?=\nDate: never\nContent-Type: text/plain; charset=no-such\n\nTart\xc3\xbcs left"
        read = one("m.eml", content)
        assert read.text.endswith("Tartüs left")
        assert read.published == ""


class TestTables:
    def test_csv_with_its_separator_and_headings(self) -> None:
        content = b'Titel;Text;date;page\nOne;"Ann; met\nBob";2020-05-26;7\n;Alone;;\n;;2020;\n'
        first, second, blank = reading.from_bytes("t.csv", content)
        assert isinstance(first, TextFile)
        assert isinstance(second, TextFile)
        assert (first.text, first.published) == ("Ann; met\nBob", "2020-05-26")
        assert first.attributes == {"Titel": "One", "page": "7"}
        assert (second.name, second.text) == ("t 4", "Alone")
        assert str(blank) == "“t.csv” has 1 rows without text in the column “Text”."

    def test_the_column_can_be_chosen_and_must_be_there(self) -> None:
        content = b"text,lead\nlong text,short\n"
        assert one("t.csv", content, Options(column="lead")).text == "short"
        with pytest.raises(GlossatorError, match="has no column “x”. It has: text, lead"):
            list(reading.from_bytes("t.csv", content, Options(column="x")))

    def test_without_a_telling_name_the_longest_column_is_taken(self) -> None:
        assert one("t.tsv", b"a\tb\nx\tmuch longer than that\n").text == "much longer than that"

    def test_jsonl_fields_nested_ones_by_their_path(self) -> None:
        content = json.dumps(
            {"title": "One", "text": "Ann met Bob", "meta": {"source": "wire", "n": [1, 2]}}
        ).encode()
        read = one("t.jsonl", content + b"\n\n")
        assert (read.name, read.url, read.text) == ("One", "wire", "Ann met Bob")
        assert read.attributes == {"meta.n": "[1, 2]"}

    def test_a_json_list_is_a_table_too(self) -> None:
        assert [each.text for each in texts("t.json", b'[{"text":"a"},{"text":"b"}]')] == ["a", "b"]

    def test_xlsx(self) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (["id", "text", "text", None], [7, "Ann", "Bob", 1.5], [8, "Eve", None, None]):
            sheet.append(row)
        kept = io.BytesIO()
        book.save(kept)
        found = texts("t.xlsx", kept.getvalue())
        assert [(each.name, each.text) for each in found] == [("7", "Ann"), ("8", "Eve")]
        assert found[0].attributes == {"text 2": "Bob", "column 4": "1.5"}

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("t.csv", b'text\n"open', "is not a sound table: line"),
            ("t.csv", b"text\n", "is empty: there is no row"),
            ("t.csv", b"text\n ,\n", "has no text"),
            ("t.csv", b",".join(b"%d" % each for each in range(3000)), "has 3,000 columns"),
            ("t.jsonl", b"[1", "is not JSON"),
            ("t.jsonl", b"7\n", "is no JSON object"),
            ("t.jsonl", b'{"text":"a"}\n{"text"', "Line 2 of “t.jsonl” is not JSON"),
            ("t.json", b'{"begin":0,"end":3,"value":"Ann"}', "from where to where something stands in texts"),
            ("t.csv", b"doc,start,end,label\na,0,3,PER\n", "have no text themselves"),
            ("t.xlsx", zipped(a="b"), "is not a sound Excel workbook"),
            ("t.xlsx", b"PK\x03\x04", "is damaged"),
        ],
    )
    def test_what_is_no_table_is_refused_in_a_sentence(self, name: str, content: bytes, why: str) -> None:
        assert why in refused(name, content)


class TestArchives:
    def test_every_file_comes_and_what_cannot_be_read_is_told(self) -> None:
        inner = zipped(**{"deep.txt": "Eve"})
        content = zipped(
            **dict[str, str | bytes](
                {
                    "a/one.txt": "Ann",
                    "two.html": PAGE,
                    "in.zip": inner,
                    "x.png": b"\x89PNG\r\n",
                    "__MACOSX/._x": b"x",
                }
            )
        )
        found = list(reading.from_bytes("all.zip", content))
        assert [each.name for each in found if isinstance(each, TextFile)] == [
            "one",
            "Ships leave Tartus",
            "deep",
        ]
        assert [str(each) for each in found if isinstance(each, GlossatorError)] == [
            "“x.png” is a picture, not a plain text file. Save it as plain text in UTF-8 and import that."
        ]

    def test_names_that_lead_outside_lead_nowhere(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        before = sorted(tmp_path.rglob("*"))
        found = texts(
            "trap.zip", zipped(**{"../../out.txt": "Ann", "/etc/out.txt": "Bob", "C:\\out.txt": "Eve"})
        )
        assert [each.text for each in found] == ["Ann", "Bob", "Eve"]
        assert sorted(tmp_path.rglob("*")) == before

    def test_a_bomb_is_refused(self) -> None:
        (found,) = reading.from_bytes("bomb.zip", zipped(**{"a.txt": b"0" * 60_000_000}))
        assert "unpacks to far more than such a file holds" in str(found)

    def test_archives_within_archives_end(self) -> None:
        content = zipped(**{"a.txt": "Ann"})
        for _ in range(5):
            content = zipped(**{"in.zip": content})
        (found,) = reading.from_bytes("nested.zip", content)
        assert "archive within archives" in str(found)

    def test_a_locked_or_damaged_one_is_told(self) -> None:
        locked = bytearray(zipped(**{"a.txt": "Ann"}))
        central = locked.index(b"PK\x01\x02")
        locked[6] |= 1
        locked[central + 8] |= 1
        assert "protected with a password" in str(next(reading.from_bytes("l.zip", bytes(locked))))
        assert "is damaged" in refused("d.zip", b"PK\x03\x04 nothing more")

    def test_one_without_a_file_is_refused(self) -> None:
        assert refused("e.zip", zipped()) == "“e.zip” is empty: there is no file in it."

    def test_too_many_files_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("glossator.formats.zips.MOST_MEMBERS", 1)
        assert "holds 2 files" in refused("m.zip", zipped(a="1", b="2"))


class TestKinds:
    @pytest.mark.parametrize(
        ("name", "content", "kind"),
        [
            ("a.txt", b"%PDF-1.4", "pdf"),
            ("a.txt", b"{\\rtf1", "rtf"),
            ("a", b"<!DOCTYPE html><p>", "html"),
            ("a.bin", zipped(**{"word/document.xml": "<a/>"}), "docx"),
            ("a.bin", zipped(**{"xl/workbook.xml": "<a/>"}), "xlsx"),
            ("a.bin", zipped(mimetype="application/vnd.oasis.opendocument.text"), "zip"),
            ("a.eml", b"From ann Tue", "mbox"),
            ("a.md", b"# Head", "text"),
            ("a.TXT", b"Ann", "text"),
        ],
    )
    def test_first_bytes_count_before_the_ending(self, name: str, content: bytes, kind: str) -> None:
        assert reading.kind_of(name, content) == kind

    def test_rows_with_places_and_a_text_are_texts(self) -> None:
        assert [each.text for each in texts("t.csv", b"start,end,text\n0,3,Ann came\n")] == ["Ann came"]
        named = Options(column="value")
        assert texts("t.json", b'{"begin":0,"end":3,"value":"Ann"}', named)[0].text == "Ann"

    @pytest.mark.parametrize(
        ("name", "is_told"), [("a.xml", True), ("a", True), ("a.txt", True), ("b.md", False)]
    )
    def test_markup_that_becomes_a_text_is_told(self, name: str, *, is_told: bool) -> None:
        (read,) = texts(name, b"# <a>" if name == "b.md" else b'<?xml version="1.0"?><a>Ann</a>')
        said = f"“{name}” is XML of no kind that is known here: its markup is part of the text."
        assert read.told == ((said,) if is_told else ())

    def test_every_ending_is_of_one_kind(self) -> None:
        endings = [ending for kind in reading.KINDS for ending in kind.endings]
        assert len(endings) == len(set(endings)) == len(reading.ENDINGS)

    def test_a_file_is_read_with_its_digest_and_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
        (read,) = reading.read(tmp_path / "a.html")
        assert isinstance(read, TextFile)
        assert read.content == PAGE.encode()
        assert len(read.source_digest) == 64


MADE = {
    "a.docx": docx("<w:p><w:r><w:t>Ann</w:t></w:r></w:p>"),
    "a.rtf": rb"{\rtf1\ansi Ann {\b met}}",
    "a.eml": b"From: Ann\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nBob\n--x--\n",
    "a.html": PAGE.encode()[:700],
    "a.csv": b'name,text\none,"Ann ""met"" Bob"\n',
    "a.jsonl": b'{"text": "Ann", "n": {"a": [1]}}\n',
    "a.zip": zipped(**{"a.txt": "Ann"}),
    "a.mht": b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Ann</p>\n--x--\n",
}


def readable(name: str, content: bytes) -> bool:
    """Whether a text or a sentence comes out of a file, and nothing else."""
    try:
        found = list(reading.from_bytes(name, content))
    except GlossatorError as error:
        found = [error]
    return all(str(each) if isinstance(each, GlossatorError) else each.text.encode() for each in found)


@pytest.mark.parametrize("name", MADE)
def test_cut_off_anywhere_it_is_a_text_or_a_sentence(name: str) -> None:
    assert all(readable(name, MADE[name][:end]) for end in range(len(MADE[name])))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(MADE)), st.data())
def test_with_bytes_changed_it_is_a_text_or_a_sentence(name: str, data: st.DataObject) -> None:
    content = bytearray(MADE[name])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert readable(name, bytes(content))


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("10811.exe", "report"),
        ("Microsoft Word - draft", "report"),
        ("Untitled", "report"),
        ("Port calls", "Port calls"),
    ],
)
def test_a_title_that_is_the_name_of_a_file_is_none(title: str, called: str) -> None:
    content = made(column(50, 700, "Ships left."), about=f"/Title ({title})")
    (found,) = reading.from_bytes("report.pdf", content)
    assert isinstance(found, TextFile)
    assert found.name == called
