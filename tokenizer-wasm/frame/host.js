// The page and the browser as the page's Rust sees them: elements by their ids, and whatever happens
// or has taken time is told to the frame. Nothing here decides.

export let frame;
export const attach = (form) => {
  frame = form;
  frame.begin();
};

export const element = (id) => document.getElementById(id);
const root = document.documentElement;

// What the vault wrote into the page; its own origin, and those of the windows around it, the innermost first,
// where the browser says. Where there is no window around it, it is its own page.
const facts = {
  ...root.dataset,
  vault: location.origin,
  ancestors: parent === window ? location.origin : [...(location.ancestorOrigins ?? [])].join(),
};
export const fact = (name) => facts[name] ?? "";
export const setStyle = (css) => (root.style.cssText = css);
export const set = (id, property, value) => (element(id)[property] = value);
// In a dialog that is only just being shown an element has no box yet, and takes no focus.
let wanted;
let focusedAt;
export const focus = (id) => {
  focusedAt = performance.now();
  wanted = element(id);
  wanted.focus();
  if (document.activeElement !== wanted) requestAnimationFrame(() => wanted.focus());
};

export const typed = (id) => element(id).value;
export const caret = (id) => element(id).selectionEnd ?? 99;
// In the field that is typed into as an edit like the shopper's own, so that those before can still be undone.
// What is emptied is wiped, and cannot.
export const write = (id, text, caret) => {
  const field = element(id);
  const isFocused = document.activeElement === field;
  if (isFocused) field.select();
  if (!isFocused || !text || !document.execCommand("insertText", false, text)) field.value = text;
  if (isFocused) field.setSelectionRange(caret, caret);
};

// What happens in a field or on the button: the event, where, and the kind of edit or the name of a key
// that writes nothing. While a text is being composed it is the input method's (229 is how some tell that
// the key that ends it is theirs too); the end of it is one edit. The page around is told which field has the
// focus, and that the shopper wants out.
export const listen = () => {
  for (const type of ["input", "compositionend", "focusin", "focusout", "keydown", "click"]) {
    document.addEventListener(type, ({ target, key = "", keyCode, inputType, isComposing }) => {
      if (isComposing || keyCode === 229) return;
      if (key === "Escape") send({ type: "cancel" });
      if (target.form && /^focus/.test(type))
        send({ type: type === "focusin" ? "focus" : "blur", detail: { field: target.id.replace("choice", "brand") } });
      frame.happened(type, target.id ?? "", inputType ?? (key.length > 1 ? key : ""));
    });
  }
  // A field that is left by the press would show its error and move the button from under the finger.
  element("pay").onmousedown = (event) => event.preventDefault();
  addEventListener("pagehide", () => frame.forget());
  const form = element("form");
  new ResizeObserver(() => {
    const px = Math.ceil(form.getBoundingClientRect().height);
    if (px) send({ type: "height", px });
  }).observe(form);
  new IntersectionObserver(
    (entries) => {
      const { isVisible = true, isIntersecting } = entries.at(-1);
      const now = performance.now();
      // A form that is being shown, and gets the focus with that, may take a busy browser longer to see.
      if (now - hiddenSince >= 400 && hiddenSince - focusedAt > 1000) coveredUntil = now;
      isOnScreen = isIntersecting;
      hiddenSince = isIntersecting && !isVisible ? (hiddenSince ?? now) : undefined;
    },
    { trackVisibility: true, delay: 100 },
  ).observe(form);
  // Behind another tab nothing is seen: what covers the form is looked for from the return on.
  document.onvisibilitychange = () => (hiddenSince &&= performance.now());
};

// Whether something covers the form or did so half a second ago, where the browser can say. For a moment
// it cannot whenever the page around moves; that is waited for. A form that the page's own button sends may have been
// scrolled away, and nothing can lure a press to it.
let isOnScreen;
let hiddenSince;
let coveredUntil = -500;
export const askCover = (attempt, waits = 15) => {
  const now = performance.now();
  if (now - hiddenSince >= 400 || now - coveredUntil < 500 || !waits) frame.covered(attempt, true);
  else if (hiddenSince || !(isOnScreen || element("pay").hidden)) setTimeout(askCover, 100, attempt, waits - 1);
  else frame.covered(attempt, false);
};

// The window around this one is told that it may connect. Each message posted here is told: whether it
// came from there, its origin, and whether it brings the one port of a connect message, which is kept if it is
// taken. What was not for the form is counted where a developer finds it.
let port;
let ignored = 0;
const counted = (taken) => {
  if (!taken) root.dataset.ignored = ++ignored;
  return taken;
};
export const announce = (origin) => {
  addEventListener("message", ({ source, origin, data, ports }) => {
    const connects = data?.cardseal === 1 && data.type === "connect" && ports.length === 1;
    if (!counted(frame.posted(source === parent, origin, connects))) return;
    [port] = ports;
    port.onmessage = ({ data }) => counted(frame.received(typeof data === "string" ? data : ""));
  });
  parent.postMessage({ cardseal: 1, type: "ready" }, origin);
};
// Only who has connected is told.
export const send = (message) => port?.postMessage(JSON.stringify(message));
export const tell = (type, member, value, final) => send({ type, [member]: value, final });
export const tellChange = (complete, empty, brand) =>
  send({ type: "change", detail: { complete, empty, brand: brand || null } });

export const wake = (alarm, attempt, milliseconds) => setTimeout(() => frame.woke(alarm, attempt), milliseconds);

// One request to this page's own origin: its status and text, or 0 when no answer came in time.
const PATHS = ["/.well-known/cardseal-keys", "/v1/tokens", "/v1/sessions/renew", "/.well-known/cardseal-ranges"];
export const ask = (question, attempt, session, envelope, brand, pastCache) =>
  fetch(PATHS[question], {
    method: session ? "POST" : "GET",
    headers: {
      ...(session && { "cardseal-session": session }),
      ...(envelope && { "content-type": "application/jose" }),
      ...(brand && { "cardseal-brand": brand }),
    },
    body: envelope || null,
    cache: pastCache ? "reload" : "default",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(20000),
  })
    .then(async (answer) => [answer.status, await answer.text()])
    .catch(() => [0, ""])
    .then((answer) => frame.answered(question, attempt, ...answer));

// ES256 (RFC 7518 section 3.4); a key that is not on the curve has signed nothing.
export const check = async (question, point, message, signature) => {
  const es256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  [message, signature] = [message.slice(), signature.slice()];
  let holds = false;
  try {
    const key = await crypto.subtle.importKey("raw", point, es256, false, ["verify"]);
    holds = await crypto.subtle.verify(es256, key, signature, message);
  } catch {}
  frame.checked(question, holds);
};

export const random = (bytes) => crypto.getRandomValues(bytes);

// Now by the vault's clock, which the page was served with: the shopper's own may be wrong by years.
export const now = () => Number(fact("now")) + performance.now();
export const timeOf = (text) => Date.parse(text);
