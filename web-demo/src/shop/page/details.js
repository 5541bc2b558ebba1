// Who buys: what the form holds, and what the server says of it beside each field.

const form = document.getElementById("details-form");
const inputs = [...form.querySelectorAll("input")];

export function purchaser() {
  return Object.fromEntries(new FormData(form));
}

// Takes over how the server writes it: `１５０ー０００１` has become 150-0001.
export function adopt(checked) {
  for (const input of inputs) input.value = checked[input.name];
}

// Shows a sentence beside each field that has one, clears the others, and leads to the first.
export function showFaults(sentences) {
  for (const input of inputs) set(input, sentences[input.name] ?? "");
  inputs.find((input) => sentences[input.name])?.focus();
}

function set(input, sentence) {
  document.getElementById(`${input.id}-error`).textContent = sentence;
  if (sentence) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

// Who is putting a field right need not be told any more that it is wrong.
form.addEventListener("input", ({ target }) => set(target, ""));
