// Which options there are. The frame judges their values, and says what to write instead.
import type { Appearance, CardOptions, LoadOptions } from "../index";
import type { Complain } from "./complain";

type Names<Options> = readonly (keyof Options & string)[];

export const LOAD: Names<LoadOptions> = ["vaultOrigin", "timeoutMs"];
export const CARD: Names<CardOptions> = ["locale", "texts", "submit", "title", "name", "appearance", "session"];
const APPEARANCE: Names<Appearance> = [
  "theme",
  "colorPrimary",
  "colorBackground",
  "colorText",
  "colorDanger",
  "radius",
  "spacing",
  "font",
];

/** A message is 4 KiB at most, and no value that can be taken is longer than this. */
const LONGEST = 121;

/** The given options that exist; each other one is complained of and left out. Without names, all do. */
export function known<Options>(names: readonly string[] | undefined, given: unknown, complain: Complain): Partial<Options> {
  const taken: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(Object(given))) {
    if (names && !names.includes(name)) complain(`there is no option ${name}: the nearest is ${nearest(name, names)}`);
    // Which texts there are, the frame knows; one that is undefined is the form's own.
    else if (/^(appearance|texts)$/.test(name) && value instanceof Object) taken[name] = known(name === "texts" ? undefined : APPEARANCE, value, complain);
    else if (names || value != null) taken[name] = typeof value === "string" ? value.slice(0, LONGEST) : value;
  }
  return taken as Partial<Options>;
}

/** The name with the most letters in common: finds slips, other spellings and swapped words. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const likeness = (other: string) => [...other].filter((letter) => name.includes(letter)).length / (other.length + name.length);
  return [...names].sort((one, other) => likeness(other) - likeness(one))[0];
}
