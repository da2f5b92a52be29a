//! Tells files that are no text: by the marks that common formats open with,
//! and by control characters. NULs alone make no binary file, since a text may
//! hold a few stray ones; UTF-16 and UTF-32 have been tried before.

/// Bytes looked at; formats without a mark show themselves early.
const SAMPLE: usize = 64 << 10;

/// So many control characters may stand in any text.
const FEW: usize = 2;

/// What common binary formats open with.
const MARKS: &[&[u8]] = &[
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\0",
    b"7z\xbc\xaf\x27\x1c",
    b"\x28\xb5\x2f\xfd",
    b"Rar!\x1a\x07",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\0asm",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"SQLite format 3\0",
    b"OggS\0",
    b"fLaC\0",
    b"ID3\x03\0",
    b"ID3\x04\0",
    b"wOFF",
    b"wOF2",
    b"PAR1",
];

/// Whether the bytes are no text.
pub fn is_binary(bytes: &[u8]) -> bool {
    if MARKS.iter().any(|mark| bytes.starts_with(mark)) && !is_printable(bytes) {
        return true;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls = count_controls(sample);
    if controls <= FEW {
        return false;
    }
    // Valid UTF-8 may hold more of them: logs, terminal output, man pages.
    let text = super::utf8::strict(super::utf8::whole_characters(sample)).is_some();
    let allowed = if text { (sample.len() / 10).max(8) } else { (sample.len() / 100).max(FEW) };
    controls > allowed
}

/// How many control characters there are. Counted in single bytes, of which a vector
/// holds many.
fn count_controls(bytes: &[u8]) -> usize {
    let count = |few: &[u8]| few.iter().map(|byte| u8::from(is_control(*byte))).sum::<u8>();
    bytes.chunks(u8::MAX.into()).map(|few| usize::from(count(few))).sum()
}

/// Whether nothing but text follows a mark that a text may open with as well.
fn is_printable(bytes: &[u8]) -> bool {
    let sample = super::utf8::whole_characters(&bytes[..bytes.len().min(SAMPLE)]);
    super::utf8::strict(sample).is_some() && count_controls(sample) == 0
}

/// Control characters that no text needs.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=7 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)
}
