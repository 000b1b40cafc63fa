// Rows to what the views show. Findings and documents keep their line and are parsed again when
// somebody looks at them: a report with 50,000 of them must open at once.
import {
  at, isObject, levelOf, listAt, numberAt, text, textAt, textsAt, timeOf, twosAt,
  type Json, type JsonObject, type Two,
} from "./rows";
import { telling } from "./telling";

export interface Row {
  line: string;
  finding: boolean;
  time: number;
  level: number;
  host: number;
  rule: string;
  title: Two;
  what: Two;
  artefact: string; // dataset or channel
  story: number; // 0: none
  weakness: boolean;
}

export interface Entity {
  kind: string;
  value: string;
}

export interface Story {
  number: number;
  level: number;
  first: number;
  last: number;
  rules: string[];
  findings: number;
  entities: Entity[];
  rows: Row[];
}

export interface Rule {
  id: string;
  level: number;
  title: Two;
  findings: number;
  weakness: boolean;
  why: Two[];
  supports: Two[];
  against: Two[];
  next: Two[];
  falsepositives: string[];
}

/** Why a log says less than it could. */
export interface Limit {
  reason: string;
  text: Two;
}

export interface LedgerRow {
  capability: string;
  kind: string;
  level: number;
  status: string;
  title: Two;
  why: Two;
  next: Two;
  findings: number;
  seen: string[];
  missing: string[];
  limits: Limit[];
}

export interface LogSpan {
  channel: string;
  records: number;
  first: number;
  last: number;
}

export interface Host {
  name: string;
  evidence: string;
  verdict: string; // none: of hunt
  since: number;
  notSeen: string[];
  limits: Limit[];
  logs: LogSpan[];
  stories: Story[];
  rules: Map<string, Rule>;
  ledger: LedgerRow[];
  findings: Row[];
  documents: Row[];
  scenario: string; // what triage was asked to narrow its rows to
  storiesOutside: number;
  worstOutside: number;
  shared: Map<string, Rule>; // rules that rows tell of for all hosts
}

export interface Measure {
  kind: string;
  act: string;
  title: Two;
  command: string;
}

export interface Report {
  version: string;
  lang: string;
  datasets: Map<string, Two>;
  measures: Measure[];
  hosts: Host[];
  findings: Row[];
  documents: Row[];
  documentsLeftOut: number;
  findingsLeftOut: number;
  broken: number;
}

export const parsed = (row: Row): JsonObject => JSON.parse(row.line) as JsonObject;

const two = (en: string, zh: string): Two => ({ en: en || zh, zh: zh || en });

function emptyHost(name: string, evidence: string, shared: Map<string, Rule>): Host {
  return {
    name, evidence, verdict: "none", since: NaN, notSeen: [], limits: [], logs: [], stories: [],
    rules: new Map(), ledger: [], findings: [], documents: [], scenario: "", storiesOutside: 0, worstOutside: 0, shared,
  };
}

const limitsAt = (own: Json): Limit[] =>
  listAt(own, "limits").map((one) => ({
    reason: textAt(one, "reason"),
    text: two(textAt(one, "en"), textAt(one, "zh")),
  }));

class Builder {
  readonly report: Report = {
    version: "", lang: "", datasets: new Map(), measures: [], hosts: [], findings: [],
    documents: [], documentsLeftOut: 0, findingsLeftOut: 0, broken: 0,
  };
  private current = -1; // the host whose verdict came last
  private readonly shared = new Map<string, Rule>();
  private readonly byName = new Map<string, number>(); // hosts of hunt

  add(line: string): void {
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      this.report.broken++;
      return;
    }
    if (!isObject(row)) return;
    const record = textAt(row, "xiezhi.record");
    if (record) this.record(record, row);
    else if (textAt(row, "event.kind") === "alert") this.finding(line, row);
    else if (at(row, "xiezhi.dataset") !== undefined) this.document(line, row);
  }

  private record(record: string, row: JsonObject): void {
    const own = row.xiezhi;
    switch (record) {
      case "about":
        this.about(own);
        return;
      case "cut":
        if (textAt(own, "dataset")) this.report.documentsLeftOut += numberAt(own, "left_out");
        else this.report.findingsLeftOut += numberAt(own, "left_out");
        return;
      case "verdict":
        this.verdict(row, own);
        return;
      case "story":
        this.story(this.hostOf(row), own);
        return;
      case "rule":
        this.rule(textAt(own, "evidence") ? this.hostOf(row).rules : this.shared, own);
        return;
      case "ledger":
        this.ledger(this.hostOf(row), own);
        return;
      default:
    }
  }

  private about(own: Json): void {
    this.report.version = textAt(own, "version");
    this.report.lang = textAt(own, "lang");
    const datasets = at(own, "datasets");
    if (isObject(datasets)) {
      for (const [name, title] of Object.entries(datasets)) {
        this.report.datasets.set(name, two(textAt(title, "en"), textAt(title, "zh")));
      }
    }
    for (const one of listAt(own, "measures")) {
      this.report.measures.push({
        kind: textAt(one, "kind"),
        act: textAt(one, "act"),
        title: two(textAt(one, "title.en"), textAt(one, "title.zh")),
        command: textAt(one, "command"),
      });
    }
  }

  private verdict(row: JsonObject, own: Json): void {
    const host = emptyHost(textAt(row, "host.name"), textAt(own, "evidence"), this.shared);
    host.verdict = textAt(own, "verdict");
    host.since = timeOf(textAt(own, "since"));
    host.scenario = textAt(own, "scenario");
    host.storiesOutside = numberAt(own, "stories_outside");
    host.worstOutside = levelOf(textAt(own, "worst_outside"));
    host.notSeen = textsAt(own, "not_seen");
    host.limits = limitsAt(own);
    host.logs = listAt(own, "logs").map((one) => ({
      channel: textAt(one, "channel"),
      records: numberAt(one, "records"),
      first: timeOf(textAt(one, "first")),
      last: timeOf(textAt(one, "last")),
    }));
    this.current = this.report.hosts.push(host) - 1;
  }

  private story(host: Host, own: Json): void {
    host.stories.push({
      number: numberAt(own, "story"),
      level: levelOf(textAt(own, "level")),
      first: timeOf(textAt(own, "first")),
      last: timeOf(textAt(own, "last")),
      rules: textsAt(own, "rules"),
      findings: numberAt(own, "findings"),
      entities: listAt(own, "entities").map((one) => ({
        kind: textAt(one, "kind"),
        value: textAt(one, "value"),
      })),
      rows: [],
    });
  }

  private rule(rules: Map<string, Rule>, own: Json): void {
    const id = textAt(own, "rule");
    rules.set(id, {
      id,
      level: levelOf(textAt(own, "level")),
      title: two(textAt(own, "title"), textAt(own, "title_zh")),
      findings: numberAt(own, "findings"),
      weakness: at(own, "weakness") === true,
      why: twosAt(own, "why"),
      supports: twosAt(own, "for"),
      against: twosAt(own, "against"),
      next: twosAt(own, "next"),
      falsepositives: textsAt(own, "falsepositives"),
    });
  }

  private ledger(host: Host, own: Json): void {
    host.ledger.push({
      capability: textAt(own, "capability"),
      kind: textAt(own, "kind"),
      level: levelOf(textAt(own, "level")),
      status: textAt(own, "status"),
      title: two(textAt(own, "title"), textAt(own, "title_zh")),
      why: two(textAt(own, "why"), textAt(own, "why_zh")),
      next: two(textAt(own, "next"), textAt(own, "next_zh")),
      findings: numberAt(own, "findings"),
      seen: textsAt(own, "seen"),
      missing: textsAt(own, "missing"),
      limits: limitsAt(own),
    });
  }

  /** Rows behind a verdict are its host's; without one they say themselves whose they are. */
  private indexOf(row: JsonObject): number {
    if (this.current >= 0) return this.current;
    const name = textAt(row, "host.name");
    let index = this.byName.get(name);
    if (index === undefined) {
      index = this.report.hosts.push(emptyHost(name, "", this.shared)) - 1;
      this.byName.set(name, index);
    }
    return index;
  }

  private hostOf(row: JsonObject): Host {
    return this.report.hosts[this.indexOf(row)];
  }

  private finding(line: string, row: JsonObject): void {
    const host = this.indexOf(row);
    const own = row.xiezhi;
    const made: Row = {
      line,
      finding: true,
      time: timeOf(text(row["@timestamp"])),
      level: levelOf(textAt(own, "level")),
      host,
      rule: textAt(row, "rule.id"),
      title: two(textAt(row, "rule.name"), textAt(own, "title_zh")),
      what: telling(row),
      artefact: textAt(own, "dataset") || textAt(row, "winlog.channel"),
      story: numberAt(own, "story"),
      weakness: at(own, "weakness") === true,
    };
    this.report.findings.push(made);
    this.report.hosts[host].findings.push(made);
  }

  private document(line: string, row: JsonObject): void {
    const host = this.indexOf(row);
    const dataset = textAt(row.xiezhi, "dataset");
    const made: Row = {
      line,
      finding: false,
      time: timeOf(text(row["@timestamp"])),
      level: 0,
      host,
      rule: "",
      title: this.report.datasets.get(dataset) ?? { en: dataset, zh: dataset },
      what: telling(row),
      artefact: dataset,
      story: 0,
      weakness: false,
    };
    this.report.documents.push(made);
    this.report.hosts[host].documents.push(made);
  }

  finish(): Report {
    for (const host of this.report.hosts) {
      const stories = new Map(host.stories.map((story) => [story.number, story]));
      for (const row of host.findings) stories.get(row.story)?.rows.push(row);
      if (host.verdict === "none") {
        const times = host.findings.filter((row) => row.level >= 3 && row.time === row.time);
        host.since = times.length === 0 ? NaN : times.reduce((a, r) => Math.min(a, r.time), Infinity);
      }
    }
    return this.report;
  }
}

export function read(rows: string): Report {
  const builder = new Builder();
  for (let begin = 0; begin < rows.length; ) {
    let end = rows.indexOf("\n", begin);
    if (end < 0) end = rows.length;
    if (end > begin) builder.add(rows.slice(begin, end));
    begin = end + 1;
  }
  return builder.finish();
}

/** Rules as findings of hunt name them, where no rule rows came along. */
export function ruleOf(host: Host, row: Row): Rule {
  return (
    host.rules.get(row.rule) ??
    host.shared.get(row.rule) ?? {
      id: row.rule, level: row.level, title: row.title, findings: 0, weakness: row.weakness,
      why: [], supports: [], against: [], next: [], falsepositives: [],
    }
  );
}
