//! The possessive that simpler tools lose: they write the name in the place of
//! every pronoun, of possessives too, and leave all else where it was (`Ann
//! walked to Ann house`). The name is right and only its ending is missing, so
//! that is put back; whether it was `his` or `her` nobody can tell any more.
//!
//! Names stand before nouns in sound texts as well (`a Python program`). So it
//! takes a name that the text repeats, before several nouns, some of which are
//! nobody's without an owner (`sister`, `hand`, `own`), in a text that has
//! hardly a `he` or `she` left.

use super::class::Class;
use super::finding::{Finding, Kind};
use super::token::{Token, Tokens};
use super::words::Whom;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// How often the name stands in the text at the least, and before how many different nouns.
/// With these none of 16,553 sound texts is touched, nor any of 330 articles and novels.
const NAMED: usize = 4;
const NOUNS: usize = 3;
/// How many of the nouns must be such that somebody has them.
pub(super) const OWNED: usize = 2;
/// How many words a name may have.
const LONGEST: usize = 4;

/// A name before a noun.
struct Site {
    /// The tokens of the name.
    name: Range<usize>,
    /// Whether the noun is one that somebody has.
    owned: bool,
}

/// Puts back what is missing behind names before the nouns that somebody has.
pub(super) fn find(text: &str, tokens: &Tokens, owned: &FxHashSet<String>) -> Vec<Finding> {
    let third = |token: &&Token| matches!(token.whom, Some(Whom::He | Whom::She));
    let pronouns = tokens.all.iter().filter(third).count();
    let mut named: FxHashMap<&str, usize> = FxHashMap::default();
    let mut sites: FxHashMap<&str, Vec<Site>> = FxHashMap::default();
    for name in names(tokens) {
        let words = &text[tokens.all[name.start].at.start..tokens.all[name.end - 1].at.end];
        *named.entry(words).or_default() += 1;
        if let Some(noun) = noun_after(&name, tokens) {
            let owned = owned.contains(&text[noun.at.clone()]);
            sites.entry(words).or_default().push(Site { name, owned });
        }
    }
    let is_lost = |name: &str, sites: &[Site]| {
        let nouns = |owned_only: bool| {
            let of = sites.iter().filter(|site| site.owned || !owned_only);
            of.map(|site| tokens.all[site.name.end].id).collect::<FxHashSet<u32>>().len()
        };
        named[name] >= NAMED
            && nouns(false) >= NOUNS
            && nouns(true) >= OWNED
            && pronouns <= sites.len()
    };
    let mut found: Vec<Finding> = sites
        .iter()
        .filter(|(name, sites)| is_lost(name, sites))
        .flat_map(|(_, sites)| sites.iter().filter(|site| site.owned))
        .map(|site| finding(text, tokens, site))
        .collect();
    found.sort_by_key(|finding| finding.span.start);
    found
}

/// The names of a text: words with a capital, as many as stand together.
fn names(tokens: &Tokens) -> impl Iterator<Item = Range<usize>> {
    let all = &tokens.all;
    let is_name = |token: &Token| token.capital && token.class.is_content();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + all[at..].iter().position(is_name)?;
        let rest = &all[start + 1..];
        let goes_on = |token: &&Token| is_name(token) && !token.first;
        at = start + 1 + rest.iter().take_while(goes_on).count();
        Some(start..at)
    })
    .filter(|name| name.len() <= LONGEST)
}

/// The noun that a name stands before where an article or a possessive would stand.
fn noun_after<'t>(name: &Range<usize>, tokens: &'t Tokens) -> Option<&'t Token> {
    let before = matches!(
        tokens.before(name.start),
        Class::Preposition
            | Class::To
            | Class::Past
            | Class::PastLike
            | Class::Participle
            | Class::Gerund
            | Class::Base
    );
    let noun = tokens.all.get(name.end).filter(|token| {
        let fits = matches!(token.class, Class::Other | Class::SLike | Class::NounLike);
        fits && !token.capital && !token.first && token.dropped == 0
    });
    noun.filter(|_| before)
}

fn finding(text: &str, tokens: &Tokens, site: &Site) -> Finding {
    let end = tokens.all[site.name.end - 1].at.end;
    let mark = if text.contains('’') { "’s" } else { "'s" };
    let blank = if tokens.spaced { " " } else { "" };
    Finding {
        span: end..end,
        with: format!("{blank}{mark}"),
        kind: Kind::LostPossessive,
        witness: None,
        inferred: Some("a name before a noun that somebody has, again and again".to_owned()),
        confidence: 1.0,
    }
}
