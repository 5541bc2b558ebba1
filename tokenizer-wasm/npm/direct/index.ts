// What the subpath exports, held against the types a merchant sees.
import type * as Public from "../direct";
import { load } from "./load";

export const loadDirect: typeof Public.loadDirect = load;
