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
    /// A number above 0 and at most 1.
    Share,
    /// true or false.
    Switch,
    /// A list of strings in regex syntax.
    Regexes,
    /// A table of strings by any name.
    Strings,
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
    key(
        "extends",
        Kind::Texts,
        "Files to read first (paths from this file), and shipped packs to switch on, by name.",
    ),
    key("off", Kind::Texts, "Rules to switch off: ids, names of packs, or globs of either."),
    key("on", Kind::Texts, "Rules to switch on again, after `off`."),
    key("protect", Kind::Regexes, "What matches one of these is not touched by any rule."),
    key("opt_in", Kind::Switch, "The rules of this file are off until a file extends it."),
    key("order", Kind::Table(ORDER), "The order of the passes, in place of the shipped one."),
    key(
        "limits",
        Kind::Table(LIMITS),
        "How much may be removed; over it a document is left as it was.",
    ),
    key("pass", Kind::Free, "Settings of a pass, as [pass.NAME]."),
    key("rule", Kind::Tables(RULE), "A rule; as many as you like."),
];

/// The keys of `order`, and of `rules/pipeline.toml`.
pub const ORDER: &[Key] = &[
    key("prepare", Kind::Texts, "Passes that run before the survey looks at a text."),
    key("clean", Kind::Texts, "Passes that run after it and may read it."),
];

/// The keys of `limits`: shares of the characters that are not white space.
pub const LIMITS: &[Key] = &[
    key("document", Kind::Share, "The most that may go from one document."),
    key(
        "corpus",
        Kind::Share,
        "The most that may go from all documents together; judged at the end.",
    ),
    key("rule_document", Kind::Share, "The most that one rule may take from one document."),
    key("rule_corpus", Kind::Share, "The most that one rule may take from all documents together."),
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
        "literal",
        Kind::Switch,
        "The pattern is a plain phrase; case, spacing and the style of quotes don't count.",
    ),
    key(
        "with",
        Kind::Text,
        "The replacement; $name and ${name} stand for groups. Default: remove.",
    ),
    key("each", Kind::Texts, "The rule once for each of these, put where the pattern has {each}."),
    key("where", Kind::Table(WHERE), "Conditions on the place; all must hold."),
    key("meta", Kind::Texts, "Named groups lifted into the document's metadata."),
    key("override", Kind::Switch, "Replaces the rule of this id from an earlier file."),
    key("allow", Kind::Free, "What `pumice test --lint` is not to say, each with the reason."),
    key("fixes", Kind::Pairs, "Cases: [text, what it must become by this rule alone]."),
    key("keeps", Kind::Texts, "Cases: looks damaged, must stay."),
    key("misses", Kind::Pairs, "Known failures: [text, wanted]; one that starts to pass is told."),
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
    key(
        "host",
        Kind::Text,
        "A glob that the host of the document's `url` (or its `host`) must match.",
    ),
    key(
        "meta",
        Kind::Strings,
        "Fields of the document's record, each with a glob its value must match.",
    ),
    key(
        "language",
        Kind::Text,
        "The document's `language` (or `lang`), where its record has one: en also stands for en-GB.",
    ),
    key("first_lines", Kind::Count, "Only in the first so many lines that are not blank."),
    key("last_lines", Kind::Count, "Only in the last so many lines that are not blank."),
    key("min_length", Kind::Count, "The match must have at least so many characters."),
    key("max_length", Kind::Count, "The match must have at most so many characters."),
    key("previous_line", Kind::Regex, "The line before it that is not blank must match, whole."),
    key("next_line", Kind::Regex, "The line after it that is not blank must match, whole."),
];
