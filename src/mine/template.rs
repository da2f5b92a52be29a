//! How a line is generalised: the same line with other figures, other names,
//! another title in quotes; a label with anything behind it, anything with the
//! same end. Each way gives a template, and lines of one template are a family.

use xxhash_rust::xxh3::xxh3_64;

/// Lines longer than this (bytes) are generalised by their figures alone.
const GENERAL: usize = 200;
/// Longer lines (characters) are known by their beginning alone, which has so many.
const LONG: usize = 120;
const SHOWN: usize = 70;
/// Words that a label, or an end, has at most.
const FEW: usize = 4;
/// Letters of its own that a template with names must have.
const LETTERS: usize = 5;

/// What a template is made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What all lines of the family have, but for case.
    Text(String),
    /// A number.
    Figure,
    /// Capitalised words.
    Name,
    /// Words in quotes.
    Quoted,
    /// Anything, of so many characters.
    Rest(usize),
}

/// In which way a line was generalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Its figures alone.
    Figures,
    /// Names and titles too.
    Names,
    /// All that follows a label.
    Label,
    /// All before its end.
    End,
}

/// A generalised line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Template {
    /// How it was made.
    pub way: Way,
    /// What it is made of.
    pub parts: Vec<Part>,
}

impl Template {
    /// All templates of a line without blanks around it, the narrowest first.
    pub fn all(line: &str) -> Vec<Template> {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut all = vec![Template { way: Way::Figures, parts: figures(&line) }];
        if line.len() <= GENERAL {
            all.extend(names(&line));
            all.extend(label(&line));
            all.extend(end(&line));
        }
        all.retain(Template::says_something);
        all.dedup_by(|b, a| a.parts == b.parts);
        all
    }

    /// What the lines of a family have in common.
    pub fn key(&self) -> u64 {
        let mut key = format!("{:?}", self.way);
        for part in &self.parts {
            match part {
                Part::Text(text) => key.extend(text.chars().flat_map(char::to_lowercase)),
                Part::Figure => key.push('\u{1}'),
                Part::Name => key.push('\u{2}'),
                Part::Quoted => key.push('\u{3}'),
                Part::Rest(_) => key.push('\u{4}'),
            }
        }
        xxh3_64(key.as_bytes())
    }

    /// The pattern that matches the family's lines; `blind` to the case of
    /// what they have in common.
    pub fn regex(&self, blind: bool) -> String {
        let pattern = |part: &Part| match part {
            Part::Text(text) if blind => format!("(?i:{})", escaped(text)),
            Part::Text(text) => escaped(text),
            Part::Figure => r"\d+".to_owned(),
            Part::Name => NAME.to_owned(),
            Part::Quoted => QUOTED.to_owned(),
            Part::Rest(most) => format!(".{{1,{most}}}"),
        };
        self.parts.iter().map(pattern).collect()
    }

    /// The same with no more than the beginning of a long line in full.
    #[must_use]
    pub fn shortened(mut self) -> Template {
        let length = |part: &Part| match part {
            Part::Text(text) => text.chars().count(),
            _ => 1,
        };
        let all: usize = self.parts.iter().map(length).sum();
        if self.way != Way::Figures || all <= LONG {
            return self;
        }
        let (mut kept, mut left) = (Vec::new(), SHOWN);
        for part in self.parts {
            let own = length(&part);
            if own < left {
                left -= own;
                kept.push(part);
                continue;
            }
            if let Part::Text(text) = part {
                let head: String = text.chars().take(left).collect();
                let words = head.rfind(' ').map_or("", |at| &head[..=at]);
                push_text(words, &mut kept);
            }
            break;
        }
        kept.push(Part::Rest(all));
        self.parts = kept;
        self
    }

    /// The words that all lines of the family have, in lower case.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let texts = self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text),
            _ => None,
        });
        texts.flat_map(|text| words(text))
    }

    /// How many characters stand for anything.
    pub fn rest(&self) -> usize {
        let rests = self.parts.iter().map(|part| if let Part::Rest(n) = part { *n } else { 0 });
        rests.sum()
    }

    fn says_something(&self) -> bool {
        let letters = self.parts.iter().map(|part| match part {
            Part::Text(text) => text.chars().filter(|c| c.is_alphabetic()).count(),
            _ => 0,
        });
        // An article and a name are no family.
        let needed = match self.way {
            Way::Figures => 2,
            Way::Names => LETTERS,
            Way::Label | Way::End => 3,
        };
        letters.sum::<usize>() >= needed
    }
}

/// An apostrophe is written `\x27`, so that a literal string of TOML can hold it.
const NAME: &str = r"\p{Lu}[\p{L}\p{M}.\x27’-]*(?: \p{Lu}[\p{L}\p{M}.\x27’-]*){0,4}";
const QUOTED: &str = r#"["“„«‘][^"“”„«»]{1,160}["”“»’]"#;
/// Capitalised words that a name has at most.
const NAMES: usize = 5;

/// A text as a pattern. Only what means something there is escaped: it is to be read.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The words of a text in lower case.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

fn figures(line: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    text_and_figures(line, &mut parts);
    parts
}

fn text_and_figures(text: &str, parts: &mut Vec<Part>) {
    for run in text.split_inclusive(|c: char| c.is_numeric()) {
        let (text, figure) = match run.chars().next_back().filter(|c| c.is_numeric()) {
            Some(last) => (&run[..run.len() - last.len_utf8()], true),
            None => (run, false),
        };
        push_text(text, parts);
        if figure && parts.last() != Some(&Part::Figure) {
            parts.push(Part::Figure);
        }
    }
}

fn push_text(text: &str, parts: &mut Vec<Part>) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

/// Names, quotes and figures as such. Where the line begins with a name, its
/// first word may also be one of the family's (`By Ann Lee`).
fn names(line: &str) -> Vec<Template> {
    let template = |keep_first| Template { way: Way::Names, parts: with_names(line, keep_first) };
    let (one, other) = (template(true), template(false));
    let has_more = |t: &Template| t.parts.iter().any(|p| matches!(p, Part::Name | Part::Quoted));
    let mut all: Vec<Template> = [one, other].into_iter().filter(has_more).collect();
    all.dedup();
    all
}

fn with_names(line: &str, keep_first: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = line;
    let mut at_start = true;
    while let Some(first) = rest.chars().next() {
        if let Some(quoted) = quoted(rest) {
            parts.push(Part::Quoted);
            rest = &rest[quoted..];
        } else if first.is_alphanumeric() {
            let word = word(rest);
            let run = if at_start && keep_first { 0 } else { name(rest) };
            // A capital at the start alone makes no name.
            if run > word || (run > 0 && !at_start) {
                parts.push(Part::Name);
                rest = &rest[run..];
            } else {
                text_and_figures(&rest[..word], &mut parts);
                rest = &rest[word..];
            }
        } else {
            push_text(&rest[..first.len_utf8()], &mut parts);
            rest = &rest[first.len_utf8()..];
        }
        at_start = false;
    }
    parts
}

/// Where a quotation that stands at the start of a text ends.
fn quoted(text: &str) -> Option<usize> {
    let open = text.chars().next()?;
    let close: &[char] = match open {
        '"' => &['"'],
        '“' | '„' => &['”', '“'],
        '«' => &['»'],
        '‘' => &['’'],
        _ => return None,
    };
    let inner = &text[open.len_utf8()..];
    let at = inner.find(close).filter(|at| *at > 0)?;
    let last = inner[at..].chars().next()?;
    Some(open.len_utf8() + at + last.len_utf8())
}

/// Where the word at the start of a text ends.
fn word(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || "'’-".contains(c))).unwrap_or(text.len())
}

/// Where the name at the start of a text ends; 0 where there is none.
fn name(text: &str) -> usize {
    let mut end = 0;
    for _ in 0..NAMES {
        let at = if end == 0 { 0 } else { end + 1 };
        if end > 0 && !text[end..].starts_with(' ') {
            break;
        }
        let Some(rest) = text.get(at..).filter(|r| r.starts_with(char::is_uppercase)) else {
            break;
        };
        let word = word(rest);
        if rest[..word].contains(char::is_numeric) {
            break;
        }
        let initial = word == 1 && rest[word..].starts_with('.');
        end = at + word + usize::from(initial);
    }
    end
}

fn label(line: &str) -> Option<Template> {
    let at = line.find(": ")?;
    let (label, rest) = (&line[..at], &line[at + 2..]);
    is_few(label)?;
    let mut parts = figures(label);
    push_text(": ", &mut parts);
    parts.push(Part::Rest(rest.chars().count()));
    Some(Template { way: Way::Label, parts })
}

fn end(line: &str) -> Option<Template> {
    const MARKS: [&str; 6] = [" | ", " / ", " – ", " — ", " - ", " » "];
    let at = MARKS.iter().filter_map(|mark| line.rfind(mark)).max()?;
    let end = &line[at..];
    is_few(end)?;
    let mut parts = vec![Part::Rest(line[..at].chars().count())];
    text_and_figures(end, &mut parts);
    Some(Template { way: Way::End, parts })
}

fn is_few(text: &str) -> Option<()> {
    let words = words(text).count();
    (1..=FEW).contains(&words).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regexes(line: &str) -> Vec<String> {
        let short = |regex: String| regex.replace(NAME, "NAME").replace(QUOTED, "QUOTED");
        Template::all(line).iter().map(|template| short(template.regex(false))).collect()
    }

    #[test]
    fn a_line_is_generalised_in_several_ways() {
        let cases: &[(&str, &[&str])] = &[
            ("IE 11 is not  supported.", &[r"IE \d+ is not supported\."]),
            ("By Ann Lee", &["By Ann Lee"]),
            ("Photo: Ann Lee", &["Photo: Ann Lee", "Photo: NAME", "Photo: .{1,7}"]),
            (
                "Photo by Ann Lee / Tide Images",
                &[
                    "Photo by Ann Lee / Tide Images",
                    "Photo by NAME / NAME",
                    ".{1,16} / Tide Images",
                ],
            ),
            (
                "Read more: “A ship”",
                &["Read more: “A ship”", "Read more: QUOTED", "Read more: .{1,8}"],
            ),
            ("Ann Lee | Tide", &[r"Ann Lee \| Tide", r".{1,7} \| Tide"]),
            ("12 May 2019, 9:30", &[r"\d+ May \d+, \d+:\d+"]),
            ("Home", &["Home"]),
            ("| 3 |", &[]),
        ];
        for (line, wanted) in cases {
            assert_eq!(regexes(line), *wanted, "{line}");
        }
    }

    #[test]
    fn a_family_has_one_key_and_a_pattern_for_all() {
        let of = |line: &str, way| Template::all(line).into_iter().find(|t| t.way == way).unwrap();
        for (way, a, b) in [
            (Way::Figures, "5 comments", "12 Comments"),
            (Way::Names, "Photo by Ann Lee", "photo by J. O’Neill-Smith"),
            (Way::Label, "Tags: a, b", "tags: c"),
        ] {
            let (a, b) = (of(a, way), of(b, way));
            assert_eq!(a.key(), b.key());
        }
        let pattern = of("Photo by Ann Lee", Way::Names).regex(false);
        let regex = regex::Regex::new(&format!("^(?:{pattern})$")).unwrap();
        assert!(
            regex.is_match("Photo by J. O’Neill-Smith") && !regex.is_match("Photo by the author")
        );
    }
}
