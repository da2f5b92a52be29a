//! From gaps to findings: what comes back, what is marked, what the policy
//! gives up. A lost word comes back only when another document has it between
//! the same words; a pronoun also when grammar leaves no choice. Otherwise the
//! gap is marked. Nothing is guessed.

use super::class::Class;
use super::evidence::{Asked, Witness};
use super::finding::{Finding, Kind};
use super::gap::Gap;
use super::judge::Verdict;
use super::mention::Candidates;
use super::policy::{self, Policy};
use super::token::Tokens;
use super::words::Lexicon;
use std::ops::Range;

/// How many more words a witness must share that has one word more or less than were counted. Held-out articles had
/// 108 such answers, of which 100 were right; with fewer words shared none of four was.
const SURER: usize = 2;
/// How many more if the difference is two words: 15 of 18 were right.
const SUREST: usize = 6;

/// The confidence below which a witness has to contradict what stands here, and not just to say it in other words.
const DOUBTED: f64 = 0.4;
/// How many more words it must share then: with nine or more 70 of 85 words were right, with fewer 29 of 65.
const DOUBTED_MORE: usize = 4;

/// All that a repair reads.
pub struct Repair<'a> {
    /// The document's name: it is never its own witness.
    pub doc: &'a str,
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a Tokens,
    /// Its candidates.
    pub candidates: &'a Candidates,
    /// What the judge said.
    pub verdict: &'a Verdict,
    /// What a user set.
    pub policy: &'a Policy,
    /// The words of the language.
    pub lexicon: &'a Lexicon,
    /// The text's fingerprint, by which its copies are known.
    pub copy: u64,
}

/// What is known of a gap.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// These words stood there.
    Words {
        /// The words.
        text: String,
        /// Who says so.
        witness: String,
    },
    /// What stands there is sound: others have the same.
    Sound,
    /// A pronoun, from grammar.
    Inferred {
        /// The pronoun.
        text: String,
        /// The signs.
        signs: String,
    },
    /// Nothing is known.
    Nothing,
}

impl Repair<'_> {
    /// What grammar puts back in a gap: a pronoun or a sign under one intruder, a dash in a run of blanks.
    pub fn inferred(&self, gap: &Gap) -> Option<Answer> {
        let [intruder] = &gap.intruders[..] else {
            return super::dash::infer(gap, self.tokens);
        };
        let whoms = &self.verdict.proof.whoms;
        super::pronoun::infer(intruder, self.tokens, self.candidates, whoms, self.lexicon)
            .or_else(|| super::sign::infer(intruder, self.text, self.tokens))
    }

    /// The answer that the best witness gives, unless another nearly as good says otherwise.
    pub fn witnessed(&self, gap: &Gap, asked: &Asked) -> Option<Answer> {
        let mut ranked: Vec<(u32, &Witness)> = Vec::new();
        for witnesses in asked.answers.values() {
            let others: Vec<&Witness> =
                witnesses.iter().filter(|w| w.copy != self.copy && w.doc != self.doc).collect();
            let mut copies: Vec<u64> = others.iter().map(|w| w.copy).collect();
            copies.sort_unstable();
            copies.dedup();
            if copies.len() < self.policy.witnesses as usize {
                continue;
            }
            let best = others.into_iter().map(|w| (agreement(w), w)).max_by(|a, b| {
                a.0.cmp(&b.0).then((&b.1.doc, b.1.offset).cmp(&(&a.1.doc, a.1.offset)))
            });
            let several = u32::from(copies.len() > 1);
            ranked.extend(best.map(|(n, w)| (n + several, w)));
        }
        ranked.sort_by(|a, b| {
            b.0.cmp(&a.0).then((&a.1.doc, a.1.offset).cmp(&(&b.1.doc, b.1.offset)))
        });
        let (strength, witness) = *ranked.first()?;
        if ranked[1..].iter().any(|(n, other)| self.rivals(gap, *n, other, strength))
            || !self.is_enough(gap, strength, witness)
            || !self.fits(gap, strength, witness)
        {
            return None;
        }
        let words = self.between(gap, &witness.text);
        let here: Vec<&str> = self
            .cut(&self.text[gap.span.clone()])
            .into_iter()
            .map(|at| &self.text[gap.span.clone()][at])
            .collect();
        if words.is_empty()
            || words.iter().map(|w| w.to_lowercase()).eq(here.iter().map(|w| w.to_lowercase()))
        {
            let counted = words.len() == gap.lost;
            return counted.then_some(Answer::Sound);
        }
        if is_doubted(gap) && !self.contradicts(gap, &words, &here) {
            return None;
        }
        Some(Answer::Words {
            text: self.as_here(&words, &witness.text),
            witness: witness.doc.clone(),
        })
    }

    /// Whether what a witness has cannot be another way to say what stands here: as many words as were lost, none like
    /// those of the intruder, of another class. Two papers that tell one story differ in names and pronouns most of all.
    fn contradicts(&self, gap: &Gap, words: &[&str], here: &[&str]) -> bool {
        let [intruder] = &gap.intruders[..] else { return false };
        let class = |word: &str| self.lexicon.entry(word).class;
        let like = |a: &str, b: &str| {
            let (a, b) = (a.to_lowercase(), b.to_lowercase());
            a == b || a.len() > 3 && b.len() > 3 && a.chars().take(4).eq(b.chars().take(4))
        };
        let names =
            |class: Class| class.is_pronoun() || matches!(class, Class::Name | Class::Title);
        let same_sort = |a: &str, b: &str| {
            let (a, b) = (class(a), class(b));
            a == b || a.is_content() && b.is_content() || names(a) && names(b)
        };
        let one = here.len() == 1 && words.len() == 1 && same_sort(here[0], words[0]);
        intruder.drift > 0
            && words.len() == gap.lost
            && !one
            && words.iter().any(|w| w.contains(char::is_alphanumeric))
            && !words.iter().any(|w| here.iter().any(|h| like(w, h)))
    }

    /// Whether another answer leaves the best one in doubt: if it shares as many words, or a word less and has as many
    /// as were lost. Of 35 answers in held-out articles whose rival had too many or too few 33 were right.
    fn rivals(&self, gap: &Gap, shared: u32, other: &Witness, best: u32) -> bool {
        shared >= best || shared + 1 >= best && (is_doubted(gap) || self.fits(gap, shared, other))
    }

    /// Whether a witness shares enough words: twice the policy's number in all, a word less where both sides have two,
    /// more where the gap is in doubt itself. Of 27 answers in held-out articles with five words, two of them on the
    /// lesser side, 24 were right; of 16 with six, one of them on the lesser side, 15.
    fn is_enough(&self, gap: &Gap, strength: u32, witness: &Witness) -> bool {
        let least = self.policy.context_words * 2 + if is_doubted(gap) { DOUBTED_MORE } else { 0 };
        let sides = [0, 1].map(|i| [witness.left, witness.right][i] + u8::from(witness.edges[i]));
        match sides[0].min(sides[1]) {
            0 => false,
            1 => strength as usize >= least,
            _ => strength as usize + 1 >= least,
        }
    }

    /// Whether the witness's words are as many as were lost. How many were is partly a guess, so a witness that shares
    /// many words on both sides may know better by a word, or two.
    fn fits(&self, gap: &Gap, strength: u32, witness: &Witness) -> bool {
        let words = self.between(gap, &witness.text).len();
        let beyond = (strength as usize).saturating_sub(self.policy.context_words * 2);
        let better_by = match beyond {
            _ if witness.left.min(witness.right) < 2 || gap.intruders.is_empty() => 0,
            0..SURER => 0,
            SURER..SUREST => 1,
            _ => 2,
        };
        words.abs_diff(gap.lost) <= better_by
    }

    fn cut(&self, text: &str) -> Vec<Range<usize>> {
        Tokens::new(text, self.lexicon, &self.policy.mark).all.into_iter().map(|t| t.at).collect()
    }

    /// What a witness has in the gap: its tokens between the words that agree, without the signs that this text has around the gap.
    pub fn between<'t>(&self, gap: &Gap, text: &'t str) -> Vec<&'t str> {
        let mut words: Vec<&str> = self.cut(text).into_iter().map(|at| &text[at]).collect();
        let first = gap.next - gap.intruders.iter().map(|i| i.end - i.start).sum::<usize>();
        for at in (0..first).rev().map_while(|i| self.sign(i)).collect::<Vec<_>>().into_iter().rev()
        {
            if words.first().is_some_and(|w| alike(w, at)) {
                words.remove(0);
            }
        }
        for at in (gap.next..self.tokens.all.len())
            .map_while(|i| self.sign(i))
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            if words.last().is_some_and(|w| alike(w, at)) {
                words.pop();
            }
        }
        words
    }

    /// The token, if it is a sign without letters.
    fn sign(&self, at: usize) -> Option<&str> {
        let token = self.tokens.all.get(at)?;
        let text = &self.text[token.at.clone()];
        (!text.contains(char::is_alphanumeric)).then_some(text)
    }

    /// The words spaced the way this text is.
    fn as_here(&self, words: &[&str], text: &str) -> String {
        if self.tokens.spaced {
            return words.join(" ");
        }
        let base = text.as_ptr() as usize;
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => text
                [first.as_ptr() as usize - base..last.as_ptr() as usize + last.len() - base]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            _ => String::new(),
        }
    }

    /// The finding of a gap with its answer.
    pub fn finding(&self, gap: &Gap, answer: &Answer) -> Option<Finding> {
        let (with, witness, inferred) = match answer {
            Answer::Sound => return None,
            Answer::Words { text, witness } => (text.clone(), Some(witness.clone()), None),
            Answer::Inferred { text, signs } => (text.clone(), None, Some(signs.clone())),
            Answer::Nothing => return self.unknown(gap),
        };
        let (span, with) = if gap.intruders.is_empty() {
            (gap.span.clone(), format!(" {with} "))
        } else {
            (gap.span.clone(), with)
        };
        Finding { span, with, kind: Self::kind(gap), witness, inferred, confidence: gap.confidence }
            .minimal(self.text)
    }

    fn unknown(&self, gap: &Gap) -> Option<Finding> {
        if self.policy.gap == policy::Gap::Keep {
            return None;
        }
        let mut span = gap.span.clone();
        let mark = &self.policy.mark;
        let closes = self.tokens.all.get(gap.next).is_some_and(|t| {
            matches!(t.class, Class::Stop | Class::Comma | Class::Colon | Class::Close)
        });
        if closes && self.tokens.all[gap.next].dropped == 0 {
            let blanks = self.text[span.end..].bytes().take_while(|b| *b == b' ').count();
            span.end += blanks;
        }
        let with = if gap.intruders.is_empty() {
            format!(" {mark}{}", if closes { "" } else { " " })
        } else {
            mark.clone()
        };
        Finding {
            span,
            with,
            kind: Self::kind(gap),
            witness: None,
            inferred: None,
            confidence: gap.confidence,
        }
        .minimal(self.text)
    }

    fn kind(gap: &Gap) -> Kind {
        match gap.intruders.first() {
            None => Kind::DroppedWords,
            Some(intruder) if intruder.drift == 0 => Kind::LostPronoun,
            Some(_) => Kind::Intruder,
        }
    }
}

/// Whether it is as likely that nothing is missing.
fn is_doubted(gap: &Gap) -> bool {
    gap.confidence < DOUBTED
}

/// How many words agree around the gap, and edges of sentences.
fn agreement(witness: &Witness) -> u32 {
    let edges = witness.edges.iter().filter(|e| **e).count();
    u32::from(witness.left) + u32::from(witness.right) + u32::try_from(edges).unwrap_or(0)
}

/// Whether two signs are the same but for their shape.
fn alike(a: &str, b: &str) -> bool {
    let quote = |s: &str| !s.is_empty() && s.chars().all(|c| "\"'`’‘“”".contains(c));
    a == b || quote(a) && quote(b)
}
