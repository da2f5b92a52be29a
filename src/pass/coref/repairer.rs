//! The whole: a text in, findings out, with what other documents know.
//!
//! Three readings of a corpus with evidence: questions, answers, findings.
//! Without evidence one is enough, and every gap is marked.

use super::compose::compose;
use super::context::fingerprint;
use super::document::{Documents, FACTS, facts};
use super::evidence::Evidence;
use super::explain::{Explanation, explain};
use super::finding::{Finding, apply};
use super::foreign::is_foreign;
use super::gap::{Gap, gaps, of_one, questions};
use super::judge::{FACT_NAMES, HOPELESS, HOPELESS_AT_FIRST, Judge, Models, Verdict};
use super::mention::{Candidate, Candidates};
use super::policy::Policy;
use super::possessive;
use super::question::Question;
use super::repair::{Answer, Repair};
use super::scan::{Glance, Scan};
use super::searches::{Log, Searches};
use super::sentence::give_up;
use super::token::Tokens;
use super::weights::Weights;
use super::words::Lexicon;
use crate::survey::Survey;
use crate::survey::damage::Prevalence;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;

/// The confidence from which an intruder is taken for one while others are looked at.
pub(super) const LIKELY: f64 = 0.15;

/// What the word of another document weighs for an intruder or against it, in the search.
const WITNESSED: f64 = 12.0;

/// The longest text that is looked at, in bytes. A damaged one takes about 50 bytes of memory for each of them, and no
/// article is nearly as long; what is longer is left alone.
const LONGEST_TEXT: usize = 8 << 20;

/// How many rounds of repair are made at the most; one or two do.
const ROUNDS: usize = 8;

/// The repair, built from a policy.
#[derive(Clone, Debug)]
pub struct Coref {
    policy: Policy,
    lexicon: Lexicon,
    models: Models,
    scan: Scan,
    documents: Documents,
}

/// A document looked at once.
pub struct Seen {
    /// Its tokens.
    pub tokens: Tokens,
    /// What the judge said.
    pub verdict: Verdict,
    /// Its gaps, the doubtful ones too.
    pub gaps: Vec<Gap>,
    /// What it asks about: its gaps, and candidates of which others may know better.
    pub asked: Vec<Gap>,
    /// The questions, one for each of those.
    pub questions: Vec<Question>,
    /// What the searches found.
    pub searches: Searches,
    /// How likely it is damaged, 0 to 1.
    chance: f64,
    /// How common damage was said to be.
    prevalence: Prevalence,
}

impl Seen {
    /// The spans that are damage and can witness nothing, in order and apart.
    pub fn broken(&self) -> Vec<Range<usize>> {
        let mut spans: Vec<Range<usize>> = self.gaps.iter().map(|gap| gap.span.clone()).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        spans.dedup_by(|next, last| {
            let joined = next.start <= last.end;
            last.end = if joined { last.end.max(next.end) } else { last.end };
            joined
        });
        spans
    }
}

impl Coref {
    /// Builds it, or says what is wrong with the policy.
    pub fn new(policy: Policy) -> Result<Coref, String> {
        let lexicon = Lexicon::new(&policy)?;
        let read = |name: &str| {
            policy
                .weights
                .get(name)
                .map_or_else(|| Err(format!("weights.{name} is missing")), Weights::read)
        };
        let mut judge = [0.0; FACT_NAMES.len()];
        for (name, weight) in &policy.judge {
            let at = FACT_NAMES
                .iter()
                .position(|n| n == name)
                .ok_or_else(|| format!("judge.{name}: no such fact"))?;
            judge[at] = *weight;
        }
        let models = Models { first: read("first")?, second: read("second")?, judge };
        let scan = Scan::new(&policy)?;
        let documents = Documents::new(&policy)?;
        Ok(Coref { policy, lexicon, models, scan, documents })
    }

    /// Whether a quick scan finds a document worth a closer look.
    pub fn suspects(&self, text: &str) -> bool {
        self.glance(text).is_suspect
    }

    /// What a quick scan tells of a document.
    pub fn glance(&self, text: &str) -> Glance {
        if text.len() > LONGEST_TEXT || self.is_foreign(text) {
            return Glance::default();
        }
        self.scan.glance(text, &self.lexicon)
    }

    /// Whether a document is in another language, so that it is neither damaged nor answers anything.
    pub fn is_foreign(&self, text: &str) -> bool {
        is_foreign(text, &self.lexicon)
    }

    /// The findings in a document of another sort of damage: names in the place of possessives.
    pub fn possessives(&self, text: &str, glance: Glance) -> Vec<Finding> {
        if !glance.lacks_possessives {
            return Vec::new();
        }
        let tokens = Tokens::new(text, &self.lexicon, &self.policy.mark);
        possessive::find(text, &tokens, &self.policy.owned)
    }

    /// Whether a document is damaged whatever others of its corpus are.
    pub fn is_certain(&self, seen: &Seen) -> bool {
        self.documents.is_certain(seen.chance)
    }

    /// Looks at a document of a corpus in which damage is so common; `None` for a sound one.
    pub fn look(&self, text: &str, prevalence: Prevalence) -> Option<Seen> {
        self.look_at(text, self.glance(text), prevalence, None)
    }

    /// The same, of a document that was glanced at already, or looked at too.
    pub fn look_at(
        &self,
        text: &str,
        glance: Glance,
        prevalence: Prevalence,
        known: Option<&Searches>,
    ) -> Option<Seen> {
        let is_suspect = glance.is_suspect;
        if !is_suspect && (prevalence != Prevalence::Common || text.len() > LONGEST_TEXT) {
            return None;
        }
        let tokens = Tokens::new(text, &self.lexicon, &self.policy.mark);
        let candidates = Candidates::new(&tokens);
        let log = Log::new(known.map_or(&[], |known| known.of(text)));
        let judge = self.judge(&tokens, &|_| 0.0, &log);
        let verdict = judge.judge(candidates, least(&tokens, prevalence));
        let chance = self.documents.chance(&verdict, &tokens);
        if !self.documents.is_damaged(chance, is_suspect, prevalence) {
            return None;
        }
        let verdict = judge.look_closer(verdict);
        let gaps = gaps(&tokens, &verdict, LIKELY.min(self.policy.confidence));
        let doubts =
            verdict.intruders.iter().filter(|i| i.confidence < LIKELY).chain(&verdict.doubts);
        let asked: Vec<Gap> =
            gaps.iter().cloned().chain(doubts.map(|doubt| of_one(&tokens, doubt))).collect();
        let questions = questions(text, &tokens, &asked, &gaps);
        let searches = log.close(text);
        Some(Seen { tokens, verdict, gaps, asked, questions, searches, chance, prevalence })
    }

    /// The pairs of neighbours that the quick scan sees in a text, and how many words there are. For the program that
    /// learns what they weigh.
    pub fn pairs(&self, text: &str, see: impl FnMut(usize)) -> usize {
        Scan::pairs(text, &self.lexicon, see)
    }

    /// What the judge of whole documents goes by, and how many likely intruders there are; `None`
    /// where nothing would be touched anyhow. For the program that learns its weights.
    pub fn facts(&self, text: &str) -> Option<([f64; FACTS], usize)> {
        if !self.suspects(text) {
            return None;
        }
        let tokens = Tokens::new(text, &self.lexicon, &self.policy.mark);
        let candidates = Candidates::new(&tokens);
        let verdict = self.judge(&tokens, &|_| 0.0, &Log::default()).judge(candidates, HOPELESS);
        if verdict.signs < self.policy.min_signs {
            return None;
        }
        let likely = verdict.intruders.iter().filter(|i| i.confidence >= 0.5).count();
        Some((facts(&verdict, &tokens), likely))
    }

    /// What a document would ask of the others.
    pub fn questions(&self, text: &str) -> Vec<Question> {
        self.look(text, Prevalence::Uncounted).map(|seen| seen.questions).unwrap_or_default()
    }

    /// The spans of a document that are damage and can witness nothing.
    pub fn broken(&self, text: &str) -> Vec<Range<usize>> {
        self.look(text, Prevalence::Uncounted).map(|seen| seen.broken()).unwrap_or_default()
    }

    /// The findings in a document: rounds of repair, told as one, until a round finds nothing.
    pub fn findings(&self, doc: &str, text: &str, evidence: Option<&Evidence>) -> Vec<Finding> {
        self.look(text, Prevalence::Unknown)
            .map_or_else(Vec::new, |seen| self.findings_of(seen, doc, text, evidence))
    }

    /// The same, in a document that was looked at already.
    pub fn findings_of(
        &self,
        seen: Seen,
        doc: &str,
        text: &str,
        evidence: Option<&Evidence>,
    ) -> Vec<Finding> {
        let prevalence = seen.prevalence;
        let mut all = self.round(seen, doc, text, evidence);
        let mut round = 1;
        while !all.is_empty() && round < ROUNDS {
            let so_far = apply(text, &all);
            let Some(seen) = self.look(&so_far, prevalence) else { break };
            let next = self.round(seen, doc, &so_far, evidence);
            if next.is_empty() {
                break;
            }
            all = compose(text, &all, &next);
            round += 1;
        }
        all
    }

    fn round(
        &self,
        mut seen: Seen,
        doc: &str,
        text: &str,
        evidence: Option<&Evidence>,
    ) -> Vec<Finding> {
        let answers = self.answers(doc, text, &seen, evidence);
        self.reconsider(&mut seen, &answers);
        let repair = self.repair(doc, text, &seen);
        let mut found = Vec::new();
        for gap in &seen.gaps {
            let known = answers.get(&(gap.span.start, gap.span.end)).cloned();
            let witnessed = matches!(known, Some(Answer::Words { .. }));
            if gap.confidence < self.policy.confidence && !witnessed {
                continue;
            }
            let answer = known.or_else(|| repair.inferred(gap)).unwrap_or(Answer::Nothing);
            found.extend(repair.finding(gap, &answer));
        }
        give_up(text, &seen.tokens, found, self.policy.gap)
    }

    /// What other documents say, by the place that was asked about.
    fn answers(
        &self,
        doc: &str,
        text: &str,
        seen: &Seen,
        evidence: Option<&Evidence>,
    ) -> BTreeMap<(usize, usize), Answer> {
        let Some(evidence) = evidence else { return BTreeMap::new() };
        let repair = self.repair(doc, text, seen);
        let answer = |(gap, question): (&Gap, &Question)| {
            let answer = repair.witnessed(gap, evidence.answers(question)?)?;
            Some(((gap.span.start, gap.span.end), answer))
        };
        seen.asked.iter().zip(&seen.questions).filter_map(answer).collect()
    }

    /// Searches again where others contradict or confirm what stands in the text: what they know of one place tells
    /// of its neighbours, since one drift explains them all.
    fn reconsider(&self, seen: &mut Seen, answers: &BTreeMap<(usize, usize), Answer>) {
        let mut known: FxHashMap<(usize, usize), f64> = FxHashMap::default();
        for gap in &seen.asked {
            let weight = match answers.get(&(gap.span.start, gap.span.end)) {
                Some(Answer::Words { .. }) => WITNESSED,
                Some(Answer::Sound) => -WITNESSED,
                _ => continue,
            };
            known.extend(gap.intruders.iter().map(|i| ((i.start, i.end), weight)));
        }
        if known.is_empty() {
            return;
        }
        let bonus = |candidate: &Candidate| {
            known.get(&(candidate.start as usize, candidate.end())).copied().unwrap_or(0.0)
        };
        let candidates = std::mem::take(&mut seen.verdict.candidates);
        let log = Log::default();
        let judge = self.judge(&seen.tokens, &bonus, &log);
        seen.verdict = judge.look_closer(judge.judge(candidates, HOPELESS));
        seen.gaps = gaps(&seen.tokens, &seen.verdict, 0.0);
        self.learn_whom(seen, answers);
    }

    /// Where others have a pronoun under a name, the name was put in for whom that means: so much is known of its
    /// other places then.
    fn learn_whom(&self, seen: &mut Seen, answers: &BTreeMap<(usize, usize), Answer>) {
        for gap in &seen.gaps {
            let answer = answers.get(&(gap.span.start, gap.span.end));
            let (Some(Answer::Words { text, .. }), [intruder]) = (answer, &gap.intruders[..])
            else {
                continue;
            };
            let string = seen.verdict.candidates.all[intruder.candidate].string as usize;
            let whom = self.lexicon.entry(text).whom;
            if let (Some(whom), Some(counts)) = (whom, seen.verdict.proof.whoms.get_mut(string)) {
                counts[whom as usize] += 1;
            }
        }
    }

    /// What was found in a document, and what became of it; `None` for a sound one.
    pub fn explain(&self, doc: &str, text: &str, survey: Option<&Survey>) -> Option<Explanation> {
        let prevalence = Survey::prevalence(survey);
        let evidence = survey.map(|survey| &survey.evidence);
        let seen = self.look(text, prevalence)?;
        let again = self.look(text, prevalence)?;
        Some(explain(text, &seen, &self.findings_of(again, doc, text, evidence)))
    }

    fn judge<'a>(
        &'a self,
        tokens: &'a Tokens,
        bonus: &'a dyn Fn(&Candidate) -> f64,
        searches: &'a Log<'a>,
    ) -> Judge<'a> {
        let (models, max_drift) = (&self.models, self.policy.max_drift);
        Judge { tokens, models, max_drift, bonus, searches }
    }

    fn repair<'a>(&'a self, doc: &'a str, text: &'a str, seen: &'a Seen) -> Repair<'a> {
        Repair {
            doc,
            text,
            tokens: &seen.tokens,
            candidates: &seen.verdict.candidates,
            verdict: &seen.verdict,
            policy: &self.policy,
            lexicon: &self.lexicon,
            copy: fingerprint(text),
        }
    }
}

/// What the search of a text must weigh to be worth another. The first reading of a corpus sees each text as it came.
#[allow(clippy::cast_precision_loss)] // a text has fewer tokens than 2^52
fn least(tokens: &Tokens, prevalence: Prevalence) -> f64 {
    match prevalence {
        Prevalence::Uncounted => HOPELESS_AT_FIRST * tokens.all.len() as f64,
        _ => HOPELESS,
    }
}
