"""What is made and what is proved, by name: PYTHONPATH=packaging python -m shipping package|test|same|measure."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor  # noqa: TID251 - the window has no part in this
from pathlib import Path

from shipping import archive, deb, environment, frozen, papers, rpm, windows
from shipping.ground import PROJECT, Broken, Ground, digest, megabytes, need, say, step

KINDS = ("wheel", "deb", "portable", "rpm", "windows")
MAKERS: dict[str, Callable[[Ground, Path], Path]] = {
    "deb": deb.make,
    "portable": archive.make,
    "rpm": rpm.make,
}
"""Those that are made from the frozen program."""
WORKERS = 2
"""So many packages are pressed at once; each takes one processor."""


def package(ground: Ground, kinds: list[str]) -> None:
    """Make the packages of these kinds, then the sums of all that lies in ``out``."""
    need("readelf", "strip", "cc", "icupkg", "dpkg-deb")
    began = time.monotonic()
    with step("wheel and source package"):
        wheel = environment.make_wheel(ground)
    with step("clean environment"):
        environment.make(ground, wheel)
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting: list[Future[None]] = []
        if "windows" in kinds:
            waiting.append(pool.submit(_windows, ground, wheel))
        if set(kinds) & {"deb", "portable", "rpm"}:
            with step("frozen program"):
                tree = frozen.make(ground, with_probe=True)
            with step("self-test of the frozen program"):
                self_test(ground, tree)
            waiting += [pool.submit(_made, ground, tree, kind) for kind in MAKERS if kind in kinds]
        for each in waiting:
            each.result()
    with step("papers and sums"):
        _sums(ground)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    say(f"everything: {time.monotonic() - began:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of processor")


def _windows(ground: Ground, wheel: Path) -> None:
    with step("Windows set-up"):
        windows.make(ground, wheel)


def _made(ground: Ground, tree: Path, kind: str) -> None:
    with step(kind):
        made = MAKERS[kind](ground, tree)
        say(f"{made.name}: {megabytes(made):.1f} MB")


def self_test(ground: Ground, tree: Path) -> None:
    """Let the frozen program do its self-test; :class:`Broken` with all it says when it fails."""
    say(ground.run(tree / "glossator", "--self-test", env={"QT_QPA_PLATFORM": "offscreen"}).splitlines()[-1])


def _sums(ground: Ground) -> None:
    if ground.frozen.exists():
        parts = [*papers.python_parts(ground), *papers.system_parts(ground.frozen)]
        (ground.out / "glossator.cdx.json").write_text(papers.bill(ground, parts), "utf-8")
    sums = ground.out / "SHA256SUMS"
    made = sorted(each for each in ground.out.iterdir() if each.is_file() and each != sums)
    sums.write_text("".join(f"{digest(each)}  {each.name}\n" for each in made), "utf-8")
    say([f"{megabytes(each):8.1f} MB  {each.name}" for each in made])


def main() -> int:
    """Do what the arguments ask for; 1 and a sentence when it cannot be done."""
    parser = argparse.ArgumentParser(prog="shipping", description=__doc__)
    parser.add_argument("what", choices=("package", "test", "same", "measure"))
    parser.add_argument("kinds", nargs="*", help=f"of package: {', '.join(KINDS)}; all where none is named")
    parser.add_argument("--work", type=Path, default=PROJECT / "build", help="where it is made")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist", help="where it is put")
    wanted = parser.parse_args()
    ground = Ground(wanted.work, wanted.out)
    try:
        if wanted.what == "package":
            package(ground, wanted.kinds or list(KINDS))
        else:
            from shipping import proofs

            {"test": proofs.everything, "same": proofs.same_twice, "measure": proofs.measured}[wanted.what](
                ground
            )
    except Broken as broken:
        print(f"shipping: {broken}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
