"""Learns how the letters of each language follow one another, for the detection of encodings.

    python3 bench/decode/train.py TEXTS > src/decode/languages.txt

TEXTS holds LANG.txt for each language, plain text in UTF-8: some hundred kilobytes of
running text do. What is counted are words that hold a character beyond ASCII, since these
alone differ between encodings; see src/decode/language.rs for what is made of it.
"""

import collections
import math
import re
import sys
import unicodedata
from pathlib import Path

# Classes that all languages share; a class of its own for each letter follows. The names
# are for the reader: src/decode/language.rs has the same order.
BLANK, DIGIT, FOREIGN, INNER, OPEN, CLOSE, DASH, SIGN = range(8)
SHARED = 8
MARKS = {**dict.fromkeys("'’", INNER), **dict.fromkeys("«“„‘‚‹¿¡", OPEN),
         **dict.fromkeys("»”›…", CLOSE), **dict.fromkeys("–—•·", DASH), "\u00a0": BLANK}
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/"
IDEOGRAPHIC = {"ja": 1800, "ko": 1000, "zh-CN": 2000, "zh-TW": 2000}
# A letter that makes less of the letters than this belongs to no alphabet.
RARE = 2e-5
WORD = re.compile(r"(?:[^\x00-\x7f]|[A-Za-z'])+")


def is_letter(c):
    return c.isalpha() and c not in "ªº" or unicodedata.combining(c) != 0


def windows_1258(text):
    """Vietnamese as its encoding has it: tones apart, all other marks part of the letter."""
    out = []
    for c in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", c)
        if len(parts) > 1 and parts[-1] in "\u0300\u0301\u0303\u0309\u0323":
            out.append(unicodedata.normalize("NFC", parts[:-1]) + parts[-1])
        elif len(parts) == 3 and parts[1] == "\u0323":
            out.append(unicodedata.normalize("NFC", parts[0] + parts[2]) + parts[1])
        else:
            out.append(c)
    return "".join(out)


def fold(c):
    low = c.lower()
    return low if len(low) == 1 else c


def words(text):
    """Each word with a character beyond ASCII or an apostrophe, and the characters beside it."""
    for match in WORD.finditer(text):
        if not match[0].isascii() or "'" in match[0]:
            yield text[max(match.start() - 1, 0):match.end() + 1]


def script(c):
    return unicodedata.name(c, "").split(" ")[0].removesuffix("-1")


def alphabet(text):
    """The letters of a language: of the script that most are of, and marks for Vietnamese."""
    counts = collections.Counter(fold(c) for c in text if is_letter(c))
    total = sum(counts.values())
    scripts = collections.Counter()
    for c, n in counts.items():
        scripts[script(c)] += n
    own = scripts.most_common(1)[0][0]
    kept = {own, "COMBINING"} if scripts["COMBINING"] > total / 20 else {own}
    return sorted(c for c, n in counts.items() if n > RARE * total and n > 4 and script(c) in kept)


def classify(c, index):
    if c in MARKS:
        return MARKS[c]
    if is_letter(c):
        return index.get(fold(c), FOREIGN)
    if c.isdigit() and c.isascii():
        return DIGIT
    return BLANK if c.isascii() else SIGN


def table(text, letters):
    index = {c: SHARED + i for i, c in enumerate(letters)}
    size = SHARED + len(letters)
    pairs = [[0] * size for _ in range(size)]
    for word in words(text):
        classes = [classify(c, index) for c in word]
        for a, b in zip(classes, classes[1:]):
            pairs[a][b] += 1
    totals = [sum(column) + 1 for column in zip(*pairs)]
    whole = sum(totals)
    rows = []
    for row in pairs:
        seen, kinds = sum(row), sum(1 for n in row if n)
        spread = kinds + 4
        rows.append([-math.log2((n + spread * totals[i] / whole) / (seen + spread))
                     for i, n in enumerate(row)])
    return rows


def main(folder):
    print("# How letters follow one another, by language; made by bench/decode/train.py.")
    print("# A row for each class and letter, a column for what follows it: quarters of a bit.")
    for path in sorted(Path(folder).glob("*.txt")):
        name, text = path.stem, unicodedata.normalize("NFC", path.read_text())
        if name in IDEOGRAPHIC:
            signs = collections.Counter(c for c in text if not c.isascii())
            frequent = [c for c, _ in signs.most_common(IDEOGRAPHIC[name])]
            print(f"\n{name} {''.join(frequent)}")
            continue
        text = windows_1258(text) if name == "vi" else text
        letters = alphabet(text)
        print(f"\n{name} {''.join(letters)}")
        for row in table(text, letters):
            print("".join(DIGITS[min(round(bits * 4), 63)] for bits in row))


main(sys.argv[1])
