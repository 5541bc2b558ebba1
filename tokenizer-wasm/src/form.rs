//! The form on the page: three inputs, a button, a line that is read aloud.

use card::{Card, CardError, Expiry, Pan, SecurityCode};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, EventTarget, HtmlButtonElement, HtmlInputElement, KeyboardEvent};
use zeroize::Zeroizing;

/// The elements the page was served with.
pub(crate) struct Form {
    number: HtmlInputElement,
    expiry: HtmlInputElement,
    code: HtmlInputElement,
    button: HtmlButtonElement,
    status: Element,
}

impl Form {
    /// `None` when one of the elements is missing. What kind each is, the vault's own page says.
    pub(crate) fn find(document: &Document) -> Option<Self> {
        let input = |id| {
            Some(
                document
                    .get_element_by_id(id)?
                    .unchecked_into::<HtmlInputElement>(),
            )
        };
        Some(Self {
            number: input("number")?,
            expiry: input("expiry")?,
            code: input("code")?,
            button: document.get_element_by_id("pay")?.unchecked_into(),
            status: document.get_element_by_id("status")?,
        })
    }

    /// The card as it is typed. Each text is wiped once it is read.
    pub(crate) fn card(&self) -> Result<Card, CardError> {
        let typed = |input: &HtmlInputElement| Zeroizing::new(input.value());
        Ok(Card {
            pan: Pan::from_typed(&typed(&self.number))?,
            expiry: Expiry::from_typed(&typed(&self.expiry))?,
            code: Some(SecurityCode::from_typed(&typed(&self.code))?),
            name: None,
        })
    }

    /// Empties the inputs.
    pub(crate) fn wipe(&self) {
        for input in self.inputs() {
            input.set_value("");
        }
    }

    /// Whether the button may be pressed.
    pub(crate) fn enable(&self, enabled: bool) {
        self.button.set_disabled(!enabled);
    }

    pub(crate) fn is_enabled(&self) -> bool {
        !self.button.disabled()
    }

    /// Says `text`, and marks no input as wrong.
    pub(crate) fn say(&self, text: &str) {
        for input in self.inputs() {
            let _ = input.remove_attribute("aria-invalid");
        }
        self.status.set_text_content(Some(text));
    }

    /// Says what is wrong with the card, at the input where it can be corrected.
    pub(crate) fn refuse(&self, error: CardError, text: &str) {
        self.say(text);
        let input = match error {
            CardError::ExpiredCard | CardError::InvalidExpiry => &self.expiry,
            CardError::InvalidSecurityCode => &self.code,
            _ => &self.number,
        };
        let _ = input.set_attribute("aria-invalid", "true");
        let _ = input.focus();
    }

    /// Calls `submit` on a press of the button and on Enter in an input: the page is sandboxed, so
    /// the browser itself submits nothing.
    pub(crate) fn on_submit(&self, submit: impl Fn() + Copy + 'static) -> Option<()> {
        let click = Closure::<dyn FnMut()>::new(submit);
        listen(&self.button, "click", click.as_ref())?;
        click.forget();
        let enter = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                submit();
            }
        });
        for input in self.inputs() {
            listen(input, "keydown", enter.as_ref())?;
        }
        enter.forget();
        Some(())
    }

    fn inputs(&self) -> [&HtmlInputElement; 3] {
        [&self.number, &self.expiry, &self.code]
    }
}

fn listen(target: &EventTarget, event: &str, listener: &wasm_bindgen::JsValue) -> Option<()> {
    target
        .add_event_listener_with_callback(event, listener.unchecked_ref())
        .ok()
}
