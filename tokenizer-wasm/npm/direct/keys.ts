// The key to seal to: fetched and verified at most once at a time.
import { type Program } from "./program";
import { ask, holds } from "./vault";

/** Why there is no key; `other` when all is in order, but only the other program seals to what is offered. */
export type Lack = "network_error" | "keys_unavailable" | "keys_refused" | "other";

/** Fetches the key set and has the program verify it. Nothing when there is a key. */
export async function fetchKeys({ Progress }: Program, keys: InstanceType<Program["Keys"]>, vault: string, pastCache: boolean): Promise<Lack | undefined> {
  const [status, text] = await ask(`${vault}/.well-known/cardseal-keys`, { pastCache });
  if (status !== 200) return status ? "keys_unavailable" : "network_error";
  let progress = keys.read(text, Date.now() / 1000);
  while (progress === Progress.Check) {
    progress = keys.checked(await holds(keys.signer(), keys.signed(), keys.signature()));
  }
  if (progress === Progress.NoUsableKey) return "other";
  return progress === Progress.Ready ? undefined : "keys_refused";
}
