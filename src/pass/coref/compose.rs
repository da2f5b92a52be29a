//! Findings upon findings: what two rounds of repair do, told as one. A repair
//! may bring to light what it hid, so rounds go on until one finds nothing;
//! that is what makes the repair of a repaired text empty.

use super::finding::Finding;

/// The findings over the first text that do what `first` and then `second` (over the text that `first` leaves) do.
pub fn compose(text: &str, first: &[Finding], second: &[Finding]) -> Vec<Finding> {
    let mut joined: Vec<Finding> = Vec::new();
    let (mut one, mut two) = (0, 0);
    let mut shift: isize = 0; // what to add to a place in the middle text for one in the first
    while one < first.len() || two < second.len() {
        let at = first.get(one).map(|f| f.span.start.saturating_add_signed(-shift));
        let earlier = match (at, second.get(two)) {
            (Some(at), Some(s)) => s.span.end < at,
            (None, Some(_)) => true,
            _ => false,
        };
        if earlier {
            let mut finding = second[two].clone();
            finding.span = finding.span.start.saturating_add_signed(shift)
                ..finding.span.end.saturating_add_signed(shift);
            joined.push(finding);
            two += 1;
            continue;
        }
        let Some(at) = at else { break };
        let own = &first[one];
        if second.get(two).is_none_or(|s| s.span.start > at + own.with.len()) {
            shift += growth(own);
            joined.push(own.clone());
            one += 1;
            continue;
        }
        joined.extend(merge(text, first, second, &mut one, &mut two, &mut shift));
    }
    joined.into_iter().filter_map(|f| f.minimal(text)).collect()
}

fn growth(finding: &Finding) -> isize {
    isize::try_from(finding.span.len()).unwrap_or(0)
        - isize::try_from(finding.with.len()).unwrap_or(0)
}

/// One finding for a stretch in which findings of both rounds touch.
fn merge(
    text: &str,
    first: &[Finding],
    second: &[Finding],
    one: &mut usize,
    two: &mut usize,
    shift: &mut isize,
) -> Option<Finding> {
    let place = |f: &Finding, shift: isize| f.span.start.saturating_add_signed(-shift);
    let start = place(first.get(*one)?, *shift).min(second.get(*two)?.span.start);
    let (from, mut end) = (start.saturating_add_signed(*shift), start);
    let mut sample = second.get(*two)?.clone();
    let (mut middle, mut copied) = (String::new(), from);
    let first_two = *two;
    loop {
        let next_one = first.get(*one).filter(|f| place(f, *shift) <= end.max(start));
        let next_two = second.get(*two).filter(|s| s.span.start <= end.max(start));
        match (next_one, next_two) {
            (Some(f), _) => {
                middle.push_str(text.get(copied..f.span.start).unwrap_or_default());
                middle.push_str(&f.with);
                end = end.max(place(f, *shift) + f.with.len());
                copied = f.span.end;
                *shift += growth(f);
                *one += 1;
            }
            (None, Some(s)) => {
                end = end.max(s.span.end);
                *two += 1;
            }
            _ => break,
        }
    }
    let to = end.saturating_add_signed(*shift);
    middle.push_str(text.get(copied..to).unwrap_or_default());
    let mut with = String::new();
    let mut at = start;
    for s in &second[first_two..*two] {
        with.push_str(middle.get(at - start..s.span.start - start).unwrap_or_default());
        with.push_str(&s.with);
        at = s.span.end;
    }
    with.push_str(middle.get(at - start..).unwrap_or_default());
    sample.span = from..to;
    sample.with = with;
    Some(sample)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::coref::finding::{Kind, apply};

    fn finding(start: usize, end: usize, with: &str) -> Finding {
        Finding {
            span: start..end,
            with: with.to_owned(),
            kind: Kind::Intruder,
            witness: None,
            inferred: None,
            confidence: 1.0,
        }
    }

    #[test]
    fn two_rounds_in_one_do_the_same() {
        let text = "abcdefghijklmnop";
        let first = [finding(2, 4, "XYZ"), finding(8, 9, "")];
        for second in [
            vec![finding(0, 1, "q")],
            vec![finding(3, 6, "--")],
            vec![finding(1, 3, "."), finding(4, 5, ":"), finding(12, 13, "!")],
            vec![finding(4, 12, "")],
            vec![finding(9, 9, "+")],
        ] {
            let middle = apply(text, &first);
            let wanted = apply(&middle, &second);
            assert_eq!(apply(text, &compose(text, &first, &second)), wanted, "{second:?}");
        }
    }
}
