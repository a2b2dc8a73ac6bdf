"""The proofs: clean systems, no network, the same bytes twice, and what it costs to start."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from shipping import deb, measuring
from shipping.ground import NAME, PROJECT, Broken, Ground, inventory, megabytes, need, say, step

MIRROR = "http://deb.debian.org/debian"
SUITES = ("bookworm", "trixie")
_TWICE = ("wheel", "deb", "portable", "windows")
_USER = "analyst"
_INTERNET = re.compile(r"(?:socket|connect)\(.*AF_INET6?\b")


def everything(ground: Ground) -> None:
    """Do what shows that the packages of ``out`` work: everything but the second build."""
    need("debootstrap", "lintian", "strace", "unshare", "Xvfb", "xdotool")
    package = the_package(ground)
    with step("no network"):
        offline(ground, ground.frozen / NAME)
    with step("portable archive"):
        portable(ground)
    for suite in SUITES:
        with step(f"clean Debian, {suite}"):
            clean_system(ground, package, suite)
    with step(".rpm"):
        other_family(ground)
    with step("Windows set-up under wine"):
        under_wine(ground)
    with step("lintian"):
        lintian(ground, package)
    with step("measured"):
        measured(ground)


def the_package(ground: Ground) -> Path:
    """Return the Debian package of this version; :class:`Broken` where it is not made yet."""
    package = ground.out / f"{NAME}_{ground.version}_amd64.deb"
    if not package.exists():
        raise Broken(f"There is no {package.name} in {ground.out}: make package comes first.")
    return package


# --- no network


def offline(ground: Ground, program: Path) -> None:
    """Let the whole self-test run where there is no network interface, and see that it never asks for one."""
    trace = ground.fresh("offline") / "trace"
    told = ground.run(
        *("unshare", "--net", "--", "strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", trace),
        *(program, "--self-test"),
        env={"QT_QPA_PLATFORM": "offscreen"},
    )
    asked = [line for line in trace.read_text("utf-8", "replace").splitlines() if _INTERNET.search(line)]
    if asked:
        raise Broken("The program asks for a network:\n" + "\n".join(asked))
    every = sum(1 for _ in trace.open("rb"))
    say(f"{told.splitlines()[-1]} {every} calls of socket or connect, none of them AF_INET or AF_INET6.")


# --- the portable archive


def portable(ground: Ground) -> None:
    """Unpack the archive where its path has spaces, work with it, and see that all lies beside it."""
    (archive,) = ground.out.glob(f"{NAME}-*-linux-*.tar.xz")
    place = ground.fresh("a stick with spaces")
    ground.run("tar", "-xJf", archive, "-C", place)
    (folder,) = place.iterdir()
    home = ground.fresh("empty home")
    env = {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    say(ground.run(folder / NAME, "--self-test", env=env).splitlines()[-1])
    ground.run(folder / NAME, "demo", env=env)
    data = folder / "Glossator data"
    if not sorted(data.glob("projects/*.gloss")) or not (data / "log").is_dir():
        raise Broken(f"The portable program did not keep its things in {data}.")
    if left := [str(each) for each in home.rglob("*") if "lossator" in each.name]:
        raise Broken(f"The portable program left things in the home: {', '.join(left)}.")
    say(
        f"everything beside the program: {', '.join(sorted(each.name for each in data.iterdir()))}; nothing in the home"
    )


# --- clean systems


class Root:
    """A system in a folder."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.ground = ground
        self.folder = folder

    def run(self, *command: object, user: str = "", display: str = "") -> str:
        """Run a command in it, as root or as a user; what it says."""
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C.UTF-8",
            "HOME": f"/home/{user}" if user else "/srv",
        } | ({"DISPLAY": display} if display else {"QT_QPA_PLATFORM": "offscreen"})
        words = ["chroot", *(["--userspec", f"{user}:{user}"] if user else []), str(self.folder), "env", "-i"]
        words += [f"{key}={value}" for key, value in environment.items()]
        return self.ground.run(*words, *command)

    def apt(self, *words: object) -> str:
        """Install or remove with apt; recommended packages stay out."""
        return self.run("apt-get", "-q", "-y", "--no-install-recommends", *words)


@contextmanager
def _root(ground: Ground, suite: str) -> Iterator[Root]:
    base = ground.work / f"base-{suite}"
    if not (base / "etc/debian_version").exists():
        ground.run("debootstrap", "--variant=minbase", suite, base, MIRROR)
    folder = ground.work / f"root-{suite}"
    if folder.exists():
        _unmount(folder)
        shutil.rmtree(folder)
    ground.run("cp", "-a", base, folder)
    shutil.copyfile("/etc/resolv.conf", folder / "etc/resolv.conf")
    ground.run("mount", "-t", "proc", "proc", folder / "proc")
    ground.run("mount", "-t", "tmpfs", "shm", folder / "dev/shm")
    try:
        yield Root(ground, folder)
    finally:
        _unmount(folder)


def _unmount(folder: Path) -> None:
    for name in ("proc", "dev/shm"):
        subprocess.run(["umount", str(folder / name)], capture_output=True, check=False)


def clean_system(ground: Ground, package: Path, suite: str) -> None:
    """Install by apt where nothing else is, use it, upgrade it, take it away."""
    with _root(ground, suite) as root:
        root.run("apt-get", "-q", "update")
        root.run("useradd", "-m", _USER)
        before = _earlier(ground, package)
        for each in (before, package):
            shutil.copyfile(each, root.folder / "srv" / each.name)
        _trust_mirror_caches(root)
        had = _files(root)
        told = root.apt("install", f"/srv/{before.name}")
        say(f"{suite}: the version before is installed, with {_counted(told)} packages it needs")
        say(f"{suite}, as {_USER}: " + root.run(NAME, "--self-test", user=_USER).splitlines()[-1])
        root.run(NAME, "new", f"/home/{_USER}/work.gloss", "--title", "Work", user=_USER)
        root.apt("install", f"/srv/{package.name}")
        told = root.run("dpkg-query", "-W", "-f=${Version}", NAME)
        if told != ground.version:
            raise Broken(f"After the upgrade {told} is installed.")
        root.run(NAME, "summary", f"/home/{_USER}/work.gloss", user=_USER)
        say(f"{suite}: upgraded to {told}; the project of before is read")
        with _screen() as display:
            said = root.run(NAME, "--self-test", user=_USER, display=display)
            say(f"{suite}, on a screen: {said.splitlines()[-1]}")
            _double_click(ground, root, display, suite)
        root.apt("purge", NAME)
        _left(root, had, suite)


def _trust_mirror_caches(root: Root) -> None:
    """Packages are read from the folder they lie in by apt's own user."""
    (root.folder / "srv").chmod(0o755)


def _counted(told: str) -> str:
    found = re.search(r"(\d+) newly installed", told)
    return str(int(found[1]) - 1) if found else "?"


def _earlier(ground: Ground, package: Path) -> Path:
    """Return the same package under a smaller version, for the upgrade."""
    folder = ground.fresh("earlier")
    ground.run("dpkg-deb", "-R", package, folder / "tree")
    control = folder / "tree/DEBIAN/control"
    control.write_text(
        control.read_text("utf-8").replace(f"Version: {ground.version}", f"Version: {ground.version}~before")
    )
    (folder / "tree/usr/lib/glossator/left-over").write_text("a file that the next version has no more\n")
    target = folder / "before.deb"
    ground.run("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", folder / "tree", target)
    return target


@contextmanager
def _screen() -> Iterator[str]:
    """A screen of its own, which programs in another root reach by its abstract socket."""
    number = 90 + os.getpid() % 100
    server = subprocess.Popen(
        ["Xvfb", f":{number}", "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            if Path(f"/tmp/.X11-unix/X{number}").exists():  # noqa: S108 - where the server puts it
                break
            time.sleep(0.1)  # noqa: TID251 - waiting for another program
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def _double_click(ground: Ground, root: Root, display: str, suite: str) -> None:
    """See that a project file has its kind, and that opening it by its kind opens the window on it."""
    root.apt("install", "xdg-utils", "libfile-mimeinfo-perl", "shared-mime-info", "desktop-file-utils")
    project = f"/home/{_USER}/work.gloss"
    kind = (
        root.run("xdg-mime", "query", "filetype", project, user=_USER, display=display)
        .strip()
        .splitlines()[-1]
    )
    if kind != "application/x-glossator":
        raise Broken(f"{suite}: a project is taken for {kind}.")
    chosen = root.run("xdg-mime", "query", "default", kind, user=_USER, display=display).strip()
    if chosen != "glossator.desktop":
        raise Broken(f"{suite}: {kind} is opened by {chosen!r}.")
    environment = (f"DISPLAY={display}", "PATH=/usr/bin:/bin", f"HOME=/home/{_USER}", "LC_ALL=C.UTF-8")
    opened = subprocess.Popen(
        [
            "chroot",
            "--userspec",
            f"{_USER}:{_USER}",
            str(root.folder),
            "env",
            "-i",
            *environment,
            "xdg-open",
            project,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        title = _window(display)
        picture = ground.work / f"double-click-{suite}.png"
        subprocess.run(["import", "-display", display, "-window", "root", str(picture)], check=False)
        say(f"{suite}: a double click on work.gloss ({kind}) opens “{title}”")
    finally:
        os.killpg(opened.pid, 15)
        opened.wait()


def _window(display: str) -> str:
    for _ in range(240):
        asked = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Work — Glossator", "getwindowname"],
            env={**os.environ, "DISPLAY": display},
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.stdout.strip():
            return asked.stdout.strip().splitlines()[0]
        time.sleep(0.25)  # noqa: TID251 - waiting for another program
    raise Broken("Opening the project by its kind brings no window.")


def _files(root: Root) -> set[str]:
    return {
        str(path.relative_to(root.folder))
        for place in ("usr", "etc", "var/lib", "opt")
        for path in (root.folder / place).rglob("*")
        if NAME in path.name
    }


def _left(root: Root, had: set[str], suite: str) -> None:
    """See that nothing of the program is left, and that the project is."""
    left = sorted(each for each in _files(root) - had if not each.startswith("var/lib/apt"))
    if left or (root.folder / "usr/lib/glossator").exists():
        raise Broken(f"{suite}: after the removal there is still {', '.join(left)}.")
    if not (root.folder / f"home/{_USER}/work.gloss").exists():
        raise Broken(f"{suite}: the removal took the project along.")
    say(f"{suite}: removed without traces; the project is still there")


# --- the package of the other family


def other_family(ground: Ground) -> None:
    """Install the .rpm by rpm itself where its libraries are, use it, take it away.

    There is no system of that family in Debian's mirrors: this is one of Debian with a database of rpm, so the names
    of what the package requires are not proved, but its files, its scripts and its removal are.
    """
    need("rpm")
    (package,) = ground.out.glob(f"{NAME}-*.rpm")
    with _root(ground, SUITES[0]) as root:
        root.run("apt-get", "-q", "update")
        root.apt("install", *(each.split()[0] for each in deb.depends(ground.frozen)))
        root.run("useradd", "-m", _USER)
        had = _files(root)
        by_rpm = ("rpm", "--root", root.folder, "--dbpath", "/var/lib/rpm")
        (root.folder / "var/lib/rpm").mkdir(parents=True, exist_ok=True)
        ground.run(*by_rpm, "--initdb")
        ground.run(*by_rpm, "--force-debian", "-i", "--nodeps", package)
        ground.run(*by_rpm, "-V", "--nodeps", NAME)
        say("by rpm: installed, every file as the package says")
        say(f"by rpm, as {_USER}: " + root.run(NAME, "--self-test", user=_USER).splitlines()[-1])
        root.run(NAME, "new", f"/home/{_USER}/work.gloss", "--title", "Work", user=_USER)
        ground.run(*by_rpm, "--force-debian", "-e", NAME)
        _left(root, had, "by rpm")


# --- lintian


def lintian(ground: Ground, package: Path) -> None:
    """:class:`Broken` where lintian finds an error that no override names."""
    told = ground.run("lintian", "--allow-root", "--fail-on", "error", "--tag-display-limit", "0", package)
    found = [line for line in told.splitlines() if re.match(r"[EW]: ", line)]
    say([f"lintian: no error; {len(found)} warnings", *found[:20]])


# --- Windows


def under_wine(ground: Ground) -> None:
    """Install the set-up silently, work with it as far as wine goes, and remove it."""
    from shipping import windows

    windows.prove(ground)


# --- the same bytes


def same_twice(ground: Ground) -> None:
    """Build twice from two places and compare every file, then the packages themselves."""
    places = [ground.fresh("same/one"), ground.fresh("same/another place with a longer name")]
    found = []
    for place in places:
        source = place / "source"
        shutil.copytree(
            PROJECT,
            source,
            ignore=shutil.ignore_patterns(".git", "build", "dist", ".venv", "shots", ".*cache"),
        )
        (source / ".venv").symlink_to(PROJECT / ".venv")
        with step(f"build in {place.name}"):
            ground.run(
                *(PROJECT / ".venv/bin/python", "-m", "shipping", "package", *_TWICE),
                *("--work", place / "work", "--out", place / "out"),
                cwd=source,
                env={"PYTHONPATH": str(source / "packaging"), "SOURCE_DATE_EPOCH": str(ground.epoch)},
            )
        found.append({**inventory(place / "work/frozen"), **inventory(place / "out")})
    differ = [name for name in sorted(found[0] | found[1]) if found[0].get(name) != found[1].get(name)]
    say(
        f"{len(found[0])} files from two places: {len(differ)} differ"
        + "".join(f"\n  {each}" for each in differ)
    )
    if differ:
        raise Broken("The two builds are not the same.")


# --- what it costs


def measured(ground: Ground) -> None:
    """Say how long the start takes, and how much memory it needs, beside the plain start and an empty window."""
    say(measuring.table(ground))
    sizes: Sequence[tuple[str, Path]] = [(each.name, each) for each in sorted(ground.out.iterdir())]
    say([f"{megabytes(path):8.1f} MB  {name}" for name, path in sizes])
    say(f"{megabytes(ground.frozen) - megabytes(ground.frozen / 'probe'):8.1f} MB  installed")
