//! The geometry of bars: shares of a whole as the page's drawings want them.
//! Numbers have two places behind the point, so that equal runs give equal bytes.

use serde::Serialize;

/// A stretch of a stacked bar, in hundredths of it.
#[derive(Debug, Serialize)]
pub struct Part {
    x: String,
    width: String,
    colour: &'static str,
}

/// A column of a small chart, ten units high.
#[derive(Debug, Serialize)]
pub struct Column {
    y: String,
    height: String,
}

/// A part of a whole in hundredths; what is not nothing can be seen.
pub fn part(part: u64, whole: u64) -> String {
    if part == 0 || whole == 0 { "0".to_owned() } else { two(hundredths(part, whole).max(0.4)) }
}

/// Parts beside one another, each with its colour; `whole` may be more than their sum.
pub fn stack(parts: &[(u64, &'static str)], whole: u64) -> Vec<Part> {
    let mut x = 0.0;
    let mut stack = Vec::new();
    for (part, colour) in parts.iter().filter(|(part, _)| *part > 0) {
        let width = hundredths(*part, whole);
        stack.push(Part { x: two(x), width: two(width.max(0.3)), colour });
        x += width;
    }
    stack
}

/// Columns, of which the highest fills its space; none for nothing.
pub fn columns(counts: &[u64]) -> Vec<Option<Column>> {
    let most = counts.iter().copied().max().unwrap_or_default();
    let column = |count: &u64| {
        let height = (hundredths(*count, most) / 10.0).max(0.8);
        (*count > 0).then(|| Column { y: two(10.0 - height), height: two(height) })
    };
    counts.iter().map(column).collect()
}

#[allow(clippy::cast_precision_loss)] // a drawing needs no more than 52 bits
fn hundredths(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// A number with at most two places behind the point.
pub fn two(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_shares_and_something_is_never_nothing() {
        assert_eq!([part(0, 5), part(1, 4), part(1, 1_000_000)], ["0", "25", "0.4"]);
        let parts = stack(&[(1, "a"), (0, "b"), (2, "c")], 6);
        let told: Vec<_> = parts.iter().map(|p| (&*p.x, &*p.width, p.colour)).collect();
        assert_eq!(told, [("0", "16.67", "a"), ("16.67", "33.33", "c")]);
        let heights: Vec<_> =
            columns(&[0, 5, 10]).iter().map(|c| c.as_ref().map(|c| c.height.clone())).collect();
        assert_eq!(heights, [None, Some("5".to_owned()), Some("10".to_owned())]);
    }
}
