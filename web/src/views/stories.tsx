import { useMemo } from "preact/hooks";
import { commandFor, measuresFor } from "../data/command";
import { byRule, storiesOf, type RuleRows } from "../data/insight";
import { parsed, type Entity, type Host, type Row, type Story } from "../data/model";
import { textsAt } from "../data/rows";
import { countOf, processTree, type ProcessNode } from "../data/tree";
import { useApp } from "../state";
import { Command, Level, Mono, Section, visible } from "../parts/basics";
import { ConfidenceLine, Fold, Proofs, Reasons, ruleRow } from "../parts/finding";
import { StoryCard } from "./summary";

const OCCURRENCES_MAX = 8;
const ACTS = ["look", "keep", "contain"];

const leaf = (path: string): string => path.slice(path.lastIndexOf("\\") + 1) || path;

function Node({ node }: { node: ProcessNode }) {
  const app = useApp();
  const rules = byRule(node.findings);
  return (
    <li>
      <div class={`node${rules.length > 0 ? ` e${rules[0].level}` : " quietnode"}`}>
        <p>
          <b>{visible(leaf(node.image))}</b>
          {node.pid && (
            <span class="dim">
              {" "}
              {app.t.pid} {node.pid}
            </span>
          )}
          {node.time === node.time && <span class="dim nowrap"> · {app.when(node.time)}</span>}
          {node.user && <span class="dim"> · {visible(node.user)}</span>}
        </p>
        <p class="mono dim break">{visible(node.command || node.image)}</p>
        {rules.map((group) => (
          <button type="button" class="line" onClick={() => app.open(group.rows[0])}>
            <Level level={group.level} small /> {app.in(group.rows[0].title)}
            {group.rows.length > 1 && <span class="dim"> ×{group.rows.length}</span>}
          </button>
        ))}
      </div>
      {node.children.length > 0 && (
        <ul>
          {node.children.map((child) => (
            <Node node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Tree({ host, story }: { host: Host; story: Story }) {
  const { t } = useApp();
  const roots = useMemo(() => processTree(host, story.rows), [host, story]);
  if (countOf(roots) === 0) return null;
  return (
    <Section title={t.tree} hint={t.treeHint}>
      <ul class="tree">
        {roots.map((node) => (
          <Node node={node} />
        ))}
      </ul>
    </Section>
  );
}

function Occurrence({ row }: { row: Row }) {
  const app = useApp();
  const full = parsed(row);
  return (
    <li>
      <p>
        <span class="nowrap">{app.when(row.time) || app.t.unknownTime}</span>
        <button type="button" class="quiet" onClick={() => app.open(row)}>
          {app.t.details}
        </button>
      </p>
      <p>
        <Mono value={app.in(row.what)} />
      </p>
      <Proofs row={full} max={3} />
    </li>
  );
}

function RuleCard({ host, group, open }: { host: Host; group: RuleRows; open: boolean }) {
  const app = useApp();
  const { t } = app;
  const rule = ruleRow(host, group.rows[0]);
  const full = parsed(group.rows[0]);
  const shown = group.rows.slice(0, OCCURRENCES_MAX);
  return (
    <div class={`rulecard e${group.level}`}>
      <Fold
        open={open}
        summary={
          <span class="rulehead">
            <Level level={group.level} /> <b>{app.in(group.rows[0].title)}</b>
            <span class="dim"> {t.findingsN(group.rows.length)}</span>
          </span>
        }
      >
        <ConfidenceLine row={full} />
        <Reasons rule={rule} />
        <h4>{t.proof}</h4>
        <ul class="occurrences">
          {shown.map((row) => (
            <Occurrence row={row} />
          ))}
        </ul>
        {group.rows.length > shown.length && (
          <p class="dim">{t.shown(shown.length, group.rows.length)}</p>
        )}
        <p class="dim small">
          {[textsAt(full, "threat.technique.id").join(", "), rule.id].filter(Boolean).join(" · ")}
        </p>
      </Fold>
    </div>
  );
}

function EntityCommands({ entity }: { entity: Entity }) {
  const app = useApp();
  const { t } = app;
  const measures = measuresFor(app.report.measures, entity);
  if (measures.length === 0) return null;
  const commands = ACTS.flatMap((act) => measures.filter((one) => one.act === act)).map((one) => ({
    one,
    command: commandFor(one, entity.value),
  }));
  return (
    <Fold
      summary={
        <>
          <span class="kind">{t.kinds[entity.kind] ?? entity.kind}</span> <Mono value={entity.value} />
        </>
      }
    >
      {commands.some((one) => one.command === undefined) ? (
        <p class="warn">{t.unsafeValue}</p>
      ) : (
        commands.map(({ one, command }) => (
          <div class="measure">
            <p>
              <span class={`act a-${one.act}`}>{t.acts[one.act] ?? one.act}</span> {app.in(one.title)}
            </p>
            <Command value={command ?? ""} />
          </div>
        ))
      )}
    </Fold>
  );
}

export function StoryDetail({ host, story }: { host: Host; story: Story }) {
  const app = useApp();
  const { t } = app;
  const groups = useMemo(() => byRule(story.rows), [story]);
  const times = [app.when(story.first), app.when(story.last)].filter(Boolean);
  const withCommands = story.entities.filter((one) => measuresFor(app.report.measures, one).length > 0);
  return (
    <article class="storydetail">
      <header class={`e${story.level}`}>
        <p class="dim">{t.storyN(story.number)}</p>
        <h1>
          <Level level={story.level} /> {groups[0] ? app.in(groups[0].rows[0].title) : ""}
        </h1>
        <p class="dim">
          {[...new Set(times)].join(" – ") || t.unknownTime} · {t.findingsN(story.rows.length)}
        </p>
      </header>
      <Section title={t.entities}>
        <ul class="chips">
          {story.entities.map((entity) => (
            <li>
              <span class="kind">{t.kinds[entity.kind] ?? entity.kind}</span> <Mono value={entity.value} />
            </li>
          ))}
        </ul>
      </Section>
      <Tree host={host} story={story} />
      <Section title={t.findings}>
        {groups.map((group, index) => (
          <RuleCard key={group.rule} host={host} group={group} open={index === 0} />
        ))}
      </Section>
      {withCommands.length > 0 && (
        <Section title={t.commands} hint={t.commandsHint}>
          {withCommands.map((entity) => (
            <EntityCommands entity={entity} />
          ))}
        </Section>
      )}
    </article>
  );
}

export function Stories({ host }: { host: Host }) {
  const app = useApp();
  const { t } = app;
  const stories = storiesOf(host);
  if (stories.length === 0) {
    return (
      <Section title={t.nav.stories}>
        <p>{host.verdict === "none" ? t.verdictSentence.none : t.noStories}</p>
      </Section>
    );
  }
  const chosen = stories.find((one) => one.number === app.place.story);
  return (
    <div class={`storyview${chosen ? " chosen" : ""}`}>
      <nav class="storylist" aria-label={t.nav.stories}>
        <ol class="stories compact">
          {stories.map((story) => (
            <div class={story === (chosen ?? stories[0]) ? "current" : ""}>
              <StoryCard host={host} story={story} signs={1} />
            </div>
          ))}
        </ol>
      </nav>
      <div>
        <button type="button" class="back quiet" onClick={() => app.go({ story: 0 })}>
          ← {t.nav.stories}
        </button>
        <StoryDetail key={(chosen ?? stories[0]).number} host={host} story={chosen ?? stories[0]} />
      </div>
    </div>
  );
}
