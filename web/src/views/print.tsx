// The report on paper: what an incident report has to hold, in the order a reader of one expects.
import type { ComponentChildren } from "preact";
import { byRule, indicators, logonsAndConnections, nextSteps, rulesByLevel, storiesOf, weaknesses, worstRows } from "../data/insight";
import { commandFor, measuresFor } from "../data/command";
import { parsed, ruleOf, type Host, type Row, type Story } from "../data/model";
import { textsAt } from "../data/rows";
import { flatNodes, processTree } from "../data/tree";
import { timeText, useApp } from "../state";
import { Level, Table, visible } from "../parts/basics";
import { ConfidenceLine, Fields, proofLines, Reasons } from "../parts/finding";
import { accounts, hostFacts } from "./host";
import { STATUSES } from "./ledger";
import { Narrowed, NotSeen, verdictOf, WayIn } from "./summary";

const STORIES_MAX = 40;
const ROWS_PER_RULE = 3;
const TIMELINE_MAX = 250;
const INDICATORS_MAX = 300;
const COMMANDS_MAX = 16;
const HOSTS_MAX = 20;
const RECORDS_MAX = 60;
const RULES_MAX = 80;

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const Empty = ({ rows, columns }: { rows: number; columns: string[] }) => (
  <table class="fill">
    <thead>
      <tr>
        {columns.map((one) => (
          <th scope="col">{one}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {Array.from({ length: rows }, () => (
        <tr>
          {columns.map(() => (
            <td> </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

function Cover({ hosts, now }: { hosts: Host[]; now: number }) {
  const app = useApp();
  const { t } = app;
  return (
    <section class="cover">
      <p class="brand">獬豸 xiezhi</p>
      <h1>{t.report.heading}</h1>
      <table class="plain">
        <tbody>
          {hosts.map((host) => (
            <tr>
              <th scope="row">{visible(host.name) || t.unnamed}</th>
              <td>
                <b>{t.verdict[verdictOf(host)]}</b>
                <br />
                {t.since}
                {t.colon}
                {app.when(host.since) || t.unknownTime}
                <br />
                <span class="break">{visible(host.evidence)}</span>
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t.report.printed}</th>
            <td>{timeText(now, "local")}</td>
          </tr>
          <tr>
            <th scope="row">{t.report.tool}</th>
            <td>xiezhi {app.report.version}</td>
          </tr>
        </tbody>
      </table>
      <table class="signatures">
        <tbody>
          <tr>
            {t.report.signed.map((one) => (
              <td>
                {one}
                <span class="rule" />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p class="confidential">{t.report.confidential}</p>
    </section>
  );
}

function PrintedStory({ host, story }: { host: Host; story: Story }) {
  const app = useApp();
  const { t } = app;
  return (
    <div class="pstory">
      <h3>
        <Level level={story.level} /> {t.storyN(story.number)}
        {" · "}
        {[...new Set([app.when(story.first), app.when(story.last)])].filter(Boolean).join(" – ") || t.unknownTime}
      </h3>
      <PrintedRules host={host} rows={story.rows} />
    </div>
  );
}

function PrintedRules({ host, rows }: { host: Host; rows: Row[] }) {
  const app = useApp();
  const { t } = app;
  const groups = byRule(rows);
  return (
    <>
      {groups.slice(0, RULES_MAX).map((group) => {
        const full = parsed(group.rows[0]);
        return (
          <div class="prule">
            <h4>
              <Level level={group.level} small /> {app.in(group.rows[0].title)}{" "}
              <span class="dim">
                {group.rows.length > 1 && t.report.occurrences(group.rows.length)} {textsAt(full, "threat.technique.id").join(", ")}
              </span>
            </h4>
            {group.rows.slice(0, ROWS_PER_RULE).map((row) => (
              <div class="pfact">
                <p class="mono break">
                  {app.when(row.time)} {visible(app.in(row.what))}
                </p>
                {proofLines(parsed(row), t)
                  .slice(0, 2)
                  .map((line) => (
                    <p class="dim mono break">{visible(line)}</p>
                  ))}
              </div>
            ))}
            <ConfidenceLine row={full} />
            <Reasons rule={ruleOf(host, group.rows[0])} />
          </div>
        );
      })}
      {groups.length > RULES_MAX && <p>{t.shown(RULES_MAX, groups.length)}</p>}
    </>
  );
}

function PrintedTimeline({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const rows = storiesOf(host)
    .flatMap((story) => worstRows(story.rows))
    .filter((row) => row.time === row.time)
    .sort((a, b) => b.level - a.level)
    .slice(0, TIMELINE_MAX)
    .sort((a, b) => a.time - b.time);
  if (rows.length === 0) return <p>{t.noTimes}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t.time}</th>
          <th scope="col">{t.level}</th>
          <th scope="col">{t.what}</th>
          <th scope="col">{t.story}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <td class="nowrap">{app.when(row.time)}</td>
            <td>
              <Level level={row.level} small />
            </td>
            <td>
              {app.in(row.title)}
              <div class="dim mono break">{visible(app.in(row.what)).slice(0, 180)}</div>
            </td>
            <td>{row.story || ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Commands({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const seen = new Set<string>();
  const entities = storiesOf(host)
    .flatMap((story) => story.entities)
    .filter((one) => {
      const key = `${one.kind}\n${one.value.toLowerCase()}`;
      return !seen.has(key) && seen.add(key) && measuresFor(app.report.measures, one).length > 0;
    });
  if (entities.length === 0) return null;
  return (
    <>
      <p class="hint">{t.commandsHint}</p>
      {entities.slice(0, COMMANDS_MAX).map((entity) => {
        const all = measuresFor(app.report.measures, entity).map((one) => ({ one, command: commandFor(one, entity.value) }));
        return (
          <div class="pcommands">
            <h4>
              <span class="dim">{t.kinds[entity.kind] ?? entity.kind}</span> <span class="mono break">{visible(entity.value)}</span>
            </h4>
            {all.some(({ command }) => command === undefined) ? (
              <p>{t.unsafeValue}</p>
            ) : (
              all.map(({ one, command }) => (
                <p class="mono break">
                  <b>{t.acts[one.act]}</b> {command}
                </p>
              ))
            )}
          </div>
        );
      })}
      {entities.length > COMMANDS_MAX && <p>{t.report.commandsMore(entities.length - COMMANDS_MAX)}</p>}
    </>
  );
}

function Rows({ title, head, rows }: { title: string; head: string[]; rows: string[][] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3>
        {title} ({rows.length})
      </h3>
      <Table head={head} rows={rows.slice(0, RECORDS_MAX)} cell="break" />
    </>
  );
}

/** What such a report lists by kind: processes, logons, connections. */
function Records({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const judged = host.findings.filter((row) => !row.weakness && row.level >= 2);
  const processes = flatNodes(processTree(host, judged)).map(([node, parent]) => [
    app.when(node.time), node.image, node.pid, parent, node.command.slice(0, 200),
  ]);
  const { logons, connections } = logonsAndConnections(host);
  if (processes.length + logons.length + connections.length === 0) return null;
  return (
    <section class="part">
      <Rows title={t.report.processes} head={t.report.processColumns} rows={processes} />
      <Rows title={t.report.logons} head={t.report.logonColumns} rows={logons} />
      <Rows title={t.report.connections} head={t.report.connectionColumns} rows={connections} />
    </section>
  );
}

function HostPart({ host, heading }: { host: Host; heading: boolean }) {
  const app = useApp();
  const { t } = app;
  const verdict = verdictOf(host);
  const levels = rulesByLevel(host);
  const stories = storiesOf(host);
  const bad = verdict === "compromised" || verdict === "suspicious";
  const steps = nextSteps(host, 8).map(app.in);
  if (bad) steps.unshift(t.isolate);
  const doors = weaknesses(host);
  const kinds = indicators([host]);
  const users = accounts(host, t.yes, t.no);
  const facts = hostFacts(host, t);
  return (
    <>
      {heading && <h1 class="hosthead">{visible(host.name) || t.unnamed}</h1>}
      <Part title={t.report.summary}>
        <p class={`pverdict v-${verdict}`}>
          <b>{t.verdict[verdict]}</b>
          {t.colon}
          {t.verdictSentence[verdict]}
        </p>
        <p>
          {t.since}
          {t.colon}
          <b>{app.when(host.since) || t.unknownTime}</b> ({t.sinceHint}){t.and}
          {t.rulesHit}
          {t.colon}
          {[4, 3, 2, 1, 0].filter((one) => levels[one] > 0).map((one) => `${t.levels[one]} ${levels[one]}`).join(t.comma) || "0"}
        </p>
        <Narrowed host={host} />
        <h3>{t.doFirst}</h3>
        <ol>
          {steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <h3>{t.notSeen}</h3>
        <NotSeen host={host} />
      </Part>
      <Part title={t.report.timeline}>
        <p class="hint">{t.report.timelineHint}</p>
        <PrintedTimeline host={host} />
      </Part>
      <Part title={t.report.wayIn}>
        <WayIn host={host} />
      </Part>
      <Part title={t.report.findings}>
        {stories.length === 0 && host.verdict !== "none" && <p>{t.noStories}</p>}
        {host.verdict === "none" && <PrintedRules host={host} rows={host.findings} />}
        {stories.slice(0, STORIES_MAX).map((story) => (
          <PrintedStory host={host} story={story} />
        ))}
        {stories.length > STORIES_MAX && <p>{t.report.restCounted(stories.length - STORIES_MAX)}</p>}
      </Part>
      <Records host={host} />
      <Part title={t.report.indicators}>
        <p class="hint">{t.report.indicatorsHint}</p>
        {[...kinds].map(([kind, entities]) => (
          <>
            <h3>{t.kindsMany[kind] ?? kind}</h3>
            <ul class="ioc">
              {entities.slice(0, INDICATORS_MAX).map((one) => (
                <li class="mono break">{visible(one.value)}</li>
              ))}
            </ul>
          </>
        ))}
      </Part>
      <Part title={t.report.measures}>
        <Commands host={host} />
        <h3>{t.report.taken}</h3>
        <p class="hint">{t.report.takenHint}</p>
        <Empty rows={5} columns={t.report.takenColumns} />
        <h3>{t.report.hardening}</h3>
        {doors.length === 0 && <p>{t.report.hardeningNone}</p>}
        <ul>
          {doors.map((row) => (
            <li>
              <b>{app.in(row.title)}</b>
              {ruleOf(host, row).next.map((one) => (
                <div>{app.in(one)}</div>
              ))}
            </li>
          ))}
        </ul>
      </Part>
      <Part title={t.report.response}>
        <table class="fill">
          <tbody>
            {t.report.responseRows.map((one, index) => (
              <tr>
                <th scope="row">{one}</th>
                <td>{index === 0 ? app.when(host.since) : ""}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t.report.damage}</th>
              <td> </td>
            </tr>
            <tr>
              <th scope="row">{t.report.others}</th>
              <td> </td>
            </tr>
          </tbody>
        </table>
      </Part>
      <Part title={t.report.ledger}>
        {host.ledger.length === 0 && <p>{t.noLedger}</p>}
        {STATUSES.map((status) => {
          const rows = host.ledger.filter((row) => row.status === status);
          if (rows.length === 0) return null;
          return (
            <div class="pledger">
              <h3>
                {t.status[status]} ({rows.length}) <span class="dim">{t.statusHint[status]}</span>
              </h3>
              <ul class="two">
                {rows.map((row) => (
                  <li>
                    {app.in(row.title)}
                    {status === "findings" && ` (${row.findings})`}
                    {(status === "not_seen" || status === "partly") && row.missing.length > 0 && (
                      <span class="dim"> – {t.missing}{t.colon}{row.missing.slice(0, 3).map(app.source).join(t.comma)}</span>
                    )}
                    {status === "not_recorded" && row.limits.slice(0, 2).map((limit) => <span class="dim"> – {app.in(limit.text)}</span>)}
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </Part>
      <Part title={t.report.host}>
        {facts.length > 0 ? <Fields rows={facts} /> : <p>{t.noHost}</p>}
        {users.length > 0 && (
          <>
            <h3>{t.accounts}</h3>
            <table>
              <tbody>
                {users.map((cells) => (
                  <tr>
                    {cells.slice(0, 6).map((cell) => (
                      <td>{visible(cell)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Part>
    </>
  );
}

export function PrintReport({ now }: { now: number }) {
  const { report, place } = useApp();
  const hosts = place.host < 0 ? report.hosts.slice(0, HOSTS_MAX) : [report.hosts[place.host]];
  return (
    <div class="paper">
      <Cover hosts={hosts} now={now} />
      {hosts.map((host) => (
        <HostPart host={host} heading={hosts.length > 1} />
      ))}
    </div>
  );
}
