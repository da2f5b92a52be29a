#!/bin/sh
# Held-out figures: learn on the odd topics, score on the even ones with seeds never learned from, and on fiction.
#   bench/coref/held-out.sh COREF_EVAL WORK
set -e
EVAL=$1; W=$2; mkdir -p "$W"
for s in 1 2 3 4 5 6 7 8 9 10; do python3 "$EVAL/damage.py" "$EVAL/dev.jsonl" "$W/d$s" --seed $s; done
for s in 1 2; do python3 "$EVAL/damage.py" "$EVAL/fiction.jsonl" "$W/f$s" --seed $s; done
cargo build --release
target/release/coref-train "$W/d1" "$W/d2" "$W/d3" "$W/d4" "$W/d7" "$W/d8" "$W/d9" "$W/d10" --topics odd --rounds 12 > "$W/odd.toml"
for s in 5 6; do
  mkdir -p "$W/h$s"; cp -r "$W/d$s"/topic-*[02468] "$W/h$s/"
  grep -E '"path": "topic-[0-9]*[02468]/' "$W/d$s.truth.jsonl" > "$W/h$s.truth.jsonl"
done
for s in h5 h6 f1 f2; do
  target/release/coref-lab clean "$W/$s" -o "$W/out-$s" --rules rules/coref.toml --rules "$W/odd.toml"
  python3 "$EVAL/score.py" "$W/$s" "$W/out-$s"
done
