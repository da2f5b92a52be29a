//! Reads one TOML table by its keys: unknown keys and wrong types become
//! problems with their place, all at once; what is right can be taken.
//! Serde would stop at the first mistake of a table and lose its place.

use super::keys::{Key, Kind};
use super::problem::{Problem, Source, nearest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeFloat, DeInteger, DeString, DeTable, DeValue};

/// A table whose keys and types have been checked.
pub struct Fields<'a> {
    table: &'a DeTable<'a>,
}

/// A value with its place in the file.
pub struct At<T> {
    pub value: T,
    pub span: Range<usize>,
}

impl<'a> Fields<'a> {
    /// Checks `table` against `keys`; what is wrong goes to `problems`.
    pub fn check(
        table: &At<&'a DeTable<'a>>,
        keys: &[Key],
        source: &Source,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let At { value: table, span } = table;
        for (name, value) in *table {
            let word = name.get_ref().as_ref();
            match keys.iter().find(|key| key.name == word) {
                Some(key) => check_kind(key, value, source, problems),
                None => {
                    let hint = nearest(word, keys.iter().map(|key| key.name));
                    problems
                        .push(source.problem(name.span(), format!("unknown key `{word}`{hint}")));
                }
            }
        }
        for key in keys.iter().filter(|key| key.required && !table.contains_key(key.name)) {
            let what = format!("`{}` is missing. {}", key.name, key.doc);
            problems.push(source.problem(span.clone(), what));
        }
        Fields { table }
    }

    /// The value of a key, of whatever type.
    pub fn value(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(name)
    }

    /// A string.
    pub fn text(&self, name: &str) -> Option<At<&'a str>> {
        let value = self.table.get(name)?;
        Some(At { value: value.get_ref().as_str()?, span: value.span() })
    }

    /// A list of strings; empty where it is missing.
    pub fn texts(&self, name: &str) -> Vec<At<&'a str>> {
        let text =
            |v: &'a Spanned<DeValue<'a>>| Some(At { value: v.get_ref().as_str()?, span: v.span() });
        self.array(name).filter_map(text).collect()
    }

    /// A list of pairs of strings; empty where it is missing.
    pub fn pairs(&self, name: &str) -> Vec<At<(&'a str, &'a str)>> {
        self.array(name)
            .filter_map(|v| Some(At { value: pair(v.get_ref().as_array()?)?, span: v.span() }))
            .collect()
    }

    /// A whole number.
    pub fn count(&self, name: &str) -> Option<usize> {
        as_count(self.table.get(name)?.get_ref())
    }

    /// A number above 0 and at most 1.
    pub fn share(&self, name: &str) -> Option<f64> {
        as_share(self.table.get(name)?.get_ref())
    }

    /// true or false; false where it is missing.
    pub fn switch(&self, name: &str) -> bool {
        self.table.get(name).and_then(|v| v.get_ref().as_bool()).unwrap_or_default()
    }

    /// A table of strings; empty where it is missing.
    pub fn strings(&self, name: &str) -> Vec<(At<&'a str>, At<&'a str>)> {
        let table = self.table.get(name).and_then(|v| v.get_ref().as_table());
        let entry = |(key, value): (&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>)| {
            let name = At { value: key.get_ref().as_ref(), span: key.span() };
            Some((name, At { value: value.get_ref().as_str()?, span: value.span() }))
        };
        table.into_iter().flatten().filter_map(entry).collect()
    }

    /// A table.
    pub fn table(&self, name: &str) -> Option<At<&'a DeTable<'a>>> {
        let value = self.table.get(name)?;
        Some(At { value: value.get_ref().as_table()?, span: value.span() })
    }

    /// A list of tables; empty where it is missing.
    pub fn tables(&self, name: &str) -> Vec<At<&'a DeTable<'a>>> {
        let table = |v: &'a Spanned<DeValue<'a>>| {
            Some(At { value: v.get_ref().as_table()?, span: v.span() })
        };
        self.array(name).filter_map(table).collect()
    }

    fn array(&self, name: &str) -> impl Iterator<Item = &'a Spanned<DeValue<'a>>> {
        self.table.get(name).and_then(|v| v.get_ref().as_array()).into_iter().flatten()
    }
}

fn check_kind(key: &Key, value: &Spanned<DeValue<'_>>, source: &Source, out: &mut Vec<Problem>) {
    let mut wrong = |at: &Spanned<DeValue<'_>>, wanted: &str| {
        let is = at.get_ref().type_str();
        let what = format!("`{}` must be {wanted}, this is {}", key.name, article(is));
        out.push(source.problem(at.span(), what));
    };
    let found = value.get_ref();
    match key.kind {
        Kind::Text | Kind::Regex if !found.is_str() => wrong(value, "a string"),
        Kind::Count if as_count(found).is_none() => wrong(value, "a whole number from 1"),
        Kind::Share if as_share(found).is_none() => wrong(value, "a number above 0, at most 1"),
        Kind::Switch if found.as_bool().is_none() => wrong(value, "true or false"),
        Kind::Table(_) | Kind::Free | Kind::Strings if !found.is_table() => wrong(value, "a table"),
        Kind::Strings => found
            .as_table()
            .into_iter()
            .flatten()
            .filter(|(_, v)| !v.get_ref().is_str())
            .for_each(|(_, v)| wrong(v, "a table of strings")),
        Kind::Tables(_) if found.is_table() => {
            wrong(value, &format!("written with two brackets, [[{}]]", key.name));
        }
        Kind::Texts | Kind::Regexes | Kind::Pairs | Kind::Tables(_) if !found.is_array() => {
            wrong(value, "a list");
        }
        Kind::Texts | Kind::Regexes => items(found)
            .filter(|v| !v.get_ref().is_str())
            .for_each(|v| wrong(v, "a list of strings")),
        Kind::Pairs => items(found)
            .filter(|v| v.get_ref().as_array().and_then(pair).is_none())
            .for_each(|v| wrong(v, "a list of pairs [text, wanted]")),
        Kind::Tables(_) => items(found)
            .filter(|v| !v.get_ref().is_table())
            .for_each(|v| wrong(v, "a list of tables")),
        _ => {}
    }
}

fn items<'v, 'i>(value: &'v DeValue<'i>) -> impl Iterator<Item = &'v Spanned<DeValue<'i>>> {
    value.as_array().into_iter().flatten()
}

fn pair<'v>(array: &'v DeArray<'_>) -> Option<(&'v str, &'v str)> {
    let mut texts = array.iter().map(|v| v.get_ref().as_str());
    match (texts.next()??, texts.next()??, texts.next()) {
        (text, wanted, None) => Some((text, wanted)),
        _ => None,
    }
}

fn as_count(value: &DeValue<'_>) -> Option<usize> {
    let number = value.as_integer()?;
    let count = usize::from_str_radix(number.as_str(), number.radix()).ok()?;
    (count > 0).then_some(count)
}

fn as_share(value: &DeValue<'_>) -> Option<f64> {
    let text = value.as_float().map(DeFloat::as_str).or(value.as_integer().map(DeInteger::as_str));
    text?.parse().ok().filter(|share| *share > 0.0 && *share <= 1.0)
}

fn article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if vowel { "an" } else { "a" })
}
