//! Tells files that are no text: by the marks that common formats open with,
//! and by control characters. NULs alone make no binary file, since a text may
//! hold a few stray ones; UTF-16 and UTF-32 have been tried before.

/// Bytes looked at; formats without a mark show themselves early.
const SAMPLE: usize = 64 << 10;

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
    let (mut nuls, mut controls) = (0, 0);
    for byte in sample {
        nuls += usize::from(*byte == 0);
        controls += usize::from(is_control(*byte));
    }
    // Valid UTF-8 may hold more of them: logs, terminal output, man pages.
    let text = super::utf8::strict(super::utf8::whole_characters(sample)).is_some();
    let allowed = if text { sample.len() / 10 } else { sample.len() / 100 };
    nuls + controls > allowed.max(if text { 8 } else { 2 })
}

/// Whether nothing but text follows a mark that a text may open with as well.
fn is_printable(bytes: &[u8]) -> bool {
    let sample = super::utf8::whole_characters(&bytes[..bytes.len().min(SAMPLE)]);
    super::utf8::strict(sample).is_some() && !sample.iter().any(|b| *b == 0 || is_control(*b))
}

/// Control characters that no text needs; NUL counts apart.
fn is_control(byte: u8) -> bool {
    matches!(byte, 1..=7 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F)
}
