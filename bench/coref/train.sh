#!/bin/sh
# Learns the weights of the repair anew from the odd topics; `make coref-eval`
# then scores them on the even ones, with seeds never learned from.
#   bench/coref/train.sh COREF_EVAL WORK > rules/coref-weights.toml
set -e
EVAL=$1; W=$2; mkdir -p "$W"
for s in 1 2 3 4 7 8 9 10; do python3 "$EVAL/damage.py" "$EVAL/dev.jsonl" "$W/d$s" --seed $s; done
cargo run --release --example coref-train -- "$W/d1" "$W/d2" "$W/d3" "$W/d4" "$W/d7" "$W/d8" "$W/d9" "$W/d10" --topics odd --rounds 12
