//! Is a passage tokenised? Counted in one scan that leaps from blank to blank:
//! what only a tokenizer writes (` ,`, ` n't`, `@-@`) against what it would have
//! split (`word, `, `(word`). Sloppy authors write a blank before a comma here
//! and there, but not throughout; a tokenizer leaves no comma attached.
//!
//! Some signs frame words (brackets, quotation marks, a colon): authors pad
//! these too, so alone they prove nothing. Others are loose: in French ` ?` is
//! how it is written.

/// What speaks for and against tokenised text, in points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// Only tokenizers do so.
    strong: u32,
    /// ` ?` and the like: tokenizers do so, and some languages.
    loose: u32,
    /// Padded brackets and quotation marks.
    frames: u32,
    /// No tokenizer would leave it.
    against: u32,
    /// Whether a word starts with a subword model's mark.
    pub marks: bool,
    /// Whether single letters stand in a row.
    pub letters: bool,
}

/// A comma or a clitic that stands alone.
const STRONG: u32 = 2;
/// A code that no author writes.
const CODE: u32 = 6;
/// A comma that no tokenizer would leave at its word.
const ATTACHED: u32 = 8;
/// A bracket or quotation mark at its word, which some tokenizers leave.
const FRAMED: u32 = 3;

impl Signs {
    /// Adds another passage's.
    pub fn add(&mut self, other: Signs) {
        self.strong += other.strong;
        self.loose += other.loose;
        self.frames += other.frames;
        self.against += other.against;
        self.marks |= other.marks;
        self.letters |= other.letters;
    }

    /// Whether there is any sign at all.
    pub fn any(&self) -> bool {
        self.strong + self.loose + self.frames > 0 || self.marks || self.letters
    }

    /// Whether the passage is tokenised: by its own signs, or, where these are
    /// few, by those of the `whole` text. `loose` says whether loose signs count.
    pub fn tokenised(&self, whole: &Signs, loose: bool) -> bool {
        let sure = self.points(loose) + self.frames > STRONG;
        let outweighs = |signs: &Signs| signs.points(loose) + signs.frames > signs.against;
        self.points(loose) > 0 && outweighs(self) && (sure || outweighs(whole))
    }

    fn points(&self, loose: bool) -> u32 {
        self.strong + if loose { self.loose } else { 0 }
    }
}

/// Which bytes, as the first and as the second of two, may be a sign: two make
/// one where they share a bit.
struct Pairs {
    first: [u8; 256],
    second: [u8; 256],
}

/// A blank, and what a word doesn't start with.
const AFTER_BLANK: u8 = 1;
/// What a word doesn't end in, and a blank.
const BEFORE_BLANK: u8 = 2;
/// An apostrophe, and the last letter of a contraction.
const IN_WORD: u8 = 4;

/// What a tokenizer would part, and code is full of: `f(`, `$x`, `->`, `::`.
const GLUED: u8 = 8 | 16 | 32;

static PAIRS: Pairs = {
    let mut pairs = Pairs { first: [0; 256], second: [0; 256] };
    pairs.first[b' ' as usize] |= AFTER_BLANK;
    pairs.second[b' ' as usize] |= BEFORE_BLANK;
    let after = b".,;:!?\"')]}([-@&`#/\xC2\xC4\xE2";
    let before = b",;:!?).([@'\x99\x9C\x9D";
    let mut i = 0;
    while i < after.len() {
        pairs.second[after[i] as usize] |= AFTER_BLANK;
        i += 1;
    }
    i = 0;
    while i < before.len() {
        pairs.first[before[i] as usize] |= BEFORE_BLANK;
        i += 1;
    }
    pairs.first[b'\'' as usize] |= IN_WORD;
    pairs.first[0x99] |= IN_WORD;
    pairs.second[b's' as usize] |= IN_WORD;
    pairs.second[b't' as usize] |= IN_WORD;
    let mut byte = 0;
    while byte < 128_u8 {
        if byte.is_ascii_alphanumeric() {
            pairs.first[byte as usize] |= 8;
        }
        if byte.is_ascii_alphabetic() {
            pairs.second[byte as usize] |= 16;
        }
        byte += 1;
    }
    pairs.second[b'(' as usize] |= 8;
    pairs.first[b'$' as usize] |= 16;
    i = 0;
    while i < 3 {
        pairs.first[b"-=:"[i] as usize] |= 32;
        pairs.second[b">=:"[i] as usize] |= 32;
        i += 1;
    }
    pairs
};

/// Reads the signs of a passage.
pub fn read(bytes: &[u8]) -> Signs {
    let mut signs = Signs { letters: has_spaced_letters(bytes), ..Signs::default() };
    after_blank(bytes, 0, &mut signs);
    let mut left = 0;
    for (i, byte) in bytes.iter().enumerate() {
        let shared = left & PAIRS.second[usize::from(*byte)];
        if shared != 0 {
            sign(bytes, i - 1, shared, &mut signs);
        }
        left = PAIRS.first[usize::from(*byte)];
    }
    if let [before @ .., b'.' | b'!' | b'?' | b','] = bytes.trim_ascii_end()
        && ends_solid(before)
        && !is_abbreviation(before)
    {
        signs.against += ATTACHED;
    }
    if looks_like_code(bytes) {
        signs.against += ATTACHED;
    }
    signs
}

/// Whether the line is set in far, or ends as lines of code do.
fn looks_like_code(bytes: &[u8]) -> bool {
    bytes.starts_with(b"    ")
        || bytes.starts_with(b"\t")
        || matches!(
            bytes.trim_ascii_end(),
            [.., b'{' | b'}' | b'\\'] | [.., b')' | b'}', b';' | b',']
        )
}

/// What the two bytes at `i` are a sign of.
#[inline(never)]
fn sign(bytes: &[u8], i: usize, shared: u8, signs: &mut Signs) {
    if shared & AFTER_BLANK != 0 {
        after_blank(bytes, i + 1, signs);
    }
    if shared & BEFORE_BLANK != 0 {
        before_blank(bytes, i + 1, signs);
    }
    if shared & IN_WORD != 0 {
        in_word(bytes, i, signs);
    }
    if shared & GLUED != 0 {
        signs.against += FRAMED;
    }
}

/// How many bytes are looked at in one step.
const BLOCK: usize = 64;

/// Whether single letters stand in a row: two of them, each between blanks.
fn has_spaced_letters(bytes: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        let mut block = [0; BLOCK + 4];
        let part = &bytes[at..(at + BLOCK + 4).min(bytes.len())];
        block[..part.len()].copy_from_slice(part);
        if has_blanks_in_row(&block) && part.windows(5).any(are_spaced_letters) {
            return true;
        }
        at += BLOCK;
    }
    false
}

/// Whether three blanks stand two bytes apart. The loop is one that compilers
/// make vectors of.
fn has_blanks_in_row(block: &[u8; BLOCK + 4]) -> bool {
    let mut any = 0;
    for i in 0..BLOCK {
        let blank = |n: usize| u8::from(block[i + n] == b' ');
        any |= blank(0) & blank(2) & blank(4);
    }
    any != 0
}

fn are_spaced_letters(w: &[u8]) -> bool {
    w[0] == b' ' && w[2] == b' ' && w[4] == b' ' && is_solid(w[1]) && is_solid(w[3])
}

/// A whole `it's` or `don't` speaks against, an `n't` that stands alone for it.
fn in_word(bytes: &[u8], i: usize, signs: &mut Signs) {
    if !bytes.get(i + 2).is_none_or(u8::is_ascii_whitespace) {
        return;
    }
    let stem = bytes[..i].strip_suffix(&[0xE2, 0x80]).unwrap_or(&bytes[..i]);
    let clipped = stem.ends_with(b" n");
    match stem.last() {
        Some(_) if clipped && bytes[i + 1] == b't' => signs.strong += STRONG,
        Some(b) if is_solid(*b) => signs.against += 1,
        _ => {}
    }
}

/// What stands before the blank at `i`.
fn before_blank(bytes: &[u8], i: usize, signs: &mut Signs) {
    let before = &bytes[..i];
    let [.., prior, last] = *before else {
        signs.frames += u32::from(matches!(before, b"(" | b"["));
        return;
    };
    match last {
        b';' if before.ends_with(b"&apos;") => signs.strong += CODE,
        b';' if is_entity(before) => {}
        b',' | b';' | b'?' | b'!' | b':' if ends_solid(&before[..i - 1]) => {
            signs.against += ATTACHED;
        }
        b')' if ends_solid(&before[..i - 1]) => signs.against += FRAMED,
        b'.' if bytes.get(i + 1).is_some_and(u8::is_ascii_uppercase)
            && ends_sentence(&before[..i - 1]) =>
        {
            signs.against += 1;
        }
        b'(' | b'[' if prior == b' ' => signs.frames += 1,
        b'\'' if is_elision(&before[..i - 1], bytes, i + 1) => signs.strong += STRONG,
        0x99 if before.ends_with("’".as_bytes()) && is_elision(&before[..i - 3], bytes, i + 1) => {
            signs.strong += STRONG;
        }
        b'@' if prior == b'@' && i > 2 && is_solid(before[i - 3]) => signs.strong += CODE,
        0x9C | 0x9D if before.ends_with(b"\xE2\x80\x9C") || before.ends_with(b"\xE2\x80\x9D") => {
            signs.against += u32::from(i > 3 && is_solid(before[i - 4]));
        }
        _ => {}
    }
}

/// Whether the last word is one that closes sentences: small, and no
/// abbreviation.
fn ends_sentence(before: &[u8]) -> bool {
    let small = before.iter().rev().take_while(|b| b.is_ascii_lowercase()).count();
    small > 3 && !is_abbreviation(before)
}

/// Whether an apostrophe after `before` and before the word at `next` elides a
/// vowel: `l' avion`, `qu' il`, `dell' arte`.
fn is_elision(before: &[u8], bytes: &[u8], next: usize) -> bool {
    let vowel = matches!(
        bytes.get(next).map(u8::to_ascii_lowercase),
        Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' | 0xC3)
    );
    let short = match before {
        [a] | [.., b' ', a] | [.., b' ', a, _] | [a, _] => a.is_ascii_alphabetic(),
        _ => false,
    };
    short || vowel && matches!(before, [.., b'l', b'l'] | [.., b'q', b'u'])
}

/// Whether the text ends in `&quot;` or the like.
fn is_entity(before: &[u8]) -> bool {
    let tail = &before[before.len().saturating_sub(6)..];
    memchr::memchr(b'&', tail).is_some()
}

/// What stands after a blank, from `at` on.
fn after_blank(bytes: &[u8], at: usize, signs: &mut Signs) {
    let rest = &bytes[at..];
    let Some(&first) = rest.first() else { return };
    if at >= 2 && bytes[at - 2] == b' ' {
        return; // a run of blanks is layout
    }
    let alone = rest.get(1).is_none_or(u8::is_ascii_whitespace);
    let solid = |n: usize| rest.get(n).is_some_and(|b| is_solid(*b) && !matches!(b, 0xC2 | 0xE2));
    let closes = at > 1 && closes_something(&bytes[..at - 1]);
    match first {
        b'.' if alone && is_in_row(bytes, at) => {}
        b'.' | b',' if alone => signs.strong += if closes { STRONG } else { 0 },
        b'?' | b'!' | b';' if alone => signs.loose += if closes { STRONG } else { 0 },
        b'.' | b',' | b'!' | b'?' | b'"' | b'\'' | b')' | b']' | b'}'
            if closes && is_cluster(rest) =>
        {
            signs.strong += STRONG;
        }
        b'?' | b'!' if closes && is_row(rest) => signs.loose += STRONG,
        b')' | b']' | b'}' | b':' | b'"' if alone => signs.frames += 1,
        b'(' | b'"' | b'[' if solid(1) => signs.against += FRAMED,
        b'\'' if is_clitic(rest) => signs.strong += STRONG,
        b'\'' if solid(1) => signs.against += 1,
        b'\'' if alone && at > 1 && is_solid(bytes[at - 2]) => signs.frames += 1,
        b'`' | b'\'' if rest.starts_with(b"`` ") || rest.starts_with(b"'' ") => signs.frames += 1,
        b'-' | b'@' | b'&' | b'#' | b'/' if is_code(rest) => signs.strong += CODE,
        0xC2 if rest.starts_with("¿ ".as_bytes()) || rest.starts_with("¡ ".as_bytes()) => {
            signs.strong += STRONG;
        }
        0xC2 if rest.starts_with("«".as_bytes()) && solid(2) => signs.against += FRAMED,
        0xC4 if rest.starts_with("Ġ".as_bytes()) => signs.marks = true,
        0xE2 => general_punctuation(rest, signs),
        _ => {}
    }
}

/// Whether a lone point may stand after this: a word, a mark that closes one.
/// In a list of signs (`: , . #`) it may not.
fn closes_something(before: &[u8]) -> bool {
    let mut rest = before;
    while let [more @ .., last] = rest {
        let alone = more.is_empty() || more.ends_with(b" ");
        match last {
            b'"' | b'\'' | b')' | b']' | b'}' | b'%' | b'.' | b',' | b'!' | b'?' if alone => {
                rest = more.trim_ascii_end();
            }
            b'"' | b'\'' | b')' | b']' | b'}' | b'%' | b'.' | b'*' | b'+' | b'/' | b'-' => {
                return !alone;
            }
            _ => return is_solid(*last),
        }
    }
    false
}

fn general_punctuation(rest: &[u8], signs: &mut Signs) {
    let solid = rest.get(3).is_some_and(|b| is_solid(*b));
    match rest.get(1..3) {
        Some(b"\x96\x81") => signs.marks = true,
        Some(b"\x80\x9C" | b"\x80\x9E" | b"\x80\x98") if solid => signs.against += 1,
        Some(b"\x80\x9C" | b"\x80\x9D" | b"\x80\x9E") if !solid => signs.frames += 1,
        Some(b"\x80\x99") if is_clitic(rest) || rest.get(3) == Some(&b' ') => {
            signs.strong += STRONG;
        }
        _ => {}
    }
}

/// Whether the text starts with points and closing marks in one, as `."` and
/// `),`, and then a blank.
fn is_cluster(rest: &[u8]) -> bool {
    let word = first_word(rest);
    let mark = |b: &u8| matches!(b, b'"' | b'\'' | b')' | b']' | b'}');
    let point = |b: &u8| matches!(b, b'.' | b',' | b'!' | b'?' | b';' | b':');
    let curly = matches!(word, [b, 0xE2, 0x80, 0x9C | 0x9D] if point(b));
    let quoted = matches!(word, [b'"', .., b'"'] | [b'\'', .., b'\'']);
    let straight = word.len() > 1 && !quoted && word.iter().all(|b| mark(b) || point(b));
    curly || straight && word.iter().any(mark) && (word.iter().any(point) || word.len() < 3)
}

/// Whether the text starts with several `!` or `?`, and then a blank.
fn is_row(rest: &[u8]) -> bool {
    let word = first_word(rest);
    word.len() > 1 && word.iter().all(|b| matches!(b, b'!' | b'?'))
}

/// The text up to the first blank; eight bytes at most.
fn first_word(rest: &[u8]) -> &[u8] {
    let end = rest.iter().take(8).position(u8::is_ascii_whitespace);
    &rest[..end.unwrap_or(rest.len().min(8))]
}

/// Whether the full stop at `at` is one of several, each alone: `. . .`.
fn is_in_row(bytes: &[u8], at: usize) -> bool {
    bytes[at + 1..].starts_with(b" .") || bytes[..at].ends_with(b". ")
}

/// Whether the text starts with `'s`, `'re` or the like, and then a blank.
fn is_clitic(rest: &[u8]) -> bool {
    let Some(tail) = rest.strip_prefix(b"'").or_else(|| rest.strip_prefix("’".as_bytes())) else {
        return false;
    };
    let tail = tail.strip_prefix(b" ").unwrap_or(tail);
    let end = tail.iter().position(u8::is_ascii_whitespace).unwrap_or(tail.len());
    matches!(&tail[..end], b"s" | b"t" | b"re" | b"ve" | b"ll" | b"d" | b"m")
}

/// Whether the text starts with a code that stands for a sign.
fn is_code(rest: &[u8]) -> bool {
    let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    match &rest[..end] {
        b"&apos;" | b"&quot;" | b"&#91;" | b"&#93;" => true,
        b"/." | b"/?" | b"/!" | b"/-" => true,
        [b'-', side, side_or_square, b'B', b'-'] => {
            matches!(side, b'L' | b'R') && matches!(side_or_square, b'R' | b'S' | b'C')
        }
        [b'@', sign, b'@'] => sign.is_ascii_punctuation(),
        [b'#', b'#', piece @ ..] => {
            !piece.is_empty() && piece.iter().all(|b| b.is_ascii_lowercase() || *b >= 0x80)
        }
        word => word.starts_with(b"&apos;") && word.len() < 9,
    }
}

/// Whether the last word is an abbreviation or a number, whose point stays with it.
fn is_abbreviation(before: &[u8]) -> bool {
    let start = memchr::memrchr(b' ', before).map_or(0, |at| at + 1);
    let word = &before[start..];
    memchr::memchr(b'.', word).is_some()
        || word.iter().all(u8::is_ascii_digit)
        || word.len() < 4 && word.first().is_some_and(u8::is_ascii_uppercase)
        || matches!(word, b"etc" | b"al" | b"Corp" | b"usw" | b"ca" | b"bzw" | b"vs")
}

/// Whether the text ends in a letter or digit; other scripts' are taken as
/// such, quotation marks and dashes not.
fn ends_solid(bytes: &[u8]) -> bool {
    match *bytes {
        [] | [.., 0xE2, 0x80 | 0x81, _] | [.., 0xC2, _] => false,
        [.., last] => is_solid(last),
    }
}

fn is_solid(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}
