// Inputs of the page: what happens in them is told to the program, which writes into them.
import type { DirectInputs } from "../direct";
import { must } from "../src/complain";
import type { Program } from "./program";

/** Until the function it returns is called. */
export function attach({ Inputs, quiet }: Program, given: DirectInputs): () => void {
  const inputs = new Inputs();
  const listening = new AbortController();
  const { signal } = listening;
  const fields = Object.entries(Object(given) as DirectInputs).filter((entry): entry is [string, HTMLInputElement] => !!entry[1]);
  for (const [field, input] of fields) {
    must(input.localName === "input" && inputs.attach(field, input), `attach({ ${field} }): give the input of number, or of expiry`);
  }
  for (const [field, input] of fields) {
    // While a text is being composed it is the input method's; the end of it is one edit.
    const edited = ({ type, inputType, isComposing }: Partial<InputEvent>) => {
      if (isComposing) return;
      const edit = inputs.edited(field, type === "compositionend" ? type : (inputType ?? ""));
      if (edit !== undefined) setTimeout(() => signal.aborted || inputs.settled(edit), quiet());
    };
    input.addEventListener("input", edited as EventListener, { signal });
    input.addEventListener("compositionend", edited, { signal });
    input.addEventListener("blur", () => inputs.left(field), { signal });
  }
  return () => {
    if (signal.aborted) return;
    listening.abort();
    inputs.free();
  };
}
