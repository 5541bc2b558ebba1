// What is said in the place of a form that is not there.
import { add } from "./dom";
import type { State } from "./surface";
import type { Texts } from "./texts";

/** Says how it stands, or the same again in other words; gives the button to try again. */
export type Say = (texts: Texts, state?: State) => HTMLElement;

export function makeNote(place: Element, reload: () => void): Say {
  const note = add(place, "section");
  const status = add(note, "p", { role: "status" });
  const retry = add(note, "button");
  retry.onclick = reload;
  return (texts, state) => {
    if (state) note.className = state;
    // Nothing when the form is shown.
    status.textContent = texts[note.className as "failed"];
    retry.textContent = texts.retry;
    return retry;
  };
}
