// What the first screen says, made from the rows the way the terminal's first screen makes it.
import { parsed, ruleOf, type Entity, type Host, type LedgerRow, type Row, type Story } from "./model";
import { textAt, textsAt, type JsonObject, type Two } from "./rows";

/** Rules that hit, by level: [info, low, medium, high, critical]. */
export function rulesByLevel(host: Host): number[] {
  const levels = [0, 0, 0, 0, 0];
  const seen = new Set<string>();
  for (const row of host.findings) {
    if (row.weakness || seen.has(row.rule)) continue;
    seen.add(row.rule);
    levels[row.level]++;
  }
  return levels;
}

/** One row of each rule, the worst rules first, then by time. */
export function worstRows(rows: Row[]): Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) {
    const known = first.get(row.rule);
    if (!known || row.time < known.time) first.set(row.rule, row);
  }
  return [...first.values()].sort((a, b) => b.level - a.level || (a.time || Infinity) - (b.time || Infinity));
}

export interface RuleRows {
  rule: string;
  level: number;
  rows: Row[];
}

export function byRule(rows: Row[]): RuleRows[] {
  const groups = new Map<string, RuleRows>();
  for (const row of rows) {
    const group = groups.get(row.rule);
    if (group) group.rows.push(row);
    else groups.set(row.rule, { rule: row.rule, level: row.level, rows: [row] });
  }
  for (const group of groups.values()) group.rows.sort((a, b) => (a.time || Infinity) - (b.time || Infinity));
  return [...groups.values()].sort(
    (a, b) => b.level - a.level || (a.rows[0].time || Infinity) - (b.rows[0].time || Infinity),
  );
}

/** Findings of a host of hunt as one story a rule would be too many: the rules themselves. */
export const storiesOf = (host: Host): Story[] =>
  [...host.stories].sort((a, b) => b.level - a.level || a.number - b.number);

export function nextSteps(host: Host, max: number): Two[] {
  const steps: Two[] = [];
  const add = (step: Two | undefined): void => {
    if (step && steps.length < max && !steps.some((one) => one.en === step.en)) steps.push(step);
  };
  for (const story of storiesOf(host)) {
    const row = story.rows.find((one) => one.level === story.level && ruleOf(host, one).next.length > 0);
    if (row) add(ruleOf(host, row).next[0]);
  }
  if (host.stories.length === 0) {
    for (const row of worstRows(host.findings.filter((one) => !one.weakness))) add(ruleOf(host, row).next[0]);
  }
  return steps;
}

export const blindRows = (host: Host): LedgerRow[] =>
  host.ledger.filter((row) => row.status === "not_seen" && row.kind === "detect" && row.level >= 3);

export const weaknesses = (host: Host): Row[] => worstRows(host.findings.filter((row) => row.weakness));

// Techniques of ATT&CK's tactic "initial access", and guessing of passwords.
const WAY_IN = ["T1190", "T1133", "T1566", "T1091", "T1195", "T1199", "T1189", "T1110"];
const WAY_IN_ROWS_MAX = 5;

export interface WayIn {
  candidates: Row[];
  earliest?: Row;
  logsTooLate: { channel: string; first: number }[];
}

export function wayIn(host: Host): WayIn {
  const judged = host.findings.filter((row) => !row.weakness && row.level >= 2);
  const candidates = worstRows(judged)
    .filter((row) => {
      const full = parsed(row);
      const techniques = textsAt(full, "threat.technique.id");
      return (
        textsAt(full, "threat.tactic.name").includes("initial-access") ||
        techniques.some((id) => WAY_IN.some((one) => id === one || id.startsWith(`${one}.`)))
      );
    })
    .sort((a, b) => (a.time || Infinity) - (b.time || Infinity))
    .slice(0, WAY_IN_ROWS_MAX);
  const timed = judged.filter((row) => row.level >= 3 && row.time === row.time);
  const earliest = timed.reduce<Row | undefined>((a, row) => (!a || row.time < a.time ? row : a), undefined);
  const logsTooLate = host.logs
    .filter((log) => ["Security", "System"].includes(log.channel))
    .filter((log) => host.since === host.since && log.first > host.since)
    .map((log) => ({ channel: log.channel, first: log.first }));
  return { candidates, earliest, logsTooLate };
}

/** Entities of all stories by kind, the worst stories' first. */
export function indicators(hosts: Host[]): Map<string, Entity[]> {
  const kinds = new Map<string, Entity[]>();
  const seen = new Set<string>();
  for (const host of hosts) {
    for (const story of storiesOf(host)) {
      for (const entity of story.entities) {
        const key = `${entity.kind}\n${entity.value.toLowerCase()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const list = kinds.get(entity.kind) ?? [];
        list.push(entity);
        kinds.set(entity.kind, list);
      }
    }
  }
  return kinds;
}

/** Things that stories of several hosts speak of: where to look for further victims. */
export function sharedThings(hosts: Host[]): { entity: Entity; hosts: number[] }[] {
  const found = new Map<string, { entity: Entity; hosts: Set<number> }>();
  hosts.forEach((host, index) => {
    for (const entity of host.stories.flatMap((story) => story.entities)) {
      const key = `${entity.kind}\n${entity.value.toLowerCase()}`;
      const known = found.get(key);
      if (known) known.hosts.add(index);
      else found.set(key, { entity, hosts: new Set([index]) });
    }
  });
  return [...found.values()]
    .filter((one) => one.hosts.size > 1)
    .sort((a, b) => b.hosts.size - a.hosts.size)
    .map((one) => ({ entity: one.entity, hosts: [...one.hosts] }));
}

const LOGONS = new Set(["4624", "4625", "4648", "4672", "4776", "4778", "4779", "21", "22", "25", "1149"]);
const first = (row: JsonObject, names: string[]): string => {
  for (const name of names) {
    const value = textAt(row, name) || textAt(row, `winlog.event_data.${name}`) || textAt(row, `winlog.user_data.${name}`);
    if (value && value !== "-") return value;
  }
  return "";
};

/** Logons and connections among findings: time, who, from or to where, how. */
export function logonsAndConnections(host: Host): { logons: string[][]; connections: string[][] } {
  const logons: string[][] = [];
  const connections: string[][] = [];
  for (const row of host.findings) {
    if (row.weakness) continue;
    const full = parsed(row);
    const when = row.time === row.time ? new Date(row.time).toISOString().replace("T", " ").slice(0, 19) + "Z" : "";
    const code = textAt(full, "event.code");
    const to = first(full, ["DestinationIp", "DestAddress", "destination.ip"]);
    if (LOGONS.has(code) && /Security|TerminalServices/.test(row.artefact)) {
      logons.push([
        when, first(full, ["TargetUserName", "User", "user.name"]), first(full, ["IpAddress", "Address", "source.ip", "WorkstationName"]),
        [code, first(full, ["LogonType"])].filter(Boolean).join(" / "),
      ]);
    } else if (to) {
      connections.push([
        when, first(full, ["Image", "Application", "process.executable"]),
        [to, first(full, ["DestinationPort", "DestPort", "destination.port"])].filter(Boolean).join(":"), first(full, ["DestinationHostname"]),
      ]);
    }
  }
  return { logons, connections };
}

/** For a spreadsheet: a text that begins like a formula gets a quote in front. */
export function csv(rows: string[][]): string {
  const cell = (value: string): string => {
    const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return `"${harmless.replace(/"/g, '""')}"`;
  };
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

export const worstOf = (hosts: Host[]): number => {
  const order = ["compromised", "suspicious", "too_little_seen", "nothing_found", "none"];
  let best = -1;
  let bestRank = order.length;
  hosts.forEach((host, index) => {
    const rank = order.indexOf(host.verdict);
    if (rank >= 0 && rank < bestRank) {
      best = index;
      bestRank = rank;
    }
  });
  return best;
};
