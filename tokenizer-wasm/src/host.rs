//! `frame/host.js` and `frame/languages.js`: the page and the browser, elements by their ids.
//!
//! A few functions of our own instead of as many accessors for each kind of element, and answers
//! that come back as calls of [`Frame`](crate::frame::Frame)'s methods instead of closures and futures:
//! together there is much less for the shopper to download.

#![allow(
    clippy::float_cmp,
    reason = "wasm-bindgen reads an enum from a JavaScript number"
)]

use alloc::string::String;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::frame::Frame;

/// What a request is about.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which key to seal to.
    Keys,
    /// A token for a sealed card.
    Token,
    /// More time for the session.
    Renewal,
    /// The operator's ranges of first digits.
    Ranges,
}

/// What was waited for.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// The next attempt after a network that broke.
    Retry,
    /// There is still no answer to a card.
    Slow,
    /// The session's end comes near.
    Renewal,
    /// The task that held a card is over.
    Wipe,
    /// It may be that the fields are filled in.
    Filled,
}

#[wasm_bindgen(module = "/frame/host.js")]
extern "C" {
    /// Hands over the frame: it is told to begin, and everything that happens after that.
    pub(crate) fn attach(frame: Frame);

    /// What the vault wrote into the page under this name; empty where it did not. Of the browser's own:
    /// `vault` is the origin of this page; `ancestors` are those of the windows around it, the innermost first,
    /// empty where the browser does not say, and where there is no window around it the vault's own.
    pub(crate) fn fact(name: &str) -> String;
    /// Gives the `html` element these CSS declarations in the place of those it had.
    #[wasm_bindgen(js_name = setStyle)]
    pub(crate) fn set_style(css: &str);
    /// Sets a property of an element.
    pub(crate) fn set(id: &str, property: &str, text: &str);
    /// Moves the focus.
    pub(crate) fn focus(id: &str);

    /// What stands in a field.
    pub(crate) fn typed(id: &str) -> String;
    /// Where the caret is in a field, in UTF-16 code units.
    pub(crate) fn caret(id: &str) -> usize;
    /// Writes into a field and puts the caret there, if it is in the field.
    pub(crate) fn write(id: &str, text: &str, caret: usize);

    /// Begins to tell events and that the page is left, and the page around heights and where the focus is.
    pub(crate) fn listen();
    /// Asks whether something covers the form.
    #[wasm_bindgen(js_name = askCover)]
    pub(crate) fn ask_cover(attempt: u32);
    /// Tells the window around this one, if its page is of this origin, that it may connect.
    pub(crate) fn announce(origin: &str);
    /// Sends a message on the port that is heard, if there is one: its type, and one member.
    pub(crate) fn tell(kind: &str, member: &str, value: &str, is_final: bool);
    /// Tells it how far the form is; no brand is empty.
    #[wasm_bindgen(js_name = tellChange)]
    pub(crate) fn tell_change(complete: bool, empty: bool, brand: &str);

    /// Fills with random bytes (`crypto.getRandomValues`). Where there are none it throws, which ends the call.
    pub(crate) fn random(bytes: &mut [u8]);

    /// Now by the vault's clock, Unix milliseconds.
    pub(crate) fn now() -> f64;
    /// The time of an RFC 3339 text, Unix milliseconds.
    #[wasm_bindgen(js_name = timeOf)]
    pub(crate) fn time_of(text: &str) -> f64;
    /// Waits, at least this long.
    pub(crate) fn wake(alarm: Alarm, attempt: u32, milliseconds: u32);

    /// One request to the vault with a deadline: a POST with a session, a GET without. What is empty is not
    /// sent.
    pub(crate) fn ask(
        question: Question,
        attempt: u32,
        session: &str,
        envelope: &str,
        brand: &str,
        past_cache: bool,
    );
    /// Asks the browser's WebCrypto whether a signature holds (ES256).
    pub(crate) fn check(question: Question, point: &[u8], message: &[u8], signature: &[u8]);
}

#[wasm_bindgen(module = "/frame/languages.js")]
extern "C" {
    /// Fetches the font of the vault whose file has this SHA-256, as base64 without its pad. The page draws with it once
    /// it is there; where it does not come, the page's developer is told.
    #[wasm_bindgen(js_name = fetchFont)]
    pub(crate) fn fetch_font(hash: &str);

    /// Asks for a language; what was asked for before no longer counts.
    pub(crate) fn speak(tag: &str);
    /// Puts other words in the place of a text of the language that is asked for next. False where there is
    /// no text of this key.
    pub(crate) fn reword(key: &str, words: &str) -> bool;
    /// Puts a text into an element, which says it again when it is retold.
    pub(crate) fn say(id: &str, key: &str);
    /// Shows what is wrong with a field, or that nothing is.
    pub(crate) fn mark(id: &str, wrong: bool, key: &str);
    /// Says again what stands, in the language in use, and tells the page around that the form is drawn and
    /// what the pop-up says. `lang` is how browsers and screen readers call the language.
    pub(crate) fn retell(lang: &str);
}

/// Sets a property of an element that is true or false.
pub(crate) fn toggle(id: &str, property: &str, force: bool) {
    set(id, property, if force { "true" } else { "" });
}

/// Puts a text into an element.
pub(crate) fn show(id: &str, text: &str) {
    set(id, "textContent", text);
}
