//! The encoding a document claims: what its carrier says (a header, a field of
//! its record), else a `<meta charset>` or an XML declaration near its start.

use regex::bytes::Regex;
use std::sync::LazyLock;

/// How far a declaration may stand from the start; browsers read 1,024 bytes.
const REACH: usize = 4096;

/// The label claimed, by the hint or by the document.
pub fn find(bytes: &[u8], hint: Option<&str>) -> Option<String> {
    if let Some(hint) = hint.map(str::trim).filter(|hint| !hint.is_empty()) {
        return Some(hint.to_owned());
    }
    let head = &bytes[..bytes.len().min(REACH)];
    memchr::memchr(b'<', head)?;
    let found = DECLARATION.as_ref()?.captures(head)?.get(1)?;
    Some(String::from_utf8_lossy(found.as_bytes()).into_owned())
}

static DECLARATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let tag = r"(?:<\?xml\s[^>]*?encoding|<meta\s[^>]*?charset)";
    let label = r#"\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})"#;
    Regex::new(&format!("(?i-u){tag}{label}")).ok()
});
