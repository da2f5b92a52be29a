//! Every key a rule file may hold, in one table: the loader's check for
//! unknown keys, the reference and the schema are made from it.

/// What a key's value must be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A string.
    Text,
    /// A string in regex syntax.
    Regex,
    /// A list of strings.
    Texts,
    /// A list of `[text, wanted]`.
    Pairs,
    /// A whole number, 1 or more.
    Count,
    /// A table with these keys.
    Table(&'static [Key]),
    /// A list of tables with these keys.
    Tables(&'static [Key]),
    /// A table whose keys the reader checks itself.
    Free,
}

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What its value must be.
    pub kind: Kind,
    /// Whether it can't be left out.
    pub required: bool,
    /// One line for the reference and the schema.
    pub doc: &'static str,
}

const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: false, doc }
}

const fn must(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: true, doc }
}

/// The keys at the top of a rule file.
pub const FILE: &[Key] = &[
    key("rule", Kind::Tables(RULE), "A rule; as many as you like."),
    key("pass", Kind::Free, "Settings of a pass, as [pass.NAME]."),
];

/// The keys of `rules/pipeline.toml`.
pub const ORDER: &[Key] = &[
    must("prepare", Kind::Texts, "Passes that run before the survey looks at a text."),
    must("clean", Kind::Texts, "Passes that run after it and may read it."),
];

/// The keys of a `[[rule]]`.
pub const RULE: &[Key] = &[
    must("id", Kind::Text, "The rule's name, for the damage seen: lower-case words and hyphens."),
    must("pass", Kind::Text, "The pass it runs in; `pumice rules` lists them."),
    must("why", Kind::Text, "A sentence for whoever asks why this text changed."),
    key("line", Kind::Regex, "Scope: must match a whole line (blanks around it aside)."),
    key("find", Kind::Regex, "Scope: what matches, or its group `it`, wherever it stands."),
    key("block", Kind::Table(BLOCK), "Scope: from a line that matches to one that does."),
    key("head", Kind::Regex, "Scope: must match at the very start of the text."),
    key("tail", Kind::Regex, "Scope: must match up to the very end of the text."),
    key("builtin", Kind::Text, "Scope: a detector of the pass that is written in Rust."),
    key(
        "with",
        Kind::Text,
        "The replacement; $name and ${name} stand for groups. Default: remove.",
    ),
    key("each", Kind::Texts, "The rule once for each of these, put where the pattern has {each}."),
    key("allow", Kind::Free, "What `pumice test --lint` is not to say, each with the reason."),
    key("fixes", Kind::Pairs, "Cases: [text, what it must become by this rule alone]."),
    key("keeps", Kind::Texts, "Cases: looks damaged, must stay."),
    key("misses", Kind::Pairs, "Known failures: [text, wanted]; one that starts to pass is told."),
    key("where", Kind::Table(WHERE), "Conditions on the place; all must hold."),
    key("meta", Kind::Texts, "Named groups lifted into the document's metadata."),
];

/// The keys of `block`.
pub const BLOCK: &[Key] = &[
    must("from", Kind::Regex, "Must match the block's first line, whole."),
    must("to", Kind::Regex, "Must match the block's last line, whole."),
    key("lines", Kind::Count, "The most lines a block may have. Default: 40."),
];

/// The keys of `where`.
pub const WHERE: &[Key] = &[
    key("path", Kind::Text, "A glob that the document's name must match."),
    key("first_lines", Kind::Count, "Only in the first so many lines that are not blank."),
    key("last_lines", Kind::Count, "Only in the last so many lines that are not blank."),
];
