//! The lines of a page as a chain: text mostly follows on text, and chrome on
//! chrome. What a line's own signs say is weighed with what the lines above
//! and below make likely (the forward and backward messages of a linear-chain
//! conditional random field with two states, as log-odds of one number each).
//! So a short line keeps to the paragraphs around it, and a long one in a menu
//! goes with the menu. Independent verdicts with windows of neighbours were
//! refused: they told pages apart worse, with more numbers.

use serde::Deserialize;

/// How far a line's own weight can go, either way: beyond, nothing changes but
/// the rounding.
const MOST: f64 = 30.0;

/// How likely lines follow on each other, as logarithms; only differences count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Chain {
    /// Text under text.
    pub text_text: f32,
    /// Chrome under text.
    pub text_chrome: f32,
    /// Text under chrome.
    pub chrome_text: f32,
    /// Chrome under chrome.
    pub chrome_chrome: f32,
    /// What the page's first line weighs for being that.
    pub first: f32,
    /// What the page's last line weighs for being that.
    pub last: f32,
}

/// What the lines around a line add to its weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Around {
    /// Those above it.
    pub above: f32,
    /// Those below it.
    pub below: f32,
}

impl Chain {
    /// What the lines around each line add to `own`, what it weighs itself.
    pub fn around(&self, own: &[f32]) -> Vec<Around> {
        let [tt, tc, ct, cc] =
            [self.text_text, self.text_chrome, self.chrome_text, self.chrome_chrome]
                .map(|weight| f64::from(weight).exp());
        let odds: Vec<f64> = own.iter().map(|w| f64::from(*w).clamp(-MOST, MOST).exp()).collect();
        let mut around = vec![Around::default(); own.len()];
        let mut message = f64::from(self.first).exp();
        for (around, odds) in around.iter_mut().zip(&odds) {
            around.above = logarithm(message);
            let line = odds * message;
            message = (line * tt + ct) / (line * tc + cc);
        }
        message = f64::from(self.last).exp();
        for (around, odds) in around.iter_mut().zip(&odds).rev() {
            around.below = logarithm(message);
            let line = odds * message;
            message = (line * tt + tc) / (line * ct + cc);
        }
        around
    }
}

/// Weights have two digits after the point; nothing of them is lost.
#[allow(clippy::cast_possible_truncation)]
fn logarithm(odds: f64) -> f32 {
    odds.ln() as f32
}
