"""Pages of a protected file without SQLCipher: the same bytes, and what a repair makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossator import protection
from glossator.store import deciphering
from glossator.store.check import check
from glossator.store.deciphering import PAGE, RESERVED, Deciphered
from glossator.store.driver import Damaged
from glossator.store.keys import Key, WrongPassphrase
from glossator.store.project_file import ProjectFile
from glossator.store.salvage import salvage
from tests.builders import AUTHOR, annotated, scheme
from tests.store.world import Desk, attack

PASSPHRASE = "four winds over Tobruk"


@pytest.fixture(scope="module")
def key() -> Key:
    return Key.derive(PASSPHRASE)


@pytest.fixture
def path(tmp_path: Path, key: Key) -> Path:
    """A protected project with rows that go over many pages, closed."""
    path = tmp_path / "work.gloss"
    with ProjectFile.create(path, title="Work", scheme=scheme(), author=AUTHOR, key=key) as project:
        desk = Desk(project)
        desk.bring(attack())
        desk.bring(annotated("[Ada|PER] met [Babbage|PER]. " + "x" * 300_000, name="Long", id=10))
        mentions = project.ask.annotations(10).mentions.values()
        desk.undo(desk.write("Delete", removed=mentions))
    return path


def spoiled(path: Path, start: int, stop: int) -> None:
    data = bytearray(path.read_bytes())
    data[start:stop] = bytes(each ^ 0x55 for each in data[start:stop])
    path.write_bytes(data)


def test_a_block_is_deciphered_as_the_standard_says() -> None:
    """FIPS 197, appendix C.3."""
    np = pytest.importorskip("numpy")
    keys = deciphering._round_keys(bytes(range(32)))
    blocks = np.frombuffer(bytes.fromhex("8ea2b7ca516745bfeafc49904b496089"), np.uint8).reshape(1, 16)
    found = deciphering._deciphered(blocks, keys)
    assert found.tobytes().hex() == "00112233445566778899aabbccddeeff"


def test_pages_are_what_sqlcipher_writes_into_an_unprotected_file(path: Path, key: Key) -> None:
    held = Deciphered(path, key)
    assert len(held) == path.stat().st_size
    assert held[:16] == b"SQLite format 3\0"
    assert held[20:21] == bytes((RESERVED,))
    read = b"".join(held[at : at + PAGE - RESERVED] for at in range(0, len(held), PAGE))
    assert b"CREATE TABLE mention(" in read
    assert b"Ada of the Libyan Army" in read
    assert b"x" * 3_000 in read
    held.close()


def test_the_key_is_known_by_any_page(path: Path, key: Key) -> None:
    assert deciphering.fits(path, key)
    assert not deciphering.fits(path, Key(bytes(32), key.salt))
    spoiled(path, 0, 20 * PAGE)
    assert deciphering.fits(path, key)
    spoiled(path, 20 * PAGE, path.stat().st_size)
    assert not deciphering.fits(path, key)


@pytest.mark.parametrize("pages", [(1, 1), (1, 4)])
def test_without_its_beginning_a_protected_project_is_repaired(
    path: Path, tmp_path: Path, key: Key, pages: tuple[int, int]
) -> None:
    with ProjectFile.open(path, key=key) as project:
        before = {each: project.ask.annotations(each).mentions for each in (1, 10)}
        steps = len(project.ask.history())
    spoiled(path, (pages[0] - 1) * PAGE + 16, pages[1] * PAGE)
    with pytest.raises(Damaged, match="its beginning cannot be deciphered, though the passphrase is right"):
        ProjectFile.open(path, key=key)
    with pytest.raises(WrongPassphrase):
        ProjectFile.open(path, key=Key.derive("something else", key.salt))
    report = salvage(path, tmp_path / "new.gloss", key=key)
    assert check(tmp_path / "new.gloss", key=key) == []
    assert report.steps == steps
    with ProjectFile.open(tmp_path / "new.gloss", key=key) as project:
        assert {each: project.ask.annotations(each).mentions for each in (1, 10)} == before
    assert b"Babbage" not in (tmp_path / "new.gloss").read_bytes()


def test_a_damaged_salt_is_taken_from_a_backup(path: Path, tmp_path: Path, key: Key) -> None:
    """Without it no passphrase makes the key; it is nowhere else."""
    spoiled(path, 0, 16)
    assert protection.unlock(path, PASSPHRASE) != key
    with pytest.raises(WrongPassphrase, match="or its beginning is damaged: go back to a backup"):
        ProjectFile.open(path, key=protection.unlock(path, PASSPHRASE))
    spoiled(path, 0, 16)
    with ProjectFile.open(path, key=key) as project:
        project.snapshot("request", lambda done, total: None)
    spoiled(path, 0, 16)
    assert protection.unlock(path, PASSPHRASE) == key
    with pytest.raises(Damaged, match="though the passphrase is right"):
        ProjectFile.open(path, key=key)
    report = salvage(path, tmp_path / "new.gloss", key=key)
    assert report.is_whole
    assert protection.unlock(tmp_path / "new.gloss", PASSPHRASE) == key


def test_damage_in_the_middle_costs_what_stands_there(path: Path, tmp_path: Path, key: Key) -> None:
    with ProjectFile.open(path, key=key) as project:
        (root,) = project._database.one("SELECT rootpage FROM sqlite_schema WHERE name='text'")
    spoiled(path, (root - 1) * PAGE, root * PAGE)
    report = salvage(path, tmp_path / "new.gloss", key=key)
    assert check(tmp_path / "new.gloss", key=key) == []
    assert report.documents == 2
