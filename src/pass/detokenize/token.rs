//! A token: what blanks part, of which kind it is, and on which sides it binds,
//! for which reason. Nothing is copied; a token is a span.

/// Why a blank or a mark goes; each is a detector that a rule switches on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Before a comma, full stop and the like.
    Point,
    /// Inside brackets.
    Bracket,
    /// Inside quotation marks.
    Quote,
    /// Before a clitic, or in a word that was split in two.
    Clitic,
    /// After an elided word.
    Elision,
    /// Inside a number, a time.
    Number,
    /// Beside a sign that belongs to a number or word: `$`, `%`, `#`.
    Sign,
    /// Inside an abbreviation with points.
    Abbreviation,
    /// Inside a hyphenated word.
    Hyphen,
    /// Around a dash that is set without blanks.
    Dash,
    /// Around a slash, an underscore, an ampersand.
    Slash,
    /// Inside a URL or an e-mail address.
    Address,
    /// `-LRB-` and its kin.
    BracketCode,
    /// ``` `` ``` and `''`.
    QuoteCode,
    /// `&apos;` and its kin.
    Entity,
    /// `/.` and its kin.
    Escape,
    /// `@-@` and its kin.
    JoinMark,
    /// `##ing`, `un@@`.
    WordPiece,
    /// `▁word`, `Ġword`.
    WordStart,
    /// `w o r d`.
    Letters,
}

/// The detectors' names, in the order of [`Reason`].
pub const REASONS: [&str; 20] = [
    "space-before-point",
    "space-inside-brackets",
    "space-inside-quotes",
    "split-contraction",
    "split-elision",
    "split-number",
    "space-beside-sign",
    "split-abbreviation",
    "split-hyphenation",
    "space-around-dash",
    "space-around-slash",
    "split-address",
    "bracket-code",
    "quote-code",
    "entity-code",
    "escaped-point",
    "join-mark",
    "word-piece",
    "word-start-mark",
    "spaced-letters",
];

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Holds a letter or digit.
    Word,
    /// Digits, with or without inner points.
    Number,
    /// One or more of `, . ; : ! ?`, or an ellipsis.
    Point,
    /// `(` and its kin, `¿`, `¡`.
    Open,
    /// `)` and its kin.
    Close,
    /// A double quotation mark of any form.
    Quote,
    /// A single one, or an apostrophe.
    Tick,
    /// `-`, or a dash.
    Dash,
    /// `*`.
    Star,
    /// Signs of several kinds in one, of which the first closes: `."`, `),`.
    Closing,
    /// The same where the last opens: `("`.
    Opening,
    /// Anything else.
    Other,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub struct Token<'t> {
    /// As it stands; never empty.
    pub text: &'t str,
    /// First byte, in the text.
    pub start: usize,
    /// What it is.
    pub kind: Kind,
    /// Why the blank before it goes, if it goes.
    pub before: Option<Reason>,
    /// Why the blank after it goes.
    pub after: Option<Reason>,
}

impl Token<'_> {
    /// Byte after the last, in the text.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The sign a code stands for, as the pairing has to see it.
#[inline]
pub fn plain(word: &str) -> &str {
    match word.as_bytes() {
        [b'/', point] if is_escaped(*point) => return &word[1..],
        [b'&' | b'-', _, _, _, _, ..] => {}
        _ => return word,
    }
    match word {
        "&quot;" => "\"",
        "&apos;" | "&#39;" => "'",
        "&amp;" => "&",
        "-LRB-" | "-lrb-" => "(",
        "-RRB-" | "-rrb-" => ")",
        "-LSB-" | "-lsb-" | "&#91;" => "[",
        "-RSB-" | "-rsb-" | "&#93;" => "]",
        "-LCB-" | "-lcb-" => "{",
        "-RCB-" | "-rcb-" => "}",
        word => word,
    }
}

/// Whether annotators write a slash before the point or hyphen.
pub fn is_escaped(point: u8) -> bool {
    matches!(point, b'.' | b',' | b'?' | b'!' | b':' | b'-')
}

/// Whether a word may start with the byte: a letter, or the lead byte of one;
/// general punctuation starts with E2, « with C2.
pub const fn is_letter(first: u8) -> bool {
    first.is_ascii_alphabetic() || matches!(first, 0xC3..0xE2)
}

/// What a token is that starts with no letter.
pub fn kind(word: &str) -> Kind {
    let bytes = word.as_bytes();
    if let [byte] = *bytes {
        return kind_of_byte(byte);
    }
    if bytes.iter().all(|b| matches!(b, b',' | b'.' | b';' | b':' | b'!' | b'?')) {
        return Kind::Point;
    }
    if bytes[0].is_ascii_digit() && bytes.iter().all(|b| b.is_ascii_digit() || is_inner(*b)) {
        return Kind::Number;
    }
    match plain(word) {
        "…" | "." | "," | "?" | "!" | ":" => Kind::Point,
        "(" | "[" | "{" | "¿" | "¡" => Kind::Open,
        ")" | "]" | "}" => Kind::Close,
        "\"" | "“" | "”" | "„" | "‟" | "«" | "»" | "``" | "''" => Kind::Quote,
        "'" | "‘" | "’" | "‚" | "‹" | "›" | "`" => Kind::Tick,
        "*" => Kind::Star,
        "-" | "‒" | "–" | "—" | "--" | "---" => Kind::Dash,
        word if word.chars().any(char::is_alphanumeric) => Kind::Word,
        word => cluster(word),
    }
}

/// The same for the commonest ones, which are of one byte.
fn kind_of_byte(byte: u8) -> Kind {
    match byte {
        b',' | b'.' | b';' | b':' | b'!' | b'?' => Kind::Point,
        b'0'..=b'9' => Kind::Number,
        b'(' | b'[' | b'{' => Kind::Open,
        b')' | b']' | b'}' => Kind::Close,
        b'"' => Kind::Quote,
        b'\'' | b'`' => Kind::Tick,
        b'-' => Kind::Dash,
        b'*' => Kind::Star,
        byte if byte.is_ascii_alphabetic() => Kind::Word,
        _ => Kind::Other,
    }
}

/// The kind of several signs that a tokenizer left together.
fn cluster(word: &str) -> Kind {
    let opens = |c| matches!(c, '(' | '[' | '„' | '¿' | '¡');
    let closes = |c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '…' | '%');
    let smile = matches!(word, ":)" | ";)" | ":-)" | ";-)" | ":(" | ":-(");
    if smile || word == "%" || !word.chars().all(|c| closes(c) || opens(c) || is_mark(c)) {
        return Kind::Other;
    }
    match (word.contains(opens), word.contains(closes)) {
        (true, false) => Kind::Opening,
        (false, true) => Kind::Closing,
        _ => Kind::Other,
    }
}

/// Whether all of a word are quotation marks.
pub fn are_marks(word: &str) -> bool {
    word.chars().all(is_mark)
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '’' | '‘' | '“' | '»' | '«')
}

fn is_inner(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b':' | b'/')
}
