"""Protected projects: opened by their passphrase alone, with nothing of what they hold on the disk."""

from __future__ import annotations

import pickle
import random
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from glossator.core.errors import GlossatorError
from glossator.store import backups, driver, opening, places, rekeying, replay
from glossator.store.check import check
from glossator.store.keys import Key, NeedsPassphrase, WrongPassphrase, may_be_protected
from glossator.store.project_file import ProjectFile
from tests.builders import AUTHOR, scheme
from tests.store.world import Desk, attack

PASSPHRASE = "four winds over Tobruk"
# Five letters at least: three or four stand in random bytes by chance.
SECRETS = (b"Libyan", b"naval", b"CREATE TABLE", b"from the wire", b"classified")
FLIPS = 150
OLD = Path(__file__).parents[1] / "old_files" / "format-1.gloss"


@pytest.fixture(scope="module")
def key() -> Key:
    """The key of every protected project here; it takes a while to make one."""
    return Key.derive(PASSPHRASE)


def protected(folder: Path, key: Key) -> ProjectFile:
    """A protected project with a document and everything on it, open."""
    project = ProjectFile.create(
        folder / "work.gloss", title="classified", scheme=scheme(), author=AUTHOR, key=key
    )
    Desk(project).bring(attack())
    return project


@pytest.fixture
def closed(tmp_path: Path, key: Key) -> Path:
    """A protected project that nobody has open."""
    folder = tmp_path / "case"
    folder.mkdir()
    project = protected(folder, key)
    project.close()
    return project.path


def revealed(folder: Path) -> set[str]:
    """The files in ``folder`` in which something can be read that nobody should."""
    return {
        each.name
        for each in folder.rglob("*")
        if each.is_file() and any(secret in each.read_bytes() for secret in SECRETS)
    }


# --- passphrases


def test_a_passphrase_counts_as_it_reads_however_it_was_typed() -> None:
    salt = bytes(16)
    typed = Key.derive("Café  noir", salt)
    assert typed == Key.derive(unicodedata.normalize("NFD", "Café  noir"), salt)
    assert typed == Key.derive("Café\u00a0 noir", salt), "a space typed with Alt"
    assert typed != Key.derive("café  noir", salt)
    assert typed != Key.derive("Café noir", salt)
    assert typed != Key.derive("Café  noir")


@pytest.mark.parametrize("passphrase", ["", "a\tb", "a\nb", "a\0b", "\udc80"])
def test_what_cannot_be_typed_everywhere_is_no_passphrase(passphrase: str) -> None:
    with pytest.raises(GlossatorError, match="passphrase"):
        Key.derive(passphrase)


def test_a_key_shows_nothing_of_itself(key: Key) -> None:
    assert repr(key) == str(key) == f"{key}" == "Key(…)"
    with pytest.raises(TypeError):
        pickle.dumps(key)


def test_other_programs_open_the_file_with_the_same_passphrase(closed: Path) -> None:
    connection = dbapi2.connect(str(closed))
    connection.execute(f"PRAGMA key='{PASSPHRASE}'")
    assert connection.execute("SELECT value FROM meta WHERE key='title'").fetchall() == [("classified",)]
    connection.close()


# --- opening


@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
def test_a_protected_project_is_opened_by_its_key_alone(closed: Path, key: Key, read_only: bool) -> None:
    before = closed.read_bytes()
    with pytest.raises(NeedsPassphrase, match="“work.gloss” is protected by a passphrase") as needed:
        ProjectFile.open(closed, read_only=read_only)
    assert not isinstance(needed.value, WrongPassphrase)
    with pytest.raises(WrongPassphrase, match="does not open “work.gloss”.*Caps Lock") as wrong:
        ProjectFile.open(closed, read_only=read_only, key=Key.derive("four winds", key.salt))
    assert "four winds" not in wrong.value.details
    assert closed.read_bytes() == before
    assert [each.name for each in closed.parent.iterdir()] == ["work.gloss"], (
        "no lock and no side file is left"
    )
    with ProjectFile.open(closed, read_only=read_only, key=key) as project:
        assert project.key == key
        assert project.ask.title() == "classified"
        assert len(project.ask.annotations(1).mentions) == len(attack().mentions)
    assert check(closed, key=key) == []


def test_a_key_is_passed_over_where_none_is_needed(full: ProjectFile, key: Key) -> None:
    full.close()
    assert opening.salt_of(full.path) is None
    with ProjectFile.open(full.path, key=key) as project:
        assert project.key is None
    assert check(full.path, key=key) == []


def test_the_salt_is_found_while_somebody_writes(tmp_path: Path, key: Key) -> None:
    with protected(tmp_path, key) as project:
        assert opening.salt_of(project.path) == key.salt
        with pytest.raises(GlossatorError, match="already open in this Glossator"):
            ProjectFile.open(project.path, key=key)


def prose(rng: random.Random) -> bytes:
    return b"Not a project at all. " * 400


def wide_prose(rng: random.Random) -> bytes:
    return ("Not a project at all. " * 400).encode("utf-16-le")


def packed(rng: random.Random) -> bytes:
    return b"PK\x03\x04" + rng.randbytes(8188)


def blank(rng: random.Random) -> bytes:
    return bytes(8192)


def little(rng: random.Random) -> bytes:
    return rng.randbytes(4000)


@pytest.mark.parametrize("content", [prose, wide_prose, packed, blank, little])
def test_what_is_neither_is_told_from_a_protected_project(
    tmp_path: Path, content: Callable[[random.Random], bytes], key: Key
) -> None:
    path = tmp_path / "work.gloss"
    path.write_bytes(content(random.Random(1)))
    for given in (None, key):
        with pytest.raises(GlossatorError, match="“work.gloss” is not a Glossator project") as told:
            ProjectFile.open(path, key=given)
        assert not isinstance(told.value, NeedsPassphrase)
    with pytest.raises(GlossatorError, match="is not a Glossator project"):
        opening.salt_of(path)


def test_what_cannot_be_told_from_one_is_asked_for_its_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "work.gloss"
    path.write_bytes(random.Random(1).randbytes(8192))
    with pytest.raises(NeedsPassphrase):
        ProjectFile.open(path)


def test_hardly_any_salt_is_taken_for_something_else() -> None:
    rng = random.Random(1)
    assert all(may_be_protected(rng.randbytes(16), 4096) for _ in range(20_000))


def test_a_database_of_another_program_with_the_same_key(closed: Path, key: Key) -> None:
    database = driver.Database(closed, read_only=False, key=key)
    database.run("PRAGMA application_id=7")
    database.close()
    with pytest.raises(GlossatorError, match="database of another program"):
        ProjectFile.open(closed, key=key)


# --- what reaches the disk


@pytest.fixture(params=[False, True], ids=["wal", "journal"])
def on_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """A local disk, or one on which there is a rollback journal in the place of a WAL."""
    monkeypatch.setattr(places, "is_network", lambda path: request.param)
    return bool(request.param)


def test_nothing_readable_reaches_the_disk(tmp_path: Path, key: Key, on_network: bool) -> None:
    with protected(tmp_path, key) as project:
        database = project._database
        with database.transaction():
            database.run("UPDATE mention SET quote='classified ' || quote")
            assert (tmp_path / f"work.gloss-{'journal' if on_network else 'wal'}").stat().st_size
            assert revealed(tmp_path) == set()
            database.run("UPDATE mention SET quote=substr(quote, 12)")
        project.save_copy(tmp_path / "copy.gloss")
        backups.snapshot(database, "daily")
        assert database.one("PRAGMA temp_store")[0] == 2, "in memory"
        assert revealed(tmp_path) == set()
    assert len([each for each in tmp_path.rglob("*.gloss") if check(each, key=key) == []]) == 3
    assert revealed(tmp_path) == set()


def test_an_older_file_stays_protected_when_it_is_brought_up_to_date(tmp_path: Path, key: Key) -> None:
    old = tmp_path / "work.gloss"
    shutil.copy(OLD, tmp_path / "plain")
    old.touch()
    database = driver.Database(tmp_path / "plain", read_only=True)
    words = [body.encode()[:10] for (body,) in database.rows("SELECT body FROM text")]
    rekeying.write_copy(database, old, key)
    database.drop()
    assert all(word in (tmp_path / "plain").read_bytes() for word in words)
    (tmp_path / "plain").unlink()
    with ProjectFile.open(old, key=key) as project:
        assert project.key == key
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(files) > 1, "it was kept as it was before"
    assert [each.name for each in files if any(word in each.read_bytes() for word in words)] == []
    assert check(old, key=key) == []


def test_an_unprotected_project_shows_all_that_is_looked_for(tmp_path: Path) -> None:
    with ProjectFile.create(
        tmp_path / "work.gloss", title="classified", scheme=scheme(), author=AUTHOR
    ) as project:
        Desk(project).bring(attack())
    content = (tmp_path / "work.gloss").read_bytes()
    assert [secret for secret in SECRETS if secret not in content] == []


def test_a_copy_is_unprotected_only_on_purpose(tmp_path: Path, key: Key) -> None:
    with protected(tmp_path, key) as project:
        project.save_unprotected(tmp_path / "plain.gloss")
        with pytest.raises(GlossatorError, match="already a file “plain.gloss”"):
            project.save_unprotected(tmp_path / "plain.gloss")
        with ProjectFile.open(project.path, key=key, read_only=True) as reader:
            reader.save_unprotected(tmp_path / "also plain.gloss")
    for name in ("plain.gloss", "also plain.gloss"):
        assert check(tmp_path / name) == []
        with ProjectFile.open(tmp_path / name) as plain, ProjectFile.open(project.path, key=key) as origin:
            assert plain.key is None
            assert plain.ask.annotations(1).mentions == origin.ask.annotations(1).mentions
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("is_protected", [False, True])
def test_the_scratch_file_of_a_check_tells_nothing_of_a_protected_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_protected: bool
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with driver.scratch(protected=is_protected) as scratch:
        scratch.execute("CREATE TABLE told(id TEXT)")
        scratch.execute("INSERT INTO told VALUES ('classified')")
        assert bool(revealed(tmp_path)) is not is_protected
    assert list(tmp_path.iterdir()) == []


def test_a_check_asks_for_a_scratch_file_that_tells_nothing(
    closed: Path, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    made = driver.scratch

    def scratch(*, protected: bool = False) -> object:
        asked.append(protected)
        return made(protected=protected)

    monkeypatch.setattr(driver, "scratch", scratch)
    every = frozenset(range(replay._BUCKETS))
    monkeypatch.setattr(replay._Sums, "differing", lambda sums: every)  # else no record is looked at
    assert check(closed, key=key) == []
    assert asked
    assert all(asked)


def test_errors_and_the_log_tell_no_passphrase(
    closed: Path, key: Key, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for given in (key, Key.derive("open sesame, please", key.salt)):
        try:
            ProjectFile.open(closed, key=given).close()
        except WrongPassphrase as error:
            told = f"{error!r} {error} {error.details} {error.__cause__!r}"
            assert "sesame" not in told
            assert given.spell()[2:20] not in told
    assert caplog.text == ""
    assert capfd.readouterr() == ("", ""), "SQLCipher would tell of a wrong key on the terminal"


# --- damage


def spoiled(path: Path, page: int) -> None:
    """Flip one bit in a page."""
    content = bytearray(path.read_bytes())
    content[4096 * (page - 1) + 200] ^= 1
    path.write_bytes(content)


def seen(path: Path, key: Key, *, is_first: bool) -> bool:
    """Whether damage is told; with it in the first page nothing at all is deciphered."""
    found = check(path, key=key)
    return bool(found) and ("though the passphrase is right" in found[0]) == is_first


def test_one_flipped_bit_anywhere_is_found(closed: Path, key: Key) -> None:
    whole = closed.read_bytes()
    rng = random.Random(4)
    places_of_bits = [0, 15, 16, 4095, len(whole) - 1, *(rng.randrange(len(whole)) for _ in range(FLIPS))]
    unseen = []
    for at in places_of_bits:
        flipped = bytearray(whole)
        flipped[at] ^= 1 << rng.randrange(8)
        closed.write_bytes(flipped)
        if not seen(closed, key, is_first=at < 4096):
            unseen.append(at)
    assert unseen == []


def test_a_check_looks_at_everything_although_a_page_is_damaged(closed: Path, key: Key) -> None:
    reader = driver.Database(closed, read_only=False, key=key)
    reader.run("DELETE FROM stat_label")
    page = int(reader.one("SELECT rootpage FROM sqlite_schema WHERE name='note'")[0])
    reader.close()
    spoiled(closed, page)
    found = check(closed, key=key)
    assert f"The file is damaged: HMAC verification failed for page {page}." in found
    assert [each for each in found if "damaged: parts of it cannot be read" in each]
    assert "The count of a label is wrong." in found, "what comes after it was looked at"


def test_a_protected_project_cut_short_is_damaged_not_garbage(closed: Path, key: Key) -> None:
    closed.write_bytes(closed.read_bytes()[:-5000])
    assert check(closed, key=key) != []
    with pytest.raises(NeedsPassphrase):
        ProjectFile.open(closed)


def test_reading_goes_on_after_a_damaged_page(closed: Path, key: Key) -> None:
    reader = driver.Database(closed, read_only=True, key=key)
    page = int(reader.one("SELECT rootpage FROM sqlite_schema WHERE name='note'")[0])
    reader.drop()
    spoiled(closed, page)
    reader = opening.opened(closed, key=key)
    with reader.still():
        with pytest.raises(driver.Damaged):
            reader.rows("SELECT * FROM note")
        reader.again()
        assert reader.one("SELECT count(*) FROM mention")[0] == len(attack().mentions)
    reader.drop()
