//! `--tolerate N|N%`: how many documents may fail before a run counts as failed.

use std::str::FromStr;

/// A number of documents, or a share of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerate {
    /// So many.
    Documents(u64),
    /// So many in a hundred.
    Percent(f64),
}

impl Tolerate {
    /// Whether so many of so many documents may fail.
    #[allow(clippy::cast_precision_loss)] // a share needs no more than 52 bits
    pub fn allows(self, failed: u64, of: u64) -> bool {
        match self {
            Tolerate::Documents(most) => failed <= most,
            Tolerate::Percent(most) => failed as f64 * 100.0 <= most * of as f64,
        }
    }
}

impl FromStr for Tolerate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "a number of documents, as in 10, or a share, as in 0.5%".to_owned();
        match text.strip_suffix('%') {
            None => text.parse().map(Tolerate::Documents).map_err(|_| wrong()),
            Some(share) => match share.trim().parse() {
                Ok(share) if (0.0..=100.0).contains(&share) => Ok(Tolerate::Percent(share)),
                _ => Err(wrong()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_shares() {
        let tolerate = |text: &str| text.parse::<Tolerate>().unwrap();
        assert!(tolerate("2").allows(2, 9) && !tolerate("2").allows(3, 9));
        assert!(tolerate("1%").allows(1, 100) && !tolerate("1%").allows(2, 100));
        assert!("x".parse::<Tolerate>().is_err() && "-1%".parse::<Tolerate>().is_err());
    }
}
