//! The words that the pages are made of, by language. The small words are real;
//! those that carry the meaning are put together from syllables, so that the
//! vocabulary is as rich as that of real text, and as seldom repeated.

use crate::random::Random;

/// How a language looks.
pub struct Language {
    /// How many documents in a thousand are in it.
    pub share: usize,
    /// What clauses are made of: `N` and `V` stand for words, `P` for a person's name,
    /// `#` for a number.
    clauses: &'static [&'static str],
    joins: &'static [&'static str],
    syllables: &'static [&'static str],
    endings: &'static [&'static str],
    pub blank: &'static str,
    stop: &'static str,
    /// What it is written in where it is not UTF-8.
    pub legacy: &'static encoding_rs::Encoding,
}

pub const LANGUAGES: &[Language] = &[
    Language {
        share: 620,
        clauses: &[
            "the N of the N has been Ved by P",
            "he said that the Ning N would not V it again",
            "P Ved a very Nish N on Tuesday",
            "there was no N in their N",
            "most of the Ns could not V what they had Ved",
            "it is one of the N’s oldest Ns",
            "she told her N about #,# Ns",
            "a N from # was Ved near the N",
            "we don’t know if P will V this year",
            "some N Vs the Nful N before the N",
            "P and P have Ved each other since #",
            "under the N’s new rules, a N must V twice",
            "his N is more Nish than that of P",
            "who would V such a N",
            "many had Ved only the first N",
            "they Ved it for £# and a N",
            "no N was ever so Nly Ved",
            "the N’s N — a N with two Ns — Ved",
        ],
        joins: &["and", "but", "while", "because", "although", "so"],
        syllables: &[
            "ba", "ro", "ten", "mi", "ster", "com", "per", "ca", "ti", "or", "land", "de", "pre",
            "sto", "win", "ber", "gra", "con", "ple", "sur", "vi", "har", "mon", "ex", "pla",
            "tri", "fo", "lu", "sen", "qua", "rep", "ount", "eld", "ack",
        ],
        endings: &["", "", "", "t", "er", "ment", "y", "ion", "ck"],
        blank: " ",
        stop: ".",
        legacy: encoding_rs::WINDOWS_1252,
    },
    Language {
        share: 110,
        clauses: &[
            "die N wurde von P geVt",
            "der Nische N hat die Nen für # Euro geVt",
            "er wollte das N nicht noch einmal Ven",
            "am Dienstag Vte P über die größere N",
            "es gibt keine N in der N",
            "weil sie die N schon seit # Ven",
        ],
        joins: &["und", "aber", "denn"],
        syllables: &[
            "ver", "schl", "ach", "ün", "ge", "ei", "str", "ber", "au", "ß", "mög", "kn", "ör",
            "tel", "wahr", "un",
        ],
        endings: &["ung", "e", "er", "heit", ""],
        blank: " ",
        stop: ".",
        legacy: encoding_rs::WINDOWS_1252,
    },
    Language {
        share: 90,
        clauses: &[
            "la N de l’N a été Vée par P",
            "P n’a pas Vé le N",
            "il y avait # Ns dans une N",
            "mardi, le N a Vé à l’église",
            "on ne Ve plus la vieille N",
            "elle Ve des Ns près du N",
        ],
        joins: &["et", "mais", "car"],
        syllables: &[
            "mé", "tion", "qu", "eau", "cha", "vè", "lo", "bre", "pon", "ré", "ois", "fi", "ouv",
            "ll", "ç", "an",
        ],
        endings: &["e", "eur", "té", "ment", ""],
        blank: " ",
        stop: ".",
        legacy: encoding_rs::WINDOWS_1252,
    },
    Language {
        share: 80,
        clauses: &[
            "la N de P no Vó el N",
            "el señor P Vó # Nes según el público",
            "había una N en la Nción",
            "los Nos están Vando todavía",
        ],
        joins: &["y", "pero", "porque"],
        syllables: &[
            "ca", "ñ", "ción", "rra", "lle", "ue", "mo", "dr", "es", "ta", "bí", "qui", "ón", "gr",
            "fe",
        ],
        endings: &["o", "a", "dad", "or"],
        blank: " ",
        stop: ".",
        legacy: encoding_rs::WINDOWS_1252,
    },
    Language {
        share: 60,
        clauses: &[
            "в N не было Nов",
            "P Vал эту Nу с # года",
            "она сказала, что N будет Vать",
            "все Nы Vали во вторник",
        ],
        joins: &["и", "но", "потому что"],
        syllables: &[
            "про", "ст", "ре", "вол", "ка", "ми", "ж", "ду", "пере", "го", "ня", "ль", "ше", "тр",
            "об",
        ],
        endings: &["ость", "ник", "ение", ""],
        blank: " ",
        stop: ".",
        legacy: encoding_rs::WINDOWS_1251,
    },
    Language {
        share: 40,
        clauses: &["N的N没有V过N", "在N上，PV了#个N", "他们说N会VN", "因为N是NV的"],
        joins: &["，", "，而且", "，但是"],
        syllables: &[
            "国", "学", "生", "市", "水", "山", "长", "车", "门", "工", "作", "书", "文", "化",
            "新", "年", "月", "日", "东", "西", "南", "北", "海", "城", "路", "桥", "电", "力",
            "心", "力", "手", "口", "土", "金", "木", "火", "天", "地", "人", "家",
        ],
        endings: &[""],
        blank: "",
        stop: "。",
        legacy: encoding_rs::GBK,
    },
];

/// The syllables of names.
const NAMES: &[&str] = &[
    "ma", "lo", "ren", "ti", "bar", "ko", "vel", "su", "dor", "an", "kes", "pi", "gra", "hol",
    "ne", "wick", "tor", "ash", "lin", "cal", "der", "qui", "fen", "ost", "ber", "ry", "mun", "ja",
    "zo", "hart",
];

/// A name of a place, a site, or a part of a person's.
pub fn name(random: &mut Random) -> String {
    let name: String = (0..2 + random.below(2)).map(|_| random.pick(NAMES)).collect();
    capital(&name)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Who a story is about.
pub fn cast(random: &mut Random) -> Vec<String> {
    (0..6).map(|_| format!("{} {}", name(random), name(random))).collect()
}

impl Language {
    pub fn draw(random: &mut Random) -> &'static Language {
        let mut at = random.below(LANGUAGES.iter().map(|language| language.share).sum());
        let drawn = LANGUAGES.iter().find(|language| {
            let here = at < language.share;
            at = at.saturating_sub(language.share);
            here
        });
        drawn.unwrap_or(&LANGUAGES[0])
    }

    /// A word; the seldom ones are longer.
    fn word(&self, random: &mut Random) -> String {
        let long = 1 + random.below(2) + random.below(2) * random.below(2);
        let word: String = (0..long).map(|_| random.pick(self.syllables)).collect();
        word + random.pick(self.endings)
    }

    fn clause(&self, random: &mut Random, cast: &[String]) -> String {
        let mut text = String::new();
        for letter in random.pick(self.clauses).chars() {
            match letter {
                'N' | 'V' => text += &self.word(random),
                'P' => text += &cast[random.below(cast.len())],
                '#' => text += &(1 + random.below(900)).to_string(),
                letter => text.push(letter),
            }
        }
        text
    }

    pub fn sentence(&self, random: &mut Random, cast: &[String]) -> String {
        let mut text = capital(&self.clause(random, cast));
        for _ in 0..random.below(3) {
            text = [&*text, random.pick(self.joins), &*self.clause(random, cast)].join(self.blank);
        }
        if random.chance(100) {
            text = format!("“{text}”");
        }
        text + self.stop
    }

    pub fn paragraph(&self, random: &mut Random, cast: &[String]) -> String {
        let sentences = (0..2 + random.below(5)).map(|_| self.sentence(random, cast));
        sentences.collect::<Vec<String>>().join(self.blank)
    }
}
