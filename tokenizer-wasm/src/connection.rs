//! The private port to the merchant's page.

use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, MessagePort, Window};

/// Tells the page that holds this frame that it may connect, and only a page of `origin`.
pub(crate) fn announce(window: &Window, origin: &str) -> Option<()> {
    let message = Object::new();
    Reflect::set(&message, &"cardseal".into(), &1.into()).ok()?;
    Reflect::set(&message, &"type".into(), &"ready".into()).ok()?;
    parent(window)?.post_message(&message, origin).ok()
}

/// Calls `connected` with the port of each `connect` message that comes from the parent window
/// while it shows a page of `origin`. Everything else that is posted here is ignored.
pub(crate) fn listen(
    window: &Window,
    origin: &'static str,
    connected: impl Fn(MessagePort) + 'static,
) -> Option<()> {
    let parent = JsValue::from(parent(window)?);
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let from_parent = event
            .source()
            .is_some_and(|source| JsValue::from(source) == parent);
        if from_parent
            && event.origin() == origin
            && is_connect(&event.data())
            && let Some(port) = only_port(&event)
        {
            connected(port);
        }
    });
    window
        .add_event_listener_with_callback("message", listener.as_ref().unchecked_ref())
        .ok()?;
    listener.forget();
    Some(())
}

/// `None` when this window is nobody's frame.
fn parent(window: &Window) -> Option<Window> {
    let parent = window.parent().ok().flatten()?;
    (parent != *window).then_some(parent)
}

fn is_connect(message: &JsValue) -> bool {
    let member = |name: &str| Reflect::get(message, &name.into()).ok();
    member("cardseal").and_then(|value| value.as_f64()) == Some(1.0)
        && member("type")
            .and_then(|value| value.as_string())
            .as_deref()
            == Some("connect")
}

fn only_port(event: &MessageEvent) -> Option<MessagePort> {
    let ports = event.ports();
    if ports.length() == 1 {
        ports.get(0).dyn_into().ok()
    } else {
        None
    }
}
