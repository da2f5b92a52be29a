#!/bin/sh
# Learns all weights of the repair anew, from the odd topics of the news and half
# of the novels: rules/coref-weights.toml, then rules/coref-documents.toml.
# `make coref-eval` scores the other topics and novels, with seeds never learned
# from. Two minutes.
#   bench/coref/train.sh COREF_EVAL WORK [FOLDER OF SOUND TEXTS...]
# The shipped weights knew 4,484 sound texts: web pages, documentation, licences.
set -e
EVAL=$1 WORK=$2
shift 2
mkdir -p "$WORK"
python3 bench/coref/split.py "$EVAL/fiction.jsonl" "$WORK/novels"
damage() { python3 "$EVAL/damage.py" "$1" "$WORK/$2$3" --seed "$3"; }
more() { python3 bench/coref/damage_more.py "$EVAL" "$1" "$WORK/$2$3" --seed "$3"; }
for seed in 1 2 3 4 7 8 9 10; do damage "$EVAL/dev.jsonl" news "$seed"; done
for seed in 1 2 3; do
  more "$EVAL/dev.jsonl" long-news "$seed"
  damage "$WORK/novels-1.jsonl" novels "$seed"
  more "$WORK/novels-1.jsonl" long-novels "$seed"
done
python3 bench/coref/sound.py "$WORK/sound"
cargo build --release --examples
learn=target/release/examples
(cd "$WORK" && ls -d news? news10 long-news? novels1 long-novels1) | sed "s|^|$WORK/|" |
  xargs $learn/coref-train --topics odd --rounds 10 > "$WORK/weights.toml"
cp "$WORK/weights.toml" rules/coref-weights.toml
(cd "$WORK" && ls -d news? news10 long-news? novels? long-novels? sound) | sed "s|^|$WORK/|" |
  xargs $learn/coref-documents "$@" --topics odd > "$WORK/documents.toml"
cp "$WORK/documents.toml" rules/coref-documents.toml
