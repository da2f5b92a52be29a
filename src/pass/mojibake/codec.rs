//! What each encoding makes of the bytes 80 to FF, and back. The tables are
//! derived from the codecs themselves; nothing is retyped.
//!
//! Bytes that an encoding leaves undefined are taken for the C1 control of that
//! number, as lenient decoders do. In Windows-1252 every C1 control stands for
//! its byte, since Latin-1 and Windows-1252 are read for one another.

use encoding_rs::{
    Encoding, IBM866, ISO_8859_2, ISO_8859_15, KOI8_R, MACINTOSH, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1256, WINDOWS_1257, X_MAC_CYRILLIC,
};
use std::sync::LazyLock;

/// Which rule a codec's repairs are owed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Latin-1, Latin-9, Windows-1252 and 1254.
    Western,
    /// Latin-2, Windows-1250 and 1257.
    Central,
    /// Windows-1251, KOI8-R, Mac Cyrillic.
    Cyrillic,
    /// Windows-1253.
    Greek,
    /// Windows-1256.
    Arabic,
    /// Mac Roman.
    Mac,
    /// Code pages 437, 850 and 866.
    Dos,
}

/// A single-byte encoding.
pub struct Codec {
    /// Its family.
    pub family: Family,
    table: Table,
}

enum Table {
    Web(&'static Encoding),
    Dos(&'static [char; 128]),
}

const fn web(family: Family, encoding: &'static Encoding) -> Codec {
    Codec { family, table: Table::Web(encoding) }
}

/// The codecs, the most frequent first: where two explain the same damage, the
/// first does.
pub static CODECS: [Codec; 15] = [
    web(Family::Western, WINDOWS_1252),
    web(Family::Central, WINDOWS_1250),
    web(Family::Cyrillic, WINDOWS_1251),
    web(Family::Greek, WINDOWS_1253),
    web(Family::Western, WINDOWS_1254),
    web(Family::Central, WINDOWS_1257),
    web(Family::Central, ISO_8859_2),
    web(Family::Western, ISO_8859_15),
    web(Family::Mac, MACINTOSH),
    Codec { family: Family::Dos, table: Table::Dos(&oem_cp::code_table::DECODING_TABLE_CP437) },
    Codec { family: Family::Dos, table: Table::Dos(&oem_cp::code_table::DECODING_TABLE_CP850) },
    web(Family::Dos, IBM866),
    web(Family::Cyrillic, KOI8_R),
    web(Family::Cyrillic, X_MAC_CYRILLIC),
    web(Family::Arabic, WINDOWS_1256),
];

impl Codec {
    /// The character of a byte from 80 up.
    fn decode(&self, byte: u8) -> char {
        match self.table {
            Table::Dos(table) => table[usize::from(byte & 0x7F)],
            Table::Web(encoding) => {
                let bytes = [byte];
                let c = encoding
                    .decode_without_bom_handling(&bytes)
                    .0
                    .chars()
                    .next()
                    .unwrap_or(char::from(byte));
                if c == '\u{FFFD}' { char::from(byte) } else { c }
            }
        }
    }
}

/// A set of codecs, a bit for each.
pub type Set = u16;

/// The codecs of a set, the most frequent first.
pub fn members(set: Set) -> impl Iterator<Item = usize> {
    crate::blocks::places(u64::from(set))
}

/// What a character is in each codec.
#[derive(Clone, Copy, Default)]
pub struct Role {
    /// Where it stands for a byte that opens a UTF-8 sequence.
    pub lead: Set,
    /// Where it stands for a byte that goes on with one.
    pub tail: Set,
}

/// The bytes of a character, as many as a row of them is quickly found with.
type Bytes = [u8; 16];

const _: () = assert!(CODECS.len() <= size_of::<Bytes>());

/// The characters below this have a row each; of those above only one counts.
const ROWS: usize = 0x2600;

/// The Apple sign, which Mac Roman has where UTF-8 has the lead of emoji.
const APPLE: char = '\u{F8FF}';

/// The roles of characters and, apart from these since few are asked for, their bytes in each
/// codec, 0 where it has none.
struct Rows {
    roles: Vec<Role>,
    bytes: Vec<Bytes>,
}

static ALL: LazyLock<Rows> = LazyLock::new(|| {
    let mut all =
        Rows { roles: vec![Role::default(); ROWS + 1], bytes: vec![Bytes::default(); ROWS + 1] };
    for (i, codec) in CODECS.iter().enumerate() {
        for byte in 0x80..=0xFF {
            let c = codec.decode(byte);
            all.enter(i, byte, c);
            if i == 0 && byte < 0xA0 {
                all.enter(i, byte, char::from(byte));
            }
        }
    }
    all
});

impl Rows {
    fn enter(&mut self, codec: usize, byte: u8, c: char) {
        let Some(row) = row(c) else { return };
        self.bytes[row][codec] = byte;
        match byte {
            0x80..=0xBF => self.roles[row].tail |= 1 << codec,
            0xC2..=0xF4 => self.roles[row].lead |= 1 << codec,
            _ => {}
        }
    }
}

fn row(c: char) -> Option<usize> {
    let code = c as usize;
    if code < ROWS { Some(code) } else { (c == APPLE).then_some(ROWS) }
}

/// All roles, for a loop that asks for many.
pub struct Roles(&'static Rows);

impl Roles {
    /// The table, built at the first call.
    pub fn get() -> Roles {
        Roles(&ALL)
    }

    /// The byte of `c` in a codec; none for most characters.
    pub fn byte(&self, c: char, codec: usize) -> Option<u8> {
        row(c).map(|row| self.0.bytes[row][codec]).filter(|byte| *byte != 0)
    }

    /// What `c` is in each codec.
    pub fn of(&self, c: char) -> Role {
        row(c).map_or(Role::default(), |row| self.0.roles[row])
    }

    /// Where `c` opens a sequence.
    pub fn lead(&self, c: char) -> Set {
        self.of(c).lead
    }

    /// Where `c` goes on with one.
    pub fn tail(&self, c: char) -> Set {
        self.of(c).tail
    }
}
