import { parsed, type Host } from "../data/model";
import { textAt } from "../data/rows";
import type { Texts } from "../i18n/en";
import { useApp } from "../state";
import { Section, Table, visible } from "../parts/basics";
import { Fields, flattened } from "../parts/finding";

const ROWS_MAX = 500;

const Scrolled = ({ head, rows }: { head: string[]; rows: string[][] }) => (
  <div class="scroll">
    <Table head={head} rows={rows.slice(0, ROWS_MAX)} />
  </div>
);

/** The host's own document: fields and values. */
export function hostFacts(host: Host, t: Texts): [string, string][] {
  const row = host.documents.find((one) => one.artefact === "host");
  if (!row) return [];
  return flattened(parsed(row))
    .filter(([name, value]) => value !== "" && name.startsWith("host."))
    .map(([name, value]) => [t.hostFields[name] ?? name, value.replace(/^(\d{4}-\d\d-\d\d)T([\d:]{8})\.\d+Z$/, "$1 $2Z")]);
}

export function accounts(host: Host, yes: string, no: string): string[][] {
  return host.documents
    .filter((row) => row.artefact === "account")
    .map((row) => {
      const full = parsed(row);
      const said = (path: string): string => {
        const value = textAt(full, path);
        return value === "true" ? yes : value === "false" ? no : value;
      };
      return [
        textAt(full, "user.name"), textAt(full, "account.rid"), said("account.enabled"),
        said("account.administrator"), textAt(full, "account.groups"),
        textAt(full, "account.last_logon").slice(0, 19).replace("T", " "),
        textAt(full, "account.comment"),
      ];
    });
}

export function HostView({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const facts = hostFacts(host, t);
  const users = accounts(host, t.yes, t.no);
  const software = host.documents
    .filter((row) => row.artefact === "software")
    .map((row) => {
      const full = parsed(row);
      return [textAt(full, "package.name"), textAt(full, "package.version"), app.when(row.time, false)];
    });
  return (
    <>
      <Section title={`${t.nav.host}${t.colon}${visible(host.name) || t.unnamed}`}>
        {facts.length > 0 ? <Fields rows={facts} /> : <p>{t.noHost}</p>}
        {host.evidence && <p class="dim break">{visible(host.evidence)}</p>}
      </Section>
      {users.length > 0 && (
        <Section title={t.accounts}>
          <Scrolled
            head={t.accountColumns}
            rows={users}
          />
        </Section>
      )}
      {host.logs.length > 0 && (
        <Section title={t.logs}>
          <Scrolled
            head={[t.source, t.records, t.first, t.last]}
            rows={[...host.logs]
              .sort((a, b) => b.records - a.records)
              .map((log) => [log.channel, log.records.toLocaleString("en"), app.when(log.first), app.when(log.last)])}
          />
        </Section>
      )}
      {software.length > 0 && (
        <Section title={t.software}>
          <Scrolled head={t.softwareColumns} rows={software} />
        </Section>
      )}
    </>
  );
}
