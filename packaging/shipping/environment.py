"""The clean environment that the program is frozen in: the locked libraries, the freezer, our wheel, nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from shipping.ground import PACKAGING, PROJECT, Broken, Ground, digest

RUNTIME = PACKAGING / "requirements.txt"
FREEZER = PACKAGING / "requirements-package.txt"


def make_wheel(ground: Ground) -> Path:
    """Build the source package, and the wheel by way of it, into ``out``; the path of the wheel."""
    for old in [*ground.out.glob("*.whl"), *ground.out.glob("glossator-*.tar.gz")]:
        old.unlink()
    python = PROJECT / ".venv/bin/python"
    ground.run(python, "-m", "build", "--no-isolation", "--outdir", ground.out, PROJECT)
    (wheel,) = ground.out.glob("*.whl")
    return wheel


def make(ground: Ground, wheel: Path) -> None:
    """Make the environment; one whose locks are the same is kept, and only our wheel in it is renewed."""
    uv = PROJECT / ".venv/bin/uv"
    folder = ground.work / "env"
    recipe = f"{digest(RUNTIME)} {digest(FREEZER)}"
    mark = folder / "made-for"
    if not mark.exists() or mark.read_text() != recipe:
        shutil.rmtree(folder, ignore_errors=True)
        ground.run(uv, "venv", "--quiet", "--python", PROJECT / ".venv/bin/python", folder)
        ground.run(
            *(
                uv,
                "pip",
                "install",
                "--quiet",
                "--python",
                folder,
                "--require-hashes",
                "--only-binary",
                ":all:",
            ),
            *("-r", RUNTIME, "-r", FREEZER),
        )
        mark.write_text(recipe)
    ground.run(uv, "pip", "install", "--quiet", "--python", folder, "--no-deps", "--reinstall", wheel)
    _refuse_strangers(ground)


def _refuse_strangers(ground: Ground) -> None:
    """What is not in the locks must not be there, or it would be frozen with the rest."""
    told = ground.run(
        ground.python,
        "-c",
        "from importlib import metadata\nfor d in metadata.distributions(): print(d.name)",
    )
    locked = {"glossator"} | {
        _plain(line.split("==")[0])
        for lock in (RUNTIME, FREEZER)
        for line in lock.read_text("utf-8").splitlines()
        if "==" in line and not line.startswith(" ")
    }
    if strangers := {_plain(each) for each in told.split()} - locked:
        raise Broken(f"In the environment there is what no lock names: {', '.join(sorted(strangers))}.")


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(".", "-")
