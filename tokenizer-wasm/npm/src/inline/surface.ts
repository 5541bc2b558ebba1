// A place of the page: the form stands in an element of the merchant's, as wide as that is.
import { add } from "../dom";
import { makeNote } from "../note";
import { addStyle, applyAppearance } from "../style";
import type { MakeSurface } from "../surface";
import type { Texts } from "../texts";

export const makeSurface: MakeSurface = (_leave, reload, where) => {
  const host = document.createElement("cardseal-card");
  const root = host.attachShadow({ mode: "open" });
  // Names the frame; the page has headings of its own.
  const title = add(root, "span", { id: "title", hidden: "" });
  const place = add(root, "div");
  const say = makeNote(place, reload);
  let texts: Texts;
  const attach = () => where!.append(host);

  host.hidden = true;
  attach();
  addStyle(root);

  return {
    place,
    dress(words, heading, appearance) {
      say((texts = words));
      host.lang = texts.lang;
      title.textContent = heading;
      applyAppearance(place, appearance);
    },
    open() {
      if (!host.isConnected) attach();
      host.hidden = false;
    },
    show: (state) => void say(texts, state),
    close() {
      host.hidden = true;
    },
    remove: () => host.remove(),
  };
};
