// The two builds of the one program: each is the generated script beside its wasm.
import type { WasmSource } from "../direct";
import * as p256 from "cardseal-direct";
import * as rsa from "cardseal-direct-rsa";

export type Program = typeof p256;

/** Both, and where their wasm lies unless the page says otherwise. */
export const PROGRAMS = {
  p256: { glue: p256, url: () => new URL("./direct.wasm", import.meta.url) },
  rsa: { glue: rsa as Program, url: () => new URL("./direct-rsa.wasm", import.meta.url) },
};

/** Compiles and starts one of them. */
export async function start({ glue, url }: { glue: Program; url: () => URL }, source: WasmSource | undefined): Promise<Program> {
  glue.initSync({ module: await compile(source ?? url()) });
  return glue;
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof URL || typeof source === "string") source = await fetch(source, { credentials: "omit" });
  if (!(source instanceof Response)) return WebAssembly.compile(source);
  if (!source.ok) throw new Error(`Cardseal: the wasm is not there: ${source.status}`);
  // Not streaming: a server that does not know the media type is common, and the file is small.
  return WebAssembly.compile(await source.arrayBuffer());
}
