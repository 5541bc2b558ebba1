// What the form tells of itself while it is filled in, as far as a page may rely on it: never what stands in it.
import type { Emit } from "./events";
import type { Message } from "./message";

/** How far it is, true or false, and the brand's name, which has no digits; or the name of a field. */
const WELL_FORMED = /^(change{"complete":[tf]\w+,"empty":[tf]\w+,"brand":(null|"[a-z]+")}|(focus|blur){"field":"[a-z]+"})$/;

/** Tells a message of this kind, or says that it is none. */
export function tell({ type, detail }: Message, emit: Emit): boolean {
  const fits = WELL_FORMED.test(type + JSON.stringify(detail));
  if (fits) emit(type as "focus", detail as never);
  return fits;
}
