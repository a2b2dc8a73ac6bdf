#!/bin/sh
# Writes packaging/requirements*.txt anew: exact versions with hashes, for every system, with no registry's address,
# and proves that each package comes as a wheel for each system and Python.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv

compile() {
    out=$1
    shift
    "$uv" pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --only-binary :all: \
        --generate-hashes --no-emit-index-url --no-header --no-annotate "$@" -o "$out"
}
compile packaging/requirements.txt pyproject.toml
# The tools must not move what the application runs on.
compile packaging/requirements-dev.txt pyproject.toml --extra dev --constraint packaging/requirements.txt
compile packaging/requirements-package.txt packaging/requirements-package.in --constraint packaging/requirements.txt

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for platform in windows x86_64-apple-darwin aarch64-apple-darwin x86_64-manylinux_2_34; do
    for version in 3.11 3.12 3.13; do
        "$uv" pip install --quiet --dry-run --only-binary :all: --require-hashes --target "$scratch/$platform" \
            --python-platform "$platform" --python-version "$version" -r packaging/requirements-dev.txt
    done
    echo "lock: wheels for $platform"
done
