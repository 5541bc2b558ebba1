//! Test and live never meet.

/// Which of its two worlds a running vault serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Published test numbers and simulators only.
    Test,
    /// Real cards and real money.
    Live,
}

impl Mode {
    /// The word in ids, keys and settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }

    /// The mode of this word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "test" => Some(Self::Test),
            "live" => Some(Self::Live),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Mode;

    #[test]
    fn a_mode_is_read_back_from_its_word_and_from_no_other() {
        for mode in [Mode::Test, Mode::Live] {
            assert_eq!(Mode::parse(mode.as_str()), Some(mode));
        }
        for word in ["", "Test", "live ", "prod"] {
            assert_eq!(Mode::parse(word), None);
        }
    }
}
