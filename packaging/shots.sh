#!/bin/sh
# Takes the pictures on a screen of its own where Xvfb is there, otherwise offscreen.
set -eu
cd "$(dirname "$0")/.."
if command -v xvfb-run >/dev/null 2>&1; then
    QT_QPA_PLATFORM=xcb exec xvfb-run -a -s "-screen 0 1920x1200x24" .venv/bin/python -m tests.shots "$@"
fi
echo "shots: no Xvfb here, taking the pictures offscreen"
QT_QPA_PLATFORM=offscreen exec .venv/bin/python -m tests.shots "$@"
