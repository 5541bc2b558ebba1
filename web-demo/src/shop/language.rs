//! The shopper's language: asked for in the URL, else remembered, else what the browser prefers.

use super::texts::{ENGLISH, JAPANESE, Texts};

/// A language of the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Japanese,
}

impl Language {
    pub(super) const ALL: [Self; 2] = [Self::Japanese, Self::English];

    /// As BCP 47 writes it.
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Japanese => "ja",
        }
    }

    /// Its name in itself.
    pub(super) const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Japanese => "日本語",
        }
    }

    pub(super) const fn texts(self) -> &'static Texts {
        match self {
            Self::English => &ENGLISH,
            Self::Japanese => &JAPANESE,
        }
    }

    /// The language of exactly this tag.
    pub(super) fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The one of ours that an `Accept-Language` header likes best.
    pub(super) fn preferred(header: &str) -> Option<Self> {
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
