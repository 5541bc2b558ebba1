// The vault's answer to a sealed card, as far as a page may rely on it.
import type { TokenAnswer } from "../index";
import { readObject, type Message } from "./message";

/** Id, token (which begins with its id), brand, last four, expiry, end of life: all of them texts. */
const WELL_FORMED = /^\["(tok_[\w-]+)","\1\.[\w-]+","[^"]+","\d{4}","\d{4}-\d\d","[\d-]+T[\d:.]+Z"\]$/;

/** A new object with the known members alone, or nothing when one of them is not as it must be. */
export function readAnswer({ body }: Message): TokenAnswer | undefined {
  const { id, token, card, expires_at } = readObject(body) as unknown as TokenAnswer;
  const { brand, last4, exp } = Object(card) as TokenAnswer["card"];
  const fits = WELL_FORMED.test(JSON.stringify([id, token, brand, last4, exp, expires_at]));
  return fits ? { id, token, card: { brand, last4, exp }, expires_at } : undefined;
}
