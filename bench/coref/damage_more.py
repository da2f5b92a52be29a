#!/usr/bin/env python3
"""More various damage than the evaluation has, to learn from: longer documents
(up to five articles of a topic in one), greater drifts, main mentions of every
sort, and scripts that put the main mention in for itself too (harmless without
a drift, and not with one), so that the weights do not only know news of 350
words whose main mentions are names.

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


def hurt(gold, clusters, drift, share, rng):
    """The damaged tokens by line ends, and the replacements; the same process as the evaluation's, written anew
    because there a mention that is the main mention's text already is left alone."""
    n, put, lost, replaced = len(gold), {}, set(), []
    itself = rng.random() < 0.5
    for cluster in clusters:
        main = main_mention(gold, cluster, rng)
        if main is None:
            continue
        text = gold[main[0]:main[1]]
        for begin, end in cluster:
            d = drift[begin]
            span = range(begin + d, end + d)
            same = gold[begin:end] == text and not (itself and d)
            if same or len(span) > 6 or span.stop > n or lost & set(span) or rng.random() > share:
                continue
            lost |= set(span)
            put[span.start] = text
            replaced.append({"mention": [begin, end], "lost": [span.start, span.stop], "drift": d, "put": text})
    return put, lost, sorted(replaced, key=lambda r: r["lost"])


def drift_at(n, rng):
    start = int(n * rng.uniform(0.0, 0.2))
    last = rng.randint(1, max(1, min(16, n // 60)))
    rises = sorted([start] + [rng.randint(start, n) for _ in range(last - 1)])
    return [sum(p >= r for r in rises) for p in range(n)]


def lines(doc, put, lost):
    """The damaged text, a list of tokens for each sentence."""
    all, ends = [[]], set(doc["sentence_ends"])
    for i, token in enumerate(doc["tokens"]):
        all[-1] += put.get(i, []) + ([] if i in lost else [token])
        if i + 1 in ends:
            all.append([])
    return all


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("coref_eval"), p.add_argument("articles"), p.add_argument("out", type=pathlib.Path)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    original = load(a.coref_eval).main_mention
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
                damaged = rng.random() < 0.6
                path = a.out / f"topic-{topic}" / f"{doc['id']}.txt"
                path.parent.mkdir(exist_ok=True)
                row = {"path": f"topic-{topic}/{doc['id']}.txt", "gold": doc["tokens"]}
                put, lost, replaced = {}, set(), []
                if damaged:
                    drift = drift_at(len(doc["tokens"]), rng)
                    put, lost, replaced = hurt(doc["tokens"], doc["clusters"], drift, rng.uniform(0.7, 1.0), rng)
                if len(replaced) < 4:
                    put, lost, replaced = {}, set(), []
                text = lines(doc, put, lost)
                if replaced:
                    row["observed"], row["replacements"] = [t for l in text for t in l], replaced
                path.write_text(rng.choice([" ", "\n"]).join(" ".join(l) for l in text if l) + "\n", encoding="utf-8")
                truth.write(json.dumps(row, ensure_ascii=False) + "\n")
