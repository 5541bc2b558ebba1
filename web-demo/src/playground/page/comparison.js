// Forms side by side, each as a merchant's page would show it: light and dark in two languages, or in every state that
// a page can bring a form into.
import { makeForm } from "/forms.js";
import { word } from "/words.js";

const place = document.getElementById("forms");
const { elements } = document.getElementById("choices");
let standing;

const labelOf = (control) => control.labels[0].textContent;

function nameOf(locale) {
  const name = document.createElement("span");
  return Object.assign(name, { lang: locale, textContent: elements.first.querySelector(`[value="${locale}"]`).textContent });
}

// The forms of each view: the choices of each, and its caption.
const VIEWS = {
  several: (choices) =>
    ["light", "dark"].flatMap((theme) =>
      [choices.first, choices.second].map((locale) => ({ choices: { ...choices, theme, locale }, caption: [`${word(theme)} · `, nameOf(locale)] })),
    ),
  states: (choices) => [
    ...[...elements.state].map((radio) => ({ choices: { ...choices, state: radio.value, button: undefined }, caption: [labelOf(radio)] })),
    { choices: { ...choices, state: "empty", button: "off" }, caption: [labelOf(elements.button)] },
  ],
};

const inPage = (choices) => ({ ...choices, mode: "inline" });

function add({ choices, caption }) {
  const figure = place.appendChild(document.createElement("figure"));
  figure.appendChild(document.createElement("figcaption")).append(...caption);
  const ground = figure.appendChild(document.createElement("div"));
  ground.className = "ground";
  const form = makeForm(inPage(choices), ground, () => {});
  form.open();
  const pay = document.getElementById("pay").cloneNode(true);
  pay.removeAttribute("id");
  pay.addEventListener("click", () => form.submit());
  ground.append(pay);
  return { form, figure, ground, pay };
}

function change({ form, figure, ground, pay }, { choices, caption }) {
  form.update(inPage(choices));
  figure.firstElementChild.replaceChildren(...caption);
  ground.dataset.theme = choices.theme;
  pay.hidden = choices.button !== "off";
}

export function hide() {
  for (const { form } of standing?.forms ?? []) form.end();
  place.replaceChildren();
  standing = undefined;
}

export function show(choices) {
  const all = VIEWS[choices.view](choices);
  // Forms in other states are other forms; all else changes them as they stand.
  const kind = choices.view === "states" ? "" : choices.state;
  place.dataset.width = choices.width;
  if (standing?.view !== choices.view || standing.kind !== kind) {
    hide();
    standing = { view: choices.view, kind, forms: all.map(add) };
  }
  for (const [at, each] of standing.forms.entries()) change(each, all[at]);
}
