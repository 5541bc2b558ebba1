// A program with the keys it has verified: which one seals, and how a card goes through it.
import type { DirectFailure, TypedCard, WasmSource } from "../direct";
import type { TokenAnswer } from "../index";
import { readAnswer } from "../src/answer";
import { fetchKeys, type Lack } from "./keys";
import { PROGRAMS, start, type Program } from "./program";
import type { Sessions } from "./sessions";
import { ask } from "./vault";

interface Sealer {
  readonly program: Program;
  readonly keys: InstanceType<Program["Keys"]>;
  fetching?: Promise<Lack | undefined> | undefined;
}

/** Takes one card to the end of its way. Nothing when the program in use has changed meanwhile: once, at most. */
type Attempt = (card: TypedCard, session: string, signal: AbortSignal | undefined) => Promise<TokenAnswer | DirectFailure | undefined>;

/** Seals for one vault, at first with this program. */
export function makeSealer(first: Program, sessions: Sessions, key: string, vault: string, rsaWasm: WasmSource | undefined): Attempt {
  const sealerOf = (program: Program): Sealer => ({ program, keys: new program.Keys(key, vault) });
  let inUse = sealerOf(first);

  /** Gets a key for this one; where it cannot seal to what is offered, the other one comes into use. */
  async function getKey(asked: Sealer, pastCache: boolean): Promise<Lack | undefined> {
    asked.fetching ??= fetchKeys(asked.program, asked.keys, vault, pastCache);
    const lack = await asked.fetching;
    asked.fetching = undefined;
    if (lack !== "other" || asked !== inUse) return lack;
    if (asked.program !== first) return "keys_refused";
    const other = await start(PROGRAMS.rsa, rsaWasm).catch(() => undefined);
    if (!other) return "keys_unavailable";
    if (asked === inUse) inUse = sealerOf(other);
    return "other";
  }

  return async ({ number, expiry, code, name }, session, signal) => {
    const sealer = inUse;
    const { program, keys } = sealer;
    const { Step, Tokenization } = program;
    const tokenization = new Tokenization(session, location.origin, `${number}`, `${expiry}`, optional(code), optional(name), Date.now());
    try {
      for (let step; (step = tokenization.step(keys)) !== Step.Done; ) {
        if (signal?.aborted) tokenization.abort();
        else if (step === Step.Wait) await pause(tokenization.pause(), signal);
        else if (step === Step.Post) {
          const envelope = tokenization.envelope();
          tokenization.answered(keys, ...(await ask(`${vault}/v1/tokens`, { session: sessions.newest(session), envelope, signal })));
        } else if (step === Step.Renew) {
          tokenization.renewed(keys, ...(await sessions.renew(session)));
        } else {
          const lack = await getKey(sealer, step === Step.FreshKeys);
          if (lack === "other") return undefined;
          if (lack) tokenization.lacks_key(keys, lack);
        }
      }
      const answer = readAnswer({ body: tokenization.answer() });
      if (answer) return answer;
      const field = tokenization.field() as NonNullable<DirectFailure["error"]["field"]> | undefined;
      return { error: { code: tokenization.code() ?? "unexpected_answer", ...(field && { field }) } };
    } finally {
      tokenization.free();
      // In a task of its own, where the frames are now through which the card has moved.
      setTimeout(program.wipe);
    }
  };
}

const optional = (text: string | null | undefined) => (text === undefined || text === null ? undefined : `${text}`);

/** Waits, but not for a page that does not want it any more. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
