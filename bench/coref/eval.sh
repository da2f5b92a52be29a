#!/bin/sh
# Damages, cleans and scores articles and novels that no weight was learned from; prints tables.
#   eval.sh COREF_EVAL WORK PUMICE SEED...
set -e
EVAL=$1 WORK=$2 PUMICE=$3
shift 3
mkdir -p "$WORK"
rm -rf "$WORK"/news-* "$WORK"/fiction-* "$WORK"/out-*
python3 "$(dirname "$0")/split.py" "$EVAL/fiction.jsonl" "$WORK/novels"
for seed; do
  python3 "$EVAL/damage.py" "$EVAL/dev.jsonl" "$WORK/news-$seed" --seed "$seed"
  python3 "$EVAL/damage.py" "$WORK/novels-2.jsonl" "$WORK/fiction-$seed" --seed "$seed"
  rm -rf "$WORK/news-$seed"/topic-*[13579]
  truth="$WORK/news-$seed.truth.jsonl"
  grep -E '"path": "topic-[0-9]*[02468]/' "$truth" > "$truth.even"
  mv "$truth.even" "$truth"
  for kind in news fiction; do
    "$PUMICE" clean "$WORK/$kind-$seed" -o "$WORK/out-$kind-$seed" --only coref --quiet
    echo "== $kind, seed $seed"
    python3 "$EVAL/score.py" "$WORK/$kind-$seed" "$WORK/out-$kind-$seed"
  done
done
