// The package's three ways to show a form, as one: made with choices, changed with others, taken away.
import "/element.js";
import { load as loadInline } from "/inline.js";
import { load } from "/tokenizer.js";
import { allOptions, cardOptions } from "/options.js";

export const { vault, silent, key } = document.getElementById("playground").dataset;

// What a page can be told. A name that the package at hand does not know is never told.
const EVENTS = ["ready", "open", "change", "focus", "blur", "close", "token", "authenticated", "error", "loaderror"];
// What an acquirer may say of a payment, and the form of that.
const DECLINES = { declined: "do_not_honor", insufficient_funds: "insufficient_funds", expired_card: "expired_card" };
// Whoever chose a vault that does not answer need not wait long for it.
const IMPATIENT = 2_000;

const vaultOf = ({ state }) => (state === "unreachable" ? { vaultOrigin: silent, timeoutMs: IMPATIENT } : { vaultOrigin: vault });

function makeCard(load, choices, where, hear) {
  const card = load(key, vaultOf(choices)).card({ ...cardOptions(choices), ...where });
  for (const name of EVENTS) card.on(name, (detail) => hear(name, detail));
  return {
    open: () => void card.open(),
    fail: (decline) => void card.fail(decline),
    submit: () => card.submit(),
    update: (choices) => card.update(allOptions(choices)),
    end: () => card.destroy(),
  };
}

function makeElement(choices, place, hear) {
  const form = document.createElement("cardseal-form");
  form.setAttribute("publishable-key", key);
  form.setAttribute("vault-origin", vaultOf(choices).vaultOrigin);
  const update = (choices) => {
    const { locale, submit, name, button, appearance } = allOptions(choices);
    for (const [attribute, value] of Object.entries({ locale, "submit-text": submit, name: name && "", button })) {
      if (value === undefined) form.removeAttribute(attribute);
      else form.setAttribute(attribute, value);
    }
    form.appearance = appearance;
  };
  update(choices);
  // An element has events of every kind; those of the form are made by the package.
  for (const name of EVENTS) form.addEventListener(name, (event) => event instanceof CustomEvent && hear(name, event.detail));
  return {
    open: () => (form.isConnected ? form.open() : place.append(form)),
    fail: (decline) => form.fail(decline),
    submit: () => form.submit(),
    update,
    end: () => form.remove(),
  };
}

// Does what takes the focus into the frame of a place, and gives it back: whoever only looks at a state stays where
// they are. The browser moves it in its own time.
function keepFocus(place, take) {
  const before = document.activeElement;
  const taken = new AbortController();
  const giveBack = () => {
    if (!place.contains(document.activeElement)) return;
    taken.abort();
    document.activeElement.blur();
    before.focus();
  };
  addEventListener("blur", () => setTimeout(giveBack), { signal: taken.signal });
  take();
}

// Makes the form that is chosen, in a place of the page; `hear` is told its events. `open` shows it in the state
// that is chosen.
export function makeForm(choices, place, hear) {
  const { mode, state } = choices;
  let isReady = false;
  let isShown = false;
  const settle = () => {
    if (!isReady || !isShown) return;
    if (DECLINES[state]) form.fail({ decline_code: DECLINES[state] });
    if (state === "incomplete") keepFocus(place, () => form.submit());
  };
  const told = (name, detail) => {
    hear(name, detail);
    if (name !== "ready" || isReady) return;
    isReady = true;
    settle();
  };
  const makers = {
    popup: () => makeCard(load, choices, {}, told),
    inline: () => makeCard(loadInline, choices, { place }, told),
    element: () => makeElement(choices, place, told),
  };
  const form = makers[mode]();
  return {
    ...form,
    open() {
      isShown = true;
      form.open();
      settle();
    },
  };
}
