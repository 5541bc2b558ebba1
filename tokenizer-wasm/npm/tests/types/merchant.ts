// What a merchant may write, and, marked, what the types must refuse.
import type { CardsealForm } from "../../element";
import { load as loadInline } from "../../inline";
import { load, type CardEvents, type Failure, type TokenAnswer } from "../../index";

const tokenizer = load("pk_test_abc", { vaultOrigin: "https://vault.example", timeoutMs: 5000 });
const card = tokenizer.card({
  locale: "ja",
  texts: { sealed_for: "暗号化して送ります：", close: undefined },
  submit: "確認へ",
  title: undefined,
  name: true,
  appearance: { theme: "auto", colorPrimary: "#0a7", radius: "8px", spacing: "16px", font: "rounded" },
  session: "cs_test_abc",
});

export async function pay(): Promise<string> {
  const answer: TokenAnswer | Failure = await card.open({ signal: AbortSignal.timeout(600_000) });
  if (answer.error) return answer.error.code;
  const { token, card: shown, expires_at } = answer;
  const challenged = await card.challenge("authn_test_1");
  if (!challenged.error) challenged.authentication.trim();
  return [token, shown.brand, shown.last4, shown.exp, expires_at].join();
}

const stop: () => void = card.on("close", ({ reason }) => reason === "escape" && stop());
card.on("error", ({ code, final }: CardEvents["error"]) => void [code.length, final === true]);
card.on("change", ({ complete, empty, brand }) => void [complete === true, empty === true, brand?.length]);
for (const name of ["focus", "blur"] as const) card.on(name, ({ field }) => field === "expiry");
card.on("loaderror", ({ code }) => code === "timeout" && card.retry());
card.update({ locale: "auto" });
const ignored: number = card.ignored;
void ignored;

const inline = loadInline("pk_test_abc", { vaultOrigin: "https://vault.example" });
void inline.card({ place: "#card", locale: "th" }).open();
const bare = inline.card({ place: document.body, button: false });
bare.on("change", ({ complete }) => complete && bare.submit());
bare.focus();
bare.update({ button: true });
// @ts-expect-error: it stands somewhere.
inline.card({ locale: "th" });
// @ts-expect-error: a pop-up stands nowhere.
tokenizer.card({ place: "#card" });

const element: CardsealForm = document.createElement("cardseal-form");
element.appearance = { theme: "dark" };
element.addEventListener("token", ({ detail }) => detail.token.length);
element.addEventListener("change", ({ detail: { brand } }) => brand?.length);
element.addEventListener("focus", ({ detail }) => detail.field === "name");
element.addEventListener("loaderror", ({ detail }) => detail.code === "frame_lost" && element.retry());
element.submit();

// @ts-expect-error: the vault has no default.
load("pk_test_abc");
// @ts-expect-error: not an option.
tokenizer.card({ colour: "#000" });
card.update({
  appearance: {
    font: "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    rules: { input: { borderWidth: "2px", outlineColor: "#06c" }, label: { fontWeight: "500" } },
  },
});
// @ts-expect-error: not a part of the form.
card.update({ appearance: { rules: { vault: { color: "#fff" } } } });
// @ts-expect-error: nothing that hides.
card.update({ appearance: { rules: { input: { opacity: "0" } } } });
// @ts-expect-error: a font comes from the vault.
card.update({ appearance: { font: "https://fonts.example/a.woff2" } });
// @ts-expect-error: not a language of ours.
tokenizer.card({ locale: "de" });
// @ts-expect-error: not a text of ours.
tokenizer.card({ texts: { nmber: "No." } });
// @ts-expect-error: there is no CSS.
tokenizer.card({ appearance: { css: "body{}" } });
// @ts-expect-error: a token is there only when there is no error.
void card.open().then((answer) => answer.token.length);
// @ts-expect-error: it is fixed.
card.update({ session: "cs_test_abc" });
// @ts-expect-error: there, too.
bare.update({ session: "cs_test_abc" });
// @ts-expect-error: not an event.
card.on("keydown", () => {});
// @ts-expect-error: never what is typed.
card.on("change", ({ number }) => number);
// @ts-expect-error: a pop-up has its button.
tokenizer.card({ button: false });
// @ts-expect-error: and it is pressed by the shopper.
card.submit();
// @ts-expect-error: the reason is asked for.
void card.fail();
// @ts-expect-error: counted by us alone.
card.ignored = 0;
