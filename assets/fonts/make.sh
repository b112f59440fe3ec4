#!/usr/bin/env bash
# Makes the fonts of the window. Not needed to build: its results are kept beside it.
#
# Needs: the Debian packages fonts-noto-cjk and fonts-noto-core, python3 with venv, and pip.
#   sudo apt-get install fonts-noto-cjk fonts-noto-core python3-venv && assets/fonts/make.sh
# FONTS names the folder that holds the two packages' files, /usr/share/fonts if unset.
#
# The same packages and the same characters give the same bytes. Run it again when a scenario brings a character that
# the test `glyphs` misses.
set -euo pipefail
cd "$(dirname "$0")"

venv=$(mktemp -d); trap 'rm -rf "$venv"' EXIT
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet fonttools==4.68.0
"$venv/bin/python" subset.py "${FONTS:-/usr/share/fonts}"
ls -l ./*.otf ./*.ttf
