// The pop-up: a native dialog in a shadow tree, so that the page's styles and ids stay outside.
import { add } from "../dom";
import { makeNote } from "../note";
import { addStyle, applyAppearance } from "../style";
import type { MakeSurface } from "../surface";
import type { Texts } from "../texts";
import { lockScrolling } from "./lock";

export const makeSurface: MakeSurface = (leave, reload) => {
  const host = document.createElement("cardseal-card");
  const root = host.attachShadow({ mode: "open" });
  const dialog = add(root, "dialog", { "aria-labelledby": "title" });
  const header = add(dialog, "hgroup");
  // Takes the focus until the form is there; a ring on the close button would invite to close.
  const heading = add(header, "h2", { id: "title", tabindex: "-1", autofocus: "" });
  const close = add(header, "button");
  const place = add(dialog, "div");
  const say = makeNote(place, reload);
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
  // Whatever closes it that was not us: Escape, or a phone's gesture for going back.
  dialog.onclose = () => dialog.open || leave("escape");
  dialog.onpointerdown = (event) => void (pressedOutside = outside(event));
  dialog.onclick = (event) => pressedOutside && outside(event) && leave("backdrop");

  return {
    place,
    dress(words, title, appearance) {
      say((texts = words));
      dialog.lang = texts.lang;
      heading.textContent = title;
      close.ariaLabel = texts.close;
      applyAppearance(dialog, appearance);
    },
    open() {
      if (!host.isConnected) attach();
      unlock = lockScrolling();
      dialog.showModal();
    },
    // Only while it has failed can the button take the focus.
    show: (state) => say(texts, state).focus(),
    close() {
      dialog.close();
      unlock();
    },
    remove: () => host.remove(),
  };
};
