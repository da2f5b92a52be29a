//! The elements of HTML, as far as residue shows them: what a tag of each does
//! to the flow of the text.

/// What stands between the text before a tag and the text after it, from least
/// to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flow {
    /// Nothing: the tag stands within a line, or even a word.
    Inline,
    /// A blank: cells of a table.
    Cell,
    /// A line end.
    Line,
    /// A paragraph break.
    Block,
}

/// An element.
pub struct Element {
    /// What its tags do to the flow.
    pub flow: Flow,
    /// Whether a bare `<name>` is a tag beyond doubt. Others are words that
    /// stand in angle brackets for other reasons, such as placeholders in usage
    /// lines and type parameters, and must have attributes or an end tag.
    pub sure: bool,
}

/// Elements whose bare start tag is no word of another kind.
const SURE: &[(Flow, &str)] = &[
    (Flow::Line, " br hr li tr dt dd "),
    (Flow::Block, " p div h1 h2 h3 h4 h5 h6 ul ol dl tbody thead tfoot blockquote pre figcaption "),
    (Flow::Cell, " td th "),
    (Flow::Inline, " span strong em font nobr wbr sup sub tt img iframe noscript "),
];

/// The others.
const UNSURE: &[(Flow, &str)] = &[
    (Flow::Line, " option caption summary legend label input select button "),
    (
        Flow::Block,
        " table section article aside header footer main nav form fieldset details figure center \
         address body html head title menu ",
    ),
    (
        Flow::Inline,
        " a b i u s q small big strike del ins mark cite code kbd samp var abbr acronym dfn bdi bdo \
         time data ruby rt rp img picture source video audio track embed object param map area \
         link meta base svg path g canvas textarea output progress meter template slot dialog \
         col colgroup optgroup datalist ",
    ),
];

/// The element of that name, in any case.
pub fn find(name: &str) -> Option<Element> {
    let name = format!(" {} ", name.to_ascii_lowercase());
    let among = |table: &[(Flow, &str)]| {
        table.iter().find(|(_, names)| names.contains(&name)).map(|(flow, _)| *flow)
    };
    let (flow, sure) = match among(SURE) {
        Some(flow) => (flow, true),
        None => (among(UNSURE)?, false),
    };
    Some(Element { flow, sure })
}

/// Attributes that stand without a value.
pub fn is_flag(attribute: &str) -> bool {
    let name = format!(" {} ", attribute.to_ascii_lowercase());
    " allowfullscreen async autofocus autoplay checked compact controls default defer disabled \
     hidden ismap itemscope loop multiple muted nomodule noshade novalidate nowrap open \
     playsinline readonly required reversed selected "
        .contains(&name)
}
