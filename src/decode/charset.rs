//! The legacy encodings that are read: those of the web by `encoding_rs`, and
//! those that old files have beside them. Names are WHATWG's where there is one.

use super::{Damage, euc_tw, hz, johab};
use encoding_rs::{DecoderResult, EncoderResult, Encoding};
use oem_cp::code_table as dos;
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
    /// Chinese of Taiwan, in planes of 94 rows.
    EucTw,
    /// Simplified Chinese in seven bits.
    Hz,
}

use Charset::{Dos, EucTw, Hz, Johab, Web};

/// The code pages of DOS that `encoding_rs` has not.
const DOS: [(&str, &[char; 128]); 14] = [
    ("IBM437", &dos::DECODING_TABLE_CP437),
    ("IBM737", &dos::DECODING_TABLE_CP737),
    ("IBM775", &dos::DECODING_TABLE_CP775),
    ("IBM850", &dos::DECODING_TABLE_CP850),
    ("IBM852", &dos::DECODING_TABLE_CP852),
    ("IBM855", &dos::DECODING_TABLE_CP855),
    ("IBM857", &whole(&dos::DECODING_TABLE_CP857)),
    ("IBM858", &dos::DECODING_TABLE_CP858),
    ("IBM860", &dos::DECODING_TABLE_CP860),
    ("IBM861", &dos::DECODING_TABLE_CP861),
    ("IBM862", &dos::DECODING_TABLE_CP862),
    ("IBM863", &dos::DECODING_TABLE_CP863),
    ("IBM865", &dos::DECODING_TABLE_CP865),
    ("IBM869", &dos::DECODING_TABLE_CP869),
];

/// A table with the C1 controls in its gaps, so that every byte has its character.
const fn whole(table: &[Option<char>; 128]) -> [char; 128] {
    let mut out = ['\0'; 128];
    let mut i = 0;
    while i < 128 {
        out[i] = match table[i] {
            Some(c) => c,
            #[allow(clippy::cast_possible_truncation)] // below 256
            None => (0x80 + i as u8) as char,
        };
        i += 1;
    }
    out
}

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
            "euc-tw" | "euctw" => Some(EucTw),
            "hz-gb-2312" | "hz" => Some(Hz),
            _ if !label.starts_with("ibm") && !label.starts_with("cp") => None,
            _ => {
                let named = |name: &str| name.trim_start_matches("IBM") == number;
                DOS.into_iter().find(|(name, _)| named(name)).map(|(name, table)| Dos(name, table))
            }
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Web(encoding) => encoding.name(),
            Dos(name, _) => name,
            Johab => "johab",
            EucTw => "EUC-TW",
            Hz => "HZ-GB-2312",
        }
    }

    /// Whether each byte is a character.
    pub fn is_single_byte(self) -> bool {
        match self {
            Web(encoding) => encoding.is_single_byte(),
            Dos(..) => true,
            Johab | EucTw | Hz => false,
        }
    }

    /// The character of a byte in an encoding where each is one; none where it
    /// has no meaning.
    pub fn character(self, byte: u8) -> Option<char> {
        match self {
            Dos(_, table) => Some(of_dos(table, byte)),
            _ => self.decode(&[byte]).0.chars().next().filter(|c| *c != '\u{FFFD}'),
        }
    }

    /// The text, with one replacement character for each malformed sequence.
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, Vec<Damage>) {
        match self {
            Web(encoding) => decode_web(bytes, encoding),
            Dos(_, table) => (bytes.iter().map(|byte| of_dos(table, *byte)).collect(), Vec::new()),
            Johab => johab::decode(bytes),
            EucTw => euc_tw::decode(bytes),
            Hz => hz::decode(bytes),
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
            EucTw => euc_tw::encode(text, out),
            Hz => hz::encode(text, out),
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
