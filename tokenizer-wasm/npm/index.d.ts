/**
 * Opens the vault's card form in a pop-up over your page and gives you a single-use token.
 *
 * Your page never holds the card: it is typed into a frame of the vault's own origin, sealed there
 * and exchanged for a token by the frame itself.
 */

/**
 * Names your vault. Synchronous, makes no request and touches no global, so it may run on a server.
 *
 * @param publishableKey `pk_test_…` or `pk_live_…`. Never the secret key.
 * @throws TypeError without a publishable key or a usable `vaultOrigin`.
 */
export function load(publishableKey: string, options: LoadOptions): Tokenizer;

export interface LoadOptions {
  /** Where the vault lives, for example `https://vault.example`: https (http for localhost), no path. */
  vaultOrigin: string;
  /**
   * How long the form may take to appear before the shopper is offered to try again, in milliseconds: more than 0.
   * Default 10,000.
   */
  timeoutMs?: number;
}

export interface Tokenizer {
  /**
   * Makes a card form and begins to load it, hidden. Needs a page.
   *
   * @throws TypeError outside a page, or when `session` is not a card session.
   */
  card(options?: CardOptions): Card;
}

export interface CardOptions {
  /**
   * The form's language. `auto` (the default): the page's `<html lang>`, else the browser's; English
   * where that is none of these.
   */
  locale?: "auto" | Language | undefined;
  /** Words in place of the form's and the pop-up's own, by their keys: docs/languages.md lists them. */
  texts?: { [Key in TextKey]?: string | undefined } | undefined;
  /** The text of the form's button, 1 to 60 characters. */
  submit?: string | undefined;
  /** The pop-up's heading, 1 to 60 characters. */
  title?: string | undefined;
  /** Whether to ask for the name on the card. Default false. */
  name?: boolean | undefined;
  /** How form and pop-up look. */
  appearance?: Appearance | undefined;
  /** A card session your server made (`cs_…`), to bind the token to an amount. Fixed at `card()`. */
  session?: string | undefined;
}

/** The languages of the form; `zh` is Chinese in simplified characters. */
export type Language = "en" | "ja" | "ms" | "zh" | "ko" | "th" | "vi" | "id";

/** What form and pop-up say, and when: docs/languages.md has the texts. */
export type TextKey =
  | "number"
  | "brand"
  | "expiry"
  | "expiry_example"
  | "code"
  | "code_on_back"
  | "code_on_front"
  | "name"
  | "submit"
  | "sealed_for"
  | "title"
  | "close"
  | "loading"
  | "retry"
  | "failed"
  | "sending"
  | "retrying"
  | "slow"
  | "invalid_number"
  | "expired_card"
  | "invalid_expiry"
  | "invalid_security_code"
  | "unsupported_brand"
  | "payment_token_not_accepted"
  | "live_card_in_test_mode"
  | "test_card_in_live_mode"
  | "invalid_name"
  | "network_error"
  | "session_expired"
  | "unavailable"
  | "occluded"
  | "unknown"
  | "declined"
  | "insufficient_funds";

/** A closed list: there is no way to pass CSS into the vault's frame. docs/frontend/reference.md has the bounds. */
export interface Appearance {
  /** `auto` (the default) follows the shopper's system. */
  theme?: "light" | "dark" | "auto" | undefined;
  /** Colours are `#rgb` or `#rrggbb`. */
  colorPrimary?: string | undefined;
  colorBackground?: string | undefined;
  colorText?: string | undefined;
  colorDanger?: string | undefined;
  /** Whole pixels, `"0px"` to `"24px"`. */
  radius?: string | undefined;
  /** Whole pixels, `"8px"` to `"24px"`. */
  spacing?: string | undefined;
  /** A family that every device has one of, or a font of the vault by the SHA-256 of its file. */
  font?: "system" | "serif" | "rounded" | "mono" | `sha256-${string}=` | undefined;
  rules?: Rules | undefined;
}

/** The same for single parts of the form. */
export interface Rules {
  label?: { color?: string; fontSize?: string; fontWeight?: FontWeight } | undefined;
  input?:
    | {
        backgroundColor?: string;
        color?: string;
        borderColor?: string;
        /** Of the mark of the focus. */
        outlineColor?: string;
        borderWidth?: string;
        borderRadius?: string;
        fontSize?: string;
      }
    | undefined;
  error?: { fontSize?: string; fontWeight?: FontWeight } | undefined;
  button?: { color?: string; borderRadius?: string; fontSize?: string; fontWeight?: FontWeight } | undefined;
}

export type FontWeight = "400" | "500" | "600" | "700";

export interface Card {
  /**
   * Shows the pop-up. Resolves when it has closed, with a token or with the reason there is none;
   * never rejects. While it is open, a second call gives the same promise; but where the form takes no card
   * any more, that promise resolves with the reason, and the second call loads a new form. What was typed
   * stays in the form when it closes.
   */
  open(options?: OpenOptions): Promise<TokenAnswer | Failure>;
  /** Shows the pop-up again after a decline: the security code emptied, the reason told. */
  fail(decline: Decline, options?: OpenOptions): Promise<TokenAnswer | Failure>;
  /**
   * Shows a 3-D Secure challenge in the same pop-up. Resolves when the shopper is through; only
   * your server can tell how it ended.
   */
  challenge(authentication: string, options?: OpenOptions): Promise<ChallengeAnswer | Failure>;
  /** Closes the pop-up; the open promise resolves with the code `cancelled`. */
  close(): void;
  /**
   * Changes the options given (`undefined`: back to the default); the others stay, and what was typed. The
   * session is fixed.
   */
  update(options: Omit<CardOptions, "session">): void;
  /** Listens to an event. Returns a function that ends that. */
  on<Name extends keyof CardEvents>(event: Name, listener: (detail: CardEvents[Name]) => void): () => void;
  /**
   * Loads the form anew, at once: after `loaderror`, instead of the button that the form shows in its place, or
   * after a final `error`. The promise of an `open()` goes on.
   */
  retry(): void;
  /** The purchase is complete: the form forgets what was typed. */
  done(): void;
  /** Wipes the form and removes everything from the page. The open promise resolves with `destroyed`. */
  destroy(): void;
  /**
   * How many messages were not taken: from elsewhere but posing as the form's, or from its frame
   * but not well-formed. More than a few mean that something on your page interferes.
   */
  readonly ignored: number;
}

export interface OpenOptions {
  /** Closes the pop-up when it aborts; the promise resolves with the code `aborted`. */
  signal?: AbortSignal;
}

export interface Decline {
  /** As your server read it from the authorization, for example `insufficient_funds`. */
  decline_code: string;
}

export interface TokenAnswer {
  /** Names the token in lists and events; it cannot be charged. */
  id: string;
  /** Single use. Send it to your server in a request's body. */
  token: string;
  card: {
    brand: string;
    last4: string;
    /** `YYYY-MM`. */
    exp: string;
  };
  /** RFC 3339, UTC. */
  expires_at: string;
  error?: undefined;
}

export interface ChallengeAnswer {
  /** The authentication you gave. Ask your server for its result. */
  authentication: string;
  error?: undefined;
}

export interface Failure {
  error: {
    /**
     * `cancelled`, `aborted`, `destroyed`, `replaced` (another pop-up was opened), `timeout` or
     * `frame_lost` (the form did not load, or went away), or why the form could take no card any
     * more, for example `session_expired` or `keys_refused`.
     */
    code: string;
  };
}

export interface CardEvents {
  /** The form, or a challenge, is drawn; again after it was loaded anew. */
  ready: null;
  open: null;
  close: { reason: CloseReason };
  token: TokenAnswer;
  authenticated: ChallengeAnswer;
  /** `final`: this form takes no card any more; the next `open()` loads a new one. */
  error: { code: string; final: boolean };
  /**
   * The form, or a challenge, did not come in time or went away. The shopper is offered to try again;
   * `retry()` does the same.
   */
  loaderror: { code: "timeout" | "frame_lost" };
  /** One of these has changed; told first for the empty form, whenever one was drawn. */
  change: Change;
  /** The shopper has come to a field, or left it. */
  focus: { field: Field };
  blur: { field: Field };
}

/** How far the form is filled in: never what stands in it. */
export interface Change {
  /** Every field is filled in and right. The vault and the issuer may still refuse the card. */
  complete: boolean;
  /** Nothing stands in any field. */
  empty: boolean;
  /** As in `TokenAnswer`, as soon as it is certain: the first digits of a number can be of one brand only. */
  brand: string | null;
}

/** `brand` is the choice between the two of a co-badged card. */
export type Field = "number" | "brand" | "expiry" | "code" | "name";

export type CloseReason =
  | "token"
  | "authenticated"
  | "button"
  | "escape"
  | "backdrop"
  | "close"
  | "aborted"
  | "replaced"
  | "destroyed";
