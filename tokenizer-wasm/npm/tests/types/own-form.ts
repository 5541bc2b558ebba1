// What a merchant may write who takes cards in inputs of its own, and, marked, what the types must refuse.
import { loadDirect, type DirectFailure } from "../../direct";
import type { TokenAnswer } from "../../index";

const direct = await loadDirect("pk_test_abc", { vaultOrigin: "https://vault.example", wasm: new URL("https://shop.example/direct.wasm") });
const stop: () => void = direct.keep("cs_test_abc");

export async function pay(): Promise<string> {
  const card = { session: "cs_test_abc", number: "4242 4242 4242 4242", expiry: "08/31", code: undefined };
  const answer: TokenAnswer | DirectFailure = await direct.tokenize(card, { signal: AbortSignal.timeout(60_000) });
  stop();
  return answer.error ? `${answer.error.code} ${answer.error.field ?? ""}` : answer.token;
}

const { text, caret } = direct.format("number", "42424", 5, "insertText");
const wrong: string | undefined = direct.check("code", "123", text);
void [caret, wrong, direct.brand("4242")];

// @ts-expect-error: the vault has no default.
void loadDirect("pk_test_abc");
// @ts-expect-error: a session is needed.
void direct.tokenize({ number: "4242424242424242", expiry: "08/31" });
// @ts-expect-error: not a field.
direct.format("cvv", "1", 1);
// @ts-expect-error: a token is there only when there is no error.
void direct.tokenize({ session: "", number: "", expiry: "" }).then((answer) => answer.token.length);
