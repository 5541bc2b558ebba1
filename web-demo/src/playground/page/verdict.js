// What the form says to the options. It tells a page's developer on the console, each sentence once a page; so
// a form that is never shown is asked anew after each change, and the console is listened to.
import { key, vault } from "/forms.js";
import { load } from "/inline.js";
import { cardOptions } from "/options.js";
import { word } from "/words.js";

const PREFIX = "Cardseal: ";
const WHERE = " See docs/frontend";
const PAUSE = 300;

const verdict = document.getElementById("verdict");
const backstage = document.createElement("div");
let timer;
let asked;
// What it has against them, as long as it is asked.
let said;

const { error } = console;
console.error = (...words) => {
  error.apply(console, words);
  const [sentence] = words;
  if (typeof sentence === "string" && sentence.startsWith(PREFIX)) said?.add(sentence.slice(PREFIX.length).replace(WHERE, ""));
};

function say(name, sentences = []) {
  const line = document.createElement("p");
  const list = document.createElement("ul");
  line.textContent = word(name);
  // The package speaks English to developers.
  list.lang = "en";
  list.append(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
  verdict.replaceChildren(line, ...(sentences.length ? [list] : []));
}

function ask(options) {
  asked?.destroy();
  said = new Set();
  asked = load(key, { vaultOrigin: vault }).card({ ...options, place: backstage });
  const card = asked;
  // What a form has against its options it says before it is drawn.
  card.on("ready", () => {
    card.destroy();
    if (said.size) say("refused", [...said]);
    else say("taken");
    said = undefined;
  });
}

// Asks once nobody has changed anything for a moment.
export function judge(choices) {
  const options = cardOptions(choices);
  clearTimeout(timer);
  if (Object.keys(options).length) {
    timer = setTimeout(ask, PAUSE, options);
  } else {
    asked?.destroy();
    said = undefined;
    verdict.replaceChildren();
  }
}

backstage.hidden = true;
document.body.append(backstage);
