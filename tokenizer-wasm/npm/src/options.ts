// Which options there are, and what to write. The frame judges the values: this names them.
import type { Appearance, CardOptions, LoadOptions } from "../index";
import type { Complain } from "./complain";

type Words<Options> = { readonly [Name in keyof Required<Options>]: string };

const LABEL = "1-60 characters";
const COLOR = "#rgb|#rrggbb, and readable";

export const LOAD: Words<LoadOptions> = {
  vaultOrigin: "https://your.vault without a path (http for localhost only)",
  timeoutMs: "> 0",
};
export const CARD: Words<CardOptions> = {
  locale: "auto|ja|en",
  submit: LABEL,
  title: LABEL,
  name: "true|false",
  appearance: "{...}",
  session: "cs_..., from your server",
};
export const APPEARANCE: Words<Appearance> = {
  theme: "light|dark|auto",
  colorPrimary: COLOR,
  colorBackground: COLOR,
  colorText: COLOR,
  colorDanger: COLOR,
  radius: "0px-24px",
  spacing: "8px-24px",
  font: "system|serif|rounded|mono",
};

/** A message is 4 KiB at most, and no value that can be taken is near this. */
const LONGEST = 99;

/** The given options that exist; each other one is complained of and left out. */
export function known<Options>(words: Words<Options>, given: unknown, complain: Complain): Partial<Options> {
  const taken: Record<string, unknown> = {};
  const names = Object.keys(words);
  for (const [name, value] of Object.entries(Object(given))) {
    if (!names.includes(name)) complain(`there is no option ${name}: the nearest is ${nearest(name, names)}`);
    else if (name === "appearance" && value instanceof Object) taken[name] = known(APPEARANCE, value, complain);
    else taken[name] = typeof value === "string" ? value.slice(0, LONGEST) : value;
  }
  return taken as Partial<Options>;
}

/** The name with the most letters in common: finds slips, other spellings and swapped words. */
function nearest(name: string, names: string[]): string | undefined {
  const likeness = (other: string) => [...other].filter((letter) => name.includes(letter)).length / (other.length + name.length);
  return names.sort((one, other) => likeness(other) - likeness(one))[0];
}

/** What to write instead of a value that was not taken. */
export function hint(option: string): string {
  const words: Record<string, string> = { ...LOAD, ...CARD, ...APPEARANCE };
  return `${option} must be ${words[option.replace("appearance.", "")]}`;
}
