//! The fields that rules lifted out of texts: in how many documents, by which
//! rules, and a few of the values. The fields are those that rules name, so
//! there are no more of them than rules ask for.

use crate::edit::RuleId;
use crate::hash;
use crate::least::Least;
use crate::trail::Trail;
use std::collections::{BTreeMap, BTreeSet};

/// Values shown of each field.
const VALUES: usize = 5;
/// Characters shown of a value.
const LONGEST: usize = 80;

/// What was lifted, by field.
#[derive(Clone, Debug, Default)]
pub struct Lifted(pub BTreeMap<String, Field>);

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Documents that have it now.
    pub documents: u64,
    /// The rules that lifted it.
    pub rules: BTreeSet<RuleId>,
    /// Some of its values, each with a document that has it.
    pub values: Least<Value>,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value {
    rank: u64,
    /// It, as far as it is shown.
    pub value: String,
    /// A document that it was lifted from.
    pub document: String,
}

impl Lifted {
    /// What a trail lifted; of each field the first value counts.
    pub fn of(name: &str, trail: &Trail) -> Lifted {
        let mut lifted: BTreeMap<String, Field> = BTreeMap::new();
        for edit in trail.0.iter().flat_map(|layer| layer.edits.iter()) {
            for (field, value) in edit.note.iter().flat_map(|note| &note.meta) {
                let field = lifted.entry(field.clone()).or_insert_with(Field::none);
                if field.documents == 0 {
                    field.documents = 1;
                    field.rules.insert(edit.rule);
                    field.values.add(Value {
                        rank: hash::rank(0, name, edit.span.start),
                        value: value.chars().take(LONGEST).collect(),
                        document: name.to_owned(),
                    });
                }
            }
        }
        Lifted(lifted)
    }

    /// Adds what was lifted out of other documents.
    pub fn merge(&mut self, other: Lifted) {
        for (name, field) in other.0 {
            let own = self.0.entry(name).or_insert_with(Field::none);
            own.documents += field.documents;
            own.rules.extend(field.rules);
            own.values.merge(field.values);
        }
    }
}

impl Field {
    fn none() -> Field {
        Field { documents: 0, rules: BTreeSet::new(), values: Least::new(VALUES) }
    }
}
