"""One reader fuzzed in a process of its own: with atheris where that is installed, else by chance alone."""

from __future__ import annotations

import importlib
import importlib.util
import os
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

SECONDS = 20
"""What one file may take; libFuzzer ends what takes longer."""
MEGABYTES = 3_000
"""What a reader may take of memory."""


def main(names: str, count: int, seed: int) -> int:
    """Fuzz the formats ``names`` with ``count`` files each; 0 where each was a sentence or an import."""
    return max([_fuzzed(name, count, seed, is_alone="," not in names) for name in names.split(",")])


def _fuzzed(name: str, count: int, seed: int, *, is_alone: bool) -> int:
    with tempfile.TemporaryDirectory(prefix="glossator-fuzz-") as place:
        if is_alone and importlib.util.find_spec("atheris") is not None:
            return _with_atheris(name, count, seed, Path(place))
        bound = MEGABYTES * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
        readers = importlib.import_module("tests.torture.readers")
        target = readers.Target(_form(name), Path(place))
        slowest = readers.by_chance(target, count, seed)
        print(f"{name}: {target.tried} tried, {target.imports} imported, the slowest took {slowest:.2f} s")
        return int(slowest > SECONDS)


def _form(name: str) -> Any:
    return importlib.import_module("glossator.formats.catalogue").format_named(name)


def _with_atheris(name: str, count: int, seed: int, folder: Path) -> int:
    """Let libFuzzer look for files that reach code which no other reached; it leaves by itself, so it has a child."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["glossator.formats"]):
        readers = importlib.import_module("tests.torture.readers")
        form = _form(name)
    target = readers.Target(form, folder)
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, (_, content) in enumerate(target.samples):
        (corpus / str(number)).write_bytes(bytes([number]) + content)

    def one(data: bytes) -> None:
        target.try_one(data[1:], data[0] if data else 0)

    limits = [f"-runs={count}", f"-seed={seed}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
    atheris.Setup(
        [name, *limits, f"-max_len={readers.LONGEST}", f"-artifact_prefix={folder}/", str(corpus)], one
    )
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
