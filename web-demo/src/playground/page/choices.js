// What is chosen: in the controls, and in the address, so that a link shows what its sender sees.

const form = document.getElementById("choices");
const colours = [...form.querySelectorAll("[data-for]")];

// What goes together: a colour that is not chosen is the form's own, and the button of a pop-up only shoppers press.
function agree() {
  const { elements } = form;
  for (const box of colours) elements[box.dataset.for].disabled = !box.checked;
  if (elements.mode.value === "popup" && elements.state.value === "incomplete") elements.state.value = "empty";
}

// Every choice by its name; one that is off or the form's own is not there.
export const chosen = () => Object.fromEntries(new FormData(form));

form.reset();
agree();
const DEFAULTS = chosen();

// The choices that are not the defaults.
function changed() {
  const choices = Object.entries(chosen());
  return new URLSearchParams(choices.filter(([name, value]) => value !== (DEFAULTS[name] ?? "")));
}

// One choice; a value that its control cannot have is passed over.
function choose(name, value) {
  const control = form.elements.namedItem(name);
  const box = colours.find((each) => each.dataset.for === name);
  if (box) {
    box.checked = /^#[0-9a-f]{6}$/.test(value);
    if (box.checked) control.value = value;
  } else if (control instanceof RadioNodeList) {
    if ([...control].some((radio) => radio.value === value)) control.value = value;
  } else if (control instanceof HTMLSelectElement) {
    if ([...control.options].some((option) => option.value === value)) control.value = value;
  } else if (control?.type === "checkbox") {
    control.checked = value === control.value;
  } else if (control instanceof HTMLInputElement) {
    control.value = value.slice(0, 60);
  }
}

// Takes the choices of the address.
export function readAddress() {
  form.reset();
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) choose(name, value);
  agree();
}

function writeAddress() {
  const fragment = `${changed()}`;
  history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  // The same choices in the other language.
  for (const link of document.querySelectorAll("a[hreflang]")) link.hash = fragment;
}

// Calls this now and whenever a choice has changed.
export function onChoice(listener) {
  const tell = () => {
    agree();
    writeAddress();
    listener(chosen());
  };
  // Controls outside the form belong to it too.
  document.addEventListener("input", ({ target }) => (target.form ?? target) === form && tell());
  document.getElementById("start-over").addEventListener("click", () => {
    form.reset();
    tell();
  });
  addEventListener("hashchange", () => {
    readAddress();
    listener(chosen());
  });
  readAddress();
  tell();
}
