#!/bin/sh
# Learns the weights of the repair anew from damaged news and novels and from sound texts. Four minutes a time.
#   train.sh all COREF_EVAL WORK [FOLDER OF SOUND TEXTS...]   rules/coref-weights.toml and rules/coref-documents.toml
#   train.sh odd COREF_EVAL WORK [FOLDER...]                  WORK/odd.toml and WORK/odd-documents.toml, from odd topics
#   train.sh even ...                                         and half of the novels alone, to be tried on the others
# The shipped weights knew 15,956 sound texts: web pages, documentation, licences, source code, scripture, fortunes.
set -e
TOPICS=$1 EVAL=$2 WORK=$3
shift 3
mkdir -p "$WORK"
if [ ! -d "$WORK/sound" ]; then
  python3 bench/coref/split.py "$EVAL/fiction.jsonl" "$WORK/half"
  for seed in 1 2 3 4 7 8 9 10; do python3 "$EVAL/damage.py" "$EVAL/dev.jsonl" "$WORK/news-$seed" --seed "$seed"; done
  for seed in 1 2 3; do
    python3 bench/coref/damage_more.py "$EVAL" "$EVAL/dev.jsonl" "$WORK/long-news-$seed" --seed "$seed"
    for half in 1 2; do
      python3 "$EVAL/damage.py" "$WORK/half-$half.jsonl" "$WORK/novels-$half-$seed" --seed "$seed"
      python3 bench/coref/damage_more.py "$EVAL" "$WORK/half-$half.jsonl" "$WORK/long-novels-$half-$seed" --seed "$seed"
    done
  done
  python3 bench/coref/sound.py "$WORK/sound"
fi
[ -n "$LEARN" ] || cargo build --release --examples --locked
learn=${LEARN:-target/release/examples}
weights() { ls -d "$WORK"/*news-* "$WORK"/*novels-*-1 | grep -v truth | xargs $learn/coref-train --topics "$1" --rounds 10 > "$2"; }
documents() { ls -d "$WORK"/*news-* "$WORK"/*novels-* "$WORK/sound" | grep -v truth | xargs $learn/coref-documents "$@"; }
if [ "$TOPICS" = all ]; then
  weights odd "$WORK/odd.toml"
  weights even "$WORK/even.toml"
  weights all "$WORK/all.toml"
  documents "$@" --across "$WORK/odd.toml" "$WORK/even.toml" > "$WORK/all-documents.toml"
  cp "$WORK/all.toml" rules/coref-weights.toml
  cp "$WORK/all-documents.toml" rules/coref-documents.toml
else
  weights "$TOPICS" "$WORK/$TOPICS.toml"
  documents "$@" --topics "$TOPICS" --weights "$WORK/$TOPICS.toml" > "$WORK/$TOPICS-documents.toml"
fi
