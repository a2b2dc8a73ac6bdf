#!/bin/sh
# Makes ready what the Makefile needs, once: system libraries, .venv with the locked packages, the project itself.
#
#   sh packaging/setup.sh run      all that the window and the tools need
#   sh packaging/setup.sh test     the same, the fonts that tests of other scripts draw with, and a C compiler
#   sh packaging/setup.sh shots    the same as test, and a screen for programs (Xvfb)
#   sh packaging/setup.sh package  the same as run, and the tools that put packages together and prove them
#
# As root, missing Debian packages are installed; without root one line says what to install. PYTHON=… names an
# interpreter. A second run with nothing changed takes a moment. Works from a path with spaces.
set -eu
cd "$(dirname "$0")/.."

mode=${1:-run}
requirements=packaging/requirements-dev.txt
venv_python=.venv/bin/python

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# --- Debian packages ------------------------------------------------------------------------------------------------

updated=no
# apt_install WHY PACKAGE…: installs them as root; otherwise says the one line to type, and fails.
apt_install() {
    why=$1
    shift
    command -v apt-get >/dev/null 2>&1 ||
        fail "$why. Install with this system's package manager what Debian calls: $*"
    [ "$(id -u)" -eq 0 ] || fail "$why. As root: apt-get update && apt-get install --no-install-recommends $*"
    say "$why; installing $*"
    export DEBIAN_FRONTEND=noninteractive
    if [ "$updated" = no ]; then
        apt-get update -qq || say "apt-get update failed; trying with the lists that are there"
        updated=yes
    fi
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install: $*"
}

# absent PACKAGE…: prints those that dpkg does not know as installed.
absent() {
    for package in "$@"; do
        case $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true) in
            installed) ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

# --- Python and what Qt needs of the system -----------------------------------------------------------------------------

# Libraries by the name that the loader knows, and the Debian packages that hold them. The second half is for a window
# on a screen.
libraries='
libGL.so.1:libgl1
libEGL.so.1:libegl1
libxkbcommon.so.0:libxkbcommon0
libdbus-1.so.3:libdbus-1-3
libfontconfig.so.1:libfontconfig1
libglib-2.0.so.0:libglib2.0-0
libxkbcommon-x11.so.0:libxkbcommon-x11-0
libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4
libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-shape.so.0:libxcb-shape0
'

# is_suitable COMMAND: true when it is a Python that the project runs on.
is_suitable() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Sets python to the newest suitable interpreter that the lock was made for, or to nothing.
choose_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_suitable "$PYTHON" || fail "PYTHON=$PYTHON is not a Python of version 3.11 or newer"
        python=$PYTHON
        return
    fi
    for python in python3.13 python3.12 python3.11 python3; do
        if command -v "$python" >/dev/null 2>&1 && is_suitable "$python"; then return; fi
    done
    python=
}

# Prints the Debian package that makes environments possible, where Debian has left it out of its Python.
missing_ensurepip() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

# Prints the Debian packages of the libraries that the dynamic loader does not find.
missing_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    for entry in $libraries; do
        "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "${entry%:*}" 2>/dev/null || echo "${entry#*:}"
    done
}

# Prints all that is missing, so that one line, or one installation, is enough.
missing() {
    if [ -z "$python" ]; then
        echo python3 python3-venv
        [ "$(uname -s)" != Linux ] || for entry in $libraries; do echo "${entry#*:}"; done
        return
    fi
    has_environment || missing_ensurepip
    missing_libraries
}

need_system() {
    choose_python
    packages=$(missing | tr '\n' ' ')
    [ -n "$packages" ] || return 0
    # shellcheck disable=SC2086  # a list of package names
    apt_install "system packages are missing" ${packages% }
    [ -n "$python" ] || choose_python
    [ -n "$python" ] || fail "this system's Python is older than 3.11; name a newer one: PYTHON=/path/to/python3"
    packages=$(missing | tr '\n' ' ')
    [ -z "$packages" ] || fail "still not found after installing: $packages"
}

# Fonts are a matter of root: without them the tests that draw such a script are skipped, and say so.
want_fonts() {
    command -v dpkg-query >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || return 0
    packages=$(absent fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)
    # shellcheck disable=SC2086
    [ -z "$packages" ] || apt_install "fonts for the tests are missing" $packages
}

# With a compiler the tests record what is written to the disk, and cut the power in the middle of it; without one
# they are skipped, and say so.
want_compiler() {
    command -v cc >/dev/null 2>&1 && return
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || return 0
    apt_install "a C compiler for the tests is missing" gcc libc6-dev
}

# With these a real client of AT-SPI reads the page, as a screen reader does; without them that test is skipped, and
# says so.
want_reader() {
    command -v dpkg-query >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || return 0
    packages=$(absent at-spi2-core dbus gir1.2-atspi-2.0 python3-gi xvfb)
    # shellcheck disable=SC2086
    [ -z "$packages" ] || apt_install "what a screen reader needs is missing for a test" $packages
}

# Without a screen server the pictures are taken offscreen.
want_screen() {
    command -v Xvfb >/dev/null 2>&1 && return
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || return 0
    apt_install "a screen for the pictures is missing" xvfb xauth
}

# What packages are put together and proved with; each of them is asked for again where it is used.
want_packaging() {
    command -v dpkg-query >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ] || return 0
    packages=$(absent binutils gcc libc6-dev icu-devtools nsis rpm wine64 lintian debootstrap strace xvfb xdotool \
        desktop-file-utils appstream shared-mime-info git)
    # shellcheck disable=SC2086
    [ -z "$packages" ] || apt_install "tools for packages are missing" $packages
}

# --- the environment --------------------------------------------------------------------------------------------------

# What the environment was made from. A folder that moved counts as changed: its scripts hold the old path.
recipe() {
    pwd
    cat packaging/setup.sh "$requirements" pyproject.toml
}

is_current() { [ -x "$venv_python" ] && recipe | cmp -s - ".venv/made-for-$1"; }
mark_current() { recipe >".venv/made-for-$1"; }

# True when .venv is a working environment of the interpreter asked for, or of any when none was.
has_environment() {
    [ -x "$venv_python" ] && is_suitable "$venv_python" && "$venv_python" -m pip --version >/dev/null 2>&1 || return 1
    [ -n "${PYTHON:-}" ] || return 0
    where='import sys; print(sys.base_prefix, sys.version_info[:2])'
    [ "$("$venv_python" -c "$where")" = "$("$python" -c "$where")" ]
}

make_environment() {
    if ! has_environment; then
        say "making .venv with $("$python" --version)"
        "$python" -m venv --clear .venv
    fi
    say "installing the locked packages into .venv (the first time takes a minute or two)"
    "$venv_python" -m pip install --quiet --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "$requirements"
    "$venv_python" -m pip install --quiet --quiet --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --editable .
}

case $mode in
    run | test | shots | package) ;;
    *) fail "what is '$mode'? One of: run, test, shots, package" ;;
esac

if ! is_current run; then
    need_system
    make_environment
    mark_current run
    say "ready"
fi
if [ "$mode" = package ] && ! is_current package; then
    want_packaging
    mark_current package
fi
if [ "$mode" != run ] && [ "$mode" != package ] && ! is_current "$mode"; then
    want_fonts
    want_reader
    want_compiler
    [ "$mode" != shots ] || want_screen
    mark_current "$mode"
fi
