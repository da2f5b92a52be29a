//! The words that the pages are made of, by language. The small words are real;
//! those that carry the meaning are put together from syllables, so that the
//! vocabulary is as rich as that of real text, and as seldom repeated. So are runs
//! of words, by which documents answer one another: of the English pages a run of
//! three words is met 19 times, one of four 2.7 times in a million words of others;
//! of scraped pages and news, 13 and 2.9 times.

use crate::random::Random;

/// How a language looks.
pub struct Language {
    /// How many documents in a thousand are in it.
    pub share: usize,
    /// What clauses are made of: `N` and `V` stand for words, `P` for a person's name,
    /// `#` for a number.
    clauses: &'static [&'static str],
    /// Letters of clauses that stand for one of some small words.
    parts: &'static [(char, &'static [&'static str])],
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
            "D N O D N X been Ved O P",
            "S K W D Ning N X not V D N O D N",
            "P Ved D Nish N T",
            "there X Q Ns O D N",
            "Q O D Ns X V what S had Ved O D N",
            "it X Q O D N’s Nest Ns",
            "S K D N O #,# Ns",
            "D N O # X Ved O D N T",
            "S X V W P X V D N",
            "D Ns V D Nful N O D N",
            "P and P X Ved each other A since #",
            "O D N’s Nish Ns, D N X V D N A",
            "D N X C Nish than that O P",
            "who X V D N T",
            "Q Ns X Ved only D first N",
            "S Ved D N O £# and D N",
            "D N X A so Nly Ved O D N",
            "D N’s N — D N O Q Ns — Ved A",
            "S Ved D N, which X Nly Ved O D Ns",
            "T, S X V D N O P",
            "D N X C Nish when S Ved P",
            "P K W there X D N T",
            "O Ving D N, S X Ved D N A",
        ],
        parts: &[
            (
                'D',
                &[
                    "the", "the", "the", "the", "a", "a", "his", "her", "their", "this", "that",
                    "some", "no", "every", "its", "our", "any", "each", "another", "such a",
                ],
            ),
            (
                'O',
                &[
                    "of", "of", "in", "to", "for", "on", "with", "at", "by", "from", "about",
                    "into", "after", "over", "under", "near", "before", "against", "without",
                    "between",
                ],
            ),
            (
                'X',
                &[
                    "has",
                    "had",
                    "was",
                    "is",
                    "were",
                    "will",
                    "would",
                    "could",
                    "must",
                    "should",
                    "can",
                    "may",
                    "don’t",
                    "did not",
                    "might never",
                ],
            ),
            ('C', &["more", "less", "far more", "no more", "no less", "even more", "hardly less"]),
            (
                'K',
                &[
                    "said",
                    "thought",
                    "knew",
                    "wrote",
                    "heard",
                    "hoped",
                    "believed",
                    "found",
                    "claimed",
                    "asked",
                    "denied",
                    "told us",
                    "saw",
                    "felt",
                    "explained",
                ],
            ),
            (
                'Q',
                &["most", "all", "half", "few", "many", "two", "three", "both", "several", "some"],
            ),
            ('W', &["that", "how", "why", "when", "where", "if", "whether"]),
            ('S', &["he", "she", "they", "we", "it", "I", "you", "nobody"]),
            (
                'A',
                &[
                    "again", "now", "then", "still", "once", "soon", "only", "also", "there",
                    "too", "often", "perhaps", "rather", "however", "indeed", "at last",
                ],
            ),
            (
                'T',
                &[
                    "on Monday",
                    "on Tuesday",
                    "last year",
                    "in March",
                    "this week",
                    "at noon",
                    "later",
                    "in the end",
                    "yesterday",
                    "for years",
                    "that night",
                    "early in May",
                ],
            ),
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
        parts: &[],
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
        parts: &[],
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
        parts: &[],
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
        parts: &[],
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
        parts: &[],
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
            let part = self.parts.iter().find(|(part, _)| *part == letter);
            match (letter, part) {
                (_, Some((_, words))) => text += random.pick(words),
                ('N' | 'V', _) => text += &self.word(random),
                ('P', _) => text += &cast[random.below(cast.len())],
                ('#', _) => text += &(1 + random.below(900)).to_string(),
                (letter, _) => text.push(letter),
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
