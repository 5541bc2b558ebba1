// What the pop-up itself says. Until the form has come it speaks English or Japanese; the form then
// brings these words along with its own, in whichever language it is drawn.
import type { CardOptions } from "../index";

export interface Texts {
  readonly lang: string;
  readonly title: string;
  readonly close: string;
  readonly loading: string;
  readonly failed: string;
  readonly retry: string;
}

const ENGLISH: Texts = {
  lang: "en",
  title: "Card details",
  close: "Close",
  loading: "Loading…",
  failed: "Could not load the form. Nothing was sent.",
  retry: "Try again",
};
const JAPANESE: Texts = {
  lang: "ja",
  title: "カード情報の入力",
  close: "閉じる",
  loading: "読み込んでいます…",
  failed: "読み込めませんでした。何も送信されていません。",
  retry: "再試行",
};

/** The language of the page, else of the browser. */
export const pageLanguage = (): string => document.documentElement.lang || navigator.language;

/** The language asked for: a tag. */
export const asked = ({ locale = "auto" }: CardOptions): string => (locale === "auto" ? pageLanguage() : locale);

/** The merchant's words by their keys, the heading's among them. One that is undefined is the form's own. */
export const wordsOf = ({ texts, title = texts?.title }: CardOptions) =>
  Object.entries({ ...texts, title }).filter(([, text]) => text != null);

/** A line that can be read; the form judges for good. */
const isLine = ([, text]: [string, unknown]) => /^(?=\P{C}{1,120}$).*\p{L}/u.test(text as string);

/** The words there are without the form. */
export const ownTexts = (options: CardOptions): Texts =>
  ({ ...(/^ja\b/i.test(asked(options)) ? JAPANESE : ENGLISH), ...Object.fromEntries(wordsOf(options).filter(isLine)) }) as Texts;
