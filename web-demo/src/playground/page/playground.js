// The playground: what is chosen becomes the form, and the code that gives it.
import { onChoice } from "/choices.js";
import { codeOf } from "/code.js";
import * as comparison from "/comparison.js";
import { key, makeForm, vault } from "/forms.js";
import { log } from "/log.js";
import { judge } from "/verdict.js";
import { word } from "/words.js";
import "/copying.js";

const find = (id) => document.getElementById(id);
const [one, several, told, place, open, pay] = ["one", "several", "told", "place", "open", "pay"].map(find);

// The form that stands, and the choices for which another one must be made: all others change it as it stands, with
// what was typed in it.
let form;
let kind;

function hear(name, detail) {
  log(name, detail);
  // In the page it hides when it has given its token.
  if (name === "token" && !kind.startsWith("popup")) open.hidden = false;
}

function showOne(choices) {
  const wanted = `${choices.mode} ${choices.state}`;
  one.dataset.theme = choices.theme;
  pay.hidden = choices.mode === "popup" || choices.button !== "off";
  if (wanted === kind) return form.update(choices);
  form?.end();
  kind = wanted;
  open.textContent = word(choices.mode === "popup" ? "open" : "again");
  open.hidden = choices.mode !== "popup";
  form = makeForm(choices, place, hear);
  // A pop-up waits until it is asked for.
  if (choices.mode !== "popup") form.open();
}

function endOne() {
  form?.end();
  form = kind = undefined;
}

open.addEventListener("click", () => {
  open.hidden = !kind.startsWith("popup");
  form.open();
});

pay.addEventListener("click", () => form.submit());

onChoice((choices) => {
  const isOne = choices.view === "one";
  one.hidden = told.hidden = !isOne;
  several.hidden = isOne;
  if (isOne) {
    comparison.hide();
    showOne(choices);
  } else {
    endOne();
    several.dataset.view = choices.view;
    comparison.show(choices);
  }
  for (const [name, text] of Object.entries(codeOf(choices, { vault, key, origin: location.origin }))) find(name).textContent = text;
  judge(choices);
});
