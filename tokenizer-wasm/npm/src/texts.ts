// What the pop-up itself says; the form's own words come from the frame.

export type Locale = "ja" | "en";

export interface Texts {
  readonly title: string;
  readonly close: string;
  readonly loading: string;
  readonly failed: string;
  readonly retry: string;
}

export const TEXTS: Record<Locale, Texts> = {
  en: {
    title: "Card details",
    close: "Close",
    loading: "Loading…",
    failed: "Could not load the form. Nothing was sent.",
    retry: "Try again",
  },
  ja: {
    title: "カード情報の入力",
    close: "閉じる",
    loading: "読み込んでいます…",
    failed: "読み込めませんでした。何も送信されていません。",
    retry: "再試行",
  },
};

/** The language asked for; for "auto" the page's, else the browser's. */
export function localeOf(asked: string): Locale {
  return /^ja\b/i.test(asked === "auto" ? document.documentElement.lang || navigator.language : asked) ? "ja" : "en";
}
