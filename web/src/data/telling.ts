// The one line that tells most of a row. The same choice as on the terminal's first screen.
import { at, isObject, listAt, text, textAt, type JsonObject, type Two } from "./rows";

const FIRST = ["powershell.text", "wmi.consumer.text", "process.command_line", "service.dll"];
const PAIRS: [string, string, string][] = [
  ["registry.path", "registry.details", " = "],
  ["hosts.address", "hosts.name", " "],
  ["difference.first", "difference.second", " <> "],
  ["exclusion.kind", "exclusion.value", ": "],
  ["account.rid", "user.name", " "],
  ["firewall.profile", "firewall.enabled", ": "],
  ["package.name", "package.version", " "],
  ["firewall.rule_name", "firewall.action", ": "],
];
const HEAD = new Set(["EventID", "Provider_Name", "Channel"]);
const TEXT_MAX = 400;

const short = (value: string): string =>
  value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)} …` : value;

const same = (value: string): Two => {
  const shown = short(value.trim());
  return { en: shown, zh: shown };
};

function ofDocument(row: JsonObject): string {
  for (const path of FIRST) {
    const value = textAt(row, path);
    if (value) return value;
  }
  for (const [name, value, between] of PAIRS) {
    const left = textAt(row, name);
    const right = textAt(row, value);
    if (left && right) return left + between + right;
  }
  for (const path of ["file.path", "task.path", "process.executable", "user.name", "host.name"]) {
    const value = textAt(row, path);
    if (value) return value;
  }
  // Whatever stands first in the document's own part.
  for (const [name, value] of Object.entries(row)) {
    if (name === "xiezhi" || name === "event" || name === "rule" || name === "@timestamp") continue;
    if (isObject(value)) {
      const texts = Object.values(value).map(text).filter(Boolean);
      if (texts.length > 0) return texts.slice(0, 3).join("  ");
    }
  }
  return "";
}

export function telling(row: JsonObject): Two {
  if (at(row, "xiezhi.dataset") !== undefined) return same(ofDocument(row));
  let best = "";
  for (const match of listAt(row, "xiezhi.match")) {
    const value = textAt(match, "text");
    if (!HEAD.has(textAt(match, "field")) && value.length > best.length && value.length < TEXT_MAX) {
      best = value;
    }
  }
  const en = textAt(row, "xiezhi.sentence.en");
  const zh = textAt(row, "xiezhi.sentence.zh");
  if (best.length >= 12 || (!en && !zh)) {
    if (best) return same(best);
    const group = at(row, "xiezhi.group");
    if (isObject(group)) return same(Object.values(group).map(text).join("  "));
    return same(textAt(row, "winlog.provider_name"));
  }
  return { en: short(en || zh), zh: short(zh || en) };
}
