//! The legacy encodings that are read: those of the web by `encoding_rs`, and
//! those that old files have beside them. Names are WHATWG's where there is one.

use super::{Damage, johab};
use encoding_rs::{DecoderResult, EncoderResult, Encoding};
use std::borrow::Cow;

/// An encoding.
#[derive(Clone, Copy, Debug)]
pub enum Charset {
    /// One of the web.
    Web(&'static Encoding),
    /// A code page of DOS: name, and the characters of the bytes from 80 up.
    Dos(&'static str, &'static [char; 128]),
    /// Korean, with its syllables spelled in bits.
    Johab,
}

use Charset::{Dos, Johab, Web};

/// The code pages of DOS that `encoding_rs` has not, Cyrillic first.
pub const DOS: [Charset; 4] = [
    Dos("IBM855", &oem_cp::code_table::DECODING_TABLE_CP855),
    Dos("IBM850", &oem_cp::code_table::DECODING_TABLE_CP850),
    Dos("IBM852", &oem_cp::code_table::DECODING_TABLE_CP852),
    Dos("IBM437", &oem_cp::code_table::DECODING_TABLE_CP437),
];

impl Charset {
    /// The encoding that a label names, if it is a legacy one that can be read.
    pub fn labelled(label: &str) -> Option<Charset> {
        if let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) {
            return Some(Web(encoding));
        }
        let label = label.trim().to_ascii_lowercase();
        let number = label.trim_start_matches(|c: char| !c.is_ascii_digit());
        match label.as_str() {
            "johab" | "ms1361" | "cp1361" => Some(Johab),
            _ if !label.starts_with("ibm") && !label.starts_with("cp") => None,
            _ => DOS.into_iter().find(|charset| charset.name().trim_start_matches("IBM") == number),
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Web(encoding) => encoding.name(),
            Dos(name, _) => name,
            Johab => "johab",
        }
    }

    /// Whether each byte is a character.
    pub fn is_single_byte(self) -> bool {
        match self {
            Web(encoding) => encoding.is_single_byte(),
            Dos(..) => true,
            Johab => false,
        }
    }

    /// The text, with one replacement character for each malformed sequence.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, Vec<Damage>) {
        match self {
            Web(encoding) => decode_web(bytes, encoding),
            Dos(_, table) => (bytes.iter().map(|byte| of_dos(table, *byte)).collect(), Vec::new()),
            Johab => johab::decode(bytes),
        }
    }

    /// Appends `text`; `None` where a character has no place in the encoding.
    pub fn encode(self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        match self {
            Web(encoding) => encode_web(text, encoding, out),
            Dos(_, table) => text.chars().try_for_each(|c| {
                let byte = u8::try_from(u32::from(c)).ok().filter(u8::is_ascii);
                let high = || table.iter().position(|d| *d == c).map(|i| 0x80 + i);
                out.push(byte.or_else(|| u8::try_from(high()?).ok())?);
                Some(())
            }),
            Johab => johab::encode(text, out),
        }
    }
}

fn of_dos(table: &[char; 128], byte: u8) -> char {
    if byte.is_ascii() { char::from(byte) } else { table[usize::from(byte & 0x7F)] }
}

fn decode_web<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> (Cow<'b, str>, Vec<Damage>) {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return (text, Vec::new());
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut damage, mut read) = (String::new(), Vec::new(), 0);
    loop {
        let need = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - read);
        text.reserve(need.unwrap_or(0));
        let (result, used) =
            decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += used;
        match result {
            DecoderResult::InputEmpty => return (Cow::Owned(text), damage),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(len, after) => {
                let end = read - usize::from(after);
                let start = end.saturating_sub(usize::from(len));
                damage.push(Damage { at: text.len(), bytes: bytes[start..end].to_vec() });
                text.push('\u{FFFD}');
            }
        }
    }
}

fn encode_web(text: &str, encoding: &'static Encoding, out: &mut Vec<u8>) -> Option<()> {
    let mut encoder = encoding.new_encoder();
    let mut rest = text;
    loop {
        out.reserve(encoder.max_buffer_length_from_utf8_without_replacement(rest.len())?);
        let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, out, true);
        rest = rest.get(read..)?;
        match result {
            EncoderResult::InputEmpty => return Some(()),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(_) => return None,
        }
    }
}
