"""Cuts the fonts of the window out of the Noto families; run by make.sh.

body.otf, bold.otf     Noto Sans CJK TC, its Latin and the hanzi
heading.otf            Noto Serif CJK TC Bold
*_latin.ttf            the Latin letters that a CJK face lacks (č, ş, ŭ…) and narrow punctuation, from Noto Sans and
                       Noto Serif; they are asked first
signs.ttf              the signs that it lacks (✗, ☰, ⏸…), from Noto Sans Symbols
"""

import re
import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
NOTO = Path(sys.argv[1])

LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "ǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǸǹḾḿ"), 0x2BB, 0x2BC, 0x2BF, 0x2BE}
# Transcriptions of Tangut, Mongol and Uighur names.
LATIN |= set(map(ord, "ḥḤṭṬẖḫḪṣṢẓẒγǰǮǯəƏ"))
SIGNS = {
    *map(ord, "‐‑‒–—―‘’‚“”„†‡•…‰′″‹›⁄€№™−∕∞≈≠≤≥√∑"),
    *map(ord, "½¼¾⅓⅔⅛①②③④⑤⑥⑦⑧⑨⑩←↑→↓↔↕↖↗↘↙⇒⇔↩↪↺↻"),
    *map(ord, "■□▢▣▪▫▲△▴▵▶▷▸▹▼▽▾▿◀◁◂◃◆◇○◎●◐◑◯★☆"),
    *map(ord, "✓✔✕✖✗✘✎☰⏎⏏⏩⏪⏭⏮⏴⏵⏸⏹⏺⌂⌘⌥⌫⇥⇧⌨⚐⚑⚔⚙⚠⛰☀☁☂☃❄⚖⚓☠ℹ"),
    *range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), 0x30FB,
}
# A CJK face sets these as wide as a hanzi, and the ellipsis in the middle of the line; Latin text wants Latin ones.
NARROW = set(map(ord, "·‐‑‒–—―‘’‚“”„†‡•…‹›"))
HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def written() -> set[int]:
    """Hanzi that the project uses or, by characters.txt, will use."""
    files = [HERE / "characters.txt"]
    for folder, ends in [("scenarios", ".ron"), ("assets", ".ron"), ("src", ".rs"), ("src", ".ron"), ("docs", ".md")]:
        files += sorted(path for path in (ROOT / folder).rglob("*") if path.name.endswith(ends))
    return {ord(sign) for path in files for sign in HANZI.findall(path.read_text("utf-8"))}


def common() -> set[int]:
    """Level 1 of Big5 and of GB 2312, so that a scenario of someone else's is likely to be readable."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    pairs = [("big5", lead, trail) for lead in range(0xA4, 0xC7) for trail in trails]
    pairs += [("gb2312", lead, trail) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)]
    signs = "".join(bytes([lead, trail]).decode(code, "ignore") for code, lead, trail in pairs)
    return {ord(sign) for sign in HANZI.findall(signs)}


def open_font(name: str, face: str | None = None) -> TTFont:
    [path] = [path for path in NOTO.rglob(name)]
    if face is None:
        return TTFont(path)
    return next(font for font in TTCollection(path).fonts if font["name"].getDebugName(4) == face)


def cut(font: TTFont, wanted: set[int]) -> TTFont:
    options = Options()
    options.hinting = False
    options.layout_features = ["kern", "ccmp", "mark", "mkmk"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "STAT", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


def level(font: TTFont, like: TTFont) -> None:
    """Gives a companion the line of the face that it stands in for, so that words of both stand on one line."""
    assert font["head"].unitsPerEm == like["head"].unitsPerEm
    for table, names in {
        "hhea": ["ascent", "descent", "lineGap"],
        "OS/2": ["sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent", "fsSelection"],
    }.items():
        for name in names:
            setattr(font[table], name, getattr(like[table], name))


def save(font: TTFont, name: str) -> None:
    font.recalcTimestamp = False
    font.save(HERE / name, reorderTables=True)


def main() -> None:
    project = written()
    missing = set(SIGNS)
    faces = [
        ("body", "NotoSansCJK-Regular.ttc", "Noto Sans CJK TC", "NotoSans-Regular.ttf", project | common()),
        ("bold", "NotoSansCJK-Bold.ttc", "Noto Sans CJK TC Bold", "NotoSans-Bold.ttf", project),
        ("heading", "NotoSerifCJK-Bold.ttc", "Noto Serif CJK TC Bold", "NotoSerif-Bold.ttf", project),
    ]
    for name, file, face, companion, hanzi in faces:
        font = cut(open_font(file, face), LATIN | SIGNS | hanzi)
        save(font, f"{name}.otf")
        has = set(font.getBestCmap())
        if name == "body":
            missing -= has
            like = font
            print("without a glyph:", "".join(map(chr, sorted(hanzi - has))) or "none")
        latin = cut(open_font(companion), ((LATIN | SIGNS) - has) | NARROW)
        level(latin, font)
        save(latin, f"{name}_latin.ttf")
        missing -= set(latin.getBestCmap()) if name == "body" else set()
    parts = []
    for file in ["NotoSansSymbols2-Regular.ttf", "NotoSansSymbols-Regular.ttf", "NotoSansMath-Regular.ttf"]:
        part = open_font(file)
        has = missing & set(part.getBestCmap())
        missing -= has
        parts.append(HERE / f"part{len(parts)}.ttf")
        part = cut(part, has)
        for table in ["GSUB", "GPOS", "GDEF", "MATH", "kern"]:
            if table in part:
                del part[table]
        level(part, like)
        save(part, parts[-1].name)
    signs = Merger().merge([str(part) for part in parts])
    level(signs, like)
    signs["head"].created = signs["head"].modified = like["head"].modified
    save(signs, "signs.ttf")
    for part in parts:
        part.unlink()
    print("signs without a glyph:", " ".join(map(chr, sorted(missing))) or "none")


main()
