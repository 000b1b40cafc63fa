// Commands for an administrator with something from the evidence in them. The attacker chose that
// something: it goes into single quotes, where PowerShell takes nothing but quotes for more than text.
import type { Entity, Measure } from "./model";

const VALUE_MAX = 400;
// Controls, what ends a line, what reverses or hides text, and the double quote that programs which
// PowerShell starts would read as their own.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"]|[\ud800-\udfff](?![\udc00-\udfff])/;
const QUOTES = /['\u2018\u2019\u201a\u201b]/g; // PowerShell takes all of them for a single quote

// What a program would take for an option, a pattern for "all of them", or more than one address.
const MISREAD: Record<string, RegExp> = {
  address: /[^0-9a-f.:]/i,
  service: /[*?[\]`]/,
  task: /[*?]/,
};

export const isSafe = (kind: string, value: string): boolean =>
  value.length > 0 &&
  value.length <= VALUE_MAX &&
  !UNSAFE.test(value) &&
  !/^[-/@]|\\$/.test(value) &&
  !MISREAD[kind]?.test(value);

export const quoted = (value: string): string => `'${value.replace(QUOTES, "$&$&")}'`;

/** The command, or nothing when no quoting makes the value safe. */
export function commandFor(measure: Measure, value: string): string | undefined {
  if (!measure.command.includes("{value}")) return measure.command;
  if (!isSafe(measure.kind, value)) return undefined;
  return measure.command.split("{value}").join(quoted(value));
}

// Folders are spoken of too (exclusions, hide-outs); nobody should rename C:\ProgramData.
const isFolder = (entity: Entity): boolean => entity.kind === "file" && !/\.[^\\. ]{1,10}$/.test(entity.value);

export const measuresFor = (measures: Measure[], entity: Entity): Measure[] =>
  isFolder(entity) ? [] : measures.filter((one) => one.kind === entity.kind);
