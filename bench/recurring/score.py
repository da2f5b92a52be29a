#!/usr/bin/env python3
"""Precision and recall of the lines that a rule took from labelled sites.

    score.py SITES LEDGER.jsonl [RULE] [-v]

SITES is as sites.py makes it. A line of the article that went is a false one.
"""
import collections
import json
import pathlib
import sys

args = [arg for arg in sys.argv[1:] if arg != "-v"]
sites, rule = pathlib.Path(args[0]), (args[2:] or ["recurring-line"])[0]
edits = collections.defaultdict(list)
for line in open(args[1], encoding="utf-8"):
    edit = json.loads(line)
    if edit.get("rule") == rule:
        edits[edit["doc"]].append(edit["origin"])


def told(name, count):
    right, wrong = count["C", True], count["T", True]
    precision = right / max(1, right + wrong)
    recall = right / max(1, right + count["C", False])
    text = wrong + count["T", False]
    print(f"{name}: precision {precision:.4f}, recall {recall:.4f}; {wrong} of {text} lines of text lost")


total = collections.Counter()
for labels in sorted(sites.glob("*.json")):
    count = collections.Counter()
    for file, letters in json.loads(labels.read_text()).items():
        at, spans = 0, edits[f"{labels.stem}/{file}"]
        for line, letter in zip((sites / labels.stem / file).read_bytes().split(b"\n"), letters):
            start, at = at, at + len(line) + 1
            count[letter, any(a <= start and at - 1 <= b for a, b in spans)] += 1
    total += count
    if "-v" in sys.argv:
        told(labels.stem, count)
told("all", total)
