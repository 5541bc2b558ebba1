//! The languages of the form. One language is one file of texts (`languages/`) and one line here.

macro_rules! languages {
    ($($(#[$note:meta])* $name:ident = $tag:literal,)*) => {
        /// A language of the form.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum Locale {
            $($(#[$note])* $name,)*
        }

        impl Locale {
            /// Every language.
            pub const ALL: [Self; [$($tag),*].len()] = [$(Self::$name),*];

            /// The BCP 47 subtag that names it: also its file.
            pub const fn tag(self) -> &'static str {
                match self {
                    $(Self::$name => $tag,)*
                }
            }
        }
    };
}

languages! {
    /// English, which is always there.
    #[default]
    English = "en",
    /// Japanese.
    Japanese = "ja",
    /// Malay.
    Malay = "ms",
    /// Chinese in simplified characters.
    Chinese = "zh",
    /// Korean.
    Korean = "ko",
    /// Thai.
    Thai = "th",
    /// Vietnamese.
    Vietnamese = "vi",
    /// Indonesian.
    Indonesian = "id",
}

impl Locale {
    /// The language of a BCP 47 tag (RFC 5646), by its first subtag: `ja-JP` is Japanese. Chinese in
    /// traditional characters, named by its script or by where it is written so, is none of ours.
    pub fn of(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let (language, rest) = tag.split_at_checked(2)?;
        let found = Self::ALL
            .into_iter()
            .find(|locale| locale.tag() == language)?;
        let traditional = rest.starts_with("-hant") || matches!(rest, "-tw" | "-hk" | "-mo");
        let is_other = found == Self::Chinese && traditional;
        let is_whole = rest.is_empty() || rest.starts_with('-');
        (is_whole && !is_other).then_some(found)
    }

    /// The value of `lang` attributes.
    pub const fn lang(self) -> &'static str {
        match self {
            Self::Chinese => "zh-Hans",
            _ => self.tag(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_found_by_its_tag_in_any_case_and_with_a_region() {
        for locale in Locale::ALL {
            assert_eq!(Locale::of(locale.tag()), Some(locale));
            assert_eq!(Locale::of(locale.lang()), Some(locale));
            let upper = locale.tag().to_ascii_uppercase();
            assert_eq!(Locale::of(&[&upper, "-XX"].concat()), Some(locale));
        }
        for tag in ["", "-", "fr", "jav", "x-ja", "en_US", "kok-IN", "日本語"] {
            assert_eq!(Locale::of(tag), None, "{tag}");
        }
    }

    #[test]
    fn chinese_is_told_apart_by_its_characters() {
        for tag in [
            "zh",
            "zh-CN",
            "zh-SG",
            "zh-Hans",
            "zh-Hans-HK",
            "ZH-hans-TW",
        ] {
            assert_eq!(Locale::of(tag), Some(Locale::Chinese), "{tag}");
        }
        for tag in ["zh-TW", "zh-hk", "zh-MO", "zh-Hant", "zh-Hant-CN"] {
            assert_eq!(Locale::of(tag), None, "{tag}");
        }
        // Only Chinese is written in two ways.
        assert_eq!(Locale::of("en-HK"), Some(Locale::English));
        assert_eq!(Locale::Chinese.lang(), "zh-Hans");
    }
}
