import { useState } from "preact/hooks";
import type { Host, LedgerRow } from "../data/model";
import { useApp } from "../state";
import { Level, Section } from "../parts/basics";

export const STATUSES = ["findings", "not_seen", "not_recorded", "partly", "clean", "shown", "no_check"];

function Row({ row }: { row: LedgerRow }) {
  const app = useApp();
  const { t } = app;
  const blind = row.status === "not_seen" || row.status === "not_recorded" || row.status === "partly";
  return (
    <li class={`ledgerrow s-${row.status}`}>
      <details>
        <summary>
          <span class={`status s-${row.status}`}>{t.status[row.status] ?? row.status}</span>
          <b>{app.in(row.title)}</b>
          {row.kind !== "collect" && <Level level={row.level} small />}
          {row.findings > 0 && <span class="dim">{t.findingsN(row.findings)}</span>}
          {blind && row.missing.length > 0 && (
            <span class="dim missing">
              {t.missing}
              {t.colon}
              {row.missing.slice(0, 3).map(app.source).join(t.comma)}
              {row.missing.length > 3 && " …"}
            </span>
          )}
        </summary>
        <dl class="fields">
          <dt>{blind ? t.couldHide : t.why}</dt>
          <dd>{app.in(row.why)}</dd>
          {row.seen.length > 0 && (
            <>
              <dt>{t.seen}</dt>
              <dd>{row.seen.map(app.source).join(t.comma)}</dd>
            </>
          )}
          {row.missing.length > 0 && (
            <>
              <dt>{t.missing}</dt>
              <dd>{row.missing.map(app.source).join(t.comma)}</dd>
            </>
          )}
          {row.limits.map((limit) => (
            <>
              <dt>{t.limited}</dt>
              <dd>{app.in(limit.text)}</dd>
            </>
          ))}
          {(row.next.en || row.next.zh) && (
            <>
              <dt>{t.next}</dt>
              <dd>{app.in(row.next)}</dd>
            </>
          )}
          <dt>ID</dt>
          <dd class="mono">{row.capability}</dd>
        </dl>
      </details>
    </li>
  );
}

export function Ledger({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const [only, setOnly] = useState("");
  const [typed, setTyped] = useState("");
  if (host.ledger.length === 0) {
    return (
      <Section title={t.nav.ledger}>
        <p>{t.noLedger}</p>
      </Section>
    );
  }
  const wanted = typed.trim().toLowerCase();
  const rows = host.ledger
    .filter((row) => !only || row.status === only)
    .filter((row) => !wanted || `${row.title.en} ${row.title.zh} ${row.capability}`.toLowerCase().includes(wanted))
    .map((row, index) => ({ row, index }))
    .sort(
      (a, b) =>
        STATUSES.indexOf(a.row.status) - STATUSES.indexOf(b.row.status) || b.row.level - a.row.level || a.index - b.index,
    )
    .map(({ row }) => row);
  const count = (status: string): number => host.ledger.filter((row) => row.status === status).length;
  return (
    <Section title={t.nav.ledger} hint={t.ledgerIntro}>
      <div class="ledgerbar" aria-hidden="true">
        {STATUSES.map((status) => (
          <span class={`s-${status}`} style={{ flexGrow: String(count(status)) }} />
        ))}
      </div>
      <div class="ledgercounts">
        <button type="button" class={only === "" ? "on" : ""} aria-pressed={only === ""} onClick={() => setOnly("")}>
          {t.all} <b>{host.ledger.length}</b>
        </button>
        {STATUSES.filter((status) => count(status) > 0).map((status) => (
          <button
            type="button"
            class={`${only === status ? "on" : ""} s-${status}`}
            aria-pressed={only === status}
            title={t.statusHint[status]}
            onClick={() => setOnly(only === status ? "" : status)}
          >
            <i class={`dot s-${status}`} aria-hidden="true" />
            {t.status[status]} <b>{count(status)}</b>
          </button>
        ))}
        <input
          type="search"
          placeholder={t.search}
          aria-label={t.search}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      {only && <p class="hint">{t.statusHint[only]}</p>}
      <ul class="plainlist">
        {rows.map((row) => (
          <Row key={row.capability} row={row} />
        ))}
      </ul>
    </Section>
  );
}
