//! UTF-16 and UTF-32 of either byte order: known by their mark or by where
//! their NULs stand, decoded, and encoded again. `encoding_rs` has no UTF-32
//! and encodes neither.

use super::Damage;
use super::language::{Ideographic, LANGUAGES};
use std::borrow::Cow;

/// Bytes looked at for the pattern.
const SAMPLE: usize = 64 << 10;

/// Width and byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Two bytes, the low one first.
    Utf16Le,
    /// Two bytes, the high one first.
    Utf16Be,
    /// Four bytes, the lowest first.
    Utf32Le,
    /// Four bytes, the highest first.
    Utf32Be,
}

use Order::{Utf16Be, Utf16Le, Utf32Be, Utf32Le};

impl Order {
    const ALL: [Order; 4] = [Utf32Le, Utf32Be, Utf16Le, Utf16Be];

    /// The encoding's name.
    pub fn name(self) -> &'static str {
        match self {
            Utf16Le => "UTF-16LE",
            Utf16Be => "UTF-16BE",
            Utf32Le => "UTF-32LE",
            Utf32Be => "UTF-32BE",
        }
    }

    /// The order of that name.
    pub fn named(name: &str) -> Option<Order> {
        Order::ALL.into_iter().find(|order| order.name() == name)
    }

    /// Its byte order mark.
    fn mark(self) -> &'static [u8] {
        match self {
            Utf16Le => b"\xFF\xFE",
            Utf16Be => b"\xFE\xFF",
            Utf32Le => b"\xFF\xFE\0\0",
            Utf32Be => b"\0\0\xFE\xFF",
        }
    }

    fn width(self) -> usize {
        match self {
            Utf16Le | Utf16Be => 2,
            Utf32Le | Utf32Be => 4,
        }
    }

    /// The unit that starts the slice, which is long enough.
    fn unit(self, bytes: &[u8]) -> u32 {
        let get = |i: usize| u32::from(bytes.get(i).copied().unwrap_or(0));
        match self {
            Utf16Le => get(0) | get(1) << 8,
            Utf16Be => get(1) | get(0) << 8,
            Utf32Le => get(0) | get(1) << 8 | get(2) << 16 | get(3) << 24,
            Utf32Be => get(3) | get(2) << 8 | get(1) << 16 | get(0) << 24,
        }
    }

    /// The text, with one replacement character for each malformed unit.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'static, str>, Vec<Damage>) {
        let (mut text, mut damage) = (String::with_capacity(bytes.len()), Vec::new());
        let mut rest = bytes;
        while !rest.is_empty() {
            let (c, len) = self.first(rest);
            if c.is_none() {
                damage.push(Damage { at: text.len(), bytes: rest[..len].to_vec() });
            }
            text.push(c.unwrap_or('\u{FFFD}'));
            rest = &rest[len..];
        }
        (Cow::Owned(text), damage)
    }

    /// The first character, none where it is malformed, and its bytes.
    fn first(self, bytes: &[u8]) -> (Option<char>, usize) {
        let width = self.width();
        if bytes.len() < width {
            return (None, bytes.len());
        }
        let unit = self.unit(bytes);
        if width == 2 && (0xD800..0xDC00).contains(&unit) && bytes.len() >= 4 {
            let low = self.unit(&bytes[2..]);
            if (0xDC00..0xE000).contains(&low) {
                let c = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                return (char::from_u32(c), 4);
            }
        }
        (char::from_u32(unit), width)
    }

    /// The bytes of `text`, without a mark.
    pub fn encode(self, text: &str, out: &mut Vec<u8>) {
        for c in text.chars() {
            let code = u32::from(c);
            match self {
                Utf32Le => out.extend(code.to_le_bytes()),
                Utf32Be => out.extend(code.to_be_bytes()),
                Utf16Le => {
                    out.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|u| u.to_le_bytes()));
                }
                Utf16Be => {
                    out.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|u| u.to_be_bytes()));
                }
            }
        }
    }

    /// Writes its mark.
    pub fn encode_mark(self, out: &mut Vec<u8>) {
        out.extend(self.mark());
    }
}

/// The bytes without a mark, and the order it states. The longer marks come
/// first, since one begins with a shorter.
pub fn strip_mark(bytes: &[u8]) -> Option<(Order, &[u8])> {
    Order::ALL.into_iter().find_map(|order| {
        let rest = bytes.strip_prefix(order.mark())?;
        (order.width() == 2 || rest.len().is_multiple_of(4)).then_some((order, rest))
    })
}

/// Whether a decoded text is none: too much of it is malformed, or controls.
pub fn is_nonsense((text, damage): &(Cow<'_, str>, Vec<Damage>)) -> bool {
    let sample = || text.chars().take(SAMPLE);
    let odd = sample().filter(|c| c.is_control() && !c.is_whitespace()).count() + damage.len();
    odd * 10 > sample().count() + 10
}

/// The order that the places of the NULs speak for. In UTF-16 most scripts have
/// one byte of each pair nearly constant, and blanks and line ends have it NUL.
pub fn by_nuls(bytes: &[u8]) -> Option<Order> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    memchr::memchr(0, sample)?;
    let mut nuls = [0usize; 4];
    for (i, byte) in sample.iter().enumerate() {
        nuls[i % 4] += usize::from(*byte == 0);
    }
    let quads = sample.len() / 4;
    if quads == 0 && sample.len() < 2 {
        return None;
    }
    let order =
        if quads > 0 && nuls[3] >= quads && nuls[2] * 10 >= quads * 9 && nuls[0] * 8 <= quads {
            Utf32Le
        } else if quads > 0 && nuls[0] >= quads && nuls[1] * 10 >= quads * 9 && nuls[3] * 8 <= quads
        {
            Utf32Be
        } else {
            by_pairs(nuls[0] + nuls[2], nuls[1] + nuls[3], sample.len() / 2)
                .or_else(|| by_scripts(sample))?
        };
    // A text of whole units; a cut one may lack some bytes of its last.
    let decoded = order.decode(&sample[..sample.len() / order.width() * order.width()]);
    (!is_nonsense(&decoded) && is_plausible(&decoded.0)).then_some(order)
}

/// UTF-16 has NULs on one side of the pairs nearly alone.
fn by_pairs(even: usize, odd: usize, pairs: usize) -> Option<Order> {
    let enough = |n: usize| n * 50 >= pairs;
    match (even, odd) {
        (even, odd) if enough(odd) && even * 5 <= odd => Some(Utf16Le),
        (even, odd) if enough(even) && odd * 5 <= even => Some(Utf16Be),
        _ => None,
    }
}

/// Scripts far up have NULs at blanks and line ends alone. Their characters are
/// such as no two bytes of plain text make, or frequent ideographs, which chance
/// seldom hits.
fn by_scripts(sample: &[u8]) -> Option<Order> {
    if super::utf8::strict(super::utf8::whole_characters(sample)).is_some() {
        return None;
    }
    let likely = |order: &Order| {
        let (text, damage) = order.decode(&sample[..sample.len() / 2 * 2]);
        let count = |test: &dyn Fn(char) -> bool| text.chars().filter(|c| test(*c)).count();
        let all = text.chars().count();
        let far = count(&|c| !matches!(u32::from(c) >> 8, 0x20..=0x7E));
        let marks = count(&|c| c == '\n' || matches!(c, ' '..='~' | '\u{3000}'..='\u{303F}'));
        let known = |language: &Ideographic| count(&|c| language.is_frequent(c)) * 10 > all * 6;
        let own = far * 10 > all * 9 || LANGUAGES.ideographic.iter().any(known);
        own && marks * 40 > all && damage.is_empty()
    };
    [Utf16Le, Utf16Be].into_iter().find(likely)
}

/// Real text keeps to few scripts: its characters' high bytes are few.
fn is_plausible(text: &str) -> bool {
    let mut blocks = [0u32; 256];
    let mut count = 0u32;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        count += 1;
        // Ideographs fill a hundred blocks and count as one.
        let block =
            if ('\u{3400}'..='\u{D7FF}').contains(&c) { 0x4E } else { u32::from(c) >> 8 & 0xFF };
        blocks[block as usize] += 1;
    }
    blocks.sort_unstable_by(|a, b| b.cmp(a));
    blocks[..4].iter().sum::<u32>() * 10 >= count * 9
}
