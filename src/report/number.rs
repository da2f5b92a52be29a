//! Numbers as a reader takes them in: grouped by thousands, shares in per cent.

/// A number with a comma between groups of three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count of things: `1 document`, `1,200 documents`.
pub fn counted(number: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A part of a whole in per cent, with a place behind the point where that is small. No
/// line is broken before the sign.
#[allow(clippy::cast_precision_loss)] // a share needs no more than 52 bits
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 || part == 0 {
        return "0\u{a0}%".to_owned();
    }
    match part as f64 * 100.0 / whole as f64 {
        share if share < 0.01 => "<\u{a0}0.01\u{a0}%".to_owned(),
        share if share < 1.0 => format!("{share:.2}\u{a0}%"),
        share if share < 10.0 => format!("{share:.1}\u{a0}%"),
        share => format!("{share:.0}\u{a0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        let all = [0, 12, 999, 1000, 12_345, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "12", "999", "1,000", "12,345", "1,234,567"]);
        assert_eq!((&*counted(1, "rule"), &*counted(2000, "rule")), ("1 rule", "2,000 rules"));
    }

    #[test]
    fn shares_are_as_exact_as_needed() {
        let all = [(0, 5), (1, 0), (1, 1_000_000), (3, 1000), (1, 12), (1, 2)];
        let all = all.map(|(part, whole)| share(part, whole));
        let all = all.map(|share| share.replace('\u{a0}', " "));
        assert_eq!(all, ["0 %", "0 %", "< 0.01 %", "0.30 %", "8.3 %", "50 %"]);
    }
}
