// What is said of one finding: reasons, confidence, proof. Shared by stories, the drawer and print.
import type { ComponentChildren } from "preact";
import { ruleOf, type Host, type Row, type Rule } from "../data/model";
import { at, isObject, listAt, numberAt, text, textAt, textsAt, type Json, type JsonObject, type Two } from "../data/rows";
import type { Texts } from "../i18n/en";
import { useApp } from "../state";
import { Mono, visible } from "./basics";

export interface Confidence {
  word: "high" | "medium" | "low";
  reasons: string[];
}

export function confidenceOf(row: JsonObject, t: Texts): Confidence {
  const derived = at(row, "xiezhi.derived") === true;
  const unchecked = textsAt(row, "xiezhi.unchecked");
  const states = [textAt(row, "xiezhi.record_state"), ...listAt(row, "xiezhi.proof").map((p) => textAt(p, "state"))];
  const weak = states.some((state) => state && state !== "live" && state !== "derived");
  const reasons: string[] = [];
  if (derived) reasons.push(t.confidenceWhy.derived);
  if (unchecked.length > 0) reasons.push(`${t.confidenceWhy.unchecked}${t.colon}${unchecked.join(", ")}`);
  if (weak) reasons.push(t.confidenceWhy.deleted);
  if (textAt(row, "xiezhi.status") === "experimental") reasons.push(t.confidenceWhy.experimental);
  if (reasons.length === 0) return { word: "high", reasons: [t.confidenceWhy.direct] };
  return { word: reasons.length > 1 ? "low" : "medium", reasons };
}

/** Where the fact stands: lines that a person can look up with another tool. */
export function proofLines(row: JsonObject, t: Texts): string[] {
  const lines: string[] = [];
  for (const proof of listAt(row, "xiezhi.proof")) {
    const place = textAt(proof, "place");
    const offset = at(proof, "offset") === undefined ? "" : `  @ 0x${numberAt(proof, "offset").toString(16)}`;
    lines.push(`${textAt(proof, "path")}${place ? `  ›  ${place}` : ""}${offset}`);
  }
  const path = textAt(row, "log.file.path");
  if (path) {
    const offset = numberAt(row, "log.offset");
    lines.push(`${path}  ›  ${t.record} ${textAt(row, "winlog.record_id")}  @ 0x${offset.toString(16)}`);
  }
  for (const event of listAt(row, "xiezhi.events").slice(0, 5)) {
    const other = textAt(event, "log.file.path");
    if (other) lines.push(`${other}  ›  ${t.record} ${textAt(event, "winlog.record_id")}`);
  }
  return [...new Set(lines)];
}

function Texts2({ title, texts }: { title: string; texts: Two[] }) {
  const app = useApp();
  if (texts.length === 0) return null;
  return (
    <div class="reason">
      <h4>{title}</h4>
      <ul>
        {texts.map((one) => (
          <li>{app.in(one)}</li>
        ))}
      </ul>
    </div>
  );
}

export function Reasons({ rule, next = true }: { rule: Rule; next?: boolean }) {
  const { t } = useApp();
  const against = rule.against.length > 0 ? rule.against : rule.falsepositives.map((one) => ({ en: one, zh: one }));
  return (
    <div class="reasons">
      <Texts2 title={t.why} texts={rule.why} />
      <Texts2 title={t.reasonsFor} texts={rule.supports} />
      <Texts2 title={t.reasonsAgainst} texts={against} />
      {next && <Texts2 title={t.next} texts={rule.next} />}
    </div>
  );
}

export function ConfidenceLine({ row }: { row: JsonObject }) {
  const { t } = useApp();
  const said = confidenceOf(row, t);
  return (
    <p class="confidence">
      <b>{t.confidence}</b> <span class={`conf ${said.word}`}>{t.confidences[said.word]}</span>
      <span class="dim"> · {said.reasons.join(t.and)}</span>
    </p>
  );
}

export function Proofs({ row, max = 6 }: { row: JsonObject; max?: number }) {
  const { t } = useApp();
  const lines = proofLines(row, t);
  if (lines.length === 0) return null;
  return (
    <ul class="proofs" aria-label={t.proof}>
      {lines.slice(0, max).map((line) => (
        <li>
          <Mono value={line} />
        </li>
      ))}
    </ul>
  );
}

/** Fields and values, flattened to dotted names. */
export function flattened(value: Json, name = "", depth = 0): [string, string][] {
  if (isObject(value) && depth < 12) {
    return Object.entries(value).flatMap(([key, inner]) => flattened(inner, name ? `${name}.${key}` : key, depth + 1));
  }
  if (Array.isArray(value) && value.some(isObject) && depth < 12) {
    return value.flatMap((inner, index) => flattened(inner, `${name}[${index}]`, depth + 1));
  }
  return [[name, Array.isArray(value) ? value.map(text).join(", ") : text(value)]];
}

export function Fields({ rows }: { rows: [string, string][] }) {
  return (
    <dl class="fields">
      {rows.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{visible(value)}</dd>
        </>
      ))}
    </dl>
  );
}

export function Matches({ row }: { row: JsonObject }) {
  const { t } = useApp();
  const seen = new Set<string>();
  const rows: [string, string][] = [];
  for (const match of listAt(row, "xiezhi.match")) {
    const field = textAt(match, "field");
    const value = textAt(match, "text");
    if (!field || seen.has(`${field}\n${value}`)) continue;
    seen.add(`${field}\n${value}`);
    rows.push([field, value.length > 2000 ? `${value.slice(0, 2000)} …` : value]);
  }
  if (rows.length === 0) return null;
  return (
    <>
      <h4>{t.matched}</h4>
      <Fields rows={rows} />
    </>
  );
}

export const ruleRow = (host: Host, row: Row): Rule => ruleOf(host, row);

export const Fold = (props: { summary: ComponentChildren; children: ComponentChildren; open?: boolean }) => (
  <details open={props.open}>
    <summary>{props.summary}</summary>
    {props.children}
  </details>
);
