from __future__ import annotations

from pathlib import Path

import pytest

from glossator.store.gazetteer import Gazetteer, open_gazetteer


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gazetteer")
    open_gazetteer(folder).close()
    return folder


@pytest.fixture
def places(index: Path) -> Gazetteer:
    return open_gazetteer(index)


def test_places_are_found_by_each_of_their_names(places: Gazetteer) -> None:
    tripolis = places.named(["Tripoli"])
    assert [(each.country, each.kind) for each in tripolis[:2]] == [("LY", "city"), ("LB", "city")]
    first = tripolis[0]
    assert (round(first.latitude, 2), round(first.longitude, 2)) == (32.89, 13.19)
    assert first.people > 1_000_000
    by_other = {each: places.named([each])[0] for each in ("طرابلس", "Москва", "Bengasi", "the Libyans")}
    assert {called: (each.name, each.called) for called, each in by_other.items()} == {
        "طرابلس": ("Tripoli", "طرابلس"),
        "Москва": ("Moscow", "Москва"),
        "Bengasi": ("Benghazi", "Bengasi"),
        "the Libyans": ("Libya", "Libyans"),
    }
    assert places.named(["Xanaduville", ""]) == []


def test_accents_and_capitals_do_not_matter(places: Gazetteer) -> None:
    assert places.named(["SÃO PAULO"])[0].id == places.named(["Sao Paulo"])[0].id


def test_a_place_that_two_names_find_comes_once_by_its_own_name(places: Gazetteer) -> None:
    found = [each for each in places.named(["Bengasi", "Benghazi"]) if each.country == "LY"]
    assert [(each.name, each.called) for each in found] == [("Benghazi", "")]


def test_countries_and_states_are_places(places: Gazetteer) -> None:
    libya = places.by_id(2215636)
    assert libya is not None
    assert (libya.kind, libya.name, libya.country) == ("country", "Libya", "LY")
    assert places.named(["Illinois"])[0].kind == "state"
    assert places.by_id(1) is None
    assert places.count() > 60_000


def test_what_is_typed_finds_names_that_begin_so(places: Gazetteer) -> None:
    assert [each.name for each in places.beginning("benghaz")] == ["Benghazi"]
    most = places.beginning("s", limit=3)
    assert len(most) == 3
    assert [each.people for each in most] == sorted((each.people for each in most), reverse=True)
    assert places.beginning("  ") == []


def test_the_index_is_made_once_and_read_again(index: Path) -> None:
    (made,) = index.iterdir()
    before = made.stat().st_mtime_ns
    open_gazetteer(index).close()
    assert [each.stat().st_mtime_ns for each in index.iterdir()] == [before]


def test_a_damaged_index_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _small(monkeypatch)
    open_gazetteer(tmp_path).close()
    (made,) = tmp_path.iterdir()
    made.write_bytes(b"no database" * 100)
    again = open_gazetteer(tmp_path)
    assert [each.name for each in again.named(["Aville"])] == ["Aville"]
    again.close()
    assert [each.name for each in tmp_path.iterdir()] == [made.name]


def test_where_the_index_cannot_be_kept_it_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _small(monkeypatch)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder", "utf-8")
    found = open_gazetteer(in_the_way)
    assert found.count() == 1
    scratch = Path(found._database.path).parent
    assert scratch.is_dir()
    found.close()
    assert not scratch.exists()


def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    line = b"7\tcity\tAville\tFR\t\t6000\t48.5\t2.5\tAvilla|Ville A\n"
    monkeypatch.setattr("gzip.decompress", lambda packed: line)
