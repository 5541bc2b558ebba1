//! Texts in two languages, by their names.

/// What templates ask for a text by its name.
pub(crate) trait Named {
    /// The text of this name.
    fn find(&self, name: &str) -> Option<&'static str>;
}

/// Makes `Texts`, a struct of every text of one site in one language. A language is one value of it, so a missing
/// text does not compile.
macro_rules! texts {
    ($($name:ident,)*) => {
        /// Every text of the site in one language.
        pub(super) struct Texts {
            $(pub(super) $name: &'static str,)*
        }

        impl $crate::texts::Named for Texts {
            fn find(&self, name: &str) -> Option<&'static str> {
                match name {
                    $(stringify!($name) => Some(self.$name),)*
                    _ => None,
                }
            }
        }

        #[cfg(test)]
        impl Texts {
            fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

pub(crate) use texts;

/// Compares two languages text by text, and gives how many there are. `alike` are names and such.
#[cfg(test)]
pub(crate) fn assert_both_languages(
    english: Vec<(&str, &str)>,
    japanese: Vec<(&str, &str)>,
    alike: &[&str],
) -> usize {
    let count = english.len();
    assert_eq!(count, japanese.len());
    for ((name, english), (_, japanese)) in english.into_iter().zip(japanese) {
        assert!(
            !english.trim().is_empty() && !japanese.trim().is_empty(),
            "{name}"
        );
        if !alike.contains(&name) {
            assert_ne!(english, japanese, "{name}");
            assert!(!japanese.is_ascii(), "{name} is not Japanese");
            assert!(
                english.chars().all(|letter| u32::from(letter) < 0x2100),
                "{name} is not English"
            );
        }
    }
    count
}
