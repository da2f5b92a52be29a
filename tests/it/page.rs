//! The judgement over scraped pages: whose lines it judges, and whose never.

use pumice::document::{Doc, Meta};
use pumice::pass::boilerplate::{Judge, Settings, Sign};
use pumice::pipeline::Pipeline;

const PARAGRAPHS: [&str; 4] = [
    "The old mill on the river burnt down on Monday night, and two of the men who fought the fire were hurt when a beam fell on them.",
    "Nobody knows yet how the fire began, but the mayor said at the town hall that the wires in the roof were eighty years old and bare.",
    "“We saw the light from the bridge,” said Ann Lee, who lives across the road, “and then we heard the roof come down into the water.”",
    "The owners want to build it up again, and the town will lend them the money if the council agrees to it when it meets in May.",
];

/// Chrome above a text.
const ABOVE: &str = "Skip to content\nHome\nNews\nSport\nContact\nLog in\nSubscribe\nSearch\n";
/// Chrome below it.
const BELOW: &str = "Share\nFacebook\nTwitter\nWhatsApp\nRelated articles\nCouncil to vote on mill road\nFive things to know about rivers\nPrivacy Policy\nTerms of Use\n© 2021 The River Post. All rights reserved.\n";

fn chain() -> Pipeline {
    Pipeline::shipped().unwrap_or_else(|problems| panic!("{problems}"))
}

fn clean(chain: &Pipeline, text: &str) -> String {
    let meta = Meta::new();
    let cleaned = chain.clean(&Doc { name: "", text, meta: &meta });
    let again = chain.clean(&Doc { name: "", text: &cleaned.text, meta: &meta });
    assert_eq!(again.text, cleaned.text, "idempotent");
    cleaned.text.into_owned()
}

fn article() -> String {
    PARAGRAPHS.map(|p| format!("{p}\n")).concat()
}

#[test]
fn chrome_goes_and_the_article_stays() {
    let chain = chain();
    let page = [ABOVE, &article(), BELOW].concat();
    assert_eq!(clean(&chain, &page), article());
    let spaced = page.replace('\n', "\n\n");
    assert_eq!(clean(&chain, &spaced).trim(), article().replace('\n', "\n\n").trim());
}

#[test]
fn short_lines_between_paragraphs_stay() {
    let chain = chain();
    let text = format!(
        "{}\nWhat happens now\n{}\n“It will stand again.”\n{}\n{}\n",
        PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2], PARAGRAPHS[3]
    );
    assert_eq!(clean(&chain, &[ABOVE, &text, BELOW].concat()), text);
}

#[test]
fn long_lines_in_a_footer_go() {
    let chain = chain();
    let notice = "This site uses cookies to show you advertisements; by using the website you agree to our privacy policy\n";
    let page = [ABOVE, &article(), BELOW, notice, BELOW].concat();
    assert_eq!(clean(&chain, &page), article());
}

#[test]
fn a_page_that_is_all_chrome_comes_out_empty() {
    let left = clean(&chain(), &[ABOVE, BELOW].concat());
    assert_eq!(left.trim(), "");
}

/// Texts that are no scraped pages, however short their lines.
const SOUND: [(&str, &str); 16] = [
    ("prose", "One paragraph and nothing else. It has two sentences.\n"),
    ("sentence", "Home again."),
    ("word", "Newsletter"),
    (
        "poem",
        "The mill is down, the river high,\nThe geese have left the shore;\nA home, a fire, a winter sky\nWill hold us here no more.\n\nNo light, no share, no word, no more,\nNo news of those we knew\n",
    ),
    ("list", "bread\nmilk\neggs\nflour\nsalt\nbutter\nhoney\nmore bread\n"),
    (
        "vocabulary",
        "home\nHaus\nnews\nNachrichten\nsearch\nsuchen\nhelp\nHilfe\ncontact\nKontakt\n",
    ),
    ("table", "Year\tShips\tTons\n1901\t12\t3400\n1902\t15\t4100\n1903\t9\t2800\n"),
    (
        "code",
        "fn main() {\n    let menu = Menu::new();\n    menu.add(\"Home\");\n    menu.add(\"Search\");\n}\n",
    ),
    (
        "transcript",
        "ANN: Who is there?\nBEN: It is me.\nANN: Come in.\nBEN: Thank you.\nANN: Sit down.\n(They sit.)\n",
    ),
    (
        "recipe",
        "Bread\nServes 4\nIngredients\n500 g flour\n10 g salt\n1 tsp sugar\n300 ml water\nMethod\nMix all.\nBake for 40 minutes.\n",
    ),
    (
        "law",
        "Article 1\nScope\n(1) This Act applies to mills.\n(2) It does not apply to boats.\nArticle 2\nDefinitions\n(1) A mill is a house with a wheel.\n",
    ),
    ("dialogue", "“Home?”\n“Home.”\n“And the news?”\n“None.”\n“More?”\n“No.”\n"),
    (
        "how-to",
        "Open the website.\nClick Sign in.\nEnter your e-mail address and your password.\nClick Subscribe to get the newsletter.\nClick Log out.\n",
    ),
    (
        "no blanks",
        "磨坊在星期一晚上被烧毁了。\n市长说,屋顶的电线已经八十年了。\n新闻\n他们想重建。\n",
    ),
    (
        "tokenised",
        "The mill burnt down on Monday , the mayor said . \" We saw the light , \" she added . Share the news , he said .\n",
    ),
    ("letter", "Dear Ann,\n\nThank you for your e-mail. I am home again.\n\nYours,\nBen\n"),
];

#[test]
fn sound_texts_stay_as_they_are() {
    let chain = chain();
    let (meta, passes) = (Meta::new(), chain.passes());
    let pass = passes.iter().find(|pass| pass.name() == "boilerplate").unwrap();
    for (kind, text) in SOUND {
        let edits = pass.edits(&Doc { name: "", text, meta: &meta });
        assert!(edits.is_empty(), "{kind}: {edits:?}");
        // The tokenised text is another pass's to mend.
        if kind != "tokenised" {
            assert_eq!(clean(&chain, text), text, "{kind}");
        }
    }
}

#[test]
fn a_book_with_a_few_site_words_is_no_page() {
    let chapter = "CHAPTER\n“Home?”\n“Home.”\nThe night was long and the river rose until it stood at the door.\n";
    let book =
        chapter.repeat(200) + "Contact\nNewsletter\nPrivacy Policy\nFacebook\nTwitter\nDonate\n";
    assert_eq!(clean(&chain(), &book), book);
}

#[test]
fn every_verdict_says_why() {
    let settings: Settings = chain().settings("boilerplate").clone().try_into().unwrap();
    let given = settings.bias + settings.lenience;
    let judge = Judge::new(settings);
    assert!(judge.explain(&article()).is_empty(), "no page, no verdict");
    let page = [ABOVE, &article(), BELOW].concat();
    let verdicts = judge.explain(&page);
    assert_eq!(verdicts.len(), page.lines().count());
    for verdict in verdicts.iter().filter(|v| v.total != 0.0) {
        let signs: f32 = verdict.signs.iter().map(|sign| judge.weights().of(sign)).sum();
        let around = verdict.around.above + verdict.around.below;
        assert!((given + signs + around - verdict.total).abs() < 0.01);
    }
    let home = verdicts.iter().find(|v| &page[v.span.clone()] == "Home").unwrap();
    assert!(home.signs.has(Sign::MenuWord) && home.signs.has(Sign::OneWord) && home.total < 0.0);
}
