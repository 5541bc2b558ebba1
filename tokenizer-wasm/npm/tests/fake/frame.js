// Speaks the frame's side of the contract. How it behaves is told by the publishable key or the
// id of the challenge; a test drives the rest through `window.fake`.
const behaviour = new URLSearchParams(location.search).get("key") ?? location.pathname;
const parentOrigin = new URLSearchParams(location.search).get("origin") ?? new URL(document.referrer).origin;

let port;
const fake = {
  /** What came over the port, as it came. */
  received: [],
  /** What the window heard, besides. */
  connects: 0,
  say: (message) => port.postMessage(typeof message === "string" ? message : JSON.stringify(message)),
  ready: () => parent.postMessage({ cardseal: 1, type: "ready" }, parentOrigin),
  post: (message) => parent.postMessage(message, "*"),
};
window.fake = fake;

function height() {
  const px = Math.ceil(document.querySelector("main").getBoundingClientRect().height);
  if (px > 0) fake.say({ type: "height", px });
}

function hear({ data }) {
  const message = JSON.parse(data);
  fake.received.push(message);
  if (message.type === "options") {
    document.documentElement.style.colorScheme = { light: "light", dark: "dark" }[message.appearance?.theme] ?? "light dark";
    document.getElementById("pay").textContent = message.submit ?? "Use this card";
    document.getElementById("pay").disabled = false;
    if (!behaviour.includes("undrawn")) fake.say({ type: "drawn" });
    height();
  }
  // Not before it is rendered: until then no field can take the focus.
  if (message.type === "open") requestAnimationFrame(() => document.getElementById("number").focus());
  if (message.type === "fail") document.getElementById("code").value = "";
  if (message.type === "done") for (const input of document.querySelectorAll("input")) input.value = "";
}

addEventListener("message", (event) => {
  if (event.source !== parent || event.data?.type !== "connect") return;
  fake.connects += 1;
  if (port) return;
  [port] = event.ports;
  port.onmessage = hear;
  new ResizeObserver(height).observe(document.querySelector("main"));
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") fake.say({ type: "cancel" });
});

const times = behaviour.includes("silent") ? 0 : behaviour.includes("twice") ? 2 : 1;
for (let time = 0; time < times; time += 1) fake.ready();
