"""The package for systems of the other family: the same tree as the Debian one, with a spec of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from shipping import deb, desktop, frozen
from shipping.ground import NAME, PACKAGING, Ground, need


def make(ground: Ground, tree: Path) -> Path:
    """Build the package into ``out``; its path."""
    need("rpmbuild")
    top = ground.fresh("rpm")
    root = top / "tree"
    frozen.without_probe(tree, root / "usr/lib" / NAME)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    desktop.put(ground, root)
    zsh = root / "usr/share/zsh"
    (zsh / "vendor-completions").rename(zsh / "site-functions")
    deb.put_papers(ground, tree, root / "usr/share/doc" / NAME)
    (root / "usr/share/doc" / NAME / "changelog.gz").unlink()
    ground.settle_times(root)
    spec = (PACKAGING / "linux/glossator.spec").read_text("utf-8")
    (top / "glossator.spec").write_text(spec.replace("@VERSION@", ground.version), "utf-8")
    ground.run(
        *("rpmbuild", "-bb", "--quiet", "--define", f"_topdir {top}", "--define", f"tree {root}"),
        *("--define", f"_buildhost {NAME}", "--define", "use_source_date_epoch_as_buildtime 1"),
        *(
            "--define",
            "clamp_mtime_to_source_date_epoch 1",
            "--dbpath",
            top / "db",
            "--target",
            ground.architecture,
        ),
        top / "glossator.spec",
    )
    (made,) = top.glob("RPMS/*/*.rpm")
    return Path(shutil.copy(made, ground.out / made.name))
