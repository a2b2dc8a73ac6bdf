#!/usr/bin/env bash
# Builds the wheel, installs it with the locked packages into an empty environment, and lets it do the main job there:
# from another folder, in a home of its own, without a screen. Needs the project's .venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

project=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
empty="$scratch/an empty environment"
elsewhere="$scratch/else where"
mkdir -p "$elsewhere" "$scratch/home/Documents"

echo "=== wheel"
# By way of the source package, so that this one is known to be whole.
.venv/bin/python -m build --no-isolation --outdir "$scratch/dist" . >"$scratch/build.log" 2>&1 || {
    cat "$scratch/build.log"
    exit 1
}
wheel=$(echo "$scratch"/dist/*.whl)
ls -l "$scratch"/dist

echo "=== empty environment"
.venv/bin/python -m venv "$empty"
"$empty/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: -r packaging/requirements.txt
"$empty/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input --no-deps "$wheel"
"$empty/bin/python" -m pip check

echo "=== glossator demo"
cd "$elsewhere"
isolated() {
    env -u PYTHONPATH -u GLOSSATOR_HOME -u DISPLAY -u WAYLAND_DISPLAY -u XDG_CONFIG_HOME -u XDG_DATA_HOME \
        -u XDG_CACHE_HOME -u XDG_STATE_HOME HOME="$scratch/home" QT_QPA_PLATFORM=offscreen "$@"
}
isolated "$empty/bin/glossator" --version
isolated timeout 300 "$empty/bin/glossator" demo | tee "$scratch/said.txt"
isolated "$empty/bin/python" - "$scratch/said.txt" "$scratch" "$project" <<'PY'
import json
import pathlib
import re
import sys

import glossator

said, scratch, project = pathlib.Path(sys.argv[1]).read_text("utf-8"), sys.argv[2], sys.argv[3]
assert glossator.__file__.startswith(scratch), f"not the installed program: {glossator.__file__}"

named = {end: re.findall(rf"/.*\.{end}\b", said) for end in ("gloss", "jsonl", "png")}
for end, found in named.items():
    assert found, f"glossator demo names no .{end} file"
    for name in found:
        path = pathlib.Path(name)
        assert path.stat().st_size > 0, f"{path} is empty"
        assert str(path).startswith(scratch), f"{path} lies outside the home it was given"

for name in named["jsonl"]:
    documents = [json.loads(line) for line in pathlib.Path(name).read_text("utf-8").splitlines()]
    assert documents, f"{name} holds no document"
    assert all(document["mentions"] and document["relations"] for document in documents), f"{name} lacks annotations"
    counts = [f"{len(d['mentions'])} mentions, {len(d['relations'])} relations" for d in documents]
    print(f"the wheel works: {name}: {'; '.join(counts)}")
PY
