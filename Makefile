# What there is to do here. `make samples` and `make test` need Rust alone.

.PHONY: all build fuzz samples samples-update docs-update test laws faults test-disk lint check bench bench-corpus coref-eval web-eval web-weights recurring-eval clean

CARGO ?= cargo
PUMICE := target/release/pumice
STORIES := $(notdir $(patsubst %/in,%,$(wildcard samples/*/in)))

all: build

build:
	$(CARGO) build --release --locked

# Cleans the samples and shows what changed; target/samples/STORY.html is a report to look at.
samples: build
	@for story in $(STORIES); do \
		echo "== samples/$$story"; \
		$(PUMICE) clean samples/$$story/in --diff && \
		$(PUMICE) clean samples/$$story/in -o target/samples/$$story \
			--report target/samples/$$story.html || exit 1; \
	done

# Rewrites what the tests expect of the samples; review it with git diff.
samples-update:
	UPDATE=1 $(CARGO) test --locked --test it samples::samples_come_out

# Makes docs/rules.md and pumice.schema.json anew.
docs-update:
	mkdir -p docs
	UPDATE=1 $(CARGO) test --locked --test it layers::the_schema

# One seed, so that a run can be repeated; `make laws` tries other texts.
test:
	PROPTEST_RNG_SEED=1 $(CARGO) test --locked
	@command -v chromedriver >/dev/null || \
		echo "skipped: the report in a browser; for make browser-test install chromium and chromium-driver"

# The report in a real browser: Debian's chromium and chromium-driver. Pictures of it are left
# in target/browser/.
.PHONY: browser-test
browser-test:
	PUMICE_BROWSER=required $(CARGO) test --locked --test it browser::

# Tables of Parquet, which a feature adds; with files that pyarrow writes, where it can be
# installed in an environment of Python's that is made here.
.PHONY: test-parquet
test-parquet:
	$(CARGO) clippy --locked --all-targets --features parquet -- -D warnings
	@if python3 -m venv target/python && \
		target/python/bin/pip install --quiet --disable-pip-version-check pyarrow; then \
		export PUMICE_PYTHON=$(CURDIR)/target/python/bin/python; \
	else echo "skipped: tables that pyarrow writes; it can't be installed here"; fi; \
	PROPTEST_RNG_SEED=1 $(CARGO) test --locked --features parquet -- tables:: format

# The laws on other texts in every run.
laws:
	$(CARGO) test --locked --test it -- laws:: characters:: detokenize::

# Every call to the file system fails once, hundreds of kills, files of a gigabyte: half an hour.
faults:
	PUMICE_LONG=1 $(CARGO) test --locked --test it -- faults:: killed:: large::

# A disk that is full, as root: a small file system is mounted for it.
test-disk:
	$(CARGO) test --locked --test it -- disk_full:: --nocapture

# What CI asks for beside the tests.
lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" $(CARGO) doc --locked --no-deps --document-private-items

check: lint test

bench:
	$(CARGO) bench --locked --bench chain
	$(CARGO) bench --locked --bench rules
	$(CARGO) bench --locked --bench coref

# The whole chain over a corpus of 200 MB that is made here, against copying it.
BENCH_MB ?= 200
bench-corpus:
	$(CARGO) bench --locked --bench corpus -- $(BENCH_MB)

# Each target for so many seconds, from the cases of the rules on; needs a nightly toolchain
# and cargo-fuzz. What one finds becomes a test.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= decode mojibake unicode markup detokenize apply_undo
fuzz:
	$(CARGO) run --quiet --locked --example fuzz-seeds -- fuzz/corpus
	@for target in $(FUZZ_TARGETS); do \
		$(CARGO) +nightly fuzz run $$target -- -max_total_time=$(FUZZ_SECONDS) -max_len=512 || exit 1; \
	done

# Measures the repair of coreference damage, where the data are at hand; needs Python with rapidfuzz. The shipped
# weights know all articles: each half is scored by what the other teaches, which takes twenty minutes once.
COREF_EVAL ?= ../shared/coref-eval
COREF_SEEDS ?= 12 13 14
COREF_SOUND ?=
coref-eval: build
	@if [ -d $(COREF_EVAL) ]; then \
		sh bench/coref/eval.sh $(COREF_EVAL) target/coref-eval $(PUMICE) "$(COREF_SEEDS)" $(COREF_SOUND); \
	else echo "coref-eval: $(COREF_EVAL) is not here"; fi

# Measures how well scraped pages are stripped, where the data are at hand: first
# pages of sites that the weights have not seen (the word lists have), then all
# pages through the whole chain.
WEB_EVAL ?= ../shared/web-eval
web-eval: build
	@if [ -d $(WEB_EVAL) ]; then \
		$(CARGO) run --quiet --release --locked --example boilerplate-train -- $(WEB_EVAL)/dev.jsonl --folds 5 && \
		mkdir -p target/web-eval && \
		$(PUMICE) clean $(WEB_EVAL)/dev.jsonl -o target/web-eval/dev.jsonl --force --quiet && \
		python3 $(WEB_EVAL)/score.py $(WEB_EVAL)/dev.jsonl target/web-eval/dev.jsonl; \
	else echo "web-eval: $(WEB_EVAL) is not here"; fi

# Learns the weights of the page's lines anew, from the same data.
web-weights:
	$(CARGO) run --quiet --release --locked --example boilerplate-train -- $(WEB_EVAL)/dev.jsonl > target/weights.toml
	mv target/weights.toml rules/boilerplate-weights.toml

# Measures what the corpus as witness takes, on sites made from real pages'
# frames and real articles, where the data are at hand.
recurring-eval: build
	@if [ -d $(WEB_EVAL) ] && [ -d $(COREF_EVAL) ]; then \
		for seed in 1 77; do \
			sites=target/recurring-eval/$$seed; rm -rf $$sites && \
			python3 bench/recurring/sites.py $(WEB_EVAL)/dev.jsonl $(COREF_EVAL)/dev.jsonl $$sites 40 40 $$seed && \
			$(PUMICE) clean $$sites -o $$sites.out --edits $$sites.jsonl --only boilerplate --exclude '*.json' -q --force && \
			python3 bench/recurring/score.py $$sites $$sites.jsonl || exit 1; \
		done; \
	else echo "recurring-eval: $(WEB_EVAL) or $(COREF_EVAL) is not here"; fi

clean:
	$(CARGO) clean
