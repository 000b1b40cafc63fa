import { blindRows, nextSteps, rulesByLevel, sharedThings, storiesOf, wayIn, weaknesses, worstRows } from "../data/insight";
import type { Host, Story } from "../data/model";
import { useApp } from "../state";
import { Level, Mono, Section, visible } from "../parts/basics";

const STORIES_MAX = 5;
const SIGNS_MAX = 3;
const STEPS_MAX = 6;
const BLIND_MAX = 6;
const SHARED_MAX = 40;

/** Rows that were narrowed must say so wherever somebody begins to read. */
export function Narrowed({ host }: { host: Host }) {
  const { t } = useApp();
  if (!host.scenario) return null;
  return <p class="warn">{t.narrowed(host.scenario, host.storiesOutside, t.levels[host.worstOutside])}</p>;
}

export function verdictOf(host: Host): "compromised" | "suspicious" | "nothing_found" | "too_little_seen" | "none" {
  const known = ["compromised", "suspicious", "nothing_found", "too_little_seen"] as const;
  return known.find((one) => one === host.verdict) ?? "none";
}

function Verdict({ host }: { host: Host }) {
  const { t, when, report, go } = useApp();
  const verdict = verdictOf(host);
  const levels = rulesByLevel(host);
  const late = when(host.since);
  return (
    <section class={`verdict v-${verdict}`}>
      <div class="word">
        <span class="mark" aria-hidden="true" />
        <h1>{t.verdict[verdict]}</h1>
        <p class="hostname">{visible(host.name) || t.unnamed}</p>
      </div>
      <p class="sentence">{t.verdictSentence[verdict]}</p>
      <dl class="facts">
        <div>
          <dt>{t.since}</dt>
          <dd>
            <b>{late || (levels[3] + levels[4] > 0 ? t.unknownTime : t.noneHigh)}</b> {late && <span class="dim">{t.sinceHint}</span>}
          </dd>
        </div>
        <div>
          <dt>{t.rulesHit}</dt>
          <dd class="levels">
            {[4, 3, 2, 1, 0].map(
              (level) =>
                levels[level] > 0 && (
                  <span>
                    <Level level={level} small /> {levels[level]}
                  </span>
                ),
            )}
            {levels.every((n) => n === 0) && "0"}
          </dd>
        </div>
        {host.evidence && (
          <div>
            <dt>{t.evidenceAt}</dt>
            <dd class="path">{visible(host.evidence)}</dd>
          </div>
        )}
      </dl>
      {report.hosts.length > 1 && (
        <button type="button" class="quiet" onClick={() => go({ host: -1, view: "summary" })}>
          {t.allHosts(report.hosts.length)}
        </button>
      )}
    </section>
  );
}

export function StoryCard({ host, story, signs = SIGNS_MAX }: { host: Host; story: Story; signs?: number }) {
  const app = useApp();
  const { t } = app;
  const worst = worstRows(story.rows);
  const head = worst[0];
  if (!head) return null;
  const more = worst.length - Math.min(signs, worst.length);
  const times = [app.when(story.first, false), app.when(story.last, false)].filter(Boolean);
  return (
    <li class={`story e${story.level}`}>
      <button
        type="button"
        onClick={() => app.go({ view: "stories", story: story.number, host: app.report.hosts.indexOf(host) })}
      >
        <span class="storyhead">
          <Level level={story.level} />
          <b>{app.in(head.title)}</b>
        </span>
        <span class="telling mono">{visible(app.in(head.what))}</span>
        {worst.slice(1, signs).map((row) => (
          <span class="sign">
            <Level level={row.level} small /> {app.in(row.title)}
          </span>
        ))}
        <span class="dim meta">
          {[...new Set(times)].join(" – ") || t.unknownTime} · {more > 0 && signs > 1 ? t.more(more) : t.signs(worst.length)}
        </span>
      </button>
    </li>
  );
}

function WorstRules({ host }: { host: Host }) {
  const app = useApp();
  const worst = worstRows(host.findings.filter((row) => !row.weakness)).slice(0, 8);
  return (
    <Section title={app.t.worstRules}>
      <ul class="plainlist">
        {worst.map((row) => (
          <li>
            <button type="button" class="line" onClick={() => app.open(row)}>
              <Level level={row.level} /> <b>{app.in(row.title)}</b>
              <span class="telling mono">{visible(app.in(row.what))}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function NotSeen({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const blind = blindRows(host);
  const logs = host.logs.filter((log) => ["Security", "System"].includes(log.channel));
  const nothing = host.notSeen.length === 0 && host.limits.length === 0 && blind.length === 0 && logs.length === 0;
  return (
    <>
      {nothing && <p>{host.ledger.length > 0 ? t.nothingUnseen : t.noLedger}</p>}
      <ul class="bullets">
        {host.notSeen.length > 0 && (
          <li>
            {t.notSeenNeeded}
            {t.colon}
            <b>{host.notSeen.join(t.comma)}</b>
          </li>
        )}
        {host.limits
          .filter((limit) => limit.reason !== "not_installed")
          .map((limit) => (
            <li>{app.in(limit.text)}</li>
          ))}
        {logs.map((log) => (
          <li>
            {t.logBegins(log.channel)} <b class="nowrap">{app.when(log.first)}</b>
            <span class="dim"> · {t.logBeginsHint}</span>
          </li>
        ))}
        {blind.length > 0 && (
          <li>
            {t.notSeenBlind(blind.length)}
            <ul>
              {blind.slice(0, BLIND_MAX).map((row) => (
                <li>
                  {app.in(row.title)} <span class="dim">({row.missing.slice(0, 3).map(app.source).join(t.comma)})</span>
                </li>
              ))}
              {blind.length > BLIND_MAX && <li class="dim">{t.notSeenMore(blind.length - BLIND_MAX)}</li>}
            </ul>
          </li>
        )}
      </ul>
    </>
  );
}

export function WayIn({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const found = wayIn(host);
  const missing = [...host.notSeen, ...found.logsTooLate.map((log) => `${log.channel} < ${app.when(log.first, false)}`)];
  return (
    <>
      <p>{found.candidates.length > 0 ? t.wayInCandidates : t.wayInUnknown}</p>
      <ul class="plainlist">
        {found.candidates.map((row) => (
          <li>
            <button type="button" class="line" onClick={() => app.open(row)}>
              <span class="dim nowrap">{app.when(row.time, false) || t.unknownTime}</span> <Level level={row.level} small />{" "}
              {app.in(row.title)}
            </button>
          </li>
        ))}
        {found.earliest && !found.candidates.includes(found.earliest) && (
          <li>
            <button type="button" class="line" onClick={() => app.open(found.earliest)}>
              <span class="dim">{t.wayInEarliest}</span>{" "}
              <span class="nowrap">{app.when(found.earliest.time, false)}</span> {app.in(found.earliest.title)}
            </button>
          </li>
        )}
      </ul>
      {missing.length > 0 && (
        <p class="dim">
          {t.wayInMissing}
          {t.colon}
          {missing.join(t.comma)}
        </p>
      )}
    </>
  );
}

export function Summary({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const stories = storiesOf(host);
  const verdict = verdictOf(host);
  const bad = verdict === "compromised" || verdict === "suspicious";
  const steps = nextSteps(host, bad ? STEPS_MAX - 1 : STEPS_MAX).map(app.in);
  if (bad) steps.unshift(t.isolate);
  const doors = weaknesses(host);
  const isolate = app.report.measures.filter((one) => one.kind === "host" && one.act === "contain");
  return (
    <div class="summary">
      <Verdict host={host} />
      <Narrowed host={host} />
      <div class="columns">
        <div>
          {steps.length > 0 && (
            <Section title={t.doFirst} class="steps">
              <ol>
                {steps.map((step, index) => (
                  <li>
                    {step}
                    {index === 0 && bad && isolate.length > 0 && (
                      <details>
                        <summary>{t.commands}</summary>
                        {isolate.map((one) => (
                          <>
                            <p class="hint">{app.in(one.title)}</p>
                            <pre class="mono">{one.command}</pre>
                          </>
                        ))}
                      </details>
                    )}
                  </li>
                ))}
              </ol>
            </Section>
          )}
          <Section title={t.notSeen}>
            <NotSeen host={host} />
          </Section>
          {doors.length > 0 && (
            <Section title={t.openDoors} hint={t.openDoorsHint}>
              <ul class="plainlist">
                {doors.map((row) => (
                  <li>
                    <button type="button" class="line" onClick={() => app.open(row)}>
                      <Level level={row.level} small /> {app.in(row.title)}
                    </button>
                  </li>
                ))}
              </ul>
            </Section>
          )}
        </div>
        <div>
          {host.verdict === "none" ? (
            <WorstRules host={host} />
          ) : (
            <Section
              title={stories.length > 0 ? t.worst(Math.min(STORIES_MAX, stories.length), stories.length) : t.nav.stories}
              aside={
                stories.length > STORIES_MAX && (
                  <button type="button" class="quiet" onClick={() => app.go({ view: "stories", story: 0 })}>
                    {t.allStories}
                  </button>
                )
              }
            >
              {stories.length === 0 && <p>{t.noStories}</p>}
              <ol class="stories">
                {stories.slice(0, STORIES_MAX).map((story) => (
                  <StoryCard host={host} story={story} />
                ))}
              </ol>
            </Section>
          )}
          {bad && (
            <Section title={t.wayIn}>
              <WayIn host={host} />
            </Section>
          )}
        </div>
      </div>
    </div>
  );
}

/** Several hosts: one line each. */
export function Overview() {
  const app = useApp();
  const { t, report } = app;
  const shared = sharedThings(report.hosts);
  const order = ["compromised", "suspicious", "none", "too_little_seen", "nothing_found"];
  const hosts = report.hosts
    .map((host, index) => ({ host, index }))
    .sort((a, b) => order.indexOf(verdictOf(a.host)) - order.indexOf(verdictOf(b.host)) || a.index - b.index);
  return (
    <>
    <Section title={`${t.hostsTable} (${hosts.length})`}>
      <ul class="plainlist hosts">
        {hosts.map(({ host, index }) => {
          const levels = rulesByLevel(host);
          return (
            <li>
              <button type="button" class="line" onClick={() => app.go({ host: index, view: "summary", story: 0 })}>
                <span class={`verdictword v-${verdictOf(host)}`}>{t.verdict[verdictOf(host)]}</span>
                <b class="break">{visible(host.name) || t.unnamed}</b>
                <span class="levels counts">
                  {[4, 3, 2].map((level) => levels[level] > 0 && (
                    <span>
                      <Level level={level} small /> {levels[level]}
                    </span>
                  ))}
                </span>
                <span class="dim nowrap">{app.when(host.since, false)}</span>
                <span class="dim break">{visible(host.evidence)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </Section>
    {shared.length > 0 && (
      <Section title={t.shared} hint={t.sharedHint}>
        <ul class="plainlist">
          {shared.slice(0, SHARED_MAX).map(({ entity, hosts: on }) => (
            <li class="shared">
              <span class="kind">{t.kinds[entity.kind] ?? entity.kind}</span> <Mono value={entity.value} />
              <span class="dim">{on.map((index) => visible(app.hostName(index))).join(t.comma)}</span>
            </li>
          ))}
        </ul>
      </Section>
    )}
    </>
  );
}
