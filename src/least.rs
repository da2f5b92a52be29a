//! The k least of what is offered, in order. Whatever the order in which
//! things come, and however parts are merged, the same ones are kept; so a
//! sample of a corpus does not show how many threads took it.

/// At most so many things, the least ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Least<T> {
    most: usize,
    kept: Vec<T>,
}

impl<T: Ord> Least<T> {
    /// None yet, and never more than `most`.
    pub fn new(most: usize) -> Self {
        Least { most, kept: Vec::new() }
    }

    /// Offers one thing, which is made only if it may be kept: `rank` is what
    /// things are ordered by first, and `of` reads it from those that are there.
    pub fn offer<R: Ord>(&mut self, rank: &R, of: impl Fn(&T) -> R, make: impl FnOnce() -> T) {
        if !self.is_full() || self.kept.last().is_some_and(|worst| *rank <= of(worst)) {
            self.add(make());
        }
    }

    /// Adds one thing.
    pub fn add(&mut self, thing: T) {
        let at = self.kept.partition_point(|there| *there <= thing);
        self.kept.insert(at, thing);
        self.kept.truncate(self.most);
    }

    /// Adds those of another.
    pub fn merge(&mut self, other: Least<T>) {
        other.kept.into_iter().for_each(|thing| self.add(thing));
    }

    /// What is kept, the least first.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.kept.iter()
    }

    /// Whether as many are kept as there may be.
    pub fn is_full(&self) -> bool {
        self.kept.len() >= self.most
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

impl<'l, T: Ord> IntoIterator for &'l Least<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn least(numbers: &[u32]) -> Least<u32> {
        let mut least = Least::new(3);
        numbers.iter().for_each(|n| least.offer(n, |there| *there, || *n));
        least
    }

    #[test]
    fn the_order_does_not_matter() {
        assert_eq!(least(&[5, 1, 4, 2, 3]).kept, [1, 2, 3]);
        assert_eq!(least(&[1, 2, 3, 4, 5]), least(&[3, 5, 4, 2, 1]));
        let (mut a, mut b) = (least(&[9, 1]), least(&[4, 2, 7]));
        a.merge(least(&[4, 2, 7]));
        b.merge(least(&[9, 1]));
        assert_eq!(a, b);
        assert_eq!(a.kept, [1, 2, 4]);
    }

    #[test]
    fn nothing_is_made_that_can_t_be_kept() {
        let mut full = least(&[1, 2, 3]);
        full.offer(&4, |there| *there, || unreachable!());
        let mut none: Least<u32> = Least::new(0);
        none.offer(&4, |there| *there, || unreachable!());
        assert!(none.is_empty());
    }
}
