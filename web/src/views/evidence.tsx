import { useDeferred } from "../parts/deferred";
import { useMemo, useState } from "preact/hooks";
import { csv, indicators } from "../data/insight";
import type { Row } from "../data/model";
import { useApp } from "../state";
import { Level, visible } from "../parts/basics";
import { VirtualList } from "../parts/virtual_list";
import { useNarrow } from "../parts/narrow";

type Order = "time" | "level";

interface Filters {
  text: string;
  levels: boolean[];
  artefact: string;
  host: string;
  from: string;
  to: string;
}

const EMPTY: Filters = { text: "", levels: [true, true, true, true, true], artefact: "", host: "", from: "", to: "" };

/** "2024-05-01 13:00", in the zone that times are shown in; the end of what was given for `to`. */
export function momentOf(typed: string, zone: "utc" | "local", end: boolean): number {
  const found = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?)?\s*Z?\s*$/.exec(typed);
  if (!found) return NaN;
  const [year, month, day, hour, minute, second] = found.slice(1).map((part) => (part === undefined ? NaN : Number(part)));
  const last = (given: number, most: number): number => (given === given ? given : end ? most : 0);
  const parts: [number, number, number, number, number, number, number] = [
    year, month - 1, day, last(hour, 23), last(minute, 59), last(second, 59), end ? 999 : 0,
  ];
  return zone === "utc" ? Date.UTC(...parts) : new Date(...parts).getTime();
}

/** What is typed, as it stands in a line of JSON that was made fit for a page. */
function pattern(typed: string): RegExp {
  const inJson = JSON.stringify(typed).slice(1, -1)
    .replace(/</g, "\\u003c").replace(/>/g, "\\u003e").replace(/&/g, "\\u0026");
  return new RegExp(inJson.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i");
}

export function filtered(rows: Row[], filters: Filters, zone: "utc" | "local"): Row[] {
  const words = filters.text.split(/\s+/).filter(Boolean).map(pattern);
  const from = momentOf(filters.from, zone, false);
  const to = momentOf(filters.to, zone, true);
  const all = filters.levels.every(Boolean);
  return rows.filter(
    (row) =>
      (all || !row.finding || filters.levels[row.level]) &&
      (!filters.artefact || row.artefact === filters.artefact) &&
      (!filters.host || String(row.host) === filters.host) &&
      (from !== from || row.time >= from) &&
      (to !== to || row.time <= to) &&
      words.every((word) => word.test(row.line)),
  );
}

function download(name: string, content: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function Evidence() {
  const app = useApp();
  const { t, report, place } = app;
  const [tab, setTab] = useState<"findings" | "documents">(report.findings.length > 0 ? "findings" : "documents");
  const [filters, setFilters] = useState<Filters>(EMPTY);
  const [order, setOrder] = useState<Order>("level");
  const [down, setDown] = useState(true);
  const narrow = useNarrow();
  const typed = useDeferred(filters.text);
  const of = tab === "findings" ? report.findings : report.documents;
  const base = useMemo(() => (place.host < 0 ? of : of.filter((row) => row.host === place.host)), [of, place.host]);
  const artefacts = useMemo(() => {
    const counts = new Map<string, number>();
    for (const row of base) counts.set(row.artefact, (counts.get(row.artefact) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }, [base]);
  const rows = useMemo(() => {
    const found = filtered(base, { ...filters, text: typed }, app.zone);
    const sign = down ? -1 : 1;
    const key = (row: Row): number => (order === "level" ? row.level : row.time);
    return found
      .map((row, index) => ({ row, index, key: key(row) }))
      .sort((a, b) => {
        if (a.key !== b.key) {
          if (a.key !== a.key) return 1;
          if (b.key !== b.key) return -1;
          return (a.key - b.key) * sign;
        }
        return (a.row.time || 0) - (b.row.time || 0) || a.index - b.index;
      })
      .map((one) => one.row);
  }, [base, filters.levels, filters.artefact, filters.host, filters.from, filters.to, typed, order, down, app.zone]);
  const set = (part: Partial<Filters>): void => setFilters({ ...filters, ...part });
  const sort = (by: Order): void => {
    setDown(order === by ? !down : by === "level");
    setOrder(by);
  };
  const arrow = (by: Order): string => (order === by ? (down ? " ↓" : " ↑") : "");
  const many = report.hosts.length > 1 && place.host < 0;
  const badTime = (value: string): boolean => value.trim() !== "" && Number.isNaN(momentOf(value, app.zone, false));
  return (
    <section class={`card table${many ? " many" : ""}`}>
      <div class="tabs" role="tablist">
        {(["findings", "documents"] as const).map((one) => (
          <button
            type="button"
            role="tab"
            aria-selected={tab === one}
            onClick={() => {
              setTab(one);
              set({ artefact: "" });
            }}
          >
            {t.tabs[one]}{" "}
            <span class="dim">{(one === "findings" ? report.findings : report.documents).length.toLocaleString("en")}</span>
          </button>
        ))}
        {report.hosts.some((host) => host.stories.length > 0) && <button
          type="button"
          class="quiet right"
          onClick={() =>
            download(
              "indicators.csv",
              csv([["kind", "value"], ...[...indicators(report.hosts).values()].flat().map((one) => [one.kind, one.value])]),
            )
          }
        >
          {t.exportCsv}
        </button>}
      </div>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label class="grow">
          <span>{t.search}</span>
          <input
            type="search"
            value={filters.text}
            placeholder={t.searchHint}
            onInput={(event) => set({ text: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>{t.kindFilter}</span>
          <select value={filters.artefact} onChange={(event) => set({ artefact: event.currentTarget.value })}>
            <option value="">{t.all}</option>
            {artefacts.map(([name, count]) => (
              <option value={name}>
                {app.source(name)} ({count.toLocaleString("en")})
              </option>
            ))}
          </select>
        </label>
        {many && (
          <label>
            <span>{t.host}</span>
            <select value={filters.host} onChange={(event) => set({ host: event.currentTarget.value })}>
              <option value="">{t.all}</option>
              {report.hosts.map((_, index) => (
                <option value={String(index)}>{visible(app.hostName(index))}</option>
              ))}
            </select>
          </label>
        )}
        {(["from", "to"] as const).map((one) => (
          <label class="when">
            <span>{t[one]}</span>
            <input
              type="text"
              value={filters[one]}
              placeholder={t.timeHint}
              aria-invalid={badTime(filters[one])}
              onInput={(event) => set({ [one]: event.currentTarget.value })}
            />
          </label>
        ))}
        {tab === "findings" && (
          <fieldset>
            <legend>{t.level}</legend>
            {[4, 3, 2, 1, 0].map((level) => (
              <label class={`toggle${filters.levels[level] ? " on" : ""}`}>
                <input
                  type="checkbox"
                  checked={filters.levels[level]}
                  onChange={(event) =>
                    set({ levels: filters.levels.map((on, index) => (index === level ? event.currentTarget.checked : on)) })
                  }
                />
                {t.levels[level]}
              </label>
            ))}
          </fieldset>
        )}
        <p class="count" role="status">
          {t.shown(rows.length, base.length)}
          {JSON.stringify(filters) !== JSON.stringify(EMPTY) && (
            <button type="button" class="quiet" onClick={() => setFilters(EMPTY)}>
              {t.reset}
            </button>
          )}
        </p>
      </form>
      {tab === "documents" && base.length === 0 && <p class="hint">{t.noDocuments}</p>}
      {tab === "documents" && report.documentsLeftOut > 0 && <p class="warn">{t.cut(report.documentsLeftOut)}</p>}
      {tab === "findings" && report.findingsLeftOut > 0 && <p class="warn">{t.cutFindings(report.findingsLeftOut)}</p>}
      <div class={`vhead ${tab}`} aria-hidden={narrow}>
        {tab === "findings" && (
          <button type="button" class="quiet" aria-label={t.sortBy(t.level)} onClick={() => sort("level")}>
            {t.level}
            {arrow("level")}
          </button>
        )}
        <button type="button" class="quiet" aria-label={t.sortBy(t.time)} onClick={() => sort("time")}>
          {t.time}
          {arrow("time")}
        </button>
        {many && <span>{t.host}</span>}
        <span>{tab === "findings" ? t.rule : t.kindFilter}</span>
        <span>{t.what}</span>
        {tab === "findings" && <span>{t.source}</span>}
      </div>
      {rows.length === 0 && base.length > 0 && <p class="hint">{t.noRows}</p>}
      <VirtualList
        count={rows.length}
        rowHeight={narrow ? 66 : 32}
        label={t.tabs[tab]}
        resetKey={`${tab}|${typed}|${order}|${down}|${JSON.stringify(filters)}`}
        onOpen={(index) => app.open(rows[index])}
        render={(index) => <RowLine row={rows[index]} many={many} />}
      />
    </section>
  );
}

export function RowLine({ row, many }: { row: Row; many: boolean }) {
  const app = useApp();
  return (
    <div class={`rowline ${row.finding ? "findings" : "documents"}`}>
      {row.finding && (
        <span role="cell">
          <Level level={row.level} small />
        </span>
      )}
      <span role="cell" class="when">
        {app.when(row.time) || "–"}
      </span>
      {many && (
        <span role="cell" class="host">
          {visible(app.hostName(row.host))}
        </span>
      )}
      <span role="cell" class="title">
        {app.in(row.title)}
      </span>
      <span role="cell" class="what mono">
        {visible(app.in(row.what))}
      </span>
      {row.finding && (
        <span role="cell" class="source dim">
          {app.source(row.artefact)}
        </span>
      )}
    </div>
  );
}

