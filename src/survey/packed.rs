//! Counts as a survey file has them: numbers of a few bits each, sorted, packed
//! with Zstandard and written in base64. Equal counts give equal text.

use super::counts::{self, CELLS, Exact, OfSource};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

/// How hard to pack: more takes much longer and saves little.
const LEVEL: i32 = 3;

/// The packed form of [`counts::Counts`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    /// By source: its key, its documents, its lines' number; then for each line,
    /// in the order of their keys, how far its key is from the last one's, and
    /// the documents that have it.
    Exact(String),
    /// The cells, 16 bits each.
    Cells(String),
}

impl From<counts::Counts> for Counts {
    fn from(counts: counts::Counts) -> Self {
        match counts {
            counts::Counts::Exact(exact) => Counts::Exact(pack(&numbers(exact))),
            counts::Counts::Cells(cells) => {
                let bytes: Vec<u8> = cells.into_iter().flat_map(u16::to_le_bytes).collect();
                Counts::Cells(pack(&bytes))
            }
        }
    }
}

impl TryFrom<Counts> for counts::Counts {
    type Error = &'static str;

    fn try_from(packed: Counts) -> Result<Self, Self::Error> {
        const BROKEN: &str = "its counts are broken";
        match packed {
            Counts::Exact(text) => {
                let bytes = unpack(&text).ok_or(BROKEN)?;
                Ok(counts::Counts::Exact(exact(&mut bytes.as_slice()).ok_or(BROKEN)?))
            }
            Counts::Cells(text) => {
                let bytes = unpack(&text).filter(|b| b.len() == 2 * CELLS).ok_or(BROKEN)?;
                let (pairs, _) = bytes.as_chunks::<2>();
                Ok(counts::Counts::Cells(pairs.iter().map(|b| u16::from_le_bytes(*b)).collect()))
            }
        }
    }
}

fn pack(bytes: &[u8]) -> String {
    // Packing into memory does not fail.
    BASE64.encode(zstd::encode_all(bytes, LEVEL).unwrap_or_default())
}

fn unpack(text: &str) -> Option<Vec<u8>> {
    zstd::decode_all(BASE64.decode(text).ok()?.as_slice()).ok()
}

fn numbers(exact: Exact) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (source, of) in exact.sources {
        put(&mut bytes, source);
        put(&mut bytes, u64::from(of.documents));
        put(&mut bytes, of.lines.len() as u64);
        let mut lines: Vec<(u64, u32)> = of.lines.into_iter().collect();
        lines.sort_unstable();
        let mut last = 0;
        for (line, documents) in lines {
            put(&mut bytes, line - last);
            put(&mut bytes, u64::from(documents));
            last = line;
        }
    }
    bytes
}

fn exact(bytes: &mut &[u8]) -> Option<Exact> {
    let mut exact = Exact::default();
    while !bytes.is_empty() {
        let source = take(bytes)?;
        let mut of =
            OfSource { documents: u32::try_from(take(bytes)?).ok()?, ..OfSource::default() };
        let mut line = 0_u64;
        for _ in 0..take(bytes)? {
            line = line.checked_add(take(bytes)?)?;
            of.lines.insert(line, u32::try_from(take(bytes)?).ok()?);
        }
        exact.lines += of.lines.len();
        exact.sources.insert(source, of);
    }
    Some(exact)
}

/// Seven bits a byte, the low ones first; the eighth says that more follow.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let mut counts = counts::Counts::default();
        counts.add(u64::MAX, &[1, 127, 128, u64::MAX]);
        counts.add(3, &[]);
        counts.add(3, &[1]);
        let text = serde_json::to_string(&counts).unwrap();
        assert_eq!(serde_json::from_str::<counts::Counts>(&text).unwrap(), counts);
        let broken = text.replace("\"exact\":\"", "\"exact\":\"AAAA");
        assert!(serde_json::from_str::<counts::Counts>(&broken).is_err());
    }
}
