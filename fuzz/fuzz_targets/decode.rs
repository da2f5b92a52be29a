#![no_main]

use pumice::decode::{Hints, decode, encode, raw};

/// What the first byte may declare.
const LABELS: &[&str] = &[
    "utf-8", "utf-16", "windows-1252", "koi8-r", "shift_jis", "big5", "euc-tw", "hz-gb-2312",
    "johab", "iso-2022-jp", "gb18030", "cp437", "replacement", "x-user-defined", "nonsense",
];

// Whatever the bytes and whatever is declared: all of them come back.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (declared, bytes) = match bytes.split_first() {
        Some((first, rest)) => (LABELS.get(usize::from(*first)).copied(), rest),
        None => (None, bytes),
    };
    for strict_utf8 in [false, true] {
        let Ok(decoded) = decode(bytes, &Hints { declared, strict_utf8 }) else { continue };
        let kept = raw(&decoded, bytes);
        let again = encode(&decoded.text, decoded.encoding, decoded.bom, &kept);
        assert_eq!(again.as_deref(), Some(bytes), "{} does not come back", decoded.encoding);
    }
});
