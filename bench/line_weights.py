#!/usr/bin/env python3
"""Makes the weights of the signs from pages whose text is partly known.

    line_weights.py PAGES.jsonl SIGNS.jsonl [--folds N] > rules/boilerplate-weights.toml

PAGES: one page a line, {"id", "text", "keep": [...], "drop": [...]}: strings that
must stay and strings that must go. SIGNS: what `cargo run --example line_signs`
makes of it. The lines that hold those strings are the examples; the weights are
those of a logistic regression over a line's signs and the mean weights of the
lines around it (src/pass/boilerplate/page.rs), fitted by resilient propagation:
few numbers, no dependencies, the same result each time. With --folds it fits N
times, each time without every N-th page, and says on standard error how well
the pages left out are told apart; that is the figure to believe.
"""
import json
import math
import re
import sys

WINDOWS = [(1, 1), (2, 2), (3, 4), (5, 10), (11, 30)]  # as in page.rs
REACH = 2.5  # as in page.rs
ROUNDS = 100
SHRINK = 0.5  # how strongly a weight without evidence is held at 0
# Not learned: the known strings are the hard ones, links set between paragraphs
# more often than the subheads that most such lines are.
HELD = {"between": 2.0}
BIAS = 0.5  # added at the end: a line too many left costs less than one lost


def flat(text):
    return re.sub(r"\s+", " ", text)


def read(pages, signs):
    """Sign names, and of each page its line texts, signs, and labels."""
    with open(pages, encoding="utf-8") as p, open(signs, encoding="utf-8") as s:
        names, found = json.loads(next(s)), []
        for page, row in zip(map(json.loads, p), map(json.loads, s)):
            raw = page["text"].encode()
            texts = [flat(raw[a:b].decode()) for a, b, _ in row[1]]
            bits = [[i for i in range(len(names)) if b >> i & 1] for _, _, b in row[1]]
            found.append((page, texts, bits, labels(page, texts)))
    return names, found


def labels(page, texts):
    """Line number -> whether it must stay."""
    known = {}
    for s in page["drop"]:
        known.update((i, False) for i, t in enumerate(texts) if s in t and (len(t) < 600 or 4 * len(s) > len(t)))
    for s in page["keep"]:
        holders = [i for i, t in enumerate(texts) if s in t]
        if holders:
            known[max(holders, key=lambda i: len(texts[i]))] = True
    return known


def windows(i, n):
    """The line ranges around line i of n, above and below, as in page.rs."""
    above = [(max(0, i - far), max(0, i + 1 - near)) for near, far in WINDOWS]
    below = [(min(n, i + near), min(n, i + far + 1)) for near, far in WINDOWS]
    return above + below


WIDTHS = [far - near + 1 for near, far in WINDOWS] * 2


def weigh(bits, theta, n):
    """What the lines weigh alone, and the sums of what they count as neighbours."""
    own = [sum(theta[s] for s in line) for line in bits]
    sums = [0.0]
    for w in own:
        sums.append(sums[-1] + min(REACH, max(-REACH, w)))
    return own, sums


def totals(bits, theta, n):
    own, sums = weigh(bits, theta, n)
    far = theta[n:-1]
    return [
        own[i] + theta[-1] + sum(c * (sums[b] - sums[a]) / w for c, (a, b), w in zip(far, windows(i, len(own)), WIDTHS))
        for i in range(len(own))
    ]


def gradient(pages, theta, n):
    """Of the logistic loss with its penalty."""
    grad = [SHRINK * t for t in theta[:n]] + [4 * SHRINK * t for t in theta[n:-1]] + [0.0]
    for _, _, bits, known in pages:
        own, sums = weigh(bits, theta, n)
        back = [0.0] * (len(own) + 1)  # differences of what flows back to neighbours
        straight = [0.0] * len(own)
        for i, stays in known.items():
            spans = windows(i, len(own))
            means = [(sums[b] - sums[a]) / w for (a, b), w in zip(spans, WIDTHS)]
            z = own[i] + theta[-1] + sum(c * m for c, m in zip(theta[n:-1], means))
            y = 1.0 if stays else -1.0
            g = -y / (1.0 + math.exp(min(50.0, y * z)))
            straight[i] += g
            grad[-1] += g
            for k, ((a, b), w, m) in enumerate(zip(spans, WIDTHS, means)):
                grad[n + k] += g * m
                back[a] += g * theta[n + k] / w
                back[b] -= g * theta[n + k] / w
        flow = 0.0
        for i, line in enumerate(bits):
            flow += back[i]
            g = straight[i] + (flow if abs(own[i]) < REACH else 0.0)
            if g:
                for s in line:
                    grad[s] += g
    return grad


def fit(pages, names):
    n = len(names)
    theta = [HELD.get(name, 0.0) for name in names] + [0.05] * len(WIDTHS) + [0.0]
    step, last = [0.1] * len(theta), [0.0] * len(theta)
    for _ in range(ROUNDS):
        grad = gradient(pages, theta, n)
        for i, g in enumerate(grad):
            if i < n and names[i] in HELD:
                continue
            if g * last[i] > 0:
                step[i] = min(1.0, step[i] * 1.2)
            elif g * last[i] < 0:
                step[i], g = step[i] * 0.5, 0.0
            last[i] = g
            theta[i] -= math.copysign(step[i], g) if g else 0.0
    return [round(t, 2) for t in theta]


def score(pages, theta, n):
    stay = kept = go = gone = 0
    for page, texts, bits, _ in pages:
        left = flat("\n".join(t for t, z in zip(texts, totals(bits, theta, n)) if z >= 0))
        stay, go = stay + len(page["keep"]), go + len(page["drop"])
        kept += sum(s in left for s in page["keep"])
        gone += sum(s not in left for s in page["drop"])
    return kept, stay, gone, go


def held_out(pages, names, folds):
    n, sums = len(names), [0, 0, 0, 0]
    for k in range(folds):
        theta = fit([p for i, p in enumerate(pages) if i % folds != k], names)
        theta[-1] += BIAS
        part = score(pages[k::folds], theta, n)
        sums = [a + b for a, b in zip(sums, part)]
        print(f"fold {k}: kept {part[0] / part[1]:.4f}, dropped {part[2] / part[3]:.4f}", file=sys.stderr)
    kept, gone = sums[0] / sums[1], sums[2] / sums[3]
    print(f"held out: kept {kept:.4f}, dropped {gone:.4f}, balanced {(kept + gone) / 2:.4f}", file=sys.stderr)


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    folds = int(args.pop()) if "--folds" in sys.argv else 0
    names, pages = read(*args)
    if folds:
        held_out(pages, names, folds)
    theta = fit(pages, names)
    show = lambda ws: "[" + ", ".join(f"{w:.2f}" for w in ws) + "]"
    print("# What each sign of a line weighs: above 0 for the page's text, below for chrome.")
    print("# Made by bench/line_weights.py, which see. What the signs mean stands in")
    print("# src/pass/boilerplate/sign.rs, and is printed by `pumice explain`.")
    print("\n[pass.boilerplate]")
    print(f"bias = {theta[-1] + BIAS:.2f}")
    print(f"above = {show(theta[len(names):len(names) + 5])}")
    print(f"below = {show(theta[len(names) + 5:-1])}")
    print("\n[pass.boilerplate.weights]")
    for name, weight in zip(names, theta):
        print(f"{name.replace('_', '-')} = {weight:.2f}")


main()
