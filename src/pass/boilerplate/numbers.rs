//! Words as numbers, and a set of such that is built once and asked for every word of a page: two
//! thirds of its places are empty, and most numbers are told at one look.

/// Bytes of a word that are one number; most words have no more.
pub const SHORT: usize = 8;
/// Bytes of a stem by which it is looked up.
pub const STEM: usize = 4;

/// The first bytes of a word, as a number. No other word of so many bytes has it, for none holds
/// the byte 0.
#[inline]
pub fn start_of(line: &str, (start, end): (usize, usize)) -> u64 {
    let (line, length) = (line.as_bytes(), (end - start).min(SHORT));
    if let Some(eight) = line[start..].first_chunk() {
        let unused = 8 * (SHORT - length.max(1));
        return u64::from_le_bytes(*eight) << unused >> unused;
    }
    let mut bytes = [0; SHORT];
    bytes[..length].copy_from_slice(&line[start..start + length]);
    u64::from_le_bytes(bytes)
}

/// The stem of a word with these first bytes.
#[inline]
pub fn stem_of(start: u64) -> u64 {
    start & u64::from(u32::MAX)
}

/// Places for each number, at the least.
const ROOM: usize = 3;

/// Numbers other than 0.
#[derive(Default)]
pub struct Numbers {
    /// Their places, as many as a power of 2; 0 where there is none.
    places: Vec<u64>,
}

impl Numbers {
    /// The set of these.
    pub fn new(numbers: &[u64]) -> Numbers {
        let places = vec![0; (numbers.len() * ROOM).next_power_of_two()];
        let mut set = Numbers { places };
        for number in numbers.iter().filter(|number| **number != 0) {
            let place = set.place(*number);
            if let Some(place) = set.places.get_mut(place) {
                *place = *number;
            }
        }
        set
    }

    /// Whether a number is one of them.
    #[inline]
    pub fn has(&self, number: u64) -> bool {
        number != 0 && self.places.get(self.place(number)) == Some(&number)
    }

    /// Where a number is, or would be.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // the upper half is wanted, on which all of it has a bearing
    fn place(&self, number: u64) -> usize {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while self.places.get(at).is_some_and(|found| *found != 0 && *found != number) {
            at = (at + 1) & mask;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_its_numbers_and_no_others() {
        for count in 0..200_u64 {
            let numbers: Vec<u64> = (1..=count).map(|n| (n << 40) | (n % 3)).collect();
            let set = Numbers::new(&numbers);
            assert!(numbers.iter().all(|number| set.has(*number)));
            assert!(!numbers.iter().any(|number| set.has(number + 7)) && !set.has(0));
        }
        assert!(!Numbers::default().has(1));
    }
}
