//! Statistics: in which encoding the bytes make the likeliest text of some
//! language. Only words with bytes beyond ASCII are weighed, since all else is
//! the same in every encoding; so markup and English around them do not count.
//!
//! `chardetng` was used before. It knows neither the encodings of DOS and the
//! Macintosh nor the alphabets of all languages, and asks more of the bytes.

use super::charset::Charset;
use super::language::{self, Ideographic, LANGUAGES, Language};
use super::sample::Sample;
use encoding_rs::WINDOWS_1252;
use std::sync::LazyLock;

/// Pairs of bytes that the hopeless are told by, and that are enough to be sure.
const FEW: usize = 400;
const MANY: usize = 6000;

/// What costs so much more on the first words, and that part of the least
/// beside, has no chance on the rest.
const HOPELESS: u32 = 200;
const HOPELESS_PART: u32 = 4;

/// What a step between others, small letters and capitals costs.
const CASES: [[u32; 3]; 3] = [[0, 1, 8], [0, 0, 36], [0, 3, 5]];

/// What a malformed sequence costs.
const DAMAGE: u32 = 120;

/// What an ASCII letter in a word of ideographs costs, what the border between
/// both costs, and what the ends of a word do.
const ASCII_LETTER: u32 = 18;
const BORDER: u32 = 16;
const ENDS: u32 = 12;

/// Languages that share an encoding.
const WESTERN: &str = "en fr de es pt it nl da sv nb fi is ca ga eu sq cy";
const CENTRAL: &str = "pl cs sk hu sl hr ro-cedilla ro sq de en";
const BALTIC: &str = "lt lv et";
const CYRILLIC: &str = "ru uk bg be sr mk";

/// Encodings, the languages they are weighed for, and what they cost beforehand:
/// a page is seldom in an encoding that few programs write. In other languages
/// most are the same as one that stands higher in the list.
const ENCODINGS: &[(u32, &str, &str)] = &[
    (0, "windows-1252", WESTERN),
    (14, "windows-1251", "ru uk bg be sr mk kk"),
    (16, "windows-1250", CENTRAL),
    (18, "windows-1253", "el"),
    (18, "windows-1254", "tr"),
    (18, "windows-1255", "he he-seen"),
    (18, "windows-1256", "ar fa"),
    (20, "windows-1257", BALTIC),
    (24, "windows-1258", "vi"),
    (18, "windows-874", "th"),
    (20, "iso-8859-2", CENTRAL),
    (56, "iso-8859-3", "eo"),
    (44, "iso-8859-4", BALTIC),
    (32, "iso-8859-5", CYRILLIC),
    (28, "iso-8859-6", "ar"),
    (22, "iso-8859-7", "el"),
    (24, "iso-8859-8", "he he-seen"),
    (60, "iso-8859-10", "is lt"),
    (32, "iso-8859-13", BALTIC),
    (60, "iso-8859-14", "cy ga"),
    (24, "iso-8859-15", WESTERN),
    (48, "iso-8859-16", "ro"),
    (20, "koi8-u", "ru uk bg be"),
    (44, "macintosh", WESTERN),
    (40, "x-mac-cyrillic", CYRILLIC),
    (32, "IBM866", "ru uk bg be"),
    (48, "IBM850", WESTERN),
    (48, "IBM437", WESTERN),
    (48, "IBM852", CENTRAL),
    (48, "IBM855", CYRILLIC),
    (64, "IBM737", "el"),
    (64, "IBM869", "el"),
    (64, "IBM857", "tr"),
    (64, "IBM862", "he he-seen"),
    (64, "IBM775", BALTIC),
    (64, "IBM860", "pt"),
    (64, "IBM861", "is"),
    (64, "IBM863", "fr"),
    (64, "IBM865", "da nb"),
    (24, "gbk", "zh-CN"),
    (40, "gbk", "zh-TW"),
    (24, "big5", "zh-TW"),
    (24, "euc-jp", "ja"),
    (24, "shift_jis", "ja"),
    (24, "euc-kr", "ko"),
    (48, "johab", "ko"),
    (48, "euc-tw", "zh-TW"),
];

/// A language in an encoding, and what that costs beforehand.
struct Reading {
    charset: Charset,
    prior: u32,
    script: Script,
}

/// What a language is written with.
enum Script {
    /// Letters, and what each byte is.
    Letters(&'static Language, Box<[Entry; 256]>),
    /// Ideographs or syllables.
    Many(&'static Ideographic),
}

/// What a byte is: a class of the language's, a case, and what it costs by itself.
#[derive(Clone, Copy)]
struct Entry {
    class: u8,
    case: u8,
    cost: u8,
}

/// Each language in each of its encodings.
static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| {
    let rows = ENCODINGS.iter();
    rows.flat_map(|(prior, label, names)| readings(*prior, label, names)).collect()
});

fn readings(prior: u32, label: &str, names: &str) -> Vec<Reading> {
    let Some(charset) = Charset::labelled(label) else { return Vec::new() };
    let of = |name: &&str| names.split(' ').any(|known| known == *name);
    let lettered = LANGUAGES.lettered.iter().filter(|language| of(&language.name));
    let many = LANGUAGES.ideographic.iter().filter(|language| of(&language.name));
    let lettered = lettered.map(|language| Script::Letters(language, entries(charset, language)));
    let scripts = lettered.chain(many.map(Script::Many));
    scripts.map(|script| Reading { charset, prior, script }).collect()
}

/// What each byte is to a language in an encoding.
fn entries(charset: Charset, language: &Language) -> Box<[Entry; 256]> {
    let unknown = Entry { class: language::SIGN, case: 0, cost: 100 };
    let mut entries = Box::new([unknown; 256]);
    for (entry, byte) in entries.iter_mut().zip(0..=255) {
        if let Some(c) = charset.character(byte) {
            let (class, cost) = language.classify(c);
            *entry = Entry { class, case: case(c), cost };
        }
    }
    entries
}

fn case(c: char) -> u8 {
    match c {
        'ª' | 'º' => 0,
        c if c.is_lowercase() => 1,
        c if c.is_uppercase() => 2,
        _ => 0,
    }
}

impl Reading {
    /// What the words of a sample cost, read so; somewhat less than that, but
    /// more than the limit, where they cost more.
    fn cost(&self, sample: &Sample<'_>, limit: u32) -> u32 {
        let words = match &self.script {
            Script::Letters(language, entries) => {
                letters_cost(&sample.pairs, language, entries, limit)
            }
            Script::Many(language) => many_cost(sample.bytes, self.charset, language),
        };
        self.prior.saturating_add(words)
    }
}

fn letters_cost(
    pairs: &[(u8, u8, u32)],
    language: &Language,
    entries: &[Entry; 256],
    limit: u32,
) -> u32 {
    let mut total = 0u32;
    for pairs in pairs.chunks(16) {
        for (a, b, count) in pairs {
            let (from, to) = (entries[usize::from(*a)], entries[usize::from(*b)]);
            let step = u32::from(language.step(from.class, to.class)) + u32::from(to.cost);
            let each = step + CASES[usize::from(from.case)][usize::from(to.case)];
            total = total.saturating_add(each * count);
        }
        if total > limit {
            break;
        }
    }
    total
}

fn many_cost(bytes: &[u8], charset: Charset, language: &Ideographic) -> u32 {
    let (text, damage) = charset.decode(bytes);
    let mut total = u32::try_from(damage.len()).unwrap_or(u32::MAX).saturating_mul(DAMAGE);
    // ASCII letters count where they stand in a word with something else.
    let (mut letters, mut foreign, mut before) = (0, false, ' ');
    for c in text.chars().chain([' ']) {
        if !c.is_ascii() {
            foreign = true;
            total = total.saturating_add(if c == '\u{FFFD}' { 0 } else { language.cost(c) });
            letters += if before.is_ascii_alphabetic() { BORDER } else { 0 };
        } else if c.is_ascii_alphabetic() || c == '\'' {
            letters += ASCII_LETTER + if before.is_ascii() { 0 } else { BORDER };
        } else {
            total = total.saturating_add(if foreign { letters + ENDS } else { 0 });
            (letters, foreign) = (0, false);
        }
        before = c;
    }
    total
}

/// What the statistics say.
pub struct Verdict<'b> {
    /// The encoding in which the text is likeliest.
    pub charset: Charset,
    /// What the sample costs in it, in quarters of a bit.
    pub cost: u32,
    /// What was weighed.
    pub sample: Sample<'b>,
}

impl Verdict<'_> {
    /// How much more the sample costs in another encoding.
    pub fn excess(&self, charset: Charset) -> u32 {
        let same = READINGS.iter().filter(|reading| reading.charset.name() == charset.name());
        let own =
            same.map(|reading| reading.cost(&self.sample, u32::MAX)).min().unwrap_or(u32::MAX);
        own.saturating_sub(self.cost)
    }
}

/// The encoding in which the bytes make the likeliest text.
pub fn detect(bytes: &[u8]) -> Verdict<'_> {
    let head = Sample::of(bytes, FEW);
    let mut left: Vec<(u32, &Reading)> = Vec::new();
    let mut limit = u32::MAX;
    for reading in READINGS.iter() {
        let cost = reading.cost(&head, limit);
        limit = limit.min(cost.saturating_add(HOPELESS + cost / HOPELESS_PART));
        left.push((cost, reading));
    }
    left.retain(|(cost, _)| *cost <= limit);
    let sample = Sample::of(bytes, MANY);
    if sample.bytes.len() > head.bytes.len() {
        left.iter_mut().for_each(|(cost, reading)| *cost = reading.cost(&sample, u32::MAX));
    }
    // Where two cost the same, the first listed is it.
    let best = left.iter().min_by_key(|(cost, _)| *cost);
    let fallback = Charset::Web(WINDOWS_1252);
    let (cost, charset) = best.map_or((0, fallback), |(cost, reading)| (*cost, reading.charset));
    Verdict { charset, cost, sample }
}
