//! The language the form is drawn in, fetched when it is needed, and the merchant's own words in it.

use alloc::string::String;

use form::{Locale, Options, Text, Words};

use crate::frame::Frame;
use crate::host;
use crate::port::complain;

impl Frame {
    /// Keeps words for the options that follow. Those that cannot be taken are told to the page's developer.
    pub(crate) fn take_words(words: &Words) {
        let readable = words.are_readable();
        if !readable || !host::reword(&words.key, &words.text) {
            complain(&words.complaint(readable));
        }
    }

    /// How the form is to be, as soon as its language is there. What was wished before and is not drawn
    /// yet is no longer wished.
    pub(crate) fn wish(&self, options: Options) {
        let tag = options.locale.tag();
        if let Some(submit) = &options.submit {
            host::reword(Text::SUBMIT.key(), submit);
        }
        self.view.wish(options);
        host::speak(tag);
    }

    /// Draws the form in the language it was waiting for. One that did not come is told to the page's
    /// developer, and English stands.
    pub(crate) fn take_language(&self, came: bool) {
        let mut locale = self.view.locale();
        if !came {
            let mut sentence = String::from(locale.tag());
            sentence.push_str(" could not be loaded: the form is in English");
            complain(&sentence);
            locale = Locale::English;
        }
        self.view.draw(locale);
        self.tell_end();
    }
}
