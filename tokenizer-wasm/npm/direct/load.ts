// Direct entry: the program is loaded, and what it can do is handed out.
import type { Direct, DirectOptions, TypedCard } from "../direct";
import { must } from "../src/complain";
import { attach } from "./inputs";
import { PROGRAMS, start } from "./program";
import { makeSealer } from "./sealer";
import { makeSessions } from "./sessions";

const USABLE = /^(https:\/\/|http:\/\/([\w.-]+\.)?(localhost|127\.0\.0\.1)(:|$))/;

export async function load(key: string, given: DirectOptions): Promise<Direct> {
  must(/^pk_[\w-]+$/.test(key), `${/^sk_/.test(key) ? "this is a secret key: " : ""}use the publishable key (pk_...)`);
  const { vaultOrigin: vault, wasm, rsaWasm } = Object(given) as DirectOptions;
  must(USABLE.test(vault) && new URL(vault).origin === vault, "vaultOrigin must be https://your.vault without a path (http for localhost only)");

  const program = await start(PROGRAMS.p256, wasm);
  const sessions = makeSessions(program, vault);
  const attempt = makeSealer(program, sessions, key, vault, rsaWasm);
  const typing = new program.Typing();
  return {
    async tokenize(card, options) {
      try {
        const typed = Object(card) as TypedCard;
        const once = () => attempt(typed, `${typed.session}`, options?.signal);
        // The program that could not seal to what is offered has made room for the one that can.
        return (await once()) ?? (await once()) ?? { error: { code: "keys_refused" } };
      } catch {
        return { error: { code: "not_sealed" } };
      }
    },
    keep: sessions.keep,
    attach: (inputs) => attach(program, inputs),
    format(field, text, caret, inputType = "") {
      const formatted = typing.format(field, text, Math.min(caret, 0xffff_ffff), inputType);
      return { text: formatted, caret: Math.min(typing.caret(), formatted.length) };
    },
    check: (field, text, number = "") => program.check(field, text, number, Date.now()),
    brand: program.brand,
  };
}
