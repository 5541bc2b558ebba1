// Which options there are. The frame judges their values, and says what to write instead.
import type { Appearance, LoadOptions } from "../index";
import type { InlineOptions } from "../inline";
import type { Complain } from "./complain";

type Names<Options> = readonly (keyof Options & string)[];

export const LOAD: Names<LoadOptions> = ["vaultOrigin", "timeoutMs"];
/** A pop-up has its button. */
export const CARD: Names<InlineOptions> = [
  "locale",
  "texts",
  "submit",
  "title",
  "name",
  "appearance",
  ...(IS_MODAL ? [] : (["button"] as const)),
];
const APPEARANCE: Names<Appearance> = [
  "theme",
  "colorPrimary",
  "colorBackground",
  "colorText",
  "colorDanger",
  "radius",
  "spacing",
  "font",
  "rules",
];

/** The given options that exist; each other one is complained of and left out. */
export function known<Options>(names: readonly string[], given: unknown, complain: Complain): Partial<Options> {
  const taken: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(Object(given))) {
    if (!names.includes(name)) complain(`there is no option ${name}: there are ${names}`);
    else taken[name] = name === "appearance" && value instanceof Object ? known(APPEARANCE, value, complain) : value;
  }
  return taken as Partial<Options>;
}
