#!/bin/sh
# The macOS program and disk image. NEVER RUN YET: written on Linux, for a runner of that system to execute unchanged.
#
#   sh packaging/macos/build.sh
#
# Inputs, all pinned by digest: packaging/requirements.txt, packaging/requirements-package.txt and, for building the
# wheel, packaging/requirements-dev.txt; the sources beside them; and CPython 3.12.10 as python.org signs it, which must
# be installed before. Signing and notarising happen where their names are in the environment: GLOSSATOR_IDENTITY
# ("Developer ID Application: ...") and GLOSSATOR_NOTARY (a profile of "xcrun notarytool store-credentials").
set -eu
cd "$(dirname "$0")/../.."

wanted=3.12.10
python=${PYTHON:-/Library/Frameworks/Python.framework/Versions/3.12/bin/python3.12}
[ "$("$python" -c 'import platform; print(platform.python_version())')" = "$wanted" ] || {
    echo "macos: CPython $wanted is wanted at $python" >&2
    exit 1
}
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' desktop/glossator/__init__.py)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH PYTHONHASHSEED=1 PYTHONDONTWRITEBYTECODE=1

rm -rf build/macos
mkdir -p build/macos dist
"$python" -m venv build/macos/env
env=build/macos/env/bin
"$env/python" -m pip install --disable-pip-version-check --require-hashes --only-binary :all: \
    -r packaging/requirements.txt -r packaging/requirements-package.txt
# our wheel is built beside it, by the tools of the other lock; pip is the one that this CPython carries
"$python" -m venv build/macos/tools
build/macos/tools/bin/python -m pip install --disable-pip-version-check --require-hashes --only-binary :all: \
    -r packaging/requirements-dev.txt
build/macos/tools/bin/python -m pip wheel --disable-pip-version-check --no-deps --no-build-isolation -w build/macos .
"$env/python" -m pip install --disable-pip-version-check --no-deps build/macos/*.whl

# the icon, from the one picture
mkdir build/macos/glossator.iconset
for size in 16 32 128 256 512; do
    sips -s format png -z $size $size resources/icons/app.svg --out build/macos/glossator.iconset/icon_${size}x$size.png
    double=$((size * 2))
    sips -s format png -z $double $double resources/icons/app.svg \
        --out build/macos/glossator.iconset/icon_${size}x$size@2x.png
done
iconutil -c icns build/macos/glossator.iconset -o build/macos/glossator.icns

GLOSSATOR_VERSION=$version GLOSSATOR_SHIPPING=$PWD/packaging/shipping GLOSSATOR_ICON=$PWD/build/macos/glossator.icns \
    "$env/python" -m PyInstaller --noconfirm --clean --distpath build/macos/out --workpath build/macos/work \
    packaging/macos/glossator.spec
app=build/macos/out/Glossator.app
QT_QPA_PLATFORM=offscreen "$app/Contents/MacOS/glossator" --self-test

if [ -n "${GLOSSATOR_IDENTITY:-}" ]; then
    codesign --force --deep --options runtime --timestamp --sign "$GLOSSATOR_IDENTITY" "$app"
    codesign --verify --deep --strict --verbose=2 "$app"
fi
image=dist/Glossator-$version-macos-$(uname -m).dmg
rm -f "$image"
hdiutil create -volname Glossator -srcfolder "$app" -format ULMO "$image"
if [ -n "${GLOSSATOR_NOTARY:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$GLOSSATOR_NOTARY" --wait
    xcrun stapler staple "$image"
fi
shasum -a 256 "$image"
