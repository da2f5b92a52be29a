#!/usr/bin/env python3
"""More various damage than the evaluation has, to learn from: longer documents
(up to five articles of a topic in one), greater drifts, and main mentions of
every sort, so that the weights do not only know news of 350 words whose main
mentions are names.

    damage_more.py COREF_EVAL ARTICLES OUT --seed N

COREF_EVAL is the folder with damage.py; the layout of OUT is the same as its.
"""
import argparse, importlib.util, json, pathlib, random


def load(folder):
    spec = importlib.util.spec_from_file_location("damage", f"{folder}/damage.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def join(articles, name):
    """Several articles as one document; their clusters stay apart."""
    whole = {"id": name, "topic": articles[0]["topic"], "tokens": [], "sentence_ends": [], "clusters": []}
    for a in articles:
        n = len(whole["tokens"])
        whole["tokens"] += a["tokens"]
        whole["sentence_ends"] += [n + e for e in a["sentence_ends"]]
        whole["clusters"] += [[[b + n, e + n] for b, e in c] for c in a["clusters"]]
    return whole


def main_mention(tokens, cluster, rng):
    """Half the time as in the evaluation, else any mention, most of them pronouns."""
    if rng.random() < 0.5:
        return original(tokens, cluster, rng)
    short = [m for m in cluster if m[1] - m[0] <= 11]
    return rng.choice(short) if short else None


def drift_at(n, rng):
    start = int(n * rng.uniform(0.0, 0.2))
    last = rng.randint(1, max(1, min(16, n // 60)))
    rises = sorted([start] + [rng.randint(start, n) for _ in range(last - 1)])
    return [sum(p >= r for r in rises) for p in range(n)]


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("coref_eval"), p.add_argument("articles"), p.add_argument("out", type=pathlib.Path)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    damage = load(a.coref_eval)
    original = damage.main_mention
    damage.main_mention, damage.drift_at = main_mention, drift_at
    rng = random.Random(a.seed)
    topics = {}
    for line in open(a.articles, encoding="utf-8"):
        article = json.loads(line)
        topics.setdefault(article["topic"], []).append(article)
    a.out.mkdir(parents=True, exist_ok=True)
    with open(f"{a.out}.truth.jsonl", "w", encoding="utf-8") as truth:
        for topic, articles in sorted(topics.items()):
            rng.shuffle(articles)
            while articles:
                n = rng.choice([1, 1, 2, 3, 5])
                doc, articles = join(articles[:n], articles[0]["id"]), articles[n:]
                hurt = damage.damage(doc, rng) if rng.random() < 0.6 else None
                path = a.out / f"topic-{topic}" / f"{doc['id']}.txt"
                path.parent.mkdir(exist_ok=True)
                row = {"path": f"topic-{topic}/{doc['id']}.txt", "gold": doc["tokens"]}
                ends = [0] + doc["sentence_ends"]
                lines = [doc["tokens"][b:e] for b, e in zip(ends, ends[1:])]
                if hurt:
                    row["observed"], lines, row["replacements"] = hurt
                path.write_text(rng.choice([" ", "\n"]).join(" ".join(l) for l in lines if l) + "\n", encoding="utf-8")
                truth.write(json.dumps(row, ensure_ascii=False) + "\n")
