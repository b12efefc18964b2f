#!/bin/sh
# Says which programs and files the tests need and this machine lacks, and how to install them; exits 1 when one is missing.
# `missing.sh --packages` prints only the names of their Debian packages.

packages=""
need() { packages="$packages $1"; }

command -v soffice >/dev/null || need libreoffice-writer-nogui
test -f /usr/lib/libreoffice/share/registry/impress.xcd || need libreoffice-impress-nogui
command -v pdftotext >/dev/null || need poppler-utils
command -v pango-view >/dev/null || need pango1.0-tools
command -v msgfmt >/dev/null || need gettext
command -v qpdf >/dev/null || need qpdf
command -v minisign >/dev/null || need minisign
command -v npm >/dev/null || need npm
command -v chromium >/dev/null || need chromium
test -f /usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf || need fonts-noto-core
test -f /usr/share/unicode/BidiCharacterTest.txt || need unicode-data

if [ "$1" = --packages ]; then
    echo "$packages"
elif [ -n "$packages" ]; then
    echo "The tests need more than this machine has: sudo apt-get update && sudo apt-get install --no-install-recommends$packages" >&2
    exit 1
fi
