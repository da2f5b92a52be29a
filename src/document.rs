//! What a pass is shown of a document.

use std::collections::BTreeMap;

/// What is known of a document beside its text: fields of its record, and what
/// rules lifted out of it.
pub type Meta = BTreeMap<String, String>;

/// A document as a pass sees it.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'a> {
    /// Its name in the corpus: the path below the input folder, with `/`.
    pub name: &'a str,
    /// Its text as the passes before left it.
    pub text: &'a str,
    /// What is known of it beside its text.
    pub meta: &'a Meta,
}

impl<'a> Doc<'a> {
    /// The same document with another text.
    pub fn with_text<'b>(&self, text: &'b str) -> Doc<'b>
    where
        'a: 'b,
    {
        Doc { name: self.name, text, meta: self.meta }
    }

    /// The host that it came from, by its record: what `host` says, else what
    /// stands in its `url`.
    pub fn host(&self) -> Option<&'a str> {
        if let Some(host) = self.meta.get("host") {
            return Some(host);
        }
        let url = self.meta.get("url")?;
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        Some(host.split(':').next().unwrap_or(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_off_the_url() {
        let host_of = |url: &str| {
            let meta = Meta::from([("url".to_owned(), url.to_owned())]);
            Doc { name: "x", text: "", meta: &meta }.host().map(str::to_owned)
        };
        assert_eq!(host_of("https://a.example:80/b?c").as_deref(), Some("a.example"));
        assert_eq!(host_of("//u@a.example#x").as_deref(), Some(""));
        assert_eq!(host_of("a.example").as_deref(), Some("a.example"));
    }
}
