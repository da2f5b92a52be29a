//! EUC-TW, the encoding of Unix machines in Taiwan. Its first two planes hold the
//! characters of Big5, in nearly the same order, so `encoding_rs`' Big5 serves for
//! them and the tables here hold only where runs of one stand in the other. The
//! rare characters of further planes are damage.

use super::Damage;
use encoding_rs::BIG5;
use std::borrow::Cow;

/// Rows and columns of a plane.
const SIDE: u16 = 94;

/// Characters that a lead of Big5 has.
const WIDTH: u16 = 157;

/// The two-byte prefix of the second plane.
const SECOND: [u8; 2] = [0x8E, 0xA2];

/// Runs of characters in the same order: the place in the plane, the place in
/// Big5, the length. Derived by comparing the orders of both.
type Run = (u16, u16, u16);

/// Signs, then ideographs of frequent use.
const PLANE_1: &[Run] = &[
    (0, 0, 21),
    (21, 23, 2),
    (23, 25, 1),
    (24, 22, 1),
    (29, 29, 44),
    (73, 74, 1),
    (74, 73, 1),
    (75, 75, 52),
    (127, 128, 1),
    (128, 127, 1),
    (129, 129, 19),
    (148, 149, 1),
    (149, 148, 1),
    (150, 150, 5),
    (155, 21, 1),
    (156, 156, 78),
    (282, 234, 29),
    (312, 264, 1),
    (314, 266, 142),
    (3290, 471, 17),
    (3307, 263, 1),
    (3308, 489, 86),
    (3394, 265, 1),
    (3395, 576, 1307),
    (4702, 1884, 424),
    (5126, 1883, 1),
    (5127, 2308, 1876),
    (7003, 4571, 1),
    (7004, 4184, 387),
    (7391, 4572, 525),
    (7916, 5286, 1),
    (7917, 5097, 105),
    (8022, 5202, 1),
    (8023, 5203, 83),
    (8106, 5287, 84),
    (8190, 5517, 1),
    (8191, 5371, 54),
    (8245, 5426, 1),
    (8246, 5425, 1),
    (8247, 5427, 90),
    (8337, 5518, 354),
];

/// Ideographs of less frequent use.
const PLANE_2: &[Run] = &[
    (0, 6280, 10),
    (10, 6291, 33),
    (43, 6372, 1),
    (44, 6324, 48),
    (92, 6373, 46),
    (138, 6586, 1),
    (139, 6419, 167),
    (306, 6587, 1840),
    (2146, 9074, 1),
    (2147, 8428, 108),
    (2255, 8537, 537),
    (2792, 8427, 1),
    (2793, 9075, 100),
    (2893, 8536, 1),
    (2894, 9175, 399),
    (3293, 9575, 1637),
    (4930, 11761, 1),
    (4931, 11212, 146),
    (5077, 11899, 1),
    (5078, 11358, 287),
    (5365, 12508, 1),
    (5366, 11645, 116),
    (5482, 11762, 137),
    (5619, 11900, 104),
    (5723, 12425, 1),
    (5724, 12004, 222),
    (5946, 12227, 198),
    (6144, 12426, 82),
    (6226, 12509, 86),
    (6312, 12226, 1),
    (6313, 12595, 8),
    (6321, 12604, 153),
    (6474, 12758, 56),
    (6530, 13114, 1),
    (6531, 12814, 113),
    (6644, 12603, 1),
    (6645, 12927, 142),
    (6787, 12757, 1),
    (6788, 13069, 45),
    (6833, 13115, 71),
    (6904, 13380, 1),
    (6905, 13186, 194),
    (7099, 13381, 490),
    (7589, 13914, 1),
    (7590, 13871, 43),
    (7633, 13915, 1),
    (7634, 13917, 11),
    (7645, 13916, 1),
    (7646, 13928, 4),
];

/// The text, with one replacement character for each malformed sequence.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<Damage>) {
    let (mut text, mut damage) = (String::with_capacity(bytes.len() * 2), Vec::new());
    let mut rest = bytes;
    while let Some(lead) = rest.first() {
        let (found, len) = match rest {
            _ if lead.is_ascii() => (Some(char::from(*lead)), 1),
            [a, b, row, column, ..] if [*a, *b] == SECOND => (character(PLANE_2, *row, *column), 4),
            [0x8E, 0xA1, row, column, ..] => (character(PLANE_1, *row, *column), 4),
            [row, column, ..] => (character(PLANE_1, *row, *column), 2),
            _ => (None, 1),
        };
        let len = if found.is_none() { 1 } else { len };
        if found.is_none() {
            damage.push(Damage { at: text.len(), bytes: rest[..len].to_vec() });
        }
        text.push(found.unwrap_or('\u{FFFD}'));
        rest = &rest[len..];
    }
    (Cow::Owned(text), damage)
}

/// Appends `text`; `None` where a character has no place.
pub fn encode(text: &str, out: &mut Vec<u8>) -> Option<()> {
    for c in text.chars() {
        if c.is_ascii() {
            out.push(u8::try_from(u32::from(c)).ok()?);
        } else {
            let (second, row, column) = place(c)?;
            out.extend(SECOND.iter().filter(|_| second));
            out.extend([row, column]);
        }
    }
    Some(())
}

fn character(plane: &[Run], row: u8, column: u8) -> Option<char> {
    let part = |byte: u8| byte.checked_sub(0xA1).map(u16::from).filter(|n| *n < SIDE);
    let at = part(row)? * SIDE + part(column)?;
    let (from, to, _) = plane.iter().find(|(from, _, len)| (*from..from + len).contains(&at))?;
    let in_big5 = to + at - from;
    let (lead, trail) = (in_big5 / WIDTH, in_big5 % WIDTH);
    let trail = if trail < 63 { trail + 0x40 } else { trail + 0x62 };
    let pair = [u8::try_from(lead + 0xA1).ok()?, u8::try_from(trail).ok()?];
    BIG5.decode_without_bom_handling_and_without_replacement(&pair)?.chars().next()
}

/// The way back of [`character`]: whether in the second plane, row and column.
fn place(c: char) -> Option<(bool, u8, u8)> {
    let mut buffer = [0; 4];
    let (big5, _, lossy) = BIG5.encode(c.encode_utf8(&mut buffer));
    let &[lead, trail] = big5.as_ref() else { return None };
    let trail =
        u16::from(if trail < 0x7F { trail.checked_sub(0x40)? } else { trail.checked_sub(0x62)? });
    let at = u16::from(lead.checked_sub(0xA1)?) * WIDTH + trail;
    let find = |plane: &[Run]| {
        let (from, to, _) = plane.iter().find(|(_, to, len)| (*to..to + len).contains(&at))?;
        Some(from + at - to)
    };
    let (second, at) =
        find(PLANE_1).map(|at| (false, at)).or_else(|| Some((true, find(PLANE_2)?)))?;
    let byte = |n: u16| u8::try_from(n + 0xA1).ok();
    (!lossy).then_some((second, byte(at / SIDE)?, byte(at % SIDE)?))
}
