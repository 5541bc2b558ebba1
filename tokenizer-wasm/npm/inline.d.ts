/**
 * The card form in a place of your page instead of a pop-up. Everything else is as in
 * `@cardseal/tokenizer`: the same methods, events and codes.
 *
 * `open()` shows the form where you put it and does not move the focus; it hides again when it has
 * given its token, until `fail()` or another `open()`.
 */
import type { Card, CardOptions, LoadOptions } from "./index";

export * from "./index";

export function load(publishableKey: string, options: LoadOptions): InlineTokenizer;

export interface InlineTokenizer {
  /**
   * Makes a card form in a place of the page and begins to load it, hidden.
   *
   * @throws TypeError outside a page, without a place, or when `session` is not a card session.
   */
  card(options: InlineOptions): Card;
}

export interface InlineOptions extends CardOptions {
  /** The element that the form stands in, or a selector of it. The form is as wide as that. */
  place: Element | string;
}
