// The rows of `triage -f ndjson` and `hunt -f ndjson` (docs/output.md), one JSON object a line. Nothing
// in them is trusted: every member is asked for its type before it is used.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The member at a dotted path; undefined when it is not there. */
export function at(value: Json | undefined, path: string): Json | undefined {
  let here: Json | undefined = value;
  for (const name of path.split(".")) {
    if (!isObject(here) || !Object.prototype.hasOwnProperty.call(here, name)) return undefined;
    here = here[name];
  }
  return here;
}

export function text(value: Json | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(text).filter(Boolean).join(", ");
  return "";
}

export const textAt = (value: Json | undefined, path: string): string => text(at(value, path));

export function numberAt(value: Json | undefined, path: string): number {
  const found = at(value, path);
  return typeof found === "number" && Number.isFinite(found) ? found : 0;
}

export function listAt(value: Json | undefined, path: string): Json[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

export const textsAt = (value: Json | undefined, path: string): string[] =>
  listAt(value, path).map(text).filter(Boolean);

/** A text in both languages; either may be empty. */
export interface Two {
  en: string;
  zh: string;
}

export const twosAt = (value: Json | undefined, path: string): Two[] =>
  listAt(value, path)
    .map((one) => ({ en: textAt(one, "en"), zh: textAt(one, "zh") }))
    .filter((one) => one.en || one.zh);

export const LEVELS = ["informational", "low", "medium", "high", "critical"];

export function levelOf(name: string): number {
  const found = LEVELS.indexOf(name);
  return found < 0 ? 0 : found;
}

/** Milliseconds since 1970, NaN for none. FILETIMEs have seven digits, Date takes them. */
export function timeOf(iso: string): number {
  return iso ? Date.parse(iso) : NaN;
}
