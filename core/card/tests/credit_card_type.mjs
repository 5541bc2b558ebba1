// Writes credit_card_type.txt: what npm credit-card-type answers for every prefix of 1 to 6 digits,
// in runs of equal answers, and which lengths it gives each brand.
//
//   npm install --no-save credit-card-type@10.3.0
//   node core/card/tests/credit_card_type.mjs > core/card/tests/credit_card_type.txt

import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const creditCardType = require("credit-card-type");
const { version } = require("credit-card-type/package.json");

const MOST_DIGITS = 6;

const names = (prefix) => creditCardType(prefix).map((card) => card.type).sort().join("+") || "none";

const runs = (digits) => {
  const found = [];
  for (let value = 0; value < 10 ** digits; value += 1) {
    const prefix = String(value).padStart(digits, "0");
    const answer = names(prefix);
    const last = found.at(-1);
    if (last?.answer === answer) {
      last.to = prefix;
    } else {
      found.push({ from: prefix, to: prefix, answer });
    }
  }
  return found.map(({ from, to, answer }) => `prefix ${from}-${to} ${answer}`);
};

const lines = [
  `# credit-card-type ${version} (MIT), written by credit_card_type.mjs. Not edited by hand.`,
  ...creditCardType("").map(({ type, lengths }) => `lengths ${type} ${lengths.join(",")}`),
];
for (let digits = 1; digits <= MOST_DIGITS; digits += 1) {
  lines.push(...runs(digits));
}
console.log(lines.join("\n"));
