// The process tree of a story: from findings and process documents that name a process and its parent.
import { parsed, type Host, type Row } from "./model";
import { textAt, type JsonObject } from "./rows";

export interface ProcessNode {
  key: string;
  image: string;
  command: string;
  user: string;
  pid: string;
  time: number;
  parent: string;
  findings: Row[];
  children: ProcessNode[];
}

const SAME_MS_MAX = 5000; // two logs write one start within moments
const ROWS_MAX = 4000;
const DEPTH_MAX = 64;

interface Seen {
  key: string;
  known: boolean; // by an identity of its own, not by a pid that is used again
  image: string;
  command: string;
  user: string;
  pid: string;
  parent?: Seen;
}

const first = (row: JsonObject, paths: string[]): string => {
  for (const path of paths) {
    const value = textAt(row, path);
    if (value && value !== "-") return value;
  }
  return "";
};

const data = (name: string): string => `winlog.event_data.${name}`;

function decimal(pid: string): string {
  return /^0x[0-9a-f]+$/i.test(pid) ? String(Number.parseInt(pid, 16)) : pid;
}

/** A document's file is a process where the document knows its identity or its parent. */
const documented = (row: JsonObject): string =>
  first(row, ["process.pid", "process.entity_id", "process.parent.executable"]) ? textAt(row, "file.path") : "";

/** The process a row is about, and its parent as far as the row says. */
function processOf(row: JsonObject): Seen | undefined {
  const is4688 = textAt(row, "event.code") === "4688";
  const image = is4688
    ? textAt(row, data("NewProcessName"))
    : first(row, [data("Image"), data("SourceImage"), "process.executable"]) || documented(row);
  if (!image) return undefined;
  const pid = decimal(
    is4688
      ? textAt(row, data("NewProcessId"))
      : first(row, [data("ProcessId"), data("SourceProcessId"), "process.pid"]),
  );
  const guid = first(row, [
    data("ProcessGuid"), data("SourceProcessGUID"), data("SourceProcessGuid"), "process.entity_id",
  ]);
  const made: Seen = {
    key: guid || `${pid}|${image.toLowerCase()}`,
    known: guid !== "",
    image,
    pid,
    command: first(row, [data("CommandLine"), "process.command_line"]),
    user: first(row, [data("User"), data("SourceUser"), "user.name"]),
  };
  const parentImage = first(row, [
    data("ParentImage"), data("ParentProcessName"), "process.parent.executable",
  ]);
  if (parentImage) {
    const parentPid = decimal(
      is4688
        ? textAt(row, data("ProcessId"))
        : first(row, [data("ParentProcessId"), "process.parent.pid"]),
    );
    const parentGuid = first(row, [data("ParentProcessGuid"), "process.parent.entity_id"]);
    made.parent = {
      key: parentGuid || `${parentPid}|${parentImage.toLowerCase()}`,
      known: parentGuid !== "",
      image: parentImage,
      pid: parentPid,
      command: first(row, [data("ParentCommandLine"), "process.parent.command_line"]),
      user: textAt(row, data("ParentUser")),
    };
  }
  return made;
}

function put(nodes: Map<string, ProcessNode>, seen: Seen, time: number): ProcessNode {
  let node = nodes.get(seen.key);
  if (!node) {
    node = {
      key: seen.key, image: seen.image, command: seen.command, user: seen.user, pid: seen.pid,
      time, parent: "", findings: [], children: [],
    };
    nodes.set(seen.key, node);
  }
  node.command ||= seen.command;
  node.user ||= seen.user;
  if (time < node.time || node.time !== node.time) node.time = time;
  return node;
}

/** The same process where another log knows its identity: pid and image agree, and the time where there is one. */
function settled(seen: Seen, time: number, known: Map<string, ProcessNode[]>): Seen {
  if (seen.known) return seen;
  const same = (known.get(seen.key) ?? []).filter(
    (node) => time !== time || node.time !== node.time || Math.abs(node.time - time) <= SAME_MS_MAX,
  );
  return same.length === 1 ? { ...seen, key: same[0].key, known: true } : seen;
}

/** Roots in order of time; nodes that have a finding of the story, and what led to them. */
export function processTree(host: Host, rows: Row[]): ProcessNode[] {
  const nodes = new Map<string, ProcessNode>();
  const wanted = new Set(rows);
  const documents = host.documents.filter((row) => row.line.includes('"parent":{'));
  const all = [...new Set([...rows, ...documents, ...host.findings])].slice(0, ROWS_MAX + rows.length);
  const seen: [Row, Seen][] = [];
  for (const row of all) {
    const one = processOf(parsed(row));
    if (one) seen.push([row, one]);
  }
  // Those with an identity first: the others may turn out to be the same processes.
  seen.sort((a, b) => Number(b[1].known) - Number(a[1].known));
  const known = new Map<string, ProcessNode[]>();
  const place = (one: Seen, time: number): ProcessNode => {
    const before = nodes.size;
    const settledOne = settled(one, time, known);
    const node = put(nodes, settledOne, time);
    if (settledOne.known && nodes.size > before) {
      const name = `${one.pid}|${one.image.toLowerCase()}`;
      known.set(name, [...(known.get(name) ?? []), node]);
    }
    return node;
  };
  for (const [row, one] of seen) {
    const node = place(one, row.time);
    if (wanted.has(row)) node.findings.push(row);
    if (one.parent && one.parent.key !== node.key) {
      const parent = place(one.parent, NaN);
      if (parent !== node) node.parent ||= parent.key;
    }
  }
  const roots: ProcessNode[] = [];
  const placed = new Set<ProcessNode>();
  for (const node of nodes.values()) {
    if (node.findings.length === 0) continue;
    let here = node;
    const way = new Set<ProcessNode>([node]); // recycled ids could close a circle
    for (let depth = 0; depth < DEPTH_MAX && !placed.has(here); depth++) {
      placed.add(here);
      const parent = here.parent ? nodes.get(here.parent) : undefined;
      if (!parent || way.has(parent)) {
        roots.push(here);
        break;
      }
      parent.children.push(here);
      way.add(parent);
      here = parent;
    }
  }
  const byTime = (a: ProcessNode, b: ProcessNode): number => (a.time || 0) - (b.time || 0);
  for (const node of placed) node.children.sort(byTime);
  return roots.sort(byTime);
}

/** All nodes with findings, parents before children, with the parent's image. */
export const flatNodes = (nodes: ProcessNode[], parent = ""): [ProcessNode, string][] =>
  nodes.flatMap((node) => [
    ...(node.findings.length > 0 ? ([[node, parent]] as [ProcessNode, string][]) : []),
    ...flatNodes(node.children, node.image),
  ]);

export const countOf = (nodes: ProcessNode[]): number =>
  nodes.reduce((sum, node) => sum + 1 + countOf(node.children), 0);
