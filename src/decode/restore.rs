//! The way back: what must be kept beside a decoded text to give its bytes
//! back, and the giving back itself.

use super::charset::Charset;
use super::utf16::Order;
use super::{Decoded, Segment, utf8};
use std::borrow::Cow;

/// What plain encoding would not give back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Raw {
    /// Nothing: encoding the text gives the bytes.
    #[default]
    Empty,
    /// Places in the text where one character stands for these bytes.
    Patches(Vec<(usize, Vec<u8>)>),
    /// All of them, where that is shorter or patches would not do.
    Whole(Vec<u8>),
}

/// What the ledger must keep so that the original bytes can be given back.
pub fn raw(decoded: &Decoded<'_>, bytes: &[u8]) -> Raw {
    if matches!(decoded.text, Cow::Borrowed(_)) {
        return Raw::Empty;
    }
    let mut patches: Vec<(usize, Vec<u8>)> =
        decoded.damage.iter().map(|d| (d.at, d.bytes.clone())).collect();
    for segment in &decoded.segments {
        patches.extend(foreign(&decoded.text, segment));
    }
    patches.sort_unstable_by_key(|(at, _)| *at);
    // In a ledger a patch costs its bytes in base64 and about ten characters more.
    let cost: usize = patches.iter().map(|(_, bytes)| bytes.len() * 4 / 3 + 16).sum();
    if cost > bytes.len() * 4 / 3 {
        return Raw::Whole(bytes.to_vec());
    }
    let raw = if patches.is_empty() { Raw::Empty } else { Raw::Patches(patches) };
    let back = encode(&decoded.text, decoded.encoding, decoded.bom, &raw);
    if back.as_deref() == Some(bytes) { raw } else { Raw::Whole(bytes.to_vec()) }
}

/// The characters of a segment that its own encoding writes in another way.
fn foreign(text: &str, segment: &Segment) -> Vec<(usize, Vec<u8>)> {
    let Some(charset) = Charset::labelled(segment.encoding) else { return Vec::new() };
    let chars = text[segment.span.clone()].char_indices().filter(|(_, c)| !c.is_ascii());
    chars
        .filter_map(|(at, c)| {
            let mut bytes = Vec::new();
            charset.encode(c.encode_utf8(&mut [0; 4]), &mut bytes)?;
            Some((segment.span.start + at, bytes))
        })
        .collect()
}

/// The original bytes; `None` where the text can't be written in `encoding`.
pub fn encode(text: &str, encoding: &str, bom: bool, raw: &Raw) -> Option<Vec<u8>> {
    let patches: &[(usize, Vec<u8>)] = match raw {
        Raw::Whole(bytes) => return Some(bytes.clone()),
        Raw::Patches(patches) => patches,
        Raw::Empty => &[],
    };
    let target = Target::named(encoding)?;
    let mut out = Vec::with_capacity(text.len() + 4);
    if bom {
        target.mark(&mut out);
    }
    let mut done = 0;
    for (at, bytes) in patches {
        target.write(text.get(done..*at)?, &mut out)?;
        out.extend(bytes);
        done = at + text.get(*at..)?.chars().next()?.len_utf8();
    }
    target.write(text.get(done..)?, &mut out)?;
    Some(out)
}

/// What can be encoded to.
enum Target {
    Utf8,
    Wide(Order),
    Legacy(Charset),
}

impl Target {
    fn named(name: &str) -> Option<Target> {
        if name == "UTF-8" {
            return Some(Target::Utf8);
        }
        if let Some(order) = Order::named(name) {
            return Some(Target::Wide(order));
        }
        Charset::labelled(name).map(Target::Legacy)
    }

    fn mark(&self, out: &mut Vec<u8>) {
        match self {
            Target::Utf8 => out.extend(utf8::MARK),
            Target::Wide(order) => order.encode_mark(out),
            Target::Legacy(_) => {}
        }
    }

    fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        match self {
            Target::Utf8 => out.extend(text.as_bytes()),
            Target::Wide(order) => order.encode(text, out),
            Target::Legacy(charset) => charset.encode(text, out)?,
        }
        Some(())
    }
}
