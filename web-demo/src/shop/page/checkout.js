// Shows the vault's card frame, talks to it over one private port and orders with the token it
// gives. A card value never comes this way. The npm loader will take the upper half over.

const card = document.querySelector("#card");
const message = document.querySelector("#checkout-message");
const { vault, key } = card.dataset;

const frame = document.createElement("iframe");
frame.id = "checkout-frame";
frame.title = "Card details";
const source = new URL("/v1/frame", vault);
source.searchParams.set("key", key);
source.searchParams.set("origin", location.origin);

let port;
addEventListener("message", (event) => {
  const fromFrame = event.source === frame.contentWindow && event.origin === vault;
  const isReady = event.data?.cardseal === 1 && event.data.type === "ready";
  if (!fromFrame || !isReady || port) return;
  const channel = new MessageChannel();
  port = channel.port1;
  port.onmessage = ({ data }) => receive(data);
  frame.contentWindow.postMessage({ cardseal: 1, type: "connect" }, vault, [channel.port2]);
});

// Listening comes before loading: the frame says once that it is ready.
frame.src = source.href;
card.append(frame);

function receive(text) {
  const { type, status, body, code } = JSON.parse(text);
  if (type === "token" && status === 201) order(JSON.parse(body).token);
  else if (type === "token") refuse(JSON.parse(body).code);
  else if (type === "error") refuse(code);
}

async function order(token) {
  message.textContent = "Placing your order…";
  try {
    const response = await fetch("/orders", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
    const answer = await response.json();
    if (response.ok) location.assign(answer.location);
    else refuse(answer.code);
  } catch {
    refuse("network");
  }
}

function refuse(code) {
  message.dataset.code = code;
  message.textContent = reasons[code] ?? "The payment could not be made. Nothing was charged.";
}

const reasons = {
  invalid_number: "Please check the card number.",
  expired_card: "This card has expired.",
  invalid_expiry: "Please check the expiry date.",
  invalid_security_code: "Please check the security code.",
  unsupported_brand: "We do not take cards of this brand.",
  payment_token_not_accepted: "Please type the number on the card itself.",
  live_card_in_test_mode: "This shop is a demonstration and takes test cards only.",
  test_card_in_live_mode: "This shop does not take test cards.",
  token_expired: "It took too long. Please enter the card again.",
  session_expired: "It took too long. Please reload this page.",
  network: "The shop cannot be reached. Please look at your orders before you pay again.",
};
