"""Texts on their way in: files, folders and archives, what is known already, newer versions, and the files kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from glossator import intake, projects, surveys
from glossator.arrivals import DoesNotFit
from glossator.core.documents import FOLDER
from glossator.core.ids import to_text
from glossator.core.lens import Lens
from glossator.core.versions import VERSION_OF
from glossator.workbench import Workbench

PAGE = """<html><head><meta charset="utf-8"><title>Ships</title><meta property="og:url" content="https://n.example/s">
</head><body><article>{}</article></body></html>"""
LINES = [f"<p>Sentence number {each} says what the ships carried on that day.</p>" for each in range(20)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = projects.create(tmp_path / "a.gloss", title="A", scheme_id="conll-2003", author="Ada")
    with closing(made):
        yield made


def file(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def zipped(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


class TestFiles:
    def test_a_folder_gives_what_can_hold_texts_by_name(self, tmp_path: Path) -> None:
        folder = tmp_path / "in"
        wanted = [file(folder / name, "x") for name in ("a/b.html", "a/z.txt", "README", "c.pdf")]
        for name in ("p.png", "q.png", "m.mp4", ".hidden.txt", ".git/x.txt", "a.b.exe", "d.dll"):
            file(folder / name, "x")
        found = intake.files_in([folder])
        assert set(found.files) == set(wanted)
        assert (
            found.left_out == "5 files of other kinds (2 .png, 1 .mp4, 1 .exe, …)"
            or "2 .png" in found.left_out
        )
        assert intake.files_in([folder]).files == found.files

    def test_a_named_file_is_taken_whatever_it_is(self, tmp_path: Path) -> None:
        assert intake.files_in([tmp_path / "x.png"]) == intake.Found((tmp_path / "x.png",))

    @pytest.mark.parametrize(
        ("content", "is_ours"),
        [
            (b'{"format": "glossator-jsonl", "version": 1}\n', True),
            (b'{"text": "Ann"}\n', False),
            (b"{\n", True),
            (b"[]\n", True),
            (b"", True),
            (b'\xef\xbb\xbf{"text": "Ann"}\n', False),
            (b'{"text": "' + b"x" * 1_200_000 + b'"}\n', False),
        ],
    )
    def test_our_jsonl_is_told_from_a_table_of_texts(
        self, tmp_path: Path, content: bytes, *, is_ours: bool
    ) -> None:
        assert intake.is_ours(file(tmp_path / "a.jsonl", content)) is is_ours

    def test_other_endings_are_never_ours_and_a_missing_file_tells_itself(self, tmp_path: Path) -> None:
        assert not intake.is_ours(tmp_path / "a.txt")
        assert intake.is_ours(tmp_path / "gone.jsonl")


class TestImporting:
    def test_the_site_of_a_page_is_the_source_of_its_document(self, bench: Workbench, tmp_path: Path) -> None:
        named = PAGE.replace("<title>", '<meta property="og:site_name" content="The Courier"><title>')
        intake.import_texts(bench, [file(tmp_path / "a.html", named.format("".join(LINES)))])
        (row,) = bench.ask.documents(limit=9)
        assert row.document.source == "The Courier"
        assert "site" not in row.document.attributes

    def test_files_of_all_kinds_come_in_as_one_step(self, bench: Workbench, tmp_path: Path) -> None:
        files = [
            file(tmp_path / "one.txt", "Ann met Bob."),
            file(tmp_path / "two.html", PAGE.format("".join(LINES))),
            file(tmp_path / "all.zip", zipped(**{"three.txt": "Eve.", "t.csv": "text,id\nDan,4\nKim,5\n"})),
        ]
        told: list[tuple[int, int]] = []
        report = intake.import_texts(bench, files, lambda done, total: told.append((done, total)))
        assert [each.name for each in report.documents] == ["one", "Ships", "three", "4", "5"]
        assert told == [(1, 3), (2, 3), (3, 3)]
        assert report.documents[1].url == "https://n.example/s"
        bench.undo()
        assert bench.ask.document_count() == 0

    def test_what_cannot_be_read_is_told_or_stops_all(self, bench: Workbench, tmp_path: Path) -> None:
        files = [
            file(tmp_path / "one.txt", "Ann."),
            file(tmp_path / "x.png", b"\x89PNG\r\n"),
            tmp_path / "gone",
        ]
        with pytest.raises(DoesNotFit, match="2 files cannot be read"):
            intake.import_texts(bench, files, skip_bad=False)
        assert bench.ask.document_count() == 0
        with pytest.raises(DoesNotFit, match="is a picture"):
            intake.import_texts(bench, files[:2], skip_bad=False)
        report = intake.import_texts(bench, files)
        assert len(report.documents) == 1
        assert len(report.faults) == 2

    def test_a_text_that_is_there_is_told_and_not_brought_in_again(
        self, bench: Workbench, tmp_path: Path
    ) -> None:
        one = file(tmp_path / "one.txt", "Ann met Bob.")
        intake.import_texts(bench, [one])
        report = intake.import_texts(bench, [one, file(tmp_path / "same.docx.txt", "Ann met Bob.")])
        assert (report.documents, report.known) == ((), 2)

    def test_everything_may_be_read_as_plain_text(self, bench: Workbench, tmp_path: Path) -> None:
        page = file(tmp_path / "p.html", "<p>Ann</p>")
        report = intake.import_texts(bench, [page], options=intake.Options(as_text=True))
        assert bench.ask.text_of(report.documents[0].id) == "<p>Ann</p>"

    def test_where_a_file_lay_is_recorded_as_far_as_it_was_imported(
        self, bench: Workbench, tmp_path: Path
    ) -> None:
        case = tmp_path / "Case"
        names = ("wires/2024-01/a.txt", "wires/2024-02/b.txt", "c.txt")
        files = [file(case / name, f"A sentence of {name}.") for name in names]
        files.append(file(case / "scans.zip", zipped(**{"old/x.txt": "One that was packed."})))
        report = intake.import_texts(bench, intake.files_in([case]).files)
        held = {each.name: each.attributes.get(FOLDER) for each in report.documents}
        assert held == {
            "a": "Case/wires/2024-01",
            "b": "Case/wires/2024-02",
            "c": "Case",
            "x": "scans.zip/old",
        }
        survey = surveys.find("coverage")
        rows = survey.sheet(surveys.answer(bench, survey, Lens(), {"by": "folder"}), bench.scheme).rows
        assert [row[0] for row in rows] == sorted(str(each) for each in held.values())
        assert len(files) == 4

    def test_nothing_above_what_was_imported_is_told(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        home = tmp_path / "home" / "kim"
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("USERPROFILE", str(home))
        held = [home / "Downloads" / "a.txt", tmp_path / "home" / "shared" / "b.txt", home / "c.txt"]
        found = intake.folders_of(held)
        assert found == {held[0].parent: "Downloads", held[1].parent: "shared", home: ""}
        assert intake.folders_of([home / "Downloads" / "a.txt"]) == {home / "Downloads": "Downloads"}
        assert intake.folders_of([]) == {}

    def test_the_choices_of_reading_reach_the_readers(self, bench: Workbench, tmp_path: Path) -> None:
        page = file(
            tmp_path / "p.html",
            PAGE.format("".join(LINES)).replace("</body>", "<footer>Imprint</footer></body>"),
        )
        table = file(tmp_path / "t.csv", "text,lead\nlong,short\n")
        options = intake.Options(whole_page=True, column="lead")
        report = intake.import_texts(bench, [page, table], options=options)
        texts = [bench.ask.text_of(each.id) for each in report.documents]
        assert texts[0].endswith("Imprint")
        assert texts[1] == "short"

    def test_what_is_not_in_the_text_is_told(self, bench: Workbench, tmp_path: Path) -> None:
        mail = file(
            tmp_path / "m.eml",
            "From: A\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nHi\n--x\n"
            'Content-Type: image/png\nContent-Disposition: attachment; filename="map.png"\n\n--x--\n',
        )
        assert intake.import_texts(bench, [mail]).told == ("Not taken along: map.png.",)


class TestOriginals:
    def test_the_bytes_of_a_file_are_kept_and_given_back(self, bench: Workbench, tmp_path: Path) -> None:
        page = file(tmp_path / "p.html", PAGE.format("".join(LINES)))
        plain = file(tmp_path / "p.txt", "Ann.\n")
        crlf = file(tmp_path / "q.txt", "Bob.\r\n")
        found = intake.import_texts(bench, [page, plain, crlf]).documents
        assert [intake.original(bench, each) for each in found] == [
            each.read_bytes() for each in (page, plain, crlf)
        ]
        # what is the text itself is not kept twice
        assert bench.ask.source_bytes(found[1].source_digest) is None

    def test_they_can_be_left_out(self, bench: Workbench, tmp_path: Path) -> None:
        page = file(tmp_path / "p.html", PAGE.format("".join(LINES)))
        (found,) = intake.import_texts(bench, [page], options=intake.Options(keeps_sources=False)).documents
        assert intake.original(bench, found) is None

    def test_many_large_ones_are_written_ahead(self, bench: Workbench, tmp_path: Path) -> None:
        files = [
            file(
                tmp_path / f"{each}.html",
                PAGE.format("".join(LINES) + f"<!--{each}{'x' * 1_500_000}-->{each}"),
            )
            for each in range(4)
        ]
        found = intake.import_texts(bench, files).documents
        assert [intake.original(bench, each) for each in found] == [each.read_bytes() for each in files]


class TestVersions:
    def test_a_newer_version_from_the_same_address_is_noticed(self, bench: Workbench, tmp_path: Path) -> None:
        (old,) = intake.import_texts(
            bench, [file(tmp_path / "a.html", PAGE.format("".join(LINES)))]
        ).documents
        newer = PAGE.format("".join([*LINES[:15], "<p>A correction that was added on the next day.</p>"]))
        report = intake.import_texts(bench, [file(tmp_path / "b.html", newer)])
        ((new, earlier),) = report.versions
        assert earlier == old.id
        assert new.attributes[VERSION_OF] == to_text(old.id)

    def test_another_text_in_a_file_of_the_same_name_is_no_version(
        self, bench: Workbench, tmp_path: Path
    ) -> None:
        intake.import_texts(bench, [file(tmp_path / "a" / "x.txt", "Ann met Bob.\nThey left.\n")])
        other = intake.import_texts(bench, [file(tmp_path / "b" / "x.txt", "Quite another story.\n")])
        assert other.versions == ()
        again = intake.import_texts(
            bench, [file(tmp_path / "c" / "x.txt", "Ann met Bob.\nThey left at night.\n")]
        )
        assert len(again.versions) == 1


class TestStopped:
    def test_a_stopped_import_leaves_nothing_and_can_be_made_again(
        self, bench: Workbench, tmp_path: Path
    ) -> None:
        files = [tmp_path / f"{number:03}.txt" for number in range(250)]
        for number, file in enumerate(files):
            file.write_text(f"Text {number}. " * 20, "utf-8")

        def stop(done: int, total: int) -> None:
            assert total == 250
            if done == 240:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            intake.import_texts(bench, files, stop)
        assert bench.ask.document_count() == 0
        report = intake.import_texts(bench, files)
        assert (len(report.documents), report.known, bench.ask.document_count()) == (250, 0, 250)

    def test_bad_files_among_many_are_listed_and_not_in_the_way(
        self, bench: Workbench, tmp_path: Path
    ) -> None:
        for number in range(20):
            (tmp_path / f"{number:02}.txt").write_text(f"Text {number}.", "utf-8")
        (tmp_path / "07.txt").write_bytes(b"\x00\x01\xff" * 50)
        (tmp_path / "13.pdf").write_bytes(b"%PDF-x")
        (tmp_path / "14.txt").write_text("Text 3.", "utf-8")
        report = intake.import_texts(bench, intake.files_in([tmp_path]).files)
        assert len(report.documents) == 18
        assert report.known == 1
        assert [each[:8] for each in report.faults] == ["“07.txt”", "“13.pdf”", "“14.txt”"]
