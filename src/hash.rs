//! The hash that stands in ledgers and state files: XXH3, 128 bits, in hex.
//! Its value is specified and the same on every machine, which the standard
//! library's hashers don't promise. It guards against mistakes, not malice.

use xxhash_rust::xxh3::xxh3_128;

/// Hash of some bytes, as 32 hex digits.
pub fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}
