// What @cardseal/tokenizer/inline exports: the same, with the form in a place of the page.
import type * as Public from "../../inline";
import { must } from "../complain";
import { load as make } from "../load";

export const load: typeof Public.load = (key, options) => {
  const tokenizer = make(key, options);
  return {
    card: (given) => {
      const { place, ...options } = Object(given) as Public.InlineOptions;
      const element = typeof place === "string" ? document.querySelector(place) : place;
      must(element instanceof Element, "place must be an element of the page, or a selector of one");
      return tokenizer.card(options, element as Element);
    },
  };
};
