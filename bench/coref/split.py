#!/usr/bin/env python3
"""Splits articles without topics in two halves, by their names: OUT-1.jsonl to
learn from (topic 1001), and OUT-2.jsonl to score (topic 1002).

    split.py ARTICLES OUT
"""
import json, sys

articles = sorted((json.loads(line) for line in open(sys.argv[1], encoding="utf-8")), key=lambda a: a["id"])
for half in (1, 2):
    with open(f"{sys.argv[2]}-{half}.jsonl", "w", encoding="utf-8") as out:
        for article in articles[half % 2 :: 2]:
            out.write(json.dumps({**article, "topic": str(1000 + half)}, ensure_ascii=False) + "\n")
