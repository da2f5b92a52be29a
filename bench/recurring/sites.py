#!/usr/bin/env python3
"""Make sites whose frame is known: real pages' frames around real articles.

    sites.py PAGES.jsonl ARTICLES.jsonl OUT [SITES [PAGES_EACH [SEED]]]

PAGES: {"id", "text", "keep": [...]}; what stands above the first line that must
stay and below the last is the page's frame. ARTICLES: {"tokens": [...]}. Each
site is a folder of OUT with a frame and articles; in a frame runs of long lines
(links to other articles) are others on each page, and a line is missing now and
then. OUT/SITE.json has for each page a letter a line: C of the frame, T of the
article, N of neither.
"""
import json
import pathlib
import random
import re
import sys


def articles(path):
    for line in open(path, encoding="utf-8"):
        sentences, sentence = [], []
        for token in json.loads(line)["tokens"]:
            sentence.append(token)
            if token in ".!?":
                sentences.append(re.sub(r" ([.,;:!?%)'])", r"\1", " ".join(sentence)))
                sentence = []
        if len(sentences) >= 4:
            body, at = [], 0
            while at < len(sentences):
                count = random.randint(1, 3)
                body.append(" ".join(sentences[at : at + count]))
                at += count
            yield sentences[0][:90], body


def frames(path):
    flat = lambda text: re.sub(r"\s+", " ", text)
    for page in map(json.loads, open(path, encoding="utf-8")):
        lines = [line for line in page["text"].split("\n") if line.strip()]
        keep = [flat(text) for text in page["keep"]]
        own = [at for at, line in enumerate(lines) if any(text in flat(line) for text in keep)]
        if len(own) >= 2 and own[-1] - own[0] >= 3 and len(lines) - (own[-1] - own[0]) >= 16:
            name = re.sub(r"[^a-z0-9-]", "_", page["id"].lower())
            yield name, lines[: own[0]], lines[own[-1] + 1 :]


def varies(lines):
    """Which lines are others on each page: runs of three and more long ones, mostly."""
    varies = [random.random() < 0.02 for _ in lines]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and len(lines[end].split()) >= 4:
            end += 1
        if end - at >= 3 and random.random() < 0.7:
            varies[at:end] = [True] * (end - at)
        at = max(end, at + 1)
    return varies


def main():
    pages, texts, out = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    sites, each, seed = ([int(n) for n in sys.argv[4:]] + [40, 40, 1][len(sys.argv) - 4 :])[:3]
    random.seed(seed)
    stories, all_frames = list(articles(texts)), list(frames(pages))
    titles = [title for title, _ in stories]
    random.shuffle(all_frames)
    for name, head, tail in all_frames[:sites]:
        (out / name).mkdir(parents=True, exist_ok=True)
        labels = {}
        others = varies(head), varies(tail)

        def framed(lines, varying):
            for line, other in zip(lines, varying):
                if random.random() >= 0.02:
                    yield (random.choice(titles), "N") if other else (line, "C")

        for number, (title, body) in enumerate(random.sample(stories, each)):
            page = [(f"{title} - {name}", "N"), *framed(head[1:], others[0][1:]), (title, "T")]
            page += [(line, "T") for line in body] + [*framed(tail, others[1])]
            file = f"{number:03}.txt"
            (out / name / file).write_text("".join(line + "\n" for line, _ in page), encoding="utf-8")
            labels[file] = "".join(label for _, label in page)
        (out / f"{name}.json").write_text(json.dumps(labels))


main()
