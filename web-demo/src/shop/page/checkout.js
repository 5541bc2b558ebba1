// The checkout: details, then the card in the vault's pop-up, then a review, then the order. A card
// value never comes this way: the pop-up gives a token, and this shop's server redeems it.
import { load } from "/tokenizer.js";
import { adopt, purchaser, showFaults } from "/details.js";
import { brandName, refuse, say } from "/messages.js";
import { post } from "/server.js";
import { enterReview, isReviewing, leaveReview, mark, onBack, show } from "/steps.js";

const find = (id) => document.getElementById(id);
const { vault, key, checkout } = find("checkout").dataset;
const { title, submit } = find("words").dataset;
const placeOrder = find("place-order");

// The card form takes the shop's colours, and goes dark with it.
const dark = matchMedia("(prefers-color-scheme: dark)");
const looks = () => ({
  theme: dark.matches ? "dark" : "light",
  colorPrimary: dark.matches ? "#a9c6ee" : "#1d3a6b",
  colorBackground: dark.matches ? "#182238" : "#fffdf8",
  colorText: dark.matches ? "#ece8dd" : "#1b2440",
  colorDanger: dark.matches ? "#ff9d87" : "#a8321c",
  radius: "4px",
});
const options = () => ({ locale: "auto", title, submit, appearance: looks() });

// The form is loaded while the shopper still types an address, so that it is there at once.
const card = load(key, { vaultOrigin: vault }).card(options());
dark.addEventListener("change", () => card.update(options()));

// What the pop-up gave last, until it is redeemed or refused.
let token = null;
let busy = false;

// One thing at a time: a second click while one is under way does nothing.
function once(button, work) {
  return async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    button.setAttribute("aria-busy", "true");
    try {
      await work();
    } finally {
      busy = false;
      button.removeAttribute("aria-busy");
    }
  };
}

async function payByCard() {
  say("checking");
  const { code, fields, ...checked } = await post("/checkout", purchaser());
  showFaults(fields ?? {});
  if (code) return refuse(code);
  adopt(checked);
  say("");
  await take(card.open());
}

// Waits for the pop-up, opened or opened again, and goes on with the token that it gives.
async function take(answer) {
  mark("card");
  const { error, token: secret, card: facts } = await answer;
  mark(isReviewing() ? "review" : "details");
  if (error && error.code !== "cancelled") refuse(error.code, "card_form");
  if (error) return;
  hold(secret);
  find("review-brand").textContent = brandName(facts.brand);
  find("review-brand").dataset.brand = facts.brand;
  find("review-last4").textContent = facts.last4;
  const { name, postal_code, address } = purchaser();
  find("review-purchaser").textContent = [name, postal_code, address].join("\n");
  say("");
  enterReview();
}

function hold(secret) {
  token = secret;
  placeOrder.disabled = token === null;
}

async function place() {
  if (token === null) return;
  say("placing");
  // What is bought and for how much is the server's to know: the checkout's id stands for it.
  const { order, location: receipt, code, fields } = await post("/orders", {
    checkout,
    token,
    purchaser: purchaser(),
  });
  if (order?.status === "declined") {
    hold(null);
    refuse(order.reason, "declined");
    await take(card.fail({ decline_code: order.reason }));
  } else if (order) {
    card.done();
    location.assign(receipt);
  } else if (fields) {
    leaveReview();
    showFaults(fields);
    refuse(code);
  } else {
    // After a broken connection the same token may be sent again: there is one order of a checkout.
    if (code !== "network") hold(null);
    refuse(code);
  }
}

onBack((step) => {
  card.close();
  say("");
  show(step === "review" && token === null ? "details" : step);
});
// A page that comes back from the browser's memory shows a cart that may be bought by now.
addEventListener("pageshow", (event) => event.persisted && location.reload());

const payButton = find("pay-by-card");
find("details-form").addEventListener("submit", once(payButton, payByCard));
find("change-card").addEventListener("click", once(find("change-card"), () => take(card.open())));
find("edit-details").addEventListener("click", () => history.back());
placeOrder.addEventListener("click", once(placeOrder, place));
payButton.disabled = false;
