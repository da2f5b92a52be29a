//! What tokenizers write instead of a sign: `-LRB-`, ``` `` ```, `&apos;`,
//! `@-@`. The sign is put back; how it binds is the business
//! of the other resolvers, but for the marks that say so themselves.

use super::passage::{Passage, Rewrite};
use super::token::{Kind, Reason, is_escaped, plain};

/// The entities of the Moses tokenizer.
const ENTITIES: [(&str, &str); 9] = [
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&quot;", "\""),
    ("&#91;", "["),
    ("&#93;", "]"),
    ("&#124;", "|"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
];

/// Puts the signs back.
pub fn restore(passage: &mut Passage<'_>) {
    // Entities may stand inside words too.
    let may_hold_entities = memchr::memchr(b'&', passage.text().as_bytes()).is_some();
    if !passage.coded && !may_hold_entities {
        return;
    }
    for i in 0..passage.tokens.len() {
        let raw = passage.raw(i);
        match raw.as_bytes() {
            [b'-', .., b'-'] if raw.len() == 5 => bracket(passage, i),
            [b'/', point] if is_escaped(*point) => rewrite(passage, i, 0..1, "", Reason::Escape),
            b"``" | b"''" => rewrite(passage, i, 0..2, "\"", Reason::QuoteCode),
            [b'@', .., b'@'] if raw.len() > 2 => join_mark(passage, i),
            bytes if may_hold_entities && bytes.contains(&b'&') => entities(passage, i),
            _ => {}
        }
    }
}

/// Joins the pieces of words, `un ##believ ##able` and `un@@ believ@@ able`;
/// whether there are any. What is to be done else waits for the next round,
/// when the words are whole.
pub fn join_pieces(passage: &mut Passage<'_>) -> bool {
    if !passage.coded || memchr::memchr2(b'#', b'@', passage.text().as_bytes()).is_none() {
        return false;
    }
    for i in 0..passage.tokens.len() {
        let raw = passage.raw(i);
        match raw.as_bytes() {
            [b'#', b'#', piece, ..] if *piece != b'#' && i > 0 => {
                rewrite(passage, i, 0..2, "", Reason::WordPiece);
                passage.bind_before(i, Reason::WordPiece);
            }
            [.., end, b'@', b'@'] if *end != b'@' && i + 1 < passage.tokens.len() => {
                rewrite(passage, i, raw.len() - 2..raw.len(), "", Reason::WordPiece);
                passage.bind_after(i, Reason::WordPiece);
            }
            _ => {}
        }
    }
    !passage.rewrites.is_empty()
}

fn bracket(passage: &mut Passage<'_>, i: usize) {
    let with = match plain(passage.raw(i)) {
        "(" => "(",
        ")" => ")",
        "[" => "[",
        "]" => "]",
        "{" => "{",
        "}" => "}",
        _ => return,
    };
    rewrite(passage, i, 0..5, with, Reason::BracketCode);
}

/// `@-@`: the sign alone, bound on both sides.
fn join_mark(passage: &mut Passage<'_>, i: usize) {
    let raw = passage.raw(i);
    let inner = &raw[1..raw.len() - 1];
    let sign = inner.chars().all(|c| !c.is_alphanumeric() && c != '@');
    if !sign || inner.chars().count() > 2 {
        return;
    }
    passage.tokens[i].kind = Kind::Other;
    rewrite(passage, i, 0..1, "", Reason::JoinMark);
    rewrite(passage, i, raw.len() - 1..raw.len(), "", Reason::JoinMark);
    passage.bind(i, Reason::JoinMark);
}

fn entities(passage: &mut Passage<'_>, i: usize) {
    let raw = passage.raw(i);
    for (at, _) in raw.match_indices('&') {
        if let Some((code, with)) = ENTITIES.iter().find(|(code, _)| raw[at..].starts_with(code)) {
            rewrite(passage, i, at..at + code.len(), with, Reason::Entity);
        }
    }
}

/// Token `i` holds, at `within`, what is to be written as `with`.
fn rewrite(
    passage: &mut Passage<'_>,
    i: usize,
    within: std::ops::Range<usize>,
    with: &'static str,
    reason: Reason,
) {
    let start = passage.tokens[i].start;
    passage.rewrites.push(Rewrite { span: start + within.start..start + within.end, with, reason });
}
