//! The corpus as witness: what recurs in a source goes, what recurs for another
//! reason stays.

use crate::survey::{Corpus, DEEDS, FOOT, MENU, SUBJECTS, cleaned, corpus, prose, sentence, site};

#[test]
fn a_template_goes_and_the_texts_stay() {
    let site = site(20);
    for (n, text) in cleaned("", &site).into_iter().enumerate() {
        assert_eq!(text, prose(n));
    }
}

#[test]
fn too_few_documents_prove_nothing() {
    let site = site(7);
    let before: Vec<String> = site.iter().map(|(_, text)| text.clone()).collect();
    assert_eq!(cleaned("", &site), before);
}

#[test]
fn a_share_of_too_few_proves_nothing() {
    let texts = (0..60).map(|n| if n < 9 { format!("{MENU}{}", prose(n)) } else { prose(n) });
    let site = corpus(texts);
    let before: Vec<String> = site.iter().map(|(_, text)| text.clone()).collect();
    assert_eq!(cleaned("", &site), before);
    assert_eq!(cleaned("recurring-share = 0.1", &site)[0], prose(0));
}

#[test]
fn a_document_without_a_source_is_left_alone() {
    let mut site = site(20);
    site.iter_mut().for_each(|(name, _)| "-".clone_into(name));
    let before: Vec<String> = site.iter().map(|(_, text)| text.clone()).collect();
    assert_eq!(cleaned("", &site), before);
    assert_eq!(cleaned("source = []", &site), before);
    assert_eq!(cleaned("source = [\"corpus\"]", &site)[3], prose(3));
}

#[test]
fn what_recurs_across_sources_stays() {
    let quote =
        "“We shall build it again,” the harbour master said to all who had come to the quay.\n";
    let texts = |n: usize| {
        (format!("paper{n:02}/a.txt"), format!("{}{quote}{}", prose(2 * n), prose(2 * n + 1)))
    };
    let papers: Corpus = (0..40).map(texts).collect();
    let before: Vec<String> = papers.iter().map(|(_, text)| text.clone()).collect();
    assert_eq!(cleaned("", &papers), before);
}

#[test]
fn copies_and_versions_are_no_templates() {
    let story = prose(900) + &prose(901) + &prose(902);
    // Five scrapes, thirty versions that grow, an agency's copy with another paper's last line.
    let scrapes = (0..12).map(|n| format!("{}{story}", ["", "A headline\n", "x\n"][n % 3]));
    let versions = (0..30).map(|n| format!("{story}{}\n", sentence(n)));
    let others = (0..30).map(prose);
    for corpus in [
        corpus(scrapes.clone()),
        corpus(versions.clone()),
        corpus(scrapes.chain(versions).chain(others)),
    ] {
        let before: Vec<String> = corpus.iter().map(|(_, text)| text.clone()).collect();
        assert_eq!(cleaned("", &corpus), before);
    }
}

/// Texts that repeat themselves, and one another, for a reason.
pub fn sound_corpora() -> Vec<(&'static str, Corpus)> {
    let each = |text: &dyn Fn(usize) -> String| corpus((0..40).map(text));
    let verse = "The river runs, the river runs,\nAnd carries all away,\n";
    let clause = "This agreement shall be governed by the laws of the harbour town, whatever the parties may have said.\n";
    let licence =
        "// Copyright of the harbour town\n// Use it as you like\n// There is no warranty\n\n";
    vec![
        ("one line", each(&|_| "The same line in each of a hundred thousand files.\n".to_owned())),
        ("digits", each(&|n| format!("12\n7\n{n}\n2019\n{}\n", prose(n)))),
        ("song", each(&|n| format!("{verse}{}\n{verse}Boat number {n}\n{verse}", SUBJECTS[n % 8]))),
        (
            "minutes",
            each(&|n| {
                let (a, b) = (SUBJECTS[n % 8], SUBJECTS[(n + 3) % 8]);
                format!(
                    "Council, {n} May\n\nPresent:\nThe {a} and the {b}\n\nApologies:\nThe {b}\n\nReports:\n{}\nAny other business:\n{}",
                    prose(n),
                    sentence(n + 400)
                )
            }),
        ),
        (
            "contract",
            each(&|n| {
                format!("{}\n{clause}\n{}\n{clause}\n{}", prose(n), prose(n + 50), prose(n + 100))
            }),
        ),
        ("table", each(&|n| format!("Ships\nTons\nCrew\n{n}\n{}\n{}\n", n * 40, n % 7))),
        (
            "chat",
            each(&|n| format!("<ann> hello\n<ben> hello ann\n<ann> {}\n<ben> ok\n", DEEDS[n % 7])),
        ),
        (
            "program",
            each(&|n| {
                format!(
                    "{licence}import os\nimport sys\nimport re\n\ndef f{n}(x):\n    return x + {n}\n\nif x:\n    pass\nelse:\n    f{n}(x)\n"
                )
            }),
        ),
        (
            "recipe",
            each(&|n| {
                format!(
                    "The {}'s soup\nServes {}\nIngredients\n{} g flour\n{} eggs\n1 onion\nMethod\n{}",
                    SUBJECTS[n % 8],
                    n % 5 + 1,
                    n * 10,
                    n % 4 + 1,
                    prose(n)
                )
            }),
        ),
        ("background", each(&|n| format!("{}{}\n{}", prose(n), sentence(4000), prose(n + 60)))),
        (
            "interview",
            each(&|n| {
                let parts = (0..=n % 5).map(|i| {
                    format!(
                        "Question:\n{}\nAnswer:\n{}\n",
                        sentence(n * 10 + i),
                        sentence(n * 10 + i + 500)
                    )
                });
                format!("{}{}", sentence(n), parts.collect::<String>())
            }),
        ),
    ]
}

#[test]
fn sound_repetition_stays() {
    for (kind, corpus) in sound_corpora() {
        let after = cleaned("", &corpus);
        for ((name, before), after) in corpus.iter().zip(&after) {
            assert_eq!(after, before, "{kind}: {name}");
        }
    }
}

#[test]
fn one_document_keeps_what_all_others_lose() {
    let mut site = site(20);
    site[7].1 = format!("{MENU}{}Old numbers\n{FOOT}", prose(7));
    site[3].1 = format!("{}{FOOT}", prose(3));
    let after = cleaned("recurring-keep = \"first\"", &site);
    assert_eq!(after[0], site[0].1);
    assert_eq!(after[1], prose(1));
    let after = cleaned("recurring-keep = \"fullest\"", &site);
    assert_eq!(after[0], site[0].1, "of the fullest the first");
    assert_eq!((after[1].as_str(), after[3].as_str()), (&*prose(1), &*prose(3)));
}
