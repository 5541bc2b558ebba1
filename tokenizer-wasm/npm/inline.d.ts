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
  card(options: InlineOptions): InlineCard;
}

export interface InlineOptions extends CardOptions {
  /** The element that the form stands in, or a selector of it. The form is as wide as that. */
  place: Element | string;
  /** Whether the form shows its button. Default true; `false` where your page has one that calls `submit()`. */
  button?: boolean | undefined;
}

export interface InlineCard extends Card {
  /**
   * Does what the form's button does: the promise of `open()` answers. A form that is not complete shows
   * what is wrong and takes the focus there.
   */
  submit(): void;
  /** Moves the focus to the first field that is wrong or empty. */
  focus(): void;
  update(options: Omit<InlineOptions, "place" | "session">): void;
}
