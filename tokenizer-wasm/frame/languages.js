// What the form says, in the language in use, and the font it says it in. English is in this script; every other language is a file whose
// hash stands in a table, whose own hash is in this script. The page's CSP names this script by its, and so all
// of the words.
import { element, frame, send } from "./host.js";

let texts = CARDSEAL_ENGLISH;
const files = { en: texts };

// A file of the vault's, named by its SHA-256.
const asset = (hash, kind, signal) =>
  fetch(`/assets/${hash.replace(/\W/g, "-")}.${kind}`, { integrity: `sha256-${hash}=`, credentials: "omit", signal });
const get = async (hash, signal) => (await asset(hash, "json", signal)).json();

// As data the font needs no more of the page's policy than a language does. It is that which was asked for last; of
// one that does not come the browser tells.
let face;
export const fetchFont = (hash) => {
  face = hash;
  asset(hash, "woff2")
    .then((file) => file.arrayBuffer())
    .then((bytes) => new FontFace("vault", bytes).load())
    .then((font) => {
      if (face !== hash) return;
      document.fonts.clear();
      document.fonts.add(font);
    })
    .catch(() => {});
};

// One deadline over three tries. What did not come is tried anew when it is asked for again.
let lost;
const load = async (tag) => {
  const signal = AbortSignal.timeout(6000);
  for (const pause of [300, 1200, 0]) {
    try {
      const file = await get((await get(CARDSEAL_TABLE, signal))[tag], signal);
      lost = "";
      return file;
    } catch {
      await new Promise((done) => setTimeout(done, signal.aborted ? 0 : pause));
    }
  }
  delete files[tag];
  lost = tag;
};
const language = (tag) => (files[tag] ??= load(tag));

// Other words in the place of texts, for the language that is asked for next; false where there is no such text.
let reworded = {};
export const reword = (key, words) => Object.hasOwn(CARDSEAL_ENGLISH, key) && !!(reworded[key] = words);

// Takes up a language, or English where it does not come; but only what was asked for last. Who asks again for
// one that did not come has English at once, and it when it comes after all.
let wanted;
export const speak = async (tag) => {
  const own = (wanted = reworded);
  reworded = {};
  const take = (file) => {
    if (wanted !== own) return;
    texts = { ...CARDSEAL_ENGLISH, ...file, ...own };
    frame.spoke(!!file);
  };
  if (tag === lost) take();
  take(await language(tag));
};

// An element remembers what it says: in another language it is said again, and the pop-up told its words. What
// stands already is not read aloud once more.
const tell = (target) => {
  const words = texts[target.dataset.text] ?? "";
  if (target.textContent !== words) target.textContent = words;
};
export const say = (id, key) => {
  element(id).dataset.text = key;
  tell(element(id));
};
export const mark = (id, wrong, key) => {
  element(id).ariaInvalid = wrong;
  say(`${id}-error`, key);
};
export const retell = (lang) => {
  document.documentElement.lang = lang;
  document.querySelectorAll("[data-text]").forEach(tell);
  element("expiry").placeholder = texts.expiry_example;
  const { title, close, loading, retry, failed } = texts;
  send({ type: "drawn", lang, title, close, loading, retry, failed });
};

// The page around tells in the fragment, which goes to no server, what will most likely be needed: it is
// fetched while the wasm is. Which language is drawn is decided there.
const hint = /^#(\w\w)\b/.exec(location.hash)?.[1];
if (CARDSEAL_TAGS.includes(hint)) language(hint);
