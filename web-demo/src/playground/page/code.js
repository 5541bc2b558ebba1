// The code that gives what is chosen, to copy. Pure: texts in, texts out.
import { cardOptions } from "/options.js";

// As JavaScript that may also stand in a page: no text of it can end the script around it.
const literal = (value) => JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const attribute = (name, value) => `  ${name}="${value.replaceAll(/[&<>"]/g, (character) => ESCAPES[character])}"`;

const member = (name) => (/^\w+$/.test(name) ? name : literal(name));

// An object with a member on each line, or on one line where it is small.
function object(members, indent = "") {
  const entries = Object.entries(members).map(([name, value]) => [name, value instanceof Object ? object(value, `${indent}  `) : literal(value)]);
  const line = entries.map(([name, value]) => `${member(name)}: ${value}`).join(", ");
  if (!entries.length) return "{}";
  if (line.length < 60 && !line.includes("\n")) return `{ ${line} }`;
  return `{\n${entries.map(([name, value]) => `${indent}  ${member(name)}: ${value},\n`).join("")}${indent}}`;
}

// What makes the card: `card` of the page that follows.
function made(script, options, { vault, key }) {
  const argument = Object.keys(options).length ? object(options) : "";
  return `import { load } from "${script}";

const tokenizer = load(${literal(key)}, { vaultOrigin: ${literal(vault)} });
const card = tokenizer.card(${argument});
`;
}

const popup = (options, vault) => `${made("@cardseal/tokenizer", options, vault)}
document.querySelector("#pay").addEventListener("click", async () => {
  const answer = await card.open();
  // Your server redeems the token, once.
  if (answer.token) await placeOrder(answer.token);
});
`;

// The page's own button, where the form has none.
const paying = (button, form) => (button === false ? `document.querySelector("#pay").addEventListener("click", () => ${form}.submit());\n` : "");

const inline = (options, vault) => `${made("@cardseal/tokenizer/inline", { place: "#card", ...options }, vault)}${paying(options.button, "card")}
const answer = await card.open();
// Your server redeems the token, once.
if (answer.token) await placeOrder(answer.token);
`;

function element({ locale, submit, name, button, appearance }, { vault, key }) {
  const attributes = [
    attribute("publishable-key", key),
    attribute("vault-origin", vault),
    ...(locale ? [attribute("locale", locale)] : []),
    ...(submit ? [attribute("submit-text", submit)] : []),
    ...(name ? ["  name"] : []),
    ...(button === false ? [attribute("button", "false")] : []),
  ];
  const press = paying(button, "form");
  const looks = appearance ? `  form.appearance = ${object(appearance, "  ")};\n` : "";
  return `<cardseal-form
${attributes.join("\n")}
></cardseal-form>

<script type="module">
  import "@cardseal/tokenizer/element";

  const form = document.querySelector("cardseal-form");
${looks}${press && `  ${press}`}  // Your server redeems the token, once.
  form.addEventListener("token", ({ detail }) => placeOrder(detail.token));
</script>
`;
}

const server = ({ vault, origin }) => `# Before the form: a session lets your page take a card for this sum at most.
# Give its "session" to card({ session }).
curl -s '${vault}/v1/sessions' \\
  -H "Authorization: Bearer $CARDSEAL_SECRET_KEY" -H 'Content-Type: application/json' \\
  -d '{"origin":"${origin}","amount_cap":1200,"currency":"JPY"}'

# With the token from your page: the money moves once, however often this is sent.
curl -s '${vault}/v1/authorizations' \\
  -H "Authorization: Bearer $CARDSEAL_SECRET_KEY" -H 'Content-Type: application/json' \\
  -H 'Idempotency-Key: order-1' \\
  -d '{"token":"'"$TOKEN"'","amount":1200,"currency":"JPY","reference":"order-1"}'
`;

// The three texts: for a page's script, for a page's markup, for the merchant's server.
export function codeOf(choices, vault) {
  const options = cardOptions(choices);
  return {
    module: (choices.mode === "popup" ? popup : inline)(options, vault),
    element: element(options, vault),
    server: server(vault),
  };
}
