// The card page by itself. Here, beside the form in the same window, is what the merchant's page is around a
// frame: it connects, listens, and sends the shopper back by the page's one form. Where that leads the vault
// wrote into the page, and the page's CSP holds it to the merchant's origin.
import css from "./redirect.css";

// In English and Japanese these are our own words.
const BACK = {
  en: "Back to the shop",
  ja: "ショップに戻る",
  // Unreviewed, as these languages' files say of themselves.
  ms: "Kembali ke kedai",
  zh: "返回商店",
  ko: "상점으로 돌아가기",
  th: "กลับไปที่ร้านค้า",
  vi: "Quay lại cửa hàng",
  id: "Kembali ke toko",
};
// Until the form has come and brought its own. These are ours too.
const FIRST = {
  en: { lang: "en", title: "Card details", loading: "Loading…" },
  ja: { lang: "ja", title: "カード情報の入力", loading: "読み込んでいます…" },
};
// In milliseconds, as a page waits for its frame.
const LONGEST = 10_000;

const [title, status, fields, progress, pay, form, back] =
  ["title", "status", "fields", "progress", "pay", "return", "back"].map((id) => document.getElementById(id));

let words;
const say = (said) => {
  words = said;
  document.documentElement.lang = words.lang;
  document.title = title.textContent = words.title;
  back.textContent = BACK[words.lang.slice(0, 2)];
};

// The merchant may wish for a language in the fragment, which goes to no server.
const locale = location.hash.slice(1) || "auto";
const lang = navigator.language;
say(/^ja\b/i.test(locale === "auto" ? lang : locale) ? FIRST.ja : FIRST.en);

// The form finds no page to speak to unless this script has come: then it says, as the page does by itself,
// that it can take no card.
document.documentElement.dataset.origin = location.origin;

// The document says so itself, for where nothing comes; until that is known it is loading.
const reason = back.value;
status.hidden = true;
pay.hidden = false;
progress.textContent = words.loading;
const giveUp = () => {
  status.hidden = false;
  progress.textContent = "";
  back.value = "timeout";
};
const late = setTimeout(giveUp, LONGEST);
document.scripts[1].onerror = giveUp;

// Now, and again: the form's script puts its sheet in the place of any other.
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
const dress = () => document.adoptedStyleSheets.push(sheet);
dress();
addEventListener("DOMContentLoaded", dress);

// To the form, once it is there.
let tell = () => {};

// The shopper goes back once, and the token stands in the page's form only while that is sent.
let token = "";
let isLeaving = false;
form.onsubmit = (event) => {
  if (isLeaving) event.preventDefault();
  isLeaving = true;
};
form.onformdata = ({ formData }) => {
  formData.set("token", token);
  tell({ type: "done" });
  fields.hidden = pay.hidden = true;
  back.replaceWith(words.loading);
};
// What the browser kept has been sent, and wiped.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

let isDrawn = false;
const heard = {
  drawn(said) {
    say(said);
    if (isDrawn) return;
    isDrawn = true;
    progress.textContent = "";
    tell({ type: "open" });
  },
  token({ body }) {
    token = JSON.parse(body).token;
    form.requestSubmit();
  },
  error({ code, final }) {
    if (!final) return;
    back.value = code;
    back.focus();
  },
  complaint: ({ sentence }) => console.error(`Cardseal: ${sentence}. See docs/redirect.md`),
};

addEventListener("message", function meet({ source, origin, data }) {
  const isForm = source === window && origin === location.origin;
  if (!isForm || data?.cardseal !== 1 || data.type !== "ready") return;
  removeEventListener("message", meet);
  clearTimeout(late);
  status.hidden = false;
  back.value = reason;
  const { port1, port2 } = new MessageChannel();
  tell = (message) => port1.postMessage(JSON.stringify(message));
  port1.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    heard[message.type]?.(message);
  };
  postMessage({ cardseal: 1, type: "connect" }, origin, [port2]);
  tell({ type: "options", lang, locale });
});
