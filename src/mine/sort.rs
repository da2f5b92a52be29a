//! From families to drafts of rules: which are worth one, which are part of a
//! wider one, and which belong together.

use super::draft::{Draft, Pattern};
use super::family::{Families, Family};
use super::template::{Part, Template, Way, words};
use regex::Regex;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Different lines that a family must have to be worth a pattern of its own.
const DIFFERENT: usize = 4;
/// One in how many documents of some source must have a family.
const SHARE: u32 = 100;
/// Drafts that are tried for each that is wanted: some will not hold.
const SPARE: usize = 4;
/// Of two families' documents, the share in which one must stand below the other
/// for them to be one block.
const TOGETHER: (u32, u32) = (9, 10);
/// Lines that differ in one word, to be gathered.
const ALIKE: usize = 3;
/// Words that such a gathering may have.
const ALTERNATIVES: usize = 24;
/// Words of an id.
const ID_WORDS: usize = 5;

/// A family with its pattern.
#[derive(Clone)]
struct Known<'f> {
    key: u64,
    family: &'f Family,
    pattern: String,
    words: Vec<String>,
}

/// The drafts, those first that take most; `most` are wanted.
pub fn drafts(families: &Families, documents: u32, most: usize) -> Vec<Draft> {
    let worth = |(_, family): &(&u64, &Family)| is_template(family, families, documents);
    let mut known: Vec<Known<'_>> = families
        .all
        .iter()
        .filter(worth)
        .filter_map(|(key, family)| Known::new(*key, family))
        .collect();
    known.sort_by_key(|known| (Reverse(known.family.lines[0]), known.family.way, known.key));
    known.truncate(most * SPARE * 2);
    let (general, mut lines): (Vec<_>, Vec<_>) =
        known.into_iter().partition(|known| known.family.way != Way::Figures);
    let general = widest(general);
    lines.retain(|line| !general.iter().any(|(_, regex)| line.is_of(regex)));
    let (blocks, lines) = blocks(&lines, families);
    let (gathered, lines) = gathered(&lines);
    let mut drafts: Vec<Draft> = Vec::new();
    drafts.extend(general.iter().map(|(known, _)| known.draft(families)));
    drafts.extend(blocks.iter().map(|block| block_draft(block, families)));
    drafts
        .extend(gathered.into_iter().map(|(pattern, all)| gathered_draft(pattern, &all, families)));
    drafts.extend(lines.iter().map(|known| known.draft(families)));
    drafts.sort_by(|a, b| (b.characters, &a.samples).cmp(&(a.characters, &b.samples)));
    drafts.truncate(most * SPARE);
    let mut taken = BTreeSet::new();
    drafts.iter_mut().for_each(|draft| draft.id = id(&draft.words, &mut taken));
    drafts
}

/// Whether a family is a template's and no sound text's.
fn is_template(family: &Family, families: &Families, documents: u32) -> bool {
    let recurs = |(source, with): (&String, &u32)| {
        let all = families.sources.get(source).copied().unwrap_or_default();
        *with >= documents && with * SHARE >= all
    };
    if family.documents < documents
        || !(family.sources.iter().any(recurs) || family.sources.len() >= 3)
    {
        return false;
    }
    let (mean, deviation) = family.spread();
    let framed = family.framed * 2 >= family.documents;
    match family.way {
        // What ends with a colon names what follows, in a form or a text.
        Way::Figures => {
            let names = family.samples.values().all(|line| line.ends_with([':', '：']));
            framed && deviation <= mean && !names
        }
        // Speech is labelled too (`ANN: Come in.`), and quoted, and ends with a name.
        _ => {
            let is_speech = family.sentences * 10 > family.lines[0];
            let is_steady = deviation <= mean && mean <= 3.0;
            family.samples.len() >= DIFFERENT && !is_speech && (framed || is_steady)
        }
    }
}

impl<'f> Known<'f> {
    fn new(key: u64, family: &'f Family) -> Option<Self> {
        let mut template = family
            .samples
            .values()
            .min()
            .and_then(|line| Template::all(line).into_iter().find(|t| t.key() == key))?
            .shortened();
        // Somewhat more may stand for anything than was seen.
        for part in &mut template.parts {
            if let Part::Rest(most) = part {
                *most = (family.rest.max(*most) * 3 / 2).next_multiple_of(10);
            }
        }
        let regex = |pattern: &str| Regex::new(&format!(r"\A(?:{pattern})\z")).ok();
        let fits = |pattern: &str| {
            let regex = regex(pattern)?;
            family.samples.values().all(|line| regex.is_match(line)).then_some(())
        };
        let (plain, blind) = (template.regex(false), template.regex(true));
        let blind = match family.way {
            Way::Figures => format!("(?i){plain}"),
            _ => blind,
        };
        let pattern = [plain, blind].into_iter().find(|pattern| fits(pattern).is_some())?;
        Some(Known { key, family, pattern, words: template.words().collect() })
    }

    fn is_of(&self, regex: &Regex) -> bool {
        self.family.samples.values().all(|line| regex.is_match(line))
    }

    fn length(&self) -> u64 {
        let lengths = self.family.samples.values().map(|line| line.chars().count() as u64);
        lengths.sum::<u64>() / self.family.samples.len().max(1) as u64
    }

    fn draft(&self, families: &Families) -> Draft {
        let family = self.family;
        let sources = family.sources.iter();
        let of = |name: &String| families.sources.get(name).copied().unwrap_or_default();
        Draft {
            id: String::new(),
            pattern: Pattern::Line(self.pattern.clone()),
            general: family.way != Way::Figures,
            lines: vec![self.pattern.clone()],
            words: self.words.clone(),
            place: None,
            documents: u64::from(family.documents),
            characters: family.lines[0] * self.length(),
            sources: sources.map(|(name, with)| (name.clone(), (*with, of(name)))).collect(),
            samples: family.samples.values().cloned().collect(),
            fixes: Vec::new(),
            keeps: Vec::new(),
        }
    }
}

/// The general families, without those whose lines are all of a greater one's.
fn widest(general: Vec<Known<'_>>) -> Vec<(Known<'_>, Regex)> {
    let mut kept: Vec<(Known<'_>, Regex)> = Vec::new();
    for known in general {
        if kept.iter().any(|(_, regex)| known.is_of(regex)) {
            continue;
        }
        // It compiled when it was made.
        if let Ok(regex) = Regex::new(&format!(r"\A(?:{})\z", known.pattern)) {
            kept.push((known, regex));
        }
    }
    kept
}

/// Runs of lines of which each stands, nearly always, right below the last.
fn blocks<'f>(lines: &[Known<'f>], families: &Families) -> (Vec<Vec<Known<'f>>>, Vec<Known<'f>>) {
    let known: BTreeMap<u64, &Known<'_>> = lines.iter().map(|line| (line.key, line)).collect();
    let is_block = |((a, b), together): &(&(u64, u64), &u32)| {
        let (Some(a), Some(b)) = (known.get(a), known.get(b)) else { return false };
        let all = a.family.documents.max(b.family.documents);
        a.key != b.key && **together * TOGETHER.1 >= all * TOGETHER.0
    };
    let pairs = families.pairs.iter().filter(is_block);
    let next: BTreeMap<u64, u64> = pairs.map(|((a, b), _)| (*a, *b)).collect();
    let below: BTreeSet<u64> = next.values().copied().collect();
    let mut blocks = Vec::new();
    let mut used = BTreeSet::new();
    for first in next.keys().filter(|key| !below.contains(key)) {
        let chain: Vec<u64> = std::iter::successors(Some(*first), |at| next.get(at).copied())
            .take(next.len() + 1)
            .collect();
        if chain.iter().all(|key| used.insert(*key)) {
            blocks.push(chain.iter().map(|key| (*known[key]).clone()).collect());
        }
    }
    let lines = lines.iter().filter(|line| !used.contains(&line.key)).cloned().collect();
    (blocks, lines)
}

fn block_draft(block: &[Known<'_>], families: &Families) -> Draft {
    let (first, last) = (&block[0], &block[block.len() - 1]);
    let mut draft = first.draft(families);
    // Blank lines may stand between.
    let lines = block.len() * 2;
    draft.pattern = Pattern::Block(first.pattern.clone(), last.pattern.clone(), lines);
    draft.lines = block.iter().map(|known| known.pattern.clone()).collect();
    draft.words = block.iter().flat_map(|known| known.words.clone()).collect();
    draft.characters = block.iter().map(|known| known.family.lines[0] * known.length()).sum();
    draft.samples =
        block.iter().filter_map(|known| known.family.samples.values().min().cloned()).collect();
    draft
}

/// Lines that differ in one word, as one pattern each; and the others.
fn gathered<'f>(lines: &[Known<'f>]) -> (Vec<(String, Vec<Known<'f>>)>, Vec<Known<'f>>) {
    let mut slots: BTreeMap<(usize, Vec<&str>), Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let words: Vec<&str> = line.pattern.split(' ').collect();
        for slot in (0..words.len()).filter(|_| words.len() > 1) {
            let mut others = words.clone();
            others.remove(slot);
            if others.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3) {
                slots.entry((slot, others)).or_default().push(at);
            }
        }
    }
    let mut slots: Vec<_> = slots.into_iter().filter(|(_, all)| all.len() >= ALIKE).collect();
    slots.sort_by_key(|((slot, others), all)| (Reverse(all.len()), *slot, others.clone()));
    let mut used = BTreeSet::new();
    let mut gathered = Vec::new();
    for ((slot, others), all) in slots {
        let free: Vec<usize> =
            all.into_iter().filter(|at| !used.contains(at)).take(ALTERNATIVES).collect();
        if free.len() < ALIKE {
            continue;
        }
        let word =
            |at: &usize| lines[*at].pattern.split(' ').nth(slot).unwrap_or_default().to_owned();
        let mut alternatives: Vec<String> = free.iter().map(word).collect();
        alternatives.sort();
        let mut words: Vec<String> = others.iter().map(|word| (*word).to_owned()).collect();
        words.insert(slot, format!("(?:{})", alternatives.join("|")));
        used.extend(free.iter().copied());
        gathered.push((words.join(" "), free.iter().map(|at| lines[*at].clone()).collect()));
    }
    let others = lines.iter().enumerate().filter(|(at, _)| !used.contains(at));
    let others = others.map(|(_, line)| line.clone()).collect();
    (gathered, others)
}

fn gathered_draft(pattern: String, all: &[Known<'_>], families: &Families) -> Draft {
    let mut draft = all[0].draft(families);
    let common = |word: &String| all.iter().all(|known| known.words.contains(word));
    draft.words.retain(common);
    draft.general = true;
    draft.lines = vec![pattern.clone()];
    draft.pattern = Pattern::Line(pattern);
    draft.characters = all.iter().map(|known| known.family.lines[0] * known.length()).sum();
    draft.samples =
        all.iter().filter_map(|known| known.family.samples.values().min().cloned()).collect();
    draft
}

/// An id of a draft's first words that no other has.
fn id(words: &[String], taken: &mut BTreeSet<String>) -> String {
    let plain = words.iter().filter(|word| word.is_ascii());
    let own: Vec<&str> = plain.take(ID_WORDS).map(String::as_str).collect();
    let base = if own.is_empty() { "recurring".to_owned() } else { own.join("-") };
    let numbered = (2..).map(|n| format!("{base}-{n}"));
    let mut ids = std::iter::once(base.clone()).chain(numbered);
    let id = ids.find(|id| !taken.contains(id)).unwrap_or(base);
    taken.insert(id.clone());
    id
}

/// The words of a line, for whoever compares it with a draft's.
pub fn words_of(line: &str) -> BTreeSet<String> {
    words(line).collect()
}
