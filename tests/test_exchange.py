"""Other formats into a project and out of it: one step, all or nothing, texts that are known, names that are kept."""

from __future__ import annotations

import errno
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from glossator import chronicles, delivery, exchange, projects
from glossator.arrivals import DoesNotFit
from glossator.core import dating, locating
from glossator.core.annotations import Mention, Relation
from glossator.core.errors import GlossatorError
from glossator.core.layers import Whose
from glossator.core.lens import Lens
from glossator.core.review import Look
from glossator.exchange import Wishes, format_named
from glossator.formats.doctor import all_accepted
from glossator.formats.losses import Outgoing
from glossator.formats.mapping import LEFT_OUT, NameTable, Target
from glossator.formats.standoff import Options
from glossator.store.tellings import Tellings
from glossator.workbench import Workbench
from tests import corpora

TEXT = "Ada Lovelace met Bo in Tripoli.\n"
ANN = """T1\tPerson 0 12\tAda Lovelace
T2\tPerson 17 19\tBo
T3\tTown 23 30\tTripoli
R1\tMET Arg1:T1 Arg2:T2
A1\tSure R1
N1\tReference T1 Wikidata:Q7259\tAda Lovelace
#1\tAnnotatorNotes T1\tthe first
"""
BRAT = format_named("brat")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = projects.create(tmp_path / "a.gloss", title="A", scheme_id="news-intelligence", author="Ada")
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "brat"
    made.mkdir()
    (made / "a.txt").write_text(TEXT, "utf-8")
    (made / "a.ann").write_text(ANN, "utf-8")
    return made


def test_a_new_label_is_a_place_or_a_time_where_its_kind_is(bench: Workbench, folder: Path) -> None:
    (folder / "a.ann").write_text(ANN + "T9\tDATE 0 3\tAda\nT10\tMOOD 0 3\tAda\n", "utf-8")
    exchange.import_files(bench, [folder], BRAT)
    town, date, mood = (bench.scheme.label(each) for each in ("Town", "DATE", "MOOD"))
    assert town is not None
    assert date is not None
    assert mood is not None
    assert (town.slot, date.slot) == ("GPE", "TIM")
    assert locating.place_labels(bench.scheme) == {"GPE", "LOC", "FAC", "Town"}
    assert dating.time_labels(bench.scheme) == {"TIM", "DATE"}
    bench.undo()
    assert locating.place_labels(bench.scheme) == {"GPE", "LOC", "FAC"}


def test_labels_of_nerel_that_are_kept_new_are_on_the_map_and_the_timeline(bench: Workbench) -> None:
    folder = corpora.corpus("nerel")
    report = exchange.import_files(bench, [folder], BRAT, Wishes(skip_bad=True))
    places = {"GPE", "LOC", "FAC", "CITY", "COUNTRY", "DISTRICT", "STATE_OR_PROVINCE", "LOCATION", "FACILITY"}
    times = {"TIM", "DATE", "TIME"}
    counted: Counter[str] = Counter()
    names = {Path(each.name).stem for each in report.documents}
    for file in (each for each in folder.rglob("*.ann") if each.stem in names):
        lines = file.read_text("utf-8").splitlines()
        counted.update(line.split("\t")[1].split(" ")[0] for line in lines if line.startswith("T"))
    assert counted["CITY"] > 100, "NEREL is there and is read"
    gazette = chronicles.gazette(bench.ask, bench.scheme, Lens())
    assert sum(each.mentions for each in gazette.sites()) == sum(counted[each] for each in places)
    tellings = Tellings(bench.ask.under(Lens(), bench.scheme))
    assert tellings.taken_count(dating.time_labels(bench.scheme)) == sum(counted[each] for each in times)


def test_an_import_is_one_step_with_the_new_items_of_the_scheme(bench: Workbench, folder: Path) -> None:
    before = bench.scheme
    report = exchange.import_files(bench, [folder], BRAT)
    assert (len(report.documents), report.mentions, report.relations, report.faults) == (1, 3, 1, ())
    assert report.told == (
        "New in the label scheme: Town, MET, Sure.",
        "Of the same kind as labels that were there, with their colour and attributes: Town (GPE).",
        "New although called much like what the scheme has: Town (GPE). A mapping joins them.",
    )
    document = report.documents[0]
    held = bench.annotations(document.id)
    assert [each.label for each in held.in_order()] == ["PER", "PER", "Town"]
    assert {each.author for each in held.in_order()} == {"Ada"}
    assert {each.origin for each in held.in_order()} == {"import:brat"}
    assert (bench.ask.source_bytes(document.source_digest) or b"").decode() == TEXT
    assert bench.scheme.relation_type("MET") is not None
    assert [each.entity.name for each in bench.ask.entities()] == ["Ada Lovelace"]
    look = Look(held, bench.scheme, bench.ask.entity)
    records: list[Mention | Relation] = [*held.mentions.values(), *held.relations.values()]
    assert all(look.faults(each) == {} for each in records)
    bench.undo()
    assert bench.ask.document_count() == 0
    assert bench.ask.entities() == []
    assert bench.scheme == before
    bench.redo()
    assert bench.scheme.label("Town") is not None


def test_what_was_imported_goes_out_as_it_came_also_through_our_own_jsonl(
    bench: Workbench, folder: Path, tmp_path: Path
) -> None:
    exchange.import_files(bench, [folder], BRAT)
    names = NameTable(labels={"PER": Target("Person")})
    found = exchange.export(bench, tmp_path / "out", BRAT, names=names)
    assert found.differences == ()
    assert (tmp_path / "out" / "a.ann").read_text("utf-8") == ANN
    projects.export_jsonl(bench, tmp_path / "a.jsonl")
    scheme = str(tmp_path / "a.scheme.json")
    other = projects.create(tmp_path / "b.gloss", title="B", scheme_id=scheme, author="Bo")
    projects.import_jsonl(other, tmp_path / "a.jsonl")
    exchange.export(other, tmp_path / "again", BRAT, names=names)
    other.close()
    assert (tmp_path / "again" / "a.ann").read_text("utf-8") == ANN


def test_what_does_not_fit_keeps_all_out_unless_it_is_left_out(bench: Workbench, folder: Path) -> None:
    (folder / "b.txt").write_text("Bo left.", "utf-8")
    (folder / "b.ann").write_text("T1\tPerson 0 2\tBo\nT2\tPerson 3 7\tZed\nnonsense\n", "utf-8")
    with pytest.raises(DoesNotFit, match="“brat” has 2 faults, the first") as caught:
        exchange.import_files(bench, [folder], BRAT)
    assert caught.value.details.splitlines() == [
        "b.ann, line 3: this begins like no line of brat.",
        "b.ann, line 2: T2 should read “Zed”, but “left” stands there, and it stands nowhere in the text.",
    ]
    assert bench.ask.document_count() == 0
    assert bench.scheme.label("Town") is None
    report = exchange.import_files(bench, [folder], BRAT, Wishes(skip_bad=True))
    assert (len(report.documents), report.mentions, len(report.faults)) == (2, 4, 2)


def test_the_nearest_place_is_taken_where_that_is_accepted(bench: Workbench, folder: Path) -> None:
    (folder / "a.ann").write_text("T1\tPerson 0 12\tAda Lovelace\nT2\tTown 21 28\tTripoli\n", "utf-8")
    preview = exchange.look(bench, [folder], BRAT)
    assert [each.nearest for each in preview.survey.findings] == [((23, 30),)]
    assert bench.ask.document_count() == 0
    report = exchange.import_files(bench, [folder], BRAT, Wishes(accept=all_accepted))
    assert report.faults == ()
    held = bench.annotations(report.documents[0].id)
    assert [each.quote for each in held.in_order()] == ["Ada Lovelace", "Tripoli"]


def test_a_text_that_is_known_gets_the_annotations_once(bench: Workbench, folder: Path) -> None:
    exchange.import_files(bench, [folder], BRAT)
    assert exchange.look(bench, [folder], BRAT).survey.known == 1
    again = exchange.import_files(bench, [folder], BRAT)
    assert again.told[:2] == (
        "1 document was in the project already and got these annotations.",
        "4 annotations were there already and did not come again.",
    )
    assert (again.mentions, again.relations) == (0, 0)
    (folder / "a.ann").write_text(ANN + "T4\tPerson 13 16\tmet\n", "utf-8")
    (row,) = bench.ask.documents()
    assert exchange.import_files(bench, [folder], BRAT).mentions == 1
    assert len(bench.annotations(row.document.id).mentions) == 4
    left = exchange.import_files(bench, [folder], BRAT, Wishes(attach=False))
    assert left.faults == ("“a” is in the project already, so it was not brought in again.",)


def test_annotations_without_a_text_come_to_the_document_of_their_name(
    bench: Workbench, folder: Path
) -> None:
    from glossator import intake

    intake.import_texts(bench, [folder / "a.txt"])
    (folder / "a.txt").unlink()
    report = exchange.import_files(bench, [folder / "a.ann"], BRAT)
    assert (report.documents, report.mentions) == ((), 3)
    (folder / "a.ann").rename(folder / "elsewhere.ann")
    with pytest.raises(DoesNotFit, match="there is no text for “elsewhere”"):
        exchange.import_files(bench, [folder / "elsewhere.ann"], BRAT)


def test_a_text_that_stands_twice_in_files_is_one_document(bench: Workbench, folder: Path) -> None:
    (folder / "b.txt").write_text(TEXT, "utf-8")
    (folder / "b.ann").write_text("T1\tTown 23 30\tTripoli\n", "utf-8")
    report = exchange.import_files(bench, [folder], BRAT)
    assert (len(report.documents), report.mentions) == (1, 4)


def test_names_are_chosen_and_kept_in_the_project(bench: Workbench, folder: Path) -> None:
    names = NameTable(labels={"Town": Target("GPE"), "Person": LEFT_OUT}, relations={"MET": LEFT_OUT})
    exchange.keep_names(bench, "brat", "import", names)
    assert exchange.kept_names(bench.ask, "brat", "import") == names
    assert exchange.kept_names(bench.ask, "doccano", "import").is_empty
    report = exchange.import_files(bench, [folder], BRAT, Wishes(names=names))
    held = bench.annotations(report.documents[0].id)
    assert [each.label for each in held.in_order()] == ["GPE"]
    assert bench.scheme.label("Town") is None
    bench.keep("names:import:brat", {"format": "of tomorrow"})
    assert exchange.kept_names(bench.ask, "brat", "import").is_empty


def test_an_identity_that_the_project_has_is_the_same_one(bench: Workbench, folder: Path) -> None:
    exchange.import_files(bench, [folder], BRAT)
    (folder / "a.txt").write_text(f"Again: {TEXT}", "utf-8")
    (folder / "a.ann").write_text(
        "T1\tPerson 7 19\tAda Lovelace\nN1\tReference T1 Wikidata:Q7259\tAda\n", "utf-8"
    )
    exchange.import_files(bench, [folder], BRAT)
    (row,) = bench.ask.entities()
    assert (row.entity.name, row.mentions, row.documents) == ("Ada Lovelace", 2, 2)


def test_a_dry_run_says_what_would_be_lost_and_writes_nothing(
    bench: Workbench, folder: Path, tmp_path: Path
) -> None:
    exchange.import_files(bench, [folder], BRAT)
    doccano = format_named("doccano")
    target = tmp_path / "out.jsonl"
    found = exchange.export(bench.project_file.path, target, doccano, dry_run=True)
    assert not target.exists()
    assert {str(each) for each in found.losses} == {
        "4 authors: left out",
        "4 times: left out",
        "1 attribute of relations: left out",
        "1 identity: left out, so mentions of one thing are no longer joined",
        "1 note on mentions: left out",
        "3 mention ids out of files: others are given, as its ids are other ones",
    }
    written = exchange.export(bench.project_file.path, target, doccano)
    assert written.losses == found.losses
    assert written.differences == ()
    (line,) = target.read_text("utf-8").splitlines()
    assert [each["label"] for each in json.loads(line)["entities"]] == ["PER", "PER", "Town"]


def test_what_does_not_read_back_is_told(
    bench: Workbench, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.import_files(bench, [folder], BRAT)
    broken = BRAT._replace(
        write=lambda documents, target, options: (
            BRAT.write and BRAT.write(documents, target, options),
            (target / "a.ann").write_text("T1\tPerson 0 3\tAda\n", "utf-8"),
        )[0]
    )
    found = exchange.export(bench, tmp_path / "out", broken)
    assert any("mentions are missing" in each for each in found.differences)


def test_only_what_may_be_seen_goes_out(bench: Workbench, folder: Path, tmp_path: Path) -> None:
    exchange.import_files(bench, [folder], BRAT)
    found = exchange.export(bench, tmp_path / "out", BRAT, whose=Whose(frozenset(("Bo",))))
    assert (found.documents, found.mentions) == (1, 0)


@pytest.mark.parametrize("name", ["tables", "parquet"])
def test_a_full_disk_leaves_no_empty_folder(
    name: str, bench: Workbench, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.import_files(bench, [folder], BRAT)
    form, target = format_named(name), tmp_path / "sheets"

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("glossator.formats.whole.os.fsync", full)
    with pytest.raises(GlossatorError, match="No space left"):
        exchange.export(bench, target, form)
    assert not target.exists()
    target.mkdir()
    with pytest.raises(GlossatorError, match="No space left"):
        exchange.export(bench, target, form, overwrite=True)
    assert target.is_dir(), "a folder that was there stays"


def test_a_file_of_our_own_is_not_written_over(bench: Workbench) -> None:
    path = bench.project_file.path
    with pytest.raises(GlossatorError, match="into the project itself"):
        exchange.export(path, path, format_named("doccano"), overwrite=True)
    with pytest.raises(GlossatorError, match="read only"):
        exchange.export(bench, path.with_name("x"), BRAT._replace(write=None))


def test_a_conversion_needs_no_project(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    found = exchange.convert(folder, target, None, format_named("label-studio"))
    assert (found.documents, found.mentions, found.relations) == (1, 3, 1)
    exchange.convert(target, tmp_path / "back", None, BRAT)
    lines = (tmp_path / "back" / "a.ann").read_text("utf-8").splitlines()
    assert lines[:4] == ANN.splitlines()[:4]
    with pytest.raises(GlossatorError, match="does not tell the format"):
        exchange.convert(folder, tmp_path / "x.unknown", None, None)
    with pytest.raises(GlossatorError, match="in no format of annotations"):
        exchange.convert(folder / "a.txt", tmp_path / "x", None, BRAT)


def test_a_conversion_that_fails_leaves_no_file(folder: Path, tmp_path: Path) -> None:
    (folder / "a.ann").write_text(f"{ANN}nonsense\n", "utf-8")
    doccano = format_named("doccano")
    with pytest.raises(GlossatorError, match="no line of brat"):
        exchange.convert(folder, tmp_path / "a.jsonl", BRAT, doccano)
    assert not (tmp_path / "a.jsonl").exists()
    found = exchange.convert(folder, tmp_path / "a.jsonl", BRAT, doccano, wishes=Wishes(skip_bad=True))
    assert len(found.faults) == 1
    assert found.mentions == 3


def test_progress_is_told_and_may_end_the_work(bench: Workbench, folder: Path) -> None:
    class Enough(Exception):
        pass

    heard: list[float] = []

    def tell(done: int, total: int) -> None:
        heard.append(done / total)
        if done / total > 0.6:
            raise Enough

    with pytest.raises(Enough):
        exchange.import_files(bench, [folder], BRAT, progress=tell)
    assert heard == sorted(heard)
    assert bench.ask.document_count() == 0


def test_types_of_identities_go_out_under_the_names_of_labels_and_come_back(
    bench: Workbench, folder: Path, tmp_path: Path
) -> None:
    exchange.import_files(bench, [folder], BRAT)
    assert [each.entity.type for each in bench.ask.entities()] == ["PER"]
    form = format_named("tables")
    found = exchange.export(bench, tmp_path / "out", form, names=NameTable(labels={"PER": Target("Human")}))
    assert found.differences == ()
    assert '"Ada Lovelace",Human,' in (tmp_path / "out" / "entities.csv").read_text("utf-8")
    preview = exchange.look(bench, [tmp_path / "out"], form)
    assert preview.plan.names.labels["Human"] == Target("Human")
    other = projects.create(tmp_path / "b.gloss", title="B", scheme_id="news-intelligence", author="Bo")
    exchange.import_files(other, [tmp_path / "out"], form, Wishes(NameTable(labels={"Human": Target("PER")})))
    assert [each.entity.type for each in other.ask.entities()] == ["PER"]
    left_out = NameTable(labels={"Town": LEFT_OUT})
    assert exchange.export(bench, tmp_path / "less", form, names=left_out).differences == ()
    other.close()


def test_a_label_may_go_out_with_a_subtype(bench: Workbench, folder: Path, tmp_path: Path) -> None:
    exchange.import_files(bench, [folder], BRAT)
    form = format_named("tables")
    names = NameTable(labels={"Town": Target("GPE", "city")})
    assert exchange.export(bench, tmp_path / "out", form, names=names).differences == ()
    assert ",GPE,city," in (tmp_path / "out" / "mentions.csv").read_text("utf-8")


def test_a_conversion_is_read_again_and_what_differs_is_told(folder: Path, tmp_path: Path) -> None:
    doccano = format_named("doccano")
    assert exchange.convert(folder, tmp_path / "a.jsonl", BRAT, doccano).differences == ()
    assert doccano.write is not None
    write = doccano.write

    def careless(documents: Iterable[Outgoing], target: Path, options: Options) -> None:
        write(documents, target, options)
        target.write_text(target.read_text("utf-8").replace("Town", "Tower"), "utf-8")

    broken = doccano._replace(write=careless)
    found = exchange.convert(folder, tmp_path / "b.jsonl", BRAT, broken)
    assert found.differences == (
        "“a”: 1 mentions are missing: Town, 23–30",
        "“a”: 1 mentions were not there before: Tower, 23–30",
    )
    page = exchange.convert(folder, tmp_path / "a.html", BRAT, format_named("html-report"))
    assert (page.documents, page.differences) == (1, ())


def test_names_of_an_import_are_those_of_the_first_export_read_the_other_way(bench: Workbench) -> None:
    names = NameTable(
        labels={"Town": Target("GPE"), "City": Target("GPE"), "Odd": LEFT_OUT, "Sub": Target("PER", "x")},
        relations={"meets": Target("MET")},
    )
    exchange.keep_names(bench, "brat", "import", names)
    found = exchange.kept_names(bench.ask, "brat", "export")
    assert found == NameTable(labels={"GPE": Target("Town")}, relations={"MET": Target("meets")})
    chosen = NameTable(labels={"GPE": Target("Land")})
    exchange.keep_names(bench, "brat", "export", chosen)
    assert exchange.kept_names(bench.ask, "brat", "export") == chosen


def test_a_network_is_looked_at_and_not_read_again(bench: Workbench, folder: Path, tmp_path: Path) -> None:
    exchange.import_files(bench, [folder], BRAT)
    found = delivery.export(bench, tmp_path / "a.graphml", format_named("graphml"))
    assert found.differences == ()
    assert b"Ada Lovelace" in (tmp_path / "a.graphml").read_bytes()


def test_a_conversion_needs_a_format_that_is_written(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(GlossatorError, match="is read only; nothing is written in it"):
        delivery.convert(folder, tmp_path / "a.xml", BRAT, format_named("timeml"))
    with pytest.raises(
        GlossatorError, match="The ending of “a.what” does not tell the format. Name it with --to.$"
    ):
        delivery.convert(folder, tmp_path / "a.what", BRAT, None)
    assert {each.name for each in tmp_path.iterdir()} == {"brat"}
