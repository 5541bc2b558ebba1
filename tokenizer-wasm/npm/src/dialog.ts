// The pop-up: a native dialog in a shadow tree, so that the page's styles and ids stay outside.
import type { Appearance, CloseReason } from "../index";
import { add } from "./dom";
import { lockScrolling } from "./lock";
import { addStyle, applyAppearance } from "./style";
import type { Texts } from "./texts";

export interface Dialog {
  /** Where frames are put. */
  readonly place: Element;
  /** Writes the words and looks. */
  dress(texts: Texts, title: string, appearance: Appearance | undefined): void;
  open(): void;
  show(state: "loading" | "failed" | "shown"): void;
  close(): void;
  remove(): void;
}

export function makeDialog(leave: (reason: CloseReason) => void, reload: () => void): Dialog {
  const host = document.createElement("cardseal-card");
  const root = host.attachShadow({ mode: "open" });
  const dialog = add(root, "dialog", { "aria-labelledby": "title" });
  const header = add(dialog, "hgroup");
  // Takes the focus until the form is there; a ring on the close button would invite to close.
  const heading = add(header, "h2", { id: "title", tabindex: "-1", autofocus: "" });
  const close = add(header, "button");
  const place = add(dialog, "div");
  const note = add(place, "section");
  const status = add(note, "p", { role: "status" });
  const retry = add(note, "button");
  let texts: Texts;
  let unlock = () => {};
  let pressedOutside = false;

  // Beside the body: no layout of the page counts it, and no framework that fills the body removes it.
  const attach = () => document.documentElement.append(host);
  attach();
  addStyle(root);
  close.textContent = "✕";

  const outside = ({ target }: Event) => target === dialog;
  close.onclick = () => leave("button");
  retry.onclick = reload;
  // Whatever closes it that was not us: Escape, or a phone's gesture for going back.
  dialog.onclose = () => dialog.open || leave("escape");
  dialog.onpointerdown = (event) => void (pressedOutside = outside(event));
  dialog.onclick = (event) => pressedOutside && outside(event) && leave("backdrop");

  return {
    place,
    dress(words, title, appearance) {
      texts = words;
      dialog.lang = texts.lang;
      heading.textContent = title;
      close.ariaLabel = texts.close;
      retry.textContent = texts.retry;
      applyAppearance(dialog, appearance);
    },
    open() {
      if (!host.isConnected) attach();
      unlock = lockScrolling();
      dialog.showModal();
    },
    show(state) {
      note.className = state;
      // Nothing when the form is shown.
      status.textContent = texts[state as "failed"];
      if (state === "failed") retry.focus();
    },
    close() {
      dialog.close();
      unlock();
    },
    remove: () => host.remove(),
  };
}
