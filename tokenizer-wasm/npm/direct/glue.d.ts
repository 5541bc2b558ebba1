// What wasm-bindgen makes of tokenizer-wasm/direct.
declare module "cardseal-direct" {
  export function initSync(given: { module: WebAssembly.Module }): void;

  export enum Progress { Check, Ready, NoUsableKey, Refused }
  export class Keys {
    constructor(publishableKey: string, vault: string);
    read(text: string, now: number): Progress;
    signer(): Uint8Array<ArrayBuffer>;
    signed(): Uint8Array<ArrayBuffer>;
    signature(): Uint8Array<ArrayBuffer>;
    checked(holds: boolean): Progress;
  }

  export enum Step { Keys, FreshKeys, Post, Renew, Wait, Done }
  export class Tokenization {
    constructor(
      session: string, page: string, number: string, expiry: string,
      code: string | undefined, name: string | undefined, now: number,
    );
    step(keys: Keys): Step;
    envelope(): string | undefined;
    pause(): number;
    answered(keys: Keys, status: number, text: string): void;
    renewed(keys: Keys, status: number, text: string): void;
    lacks_key(keys: Keys, code: string): void;
    abort(): void;
    answer(): string | undefined;
    code(): string | undefined;
    field(): string | undefined;
    free(): void;
  }
  export function wipe(): void;

  export class Renewals {
    constructor(session: string);
    signed(): string;
    answered(status: number, text: string): number | undefined;
  }
  export function session_id(session: string): string | undefined;

  export class Inputs {
    attach(field: string, input: HTMLInputElement): boolean;
    edited(field: string, inputType: string): number | undefined;
    settled(edit: number): void;
    left(field: string): void;
    free(): void;
  }
  export function quiet(): number;

  export class Typing {
    format(field: string, text: string, caret: number, inputType: string): string;
    caret(): number;
  }
  export function check(field: string, text: string, number: string, now: number): string | undefined;
  export function brand(number: string): string | undefined;
}
declare module "cardseal-direct-rsa" {
  export * from "cardseal-direct";
}
