//! The JSON Schema of rule files, for editors: made from the tables of keys
//! that the loader reads by, so that the two can't disagree.

use super::keys::{self, Key, Kind};
use super::read::SCOPES;
use serde_json::{Map, Value, json};

/// The schema of a rule file.
pub fn schema() -> Value {
    let mut schema = table(keys::FILE);
    if let Value::Object(top) = &mut schema {
        top.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        top.insert("title".into(), "A rule file of pumice".into());
    }
    schema
}

fn table(keys: &[Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut value = of(key.kind);
        if let Value::Object(value) = &mut value {
            value.insert("description".into(), key.doc.into());
        }
        properties.insert(key.name.into(), value);
    }
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if SCOPES.iter().all(|scope| keys.iter().any(|key| key.name == *scope)) {
        let one: Vec<Value> = SCOPES.iter().map(|scope| json!({ "required": [scope] })).collect();
        schema["oneOf"] = one.into();
    }
    schema
}

fn of(kind: Kind) -> Value {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Regex => json!({ "type": "string", "format": "regex" }),
        Kind::Texts => texts,
        Kind::Regexes => json!({ "type": "array", "items": of(Kind::Regex) }),
        Kind::Pairs => json!({
            "type": "array",
            "items": { "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": 2 },
        }),
        Kind::Count => json!({ "type": "integer", "minimum": 1 }),
        Kind::Share => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 }),
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Strings => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Kind::Free => json!({ "type": "object", "additionalProperties": { "type": "object" } }),
        Kind::Table(keys) => table(keys),
        Kind::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
    }
}
