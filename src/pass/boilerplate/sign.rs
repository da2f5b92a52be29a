//! The signs by which an editor tells a page's text from what stands around
//! it: how long a line is, how it ends, what it is made of. Each has a name
//! and a weight of that name in the settings; there is no other knowledge of
//! shape anywhere.

use serde::Deserialize;

/// Makes the signs, their names and the settings from one list.
macro_rules! signs {
    ($($sign:ident $key:ident $doc:literal)*) => {
        /// One sign; what it means is told by [`Sign::doc`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Sign { $(#[doc = $doc] $sign,)* }

        impl Sign {
            /// All of them, in order.
            pub const ALL: &'static [Sign] = &[$(Sign::$sign,)*];

            /// Its name, as in the settings but with hyphens.
            pub fn name(self) -> &'static str {
                match self { $(Sign::$sign => stringify!($key),)* }
            }

            /// What a line that has it looks like.
            pub fn doc(self) -> &'static str {
                match self { $(Sign::$sign => $doc,)* }
            }
        }

        /// What each sign weighs: above 0 it speaks for the page's text, below
        /// for what stands around it.
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
        pub struct Weights { $(#[doc = $doc] pub $key: f32,)* }

        impl Weights {
            /// The weight of a sign.
            pub fn of(&self, sign: Sign) -> f32 {
                self.all()[sign as usize]
            }

            /// The weights of all signs, in order.
            pub fn all(&self) -> [f32; Sign::ALL.len()] {
                [$(self.$key,)*]
            }
        }
    };
}

signs! {
    OneWord one_word "one word"
    FewWords few_words "two or three words"
    SomeWords some_words "four to seven words"
    Phrase phrase "eight to fourteen words"
    Long long "fifteen to thirty words"
    Paragraph paragraph "thirty-one to sixty words"
    LongParagraph long_paragraph "more than sixty words"
    Sentence sentence "ends like a sentence"
    Question question "ends in a question or exclamation mark"
    Colon colon "ends in a colon"
    Ellipsis ellipsis "ends in dots or an arrow"
    Starred starred "ends in a star, as a form's required field"
    Counted counted "ends in a number in brackets"
    Sentences sentences "holds the end of a sentence"
    Comma comma "holds a comma"
    NoFunctionWord no_function_word "four words or more, none of them a function word"
    FunctionWords function_words "three function words in ten"
    TitleCase title_case "all longer words capitalised"
    AllCaps all_caps "in capitals"
    LowerStart lower_start "starts in lower case"
    GluedWords glued_words "holds words run together, as of two links"
    Number number "no letters"
    Digits digits "a fourth of it digits"
    Date date "holds a date"
    DateLine date_line "a date and little else"
    Clock clock "holds a time of day"
    Separator separator "parts set off by bars, dots or arrows"
    Bullet bullet "starts with a bullet or a number"
    Quote quote "starts with a quotation mark"
    Label label "starts with a label and a colon"
    Address address "holds a web or mail address or a handle"
    Copyright copyright "a claim of copyright"
    MenuWord menu_word "an entry of a menu and nothing else"
    SitePhrase site_phrase "a phrase of sites"
    Reader reader "bids the reader click, subscribe or sign in"
    ReaderTwice reader_twice "does so with two different words or more"
    Credit credit "names a picture's source"
    Byline byline "starts like the line that names author or date"
    About about "says who the author is, or what"
    SiteName site_name "names the site as the title does"
    Speech speech "introduces a reader's comment"
    Heading heading "the heading of links, comments or forms"
    LeadIn lead_in "starts with words that lead to another text, and a colon"
    UnderHeading under_heading "within ten lines below such a heading"
    BelowHeading below_heading "within forty lines below such a heading"
    ProseAbove prose_above "no prose, with prose in the line above"
    ProseBelow prose_below "no prose, with prose in the line below"
    Between between "no prose, with prose above and below, and none of those words"
    Repeated repeated "stands on the page more than once"
    Title title "the first line of all"
    Headline headline "the title again, above the page's prose"
    AboveHeadline above_headline "above the headline"
    BelowHeadline below_headline "below the headline"
    TitleWord title_word "shares one longer word with the title"
    TitleWords title_words "shares two longer words or more with the title"
    NothingAbove nothing_above "no prose of the page stands above it"
    LittleAbove little_above "less than a tenth of the page's prose stands above it"
    LittleBelow little_below "less than a tenth of the page's prose stands below it"
    NothingBelow nothing_below "no prose of the page stands below it"
}

impl Sign {
    /// Whether the entries of this sign stand before all other letters of a line.
    pub fn is_first(self) -> bool {
        matches!(self, Sign::MenuWord | Sign::Heading | Sign::Byline | Sign::LeadIn)
    }
}

/// A set of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(pub u64);

impl Signs {
    /// Adds a sign where `holds`.
    pub fn set(&mut self, sign: Sign, holds: bool) {
        self.0 |= u64::from(holds) << sign as u8;
    }

    /// Whether it has a sign.
    pub fn has(self, sign: Sign) -> bool {
        self.0 >> sign as u8 & 1 == 1
    }

    /// The signs in it.
    pub fn iter(self) -> impl Iterator<Item = Sign> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let sign = Sign::ALL.get(rest.trailing_zeros() as usize).copied()?;
            rest &= rest - 1;
            Some(sign)
        })
    }

    /// What they weigh together, by the weights of all signs.
    pub fn weigh(self, weights: &[f32; Sign::ALL.len()]) -> f32 {
        self.iter().map(|sign| weights[sign as usize]).sum()
    }
}
