//! Sequences of two characters, a lead and a tail: the commonest damage, and
//! what chance makes most. They are judged by what they would become and by the
//! case of what stands beside them.

use super::class::{
    closes, ends_quotation, is_box, is_dash_or_quote, is_foreign_letter, is_latin, is_mathematical,
    latin, letter, lower, upper,
};
use super::codec::Family;
use super::judge::{Site, Strength, only_closes};
use super::kind::Kind;
use crate::letter::{is_in_word, is_small};
use Strength::{Faint, Strong, Weak};

/// Two characters, a lead and a tail.
pub fn pair(site: &Site<'_>, kind: Kind) -> Strength {
    let lead = site.chars[0];
    if is_box(lead) && is_box(site.chars[1]) && !site.all.any_letter {
        let degrees = site.c == '°' && site.before.is_some_and(|c| c.is_ascii_digit());
        return match (latin(site.before), latin(site.after)) {
            (true, true) => Strong,
            (true, false) if lower(site.before) && is_small(site.c) => Strong,
            _ if degrees => Strong,
            (false, false) => Faint,
            _ => Weak,
        };
    }
    if is_box(lead) && site.run == 1 && (site.before.is_some_and(is_box) || is_branch(site)) {
        return Faint;
    }
    if is_dash_or_quote(lead) {
        let mixed = site.run >= 3 && site.odd_tail || site.run == 2 && site.all.mathematical;
        return if mixed { Strong } else { Faint };
    }
    if site.family != Family::Western && is_latin(lead) && is_latin(site.chars[1]) {
        return latin_pair(site, kind);
    }
    if matches!(site.chars[1], '\u{80}'..='\u{9F}') && !upper(site.before) {
        return Strong;
    }
    match kind {
        Kind::Sign => sign(site, lead),
        Kind::Latin => latin_letter(site, lead),
        Kind::Cased => cased_letter(site, lead),
        Kind::Control => {
            let dash = matches!(site.chars, ['Â', '–' | '—']) && !letter(site.before);
            if site.run > 1 || dash && !letter(site.after) { Strong } else { Strength::None }
        }
        Kind::Mark
            if lower(site.before) && (site.family == Family::Western || !letter(Some(lead))) =>
        {
            if only_closes(site) {
                Weak
            } else {
                Strong
            }
        }
        Kind::Mark if site.run > 1 => Weak,
        Kind::Mark => Strength::None,
        _ if site.run > 1 => Strong,
        _ => Weak,
    }
}

/// A branch of a tree of files, and the capital that a name begins with.
fn is_branch(site: &Site<'_>) -> bool {
    !letter(site.before) && upper(site.chars.get(1).copied()) && lower(site.after)
}

/// Two Latin letters, as in `Îşi` and `MĚŘÍŽ`: words of one language unless the
/// first is a capital after a small letter.
fn latin_pair(site: &Site<'_>, kind: Kind) -> Strength {
    let digit = site.after.is_some_and(|c| c.is_ascii_digit());
    match kind {
        Kind::Latin if lower(site.before) && is_small(site.c) => Strong,
        Kind::Latin if upper(site.before) && lower(site.after) => Strong,
        Kind::Sign if digit => Strong,
        Kind::Sign | Kind::Latin => Weak,
        _ if site.run > 2 => Strong,
        _ => Faint,
    }
}

/// A sign of Latin-1, as `Â°`, `Â©`, `Ã—`.
fn sign(site: &Site<'_>, lead: char) -> Strength {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if site.c == '×' {
        let between = digit(site.before) && digit(site.after)
            || site.before == Some(' ') && site.after == Some(' ');
        return if between { Strong } else { Weak };
    }
    if is_foreign_letter(lead) {
        return match site.c {
            _ if latin(site.before) || latin(site.after) => Strong,
            '©' | '®' | '°' | '±' | '§' | '£' | '¥' | '½' | '¼' | '¾' if !letter(site.before) => {
                Strong
            }
            _ => Faint,
        };
    }
    match lead {
        'Â' if matches!((site.before, site.c), (Some('N'), 'º' | 'ª')) => Strong,
        '┬' if site.chars[1] == '⌐' => Strong,
        '¬' if matches!(site.c, '£' | '©' | '®' | '½' | '¼' | '¾') => Strong,
        _ if upper(site.before) => {
            if site.run > 1 {
                Strong
            } else {
                Weak
            }
        }
        'Æ' | 'Ê' | 'Ë' if !site.after.is_some_and(is_in_word) => Weak,
        lead if is_latin(lead) => Strong,
        _ if latin(site.before) || latin(site.after) || digit(site.before) => Strong,
        _ => Weak,
    }
}

/// A Latin letter, by its case and that of its neighbours.
fn latin_letter(site: &Site<'_>, lead: char) -> Strength {
    let tail = site.chars[1];
    if !is_latin(lead) {
        let beside = latin(site.before) || latin(site.after);
        return match beside {
            true if !letter(Some(lead)) => Strong,
            true if latin(site.before) || !letter(site.before) => Strong,
            _ if letter(Some(lead)) && (closes(tail) || letter(Some(tail))) => Faint,
            _ if letter(Some(lead)) && site.family != Family::Greek => Faint,
            _ if lead == '√' && !is_mathematical(tail) => Strong,
            _ if site.run > 2 || tail == '⌐' => Strong,
            _ if lead == '├' && letter(Some(tail)) && !letter(site.after) => Strong,
            _ => Weak,
        };
    }
    let tail_closes = closes(tail);
    // A capital ends a word in capitals, as may any mark after it; alone it is
    // hardly followed by anything but the end of a quotation.
    let symbol = tail_closes && !ends_quotation(tail) && tail != '\u{A0}' && lead == 'Ã';
    if is_small(site.c) {
        return match (tail, upper(site.before)) {
            ('\u{A0}', false) => Strong,
            (_, true) if !tail_closes && lead == 'Ã' => Strong,
            _ if lead != 'Ã' && !letter(site.after) && !lower(site.before) => Weak,
            _ if symbol && !letter(site.before) => Strong,
            _ => match (upper(site.before), lower(site.after)) {
                (true, false) => Weak,
                _ if lower(site.before) || !tail_closes || letter(site.after) => Strong,
                _ => Weak,
            },
        };
    }
    if lower(site.before) {
        return if site.run > 1 { Strong } else { Strength::None };
    }
    if tail_closes && !letter(site.after) { Weak } else { Strong }
}

/// A Greek or Cyrillic letter; single ones are frequent in formulas.
fn cased_letter(site: &Site<'_>, lead: char) -> Strength {
    if site.run > 1 {
        return Strong;
    }
    if !is_latin(lead) || site.family != Family::Western {
        return Faint;
    }
    let alone = closes(site.chars[1]) && !site.after.is_some_and(is_in_word);
    if upper(site.before) || alone { Weak } else { Strong }
}
