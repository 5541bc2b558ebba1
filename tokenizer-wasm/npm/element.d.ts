/**
 * `<cardseal-form>`: the card form in a place of the page, as an element for any framework and any tree.
 * Importing this defines it; on a server that does nothing.
 *
 * ```html
 * <cardseal-form publishable-key="pk_test_…" vault-origin="https://vault.example" locale="ja" submit="支払う"></cardseal-form>
 * ```
 *
 * Attributes: `publishable-key`, `vault-origin` and `session` count when it is put into the page; `locale`, `submit`,
 * `title-text` and `name` may change. `appearance` and `texts` are properties. It shows the form by itself; when it has
 * given its token it hides until `fail()` or `open()`.
 */
import type { CardEvents, CardOptions, Decline, TokenAnswer } from "./index";

export class CardsealForm extends HTMLElement {
  appearance: CardOptions["appearance"];
  texts: CardOptions["texts"];
  /** Shows the form again. */
  open(): void;
  /** Shows it again after a decline: the security code emptied, the reason told. */
  fail(decline: Decline): void;
  /** The purchase is complete: the form forgets what was typed. */
  done(): void;
  addEventListener(type: "token", listener: (event: CustomEvent<TokenAnswer>) => void): void;
  addEventListener(type: "error", listener: (event: CustomEvent<CardEvents["error"]>) => void): void;
  addEventListener(type: "ready", listener: (event: CustomEvent<null>) => void): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "cardseal-form": CardsealForm;
  }
}
