/**
 * `<cardseal-form>`: the card form in a place of the page, as an element for any framework and any tree.
 * Importing this defines it; on a server that does nothing.
 *
 * ```html
 * <cardseal-form publishable-key="pk_test_…" vault-origin="https://vault.example" locale="ja" submit-text="支払う"></cardseal-form>
 * ```
 *
 * Attributes: `publishable-key`, `vault-origin` and `session` count when it is put into the page; `locale`,
 * `submit-text`, `title-text`, `name` and `button` (`"false"`: without one) may change. `appearance` and `texts` are
 * properties. It shows the form by itself; when it has given its token it hides until `fail()` or `open()`.
 */
import type { CardEvents, CardOptions, Decline } from "./index";

export class CardsealForm extends HTMLElement {
  appearance: CardOptions["appearance"];
  texts: CardOptions["texts"];
  /** Shows the form again. */
  open(): void;
  /** Shows it again after a decline: the security code emptied, the reason told. */
  fail(decline: Decline): void;
  /** Does what the form's button does, which `button="false"` hides. */
  submit(): void;
  /** Moves the focus to the first field that is wrong or empty. */
  focus(): void;
  /** Loads the form anew, at once. */
  retry(): void;
  /** The purchase is complete: the form forgets what was typed. */
  done(): void;
  /** `focus` and `blur` are of the form's fields, and tell which. */
  addEventListener<Name extends keyof ElementEvents>(type: Name, listener: (event: CustomEvent<ElementEvents[Name]>) => void): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
  removeEventListener<Name extends keyof ElementEvents>(type: Name, listener: (event: CustomEvent<ElementEvents[Name]>) => void): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
}

/** The form's events as the element's own; a challenge has no element. */
export type ElementEvents = Omit<CardEvents, "authenticated">;

/** What it is written with, for the JSX of a framework: its attributes, and the properties that such a framework sets. */
export interface CardsealFormAttributes extends Pick<CardOptions, "appearance" | "texts"> {
  "publishable-key": string;
  "vault-origin": string;
  session?: string | undefined;
  locale?: CardOptions["locale"];
  "submit-text"?: string | undefined;
  "title-text"?: string | undefined;
  name?: boolean | undefined;
  button?: "false" | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    "cardseal-form": CardsealForm;
  }
}
