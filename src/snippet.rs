//! Finds a snippet as a person remembers it: as it is, or else whatever its
//! case, spacing and style of quotes. Nothing fuzzier: a place that was merely
//! similar would explain another text than the one that was asked about.

use memchr::memmem;
use std::ops::Range;

/// Where a snippet stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the text, in order; none overlaps another.
    pub places: Vec<Range<usize>>,
    /// Whether the places read just like the snippet.
    pub exact: bool,
}

/// All places of `snippet` in `text`.
pub fn find(text: &str, snippet: &str) -> Found {
    let places: Vec<Range<usize>> = match snippet {
        "" => Vec::new(),
        _ => memmem::find_iter(text.as_bytes(), snippet).map(|at| at..at + snippet.len()).collect(),
    };
    if places.is_empty() { loosely(text, snippet) } else { Found { places, exact: true } }
}

fn loosely(text: &str, snippet: &str) -> Found {
    let wanted = Levelled::new(snippet).text;
    if wanted.is_empty() {
        return Found::default();
    }
    let hay = Levelled::new(text);
    let places = memmem::find_iter(hay.text.as_bytes(), &wanted)
        .map(|at| hay.origin(text, at..at + wanted.len()))
        .collect();
    Found { places, exact: false }
}

/// A text without what is not compared, and the way back.
#[derive(Default)]
struct Levelled {
    text: String,
    /// For each character of the original that left something here: where
    /// that starts, and where the character stands.
    starts: Vec<(usize, usize)>,
}

impl Levelled {
    fn new(text: &str) -> Self {
        let mut levelled = Levelled::default();
        for (at, c) in text.char_indices().filter(|(_, c)| !is_passed_over(*c)) {
            levelled.starts.push((levelled.text.len(), at));
            match c {
                // A double quote is two single ones: so are ``these''.
                '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' => {
                    levelled.text.push_str("''");
                }
                '‘' | '’' | '‚' | '‛' | '`' | '´' | '′' => levelled.text.push('\''),
                c => levelled.text.extend(c.to_lowercase()),
            }
        }
        levelled
    }

    /// The original bytes behind a span.
    fn origin(&self, text: &str, span: Range<usize>) -> Range<usize> {
        let character = |at: usize| {
            let next = self.starts.partition_point(|(here, _)| *here <= at);
            next.checked_sub(1).and_then(|i| self.starts.get(i)).map_or(0, |(_, origin)| *origin)
        };
        let last = character(span.end - 1);
        let width = text[last..].chars().next().map_or(0, char::len_utf8);
        character(span.start)..last + width
    }
}

/// White space, and characters that nobody sees.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, snippet: &str) -> Vec<&'t str> {
        find(text, snippet).places.into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn an_exact_place_wins() {
        assert_eq!(found("The the THE", "the"), ["the"]);
        assert!(find("The the", "the").exact);
    }

    #[test]
    fn case_spacing_and_quotes_are_forgiven() {
        assert_eq!(
            found("“ I do n’t\nlike  it ” , he", "\"i don't like it\","),
            ["“ I do n’t\nlike  it ” ,"]
        );
        assert_eq!(found("``Yes''", "\"yes\""), ["``Yes''"]);
        assert_eq!(found("co\u{ad}operate ÉTÉ", "été"), ["ÉTÉ"]);
    }

    #[test]
    fn nothing_is_found_nowhere() {
        assert_eq!(find("text", ""), Found::default());
        assert_eq!(find("text", " \n"), Found::default());
        assert!(find("text", "other").places.is_empty());
        assert!(find("", "a").places.is_empty());
    }
}
