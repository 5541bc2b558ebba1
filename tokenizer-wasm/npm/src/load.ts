// The entry: which vault, and with which key.
import type { CardOptions, LoadOptions } from "../index";
import type { InlineCard } from "../inline";
import { makeCard } from "./card";
import { complainer, must, type Complain } from "./complain";
import { known, LOAD } from "./options";

/** What every card of one vault needs to know. */
export interface Vault {
  readonly key: string;
  readonly origin: string;
  readonly timeout: number;
  readonly complain: Complain;
}

/** Any of https; of http only this machine's. */
const USABLE = /^https:|\/\/(.+\.)?(localhost|127\.0\.0\.1)(:|$)/;
const ORIGIN = "vaultOrigin must be https://your.vault without a path (http: localhost only)";
const DEFAULT_TIMEOUT = 10_000;

export function load(key: string, given: LoadOptions): { card(options?: CardOptions, where?: Element): InlineCard } {
  const complain = complainer();
  must(/^pk_[\w-]+$/.test(key), "use the publishable key, pk_..., never the secret key");
  const { vaultOrigin, timeoutMs = DEFAULT_TIMEOUT } = known<LoadOptions>(LOAD, given, complain);
  const origin = originOf(vaultOrigin);
  must(USABLE.test(origin), ORIGIN);
  if (origin !== vaultOrigin) complain(ORIGIN);
  const timed = timeoutMs > 0;
  if (!timed) complain("timeoutMs must be > 0");
  // A timer takes more than some 2e9 for none.
  const vault = { key, origin, complain, timeout: timed ? Math.min(timeoutMs, 1e9) : DEFAULT_TIMEOUT };
  return { card: (options?: CardOptions, where?: Element) => makeCard(vault, options, where) };
}

function originOf(url: string | undefined): string {
  try {
    return new URL(url!).origin;
  } catch {
    return "";
  }
}
