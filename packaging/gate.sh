#!/bin/sh
# The gate: one step after the other, each named, stopping at the first that fails.
#
#   sh packaging/gate.sh lint    format, ruff, import contracts, types
#   sh packaging/gate.sh test    the same, then the tests without Qt, the tests with Qt, the coverage floors
set -eu
cd "$(dirname "$0")/.."

bin=.venv/bin
begun=$(date +%s)

# step NAME COMMAND…: says what it does, does it, says how long it took.
step() {
    name=$1
    shift
    printf '\n=== %s\n' "$name"
    since=$(date +%s)
    "$@" || {
        code=$?
        printf '\nGATE CLOSED: "%s" failed with exit code %d.\n' "$name" "$code" >&2
        exit "$code"
    }
    printf '=== %s: ok, %d s\n' "$name" "$(($(date +%s) - since))"
}

# Here PySide6 and pyqtgraph cannot be imported at all (tests/conftest.py), so no test can lean on them unnoticed.
without_qt() {
    GLOSSATOR_NO_QT=1 COVERAGE_FILE=.coverage.without-qt "$bin/python" -m pytest tests -q \
        --ignore=tests/ui --ignore=tests/journeys -p no:pytest-qt --cov --cov-report=
}

with_qt() {
    set --
    for folder in tests/ui tests/journeys; do
        [ ! -d "$folder" ] || set -- "$@" "$folder"
    done
    QT_QPA_PLATFORM=offscreen COVERAGE_FILE=.coverage.with-qt "$bin/python" -m pytest "$@" -q --cov --cov-report=
}

floors() {
    "$bin/python" -m coverage combine --quiet --keep .coverage.without-qt .coverage.with-qt
    "$bin/python" packaging/floors.py
}

# Both at once, on two cores; what is said of the first is shown when it is done. The end of what failed with Qt stands
# last once more, as it was said long before. Stopped, the first is stopped as well.
both() {
    said=$(mktemp)
    shown=$(mktemp)
    without_qt >"$said" 2>&1 &
    other=$!
    trap 'kill "$other" 2>/dev/null || true; rm -f "$said" "$shown" "$shown.code"' EXIT
    first=0 second=0
    {
        with_qt 2>&1 || second=$?
        echo "$second" >"$shown.code"
    } | tee "$shown"
    read -r second <"$shown.code" || second=1
    wait "$other" || first=$?
    printf '\n--- tests without Qt\n'
    cat "$said"
    if [ "$second" -ne 0 ]; then
        printf '\n--- tests with Qt\n'
        tail -n 100 "$shown"
    fi
    rm -f "$said" "$shown" "$shown.code"
    trap - EXIT
    [ "$first" -eq 0 ] || return "$first"
    return "$second"
}

step "format" "$bin/python" -m ruff format --check .
step "ruff" "$bin/python" -m ruff check .
step "import contracts" "$bin/lint-imports" --no-logo
step "types" "$bin/python" -m mypy
if [ "${1:-test}" = test ]; then
    step "tests with Qt and without" both
    step "coverage floors" floors
fi
printf '\nThe gate is open: all steps passed in %d s.\n' "$(($(date +%s) - begun))"
