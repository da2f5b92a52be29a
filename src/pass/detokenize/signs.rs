//! Is a passage tokenised? Counted in one scan that leaps from blank to blank:
//! what only a tokenizer writes (` ,`, ` n't`, `( `) against what it would have
//! split (`word, `, `(word`). Sloppy authors write a blank before a comma here
//! and there, but not throughout; a tokenizer leaves no comma attached.

use memchr::memchr_iter;

/// What speaks for and against tokenised text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// Only tokenizers do so.
    strong: u32,
    /// Tokenizers do so, authors too: ` ?` is French, ` "` careless.
    weak: u32,
    /// No tokenizer would leave it.
    against: u32,
}

impl Signs {
    /// Adds another passage's.
    pub fn add(&mut self, other: Signs) {
        self.strong += other.strong;
        self.weak += other.weak;
        self.against += other.against;
    }

    /// Whether there is any sign at all.
    pub fn any(self) -> bool {
        self.strong + self.weak > 0
    }

    /// Whether the passage is tokenised: by its own signs, or, where these are
    /// few, by those of the `whole` text.
    pub fn tokenised(self, whole: &Signs) -> bool {
        self.outweighs() && (self.strong > 2 || whole.outweighs())
    }

    /// One in so many of a tokenizer's places may be damaged otherwise.
    fn outweighs(self) -> bool {
        2 * self.strong + self.weak > 8 * self.against
    }
}

/// Reads the signs of a passage.
pub fn read(bytes: &[u8]) -> Signs {
    let mut signs = Signs::default();
    for i in memchr_iter(b' ', bytes) {
        before_blank(bytes, i, &mut signs);
        after_blank(bytes, i + 1, &mut signs);
    }
    if let [.., before, b'.' | b'!' | b'?' | b','] = bytes.trim_ascii_end()
        && !matches!(before, b' ' | b'.')
    {
        signs.against += 1;
    }
    signs
}

/// What stands before the blank at `i`.
fn before_blank(bytes: &[u8], i: usize, signs: &mut Signs) {
    let [.., before, last] = bytes[..i] else { return };
    match last {
        b',' | b';' | b'?' | b'!' | b':' | b')' if is_solid(before) => signs.against += 1,
        b'(' | b'[' if before == b' ' => signs.strong += 1,
        b's' | b't' | b'm' | b'd' if before == b'\'' && i > 2 && is_solid(bytes[i - 3]) => {
            signs.against += 1;
        }
        _ => {}
    }
}

/// What stands after a blank, from `at` on.
fn after_blank(bytes: &[u8], at: usize, signs: &mut Signs) {
    let rest = &bytes[at..];
    let Some(&first) = rest.first() else { return };
    if first.is_ascii_alphanumeric() && first != b'n' {
        return;
    }
    if at >= 2 && bytes[at - 2] == b' ' {
        return; // a run of blanks is layout
    }
    let alone = rest.get(1).is_none_or(u8::is_ascii_whitespace);
    match first {
        b',' | b'.' | b';' | b')' | b']' if alone => signs.strong += 1,
        b'?' | b'!' | b':' | b'"' if alone => signs.weak += 1,
        b'(' | b'"' if rest.get(1).is_some_and(|b| is_solid(*b)) => signs.against += 1,
        b'\'' | b'n' | 0xE2 if is_clitic(rest) => signs.strong += 1,
        _ => {}
    }
}

/// Whether the text starts with `n't`, `'s` or the like, and then a blank.
fn is_clitic(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"n").unwrap_or(rest);
    let Some(tail) = rest.strip_prefix(b"'").or_else(|| rest.strip_prefix("’".as_bytes())) else {
        return false;
    };
    let end = tail.iter().position(u8::is_ascii_whitespace).unwrap_or(tail.len());
    matches!(&tail[..end], b"s" | b"t" | b"re" | b"ve" | b"ll" | b"d" | b"m")
}

fn is_solid(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}
