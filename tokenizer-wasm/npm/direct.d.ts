/**
 * Takes a card in your own page's inputs and gives you a single-use token: direct entry.
 *
 * Your page holds the card number while it is typed, so your site is in scope of PCI DSS as SAQ A-EP. If
 * you can, use the pop-up (`@cardseal/tokenizer`) instead. Read `docs/direct.md` first.
 */
import type { TokenAnswer } from "./index";

/**
 * Loads the program that seals. Rejects only where nothing can work: without a publishable key or a usable
 * `vaultOrigin` (TypeError), or when the wasm cannot be loaded.
 *
 * @param publishableKey `pk_test_…` or `pk_live_…`; it pins the vault's root key.
 */
export function loadDirect(publishableKey: string, options: DirectOptions): Promise<Direct>;

export interface DirectOptions {
  /** Where the vault lives, for example `https://vault.example`: https (http for localhost), no path. */
  vaultOrigin: string;
  /** `direct.wasm` of this package, or where you host it. Default: beside this script. */
  wasm?: WasmSource | undefined;
  /** `direct-rsa.wasm`, for a vault that has RSA keys alone; loaded only then. Default: beside this script. */
  rsaWasm?: WasmSource | undefined;
}

export type WasmSource = URL | string | Response | BufferSource;

export interface Direct {
  /**
   * Seals what was typed and exchanges it for a token. Never rejects. A broken network is tried again a few
   * times; the session of an earlier `keep()` is used at its newest.
   */
  tokenize(card: TypedCard, options?: { signal?: AbortSignal | undefined }): Promise<TokenAnswer | DirectFailure>;
  /** Renews a session while the shopper types. Returns a function that ends that. */
  keep(session: string): () => void;
  /**
   * Formats what is typed into inputs of yours as the vault's own form does: the caret stays where it was, undo
   * works, and input methods and password managers are left in peace. An input must not be controlled by a
   * framework that writes its value: see `format`. Returns a function that ends it. Throws a TypeError for
   * anything but an input.
   */
  attach(inputs: DirectInputs): () => void;
  /**
   * The same for a page that writes into its inputs itself: what belongs in a field after an edit, and where
   * the caret goes. Call it on `input`, but not while `isComposing`, with `selectionEnd` and the event's
   * `inputType`; on `change` with a caret of `Infinity`. Write `text` back only where it differs.
   */
  format(field: DirectField, text: string, caret: number, inputType?: string): { text: string; caret: number };
  /** What is wrong with a field, by its code; undefined when nothing is. A code is judged by the number's brand. */
  check(field: DirectField, text: string, number?: string): string | undefined;
  /** The brand that a number so far can only be of. */
  brand(number: string): string | undefined;
}

/** The inputs of one form in which there is something to format. */
export interface DirectInputs {
  number?: HTMLInputElement | null | undefined;
  expiry?: HTMLInputElement | null | undefined;
}

export type DirectField = "number" | "expiry" | "code" | "name";

export interface TypedCard {
  /** A card session of kind `direct` that your server opened for this page's origin (`cs_…`). */
  session: string;
  /** As it was typed: spaces, hyphens and full-width digits are fine. */
  number: string;
  /** As it was typed, for example `08/31`. */
  expiry: string;
  code?: string | undefined;
  name?: string | undefined;
}

export interface DirectFailure {
  error: {
    /** A code of the API, or `aborted`, `network_error`, `keys_unavailable`, `keys_refused`, `invalid_name`, `not_sealed`. */
    code: string;
    /** Where the shopper can correct it, if it can be corrected in a field. */
    field?: DirectField | undefined;
  };
}
