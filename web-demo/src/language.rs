//! The languages of the pages here, and how a request tells which one its reader wants.

use axum::http::Uri;

/// What a link asks for a language by: `?lang=`.
pub(crate) const PARAMETER: &str = "lang";

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Japanese,
}

impl Language {
    pub(crate) const ALL: [Self; 2] = [Self::Japanese, Self::English];

    /// As BCP 47 writes it.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// Its name in itself.
    pub(crate) const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Japanese => "日本語",
        }
    }

    /// The language of exactly this tag.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language that a link asks for.
    pub(crate) fn asked_for(uri: &Uri) -> Option<Self> {
        let pairs = uri.query().unwrap_or_default().split('&');
        pairs
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| *name == PARAMETER)
            .and_then(|(_, tag)| Self::of_tag(tag))
    }

    /// The one of ours that an `Accept-Language` header likes best.
    pub(crate) fn preferred(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in header.split(',') {
            let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let primary = tag.split('-').next().unwrap_or_default().trim();
            let Some(language) = Self::of_tag(&primary.to_ascii_lowercase()) else {
                continue;
            };
            let weight = weight.trim().strip_prefix("q=");
            let weight = weight.and_then(|number| number.parse().ok()).unwrap_or(0.0);
            // Of equals the first one named stays.
            if weight > best.map_or(0.0, |(most, _)| most) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_of_ours_is_taken() {
        for (header, language) in [
            ("ja", Some(Language::Japanese)),
            ("en-GB,en;q=0.9,ja;q=0.8", Some(Language::English)),
            ("fr, en;q=0.2, ja-JP;q=0.7", Some(Language::Japanese)),
            ("JA-jp", Some(Language::Japanese)),
            ("ja;q=0, en;q=0.1", Some(Language::English)),
            ("fr,de;q=0.5", None),
            ("en;q=high", None),
            ("", None),
        ] {
            assert_eq!(Language::preferred(header), language, "{header}");
        }
    }
}
