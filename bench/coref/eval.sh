#!/bin/sh
# Damages, cleans and scores articles and novels by weights that were not learned from them: odd topics by what even
# ones teach, and the other way round; prints a table for each and each seed. What they teach is learned once by
# train.sh, ten minutes each, and left in WORK.
#   eval.sh COREF_EVAL WORK PUMICE "SEEDS" [FOLDER OF SOUND TEXTS...]
set -e
EVAL=$1 WORK=$2 PUMICE=$3 SEEDS=$4
shift 4
here=$(dirname "$0")
mkdir -p "$WORK"
rm -rf "$WORK"/out-*
for learned in odd even; do
  [ -s "$WORK/$learned-documents.toml" ] || sh "$here/train.sh" $learned "$EVAL" "$WORK" "$@"
done
try() { # news or novels, what was learned from, the seed
  "$PUMICE" clean "$WORK/try-$1" -o "$WORK/out-$1-$2-$3" --only coref --quiet \
    --rules "$WORK/$2.toml" --rules "$WORK/$2-documents.toml"
  echo "== $1, seed $3, learned from $2 topics"
  python3 "$EVAL/score.py" "$WORK/try-$1" "$WORK/out-$1-$2-$3"
}
score() { # what was learned from, last digits of the topics that were, the half of the novels that was not
  for seed in $SEEDS; do
    rm -rf "$WORK"/try-*
    python3 "$EVAL/damage.py" "$EVAL/dev.jsonl" "$WORK/try-news" --seed "$seed"
    python3 "$EVAL/damage.py" "$WORK/half-$3.jsonl" "$WORK/try-novels" --seed "$seed"
    rm -rf "$WORK"/try-news/topic-*["$2"]
    grep -vE "\"path\": \"topic-[0-9]*[$2]/" "$WORK/try-news.truth.jsonl" > "$WORK/try-kept"
    mv "$WORK/try-kept" "$WORK/try-news.truth.jsonl"
    try news "$1" "$seed"
    try novels "$1" "$seed"
  done
}
score odd 13579 2
score even 02468 1
