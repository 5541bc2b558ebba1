// What the package exports, held against the types a merchant sees.
import type * as Public from "../index";
import { load as make } from "./load";

export const load: typeof Public.load = make;
