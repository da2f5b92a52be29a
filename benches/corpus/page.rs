//! Pages as scrapers leave them: a site's own template around a story, then
//! damage of every kind that pumice knows, in shares as they are met.

use crate::random::Random;
use crate::words::{Language, cast, name};
use unicode_normalization::UnicodeNormalization;

/// A page's text, and how its file is written.
pub struct Page {
    pub text: String,
    pub bytes: Vec<u8>,
    pub site: String,
}

const ABOVE: &[&str] = &[
    "Skip to content",
    "Menu",
    "Home",
    "News",
    "Sport",
    "Culture",
    "Sign in",
    "Subscribe",
    "Search",
    "IE 11 is not supported. For an optimal experience visit our site on another browser.",
];
const BELOW: &[&str] = &[
    "Share this article",
    "Related: Bridge shut for repairs",
    "Advertisement",
    "Read more",
    "Follow us",
    "Sign up for our newsletter",
    "All rights reserved.",
    "Privacy policy",
    "Terms of use",
    "Contact",
    "Comments (3)",
    "This story has been updated.",
    "We use cookies to improve this site. Accept",
];

/// The lines that a site puts around every page of its own.
struct Site {
    name: String,
    above: Vec<String>,
    below: Vec<String>,
}

impl Site {
    fn new(n: usize) -> Site {
        let mut random = Random(0x5eed + n as u64 * 977);
        let name = name(&mut random);
        let lines = |random: &mut Random, from: &[&str]| -> Vec<String> {
            (0..2 + random.below(6)).map(|_| random.pick(from).to_owned()).collect()
        };
        let (above, mut below) = (lines(&mut random, ABOVE), lines(&mut random, BELOW));
        below.push(format!("© 2019 {name} Media. All rights reserved."));
        Site { name, above, below }
    }
}

/// The n-th page of the corpus, of about so many bytes on average.
pub fn page(n: usize, bytes: usize) -> Page {
    let mut random =
        Random(0x9E37_79B9_7F4A_7C15 ^ (n as u64 + 1).wrapping_mul(0x2545_F491_4F6C_DD1D));
    (0..8).for_each(|_| {
        random.below(2);
    });
    let language = Language::draw(&mut random);
    let site = Site::new(random.below(60));
    // Many are short and some are long.
    let wanted = bytes / 4
        + random.below(bytes)
        + if random.chance(50) { random.below(bytes * 10) } else { 0 };
    let (mut story, cast) = (String::new(), cast(&mut random));
    while story.len() < wanted {
        story += &language.paragraph(&mut random, &cast);
        story += if random.chance(800) { "\n\n" } else { "\n" };
    }
    let story = broken_words(&mut random, story.trim_end(), language);
    let text = if random.chance(600) {
        [site.above.join("\n"), String::new(), story, String::new(), site.below.join("\n")]
            .join("\n")
    } else {
        story
    };
    let text = text + "\n";
    let text = broken_characters(&mut random, text);
    let bytes = encoded(&mut random, &text, language);
    Page { text, bytes, site: site.name }
}

/// What tokenisers and coreference tools do to words.
fn broken_words(random: &mut Random, text: &str, language: &Language) -> String {
    match random.below(1000) {
        0..50 if language.blank == " " => text
            .replace(',', " ,")
            .replace(". ", " . ")
            .replace('“', "`` ")
            .replace('”', " ''")
            .replace("’s", " ’s"),
        50..75 if language.share > 500 => resolved(random, text),
        75..95 => text.replacen(" the ", " the the ", 3),
        95..145 => text.replace(". ", ".   "),
        _ => text.to_owned(),
    }
}

/// A coreference tool's script: mentions overwritten with their main mention, beside their place.
fn resolved(random: &mut Random, text: &str) -> String {
    let main = format!("Mayor {} {}", name(random), name(random));
    let mut drift = 0;
    text.split('\n')
        .map(|line| {
            let mut tokens: Vec<&str> = line.split(' ').collect();
            for at in 0..tokens.len() {
                if matches!(tokens[at], "he" | "she" | "they" | "his" | "her" | "their")
                    && random.chance(700)
                {
                    drift += usize::from(random.chance(50));
                    if let Some(token) = tokens.get_mut(at + drift) {
                        *token = &main;
                    }
                }
            }
            tokens.join(" ")
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// What wrong decoding, copying and escaping do to characters.
fn broken_characters(random: &mut Random, text: String) -> String {
    let wrong = |text: &str| {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    };
    match random.below(1000) {
        0..60 => wrong(&text),
        60..70 => wrong(&wrong(&text)),
        70..100 => text
            .replace('“', "&ldquo;")
            .replace('”', "&rdquo;")
            .replace('’', "&#8217;")
            .replace('\n', "<br/>\n"),
        100..180 => text.replacen(' ', "\u{a0}", 40).replacen('e', "e\u{200b}", 5),
        180..210 => text.nfd().collect(),
        210..310 => text.replace('\n', "\r\n"),
        310..330 => text.replacen(' ', "\u{fffd}", 2),
        _ => text,
    }
}

/// The bytes of a file: most are UTF-8, as on the web.
fn encoded(random: &mut Random, text: &str, language: &Language) -> Vec<u8> {
    match random.below(1000) {
        0..20 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        20..30 => {
            [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
        }
        30..140 => language.legacy.encode(text).0.into_owned(),
        140..145 => {
            let mut bytes = text.as_bytes().to_vec();
            if let Some(at) = bytes.iter().position(|byte| *byte >= 0xc0) {
                bytes.remove(at);
            }
            bytes
        }
        _ => text.as_bytes().to_vec(),
    }
}
