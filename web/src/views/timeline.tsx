import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { storiesOf } from "../data/insight";
import type { Row } from "../data/model";
import { timeText, useApp, type Zone } from "../state";
import { Section, visible } from "../parts/basics";
import { VirtualList } from "../parts/virtual_list";
import { useNarrow } from "../parts/narrow";
import { RowLine } from "./evidence";

interface Lane {
  label: string;
  level: number;
  rows: Row[];
}

const LANES_MAX = 14;
const LANE_HEIGHT = 26;
const AXIS_HEIGHT = 26;
const SPAN_MIN = 10; // milliseconds
const WORST = 5; // stories that the first view is about
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND,
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 5 * 365 * DAY, 20 * 365 * DAY,
];

function tickText(time: number, step: number, zone: Zone): string {
  const text = timeText(time, zone).replace("Z", "");
  if (step >= DAY) return text.slice(0, 10);
  if (step >= MINUTE) return text.slice(5, 16);
  if (step >= SECOND) return text.slice(11, 19);
  return `${text.slice(17, 19)}.${String(((time % 1000) + 1000) % 1000).padStart(3, "0")}`;
}

interface Window {
  from: number;
  to: number;
}

// The times of rows, with a margin.
function around(rows: Row[]): Window {
  if (rows.length === 0) return { from: 0, to: DAY };
  let from = Infinity;
  let to = -Infinity;
  for (const row of rows) {
    from = Math.min(from, row.time);
    to = Math.max(to, row.time);
  }
  const margin = Math.max((to - from) * 0.03, MINUTE);
  return { from: from - margin, to: to + margin };
}

function fitted(pen: CanvasRenderingContext2D, label: string, width: number): string {
  if (pen.measureText(label).width <= width) return label;
  let size = label.length;
  while (size > 1 && pen.measureText(`${label.slice(0, size)}…`).width > width) size--;
  return `${label.slice(0, size)}…`;
}

function draw(canvas: HTMLCanvasElement, lanes: Lane[], view: Window, labelWidth: number, zone: Zone): void {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const plot = width - labelWidth;
  const x = (time: number): number => labelWidth + ((time - view.from) / (view.to - view.from)) * plot;
  pen.font = style.font;
  pen.textBaseline = "middle";
  const step = STEPS.find((one) => (one / (view.to - view.from)) * plot > 110) ?? STEPS[STEPS.length - 1];
  pen.strokeStyle = colour("--line");
  pen.fillStyle = colour("--dim");
  for (let tick = Math.ceil(view.from / step) * step; tick <= view.to; tick += step) {
    const at = Math.round(x(tick)) + 0.5;
    pen.beginPath();
    pen.moveTo(at, 0);
    pen.lineTo(at, height - AXIS_HEIGHT + 4);
    pen.stroke();
    pen.fillText(tickText(tick, step, zone), at + 3, height - AXIS_HEIGHT / 2);
  }
  lanes.forEach((lane, index) => {
    const middle = index * LANE_HEIGHT + LANE_HEIGHT / 2;
    if (index % 2) {
      pen.fillStyle = colour("--stripe");
      pen.fillRect(0, index * LANE_HEIGHT, width, LANE_HEIGHT);
    }
    if (labelWidth > 0) {
      pen.fillStyle = colour("--text");
      pen.save();
      pen.beginPath();
      pen.rect(0, index * LANE_HEIGHT, labelWidth - 10, LANE_HEIGHT);
      pen.clip();
      pen.fillText(fitted(pen, lane.label, labelWidth - 20), 4, middle);
      pen.restore();
    }
    pen.save();
    pen.beginPath();
    pen.rect(labelWidth, 0, plot, height);
    pen.clip();
    const first = lane.rows[0];
    const last = lane.rows[lane.rows.length - 1];
    pen.strokeStyle = colour(`--l${lane.level}`);
    pen.globalAlpha = 0.35;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(x(first.time), middle);
    pen.lineTo(x(last.time), middle);
    pen.stroke();
    pen.globalAlpha = 1;
    pen.lineWidth = 1;
    let drawn = -Infinity; // points on the same pixel are one
    let drawnLevel = -1;
    for (const row of lane.rows) {
      const at = Math.round(x(row.time));
      if (at < labelWidth - 6 || at > width + 6) continue;
      if (at - drawn < 2 && row.level <= drawnLevel) continue;
      drawn = at;
      drawnLevel = row.level;
      pen.fillStyle = colour(`--l${row.level}`);
      pen.beginPath();
      pen.arc(at, middle, 4 + row.level * 0.5, 0, Math.PI * 2);
      pen.fill();
    }
    pen.restore();
  });
}

export function Timeline() {
  const app = useApp();
  const { t, report, place } = app;
  const narrow = useNarrow();
  const canvas = useRef<HTMLCanvasElement>(null);
  const hosts = place.host < 0 ? report.hosts : [report.hosts[place.host]];
  const many = hosts.length > 1;
  const { lanes, all } = useMemo(() => {
    const made: Lane[] = [];
    const timed = (rows: Row[]): Row[] =>
      rows.filter((row) => row.time === row.time).sort((a, b) => a.time - b.time);
    const rest: Row[] = [];
    for (const host of hosts) {
      const placed = new Set<Row>();
      for (const story of storiesOf(host)) {
        const rows = timed(story.rows);
        if (rows.length === 0 || made.length >= LANES_MAX) continue;
        rows.forEach((row) => placed.add(row));
        const head = rows.find((row) => row.level === story.level) ?? rows[0];
        const name = many ? `${visible(host.name)} · ` : "";
        made.push({ label: `${name}${story.number}  ${app.in(head.title)}`, level: story.level, rows });
      }
      for (const row of host.findings) if (!placed.has(row)) rest.push(row);
    }
    const others = timed(rest);
    if (others.length > 0) {
      made.push({
        label: t.otherFindings,
        level: others.reduce((worst, row) => Math.max(worst, row.level), 0),
        rows: others,
      });
    }
    return { lanes: made, all: made.flatMap((lane) => lane.rows).sort((a, b) => a.time - b.time) };
  }, [report, place.host, app.lang]);
  const whole = useMemo<Window>(() => around(all), [all]);
  // It begins where the worst stories are: one old open door would make the night of them a dot.
  const worst = useMemo<Window>(() => around(lanes.slice(0, WORST).flatMap((lane) => lane.rows)), [lanes]);
  const [view, setView] = useState<Window>(worst);
  const [hover, setHover] = useState<{ row: Row; x: number; y: number } | undefined>(undefined);
  useEffect(() => setView(worst), [worst]);
  const labelWidth = narrow ? 0 : 280;
  const height = lanes.length * LANE_HEIGHT + AXIS_HEIGHT;

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const paint = (): void => draw(element, lanes, view, labelWidth, app.zone);
    paint();
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    const theme = new MutationObserver(paint);
    theme.observe(document.documentElement, { attributes: true });
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", paint);
    return () => {
      observer.disconnect();
      theme.disconnect();
      dark.removeEventListener("change", paint);
    };
  }, [lanes, view, labelWidth, app.zone]);

  const zoom = (factor: number, around = (view.from + view.to) / 2): void => {
    const span = Math.min(Math.max((view.to - view.from) * factor, SPAN_MIN), (whole.to - whole.from) * 2);
    const share = (around - view.from) / (view.to - view.from);
    setView({ from: around - span * share, to: around + span * (1 - share) });
  };
  const pan = (share: number): void => {
    const by = (view.to - view.from) * share;
    setView({ from: view.from + by, to: view.to + by });
  };
  const timeAt = (x: number): number => {
    const width = (canvas.current?.clientWidth ?? 1) - labelWidth;
    return view.from + ((x - labelWidth) / width) * (view.to - view.from);
  };
  const nearest = (x: number, y: number): Row | undefined => {
    const lane = lanes[Math.floor(y / LANE_HEIGHT)];
    if (!lane) return undefined;
    const reach = timeAt(x + 8) - timeAt(x);
    let best: Row | undefined;
    for (const row of lane.rows) {
      const away = Math.abs(row.time - timeAt(x));
      if (away < reach && (!best || away < Math.abs(best.time - timeAt(x)))) best = row;
    }
    return best;
  };
  const drag = useRef<{ x: number; view: Window; moved: boolean } | undefined>(undefined);
  const inside = useMemo(() => all.filter((row) => row.time >= view.from && row.time <= view.to), [all, view]);

  // Wheel listeners of the framework are passive; this one must keep the page from scrolling.
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, timeAt(event.offsetX));
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => element.removeEventListener("wheel", wheel);
  });

  if (all.length === 0) {
    return (
      <Section title={t.nav.timeline}>
        <p>{t.noTimes}</p>
      </Section>
    );
  }
  return (
    <section class="card table timeline">
      <header>
        <h2>{t.nav.timeline}</h2>
        <div class="buttons">
          <button type="button" aria-label={t.zoomIn} title={t.zoomIn} onClick={() => zoom(0.5)}>+</button>
          <button type="button" aria-label={t.zoomOut} title={t.zoomOut} onClick={() => zoom(2)}>−</button>
          <button type="button" onClick={() => setView(whole)}>{t.zoomAll}</button>
        </div>
      </header>
      <p class="hint">{t.timelineHint}</p>
      <div class="plot">
        <canvas
          ref={canvas}
          tabIndex={0}
          role="img"
          aria-label={`${t.nav.timeline}: ${t.inView(inside.length)}`}
          style={{ height: `${height}px` }}
          onKeyDown={(event) => {
            const acts: Record<string, () => void> = {
              "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), "0": () => setView(whole),
              ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2),
            };
            if (event.key in acts) {
              event.preventDefault();
              acts[event.key]();
            }
          }}
          onPointerDown={(event) => {
            drag.current = { x: event.offsetX, view, moved: false };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const held = drag.current;
            if (held) {
              const by = event.offsetX - held.x;
              held.moved ||= Math.abs(by) > 3;
              const width = event.currentTarget.clientWidth - labelWidth;
              const time = (by / width) * (held.view.to - held.view.from);
              setView({ from: held.view.from - time, to: held.view.to - time });
              return;
            }
            const row = nearest(event.offsetX, event.offsetY);
            setHover(row && { row, x: event.offsetX, y: event.offsetY });
          }}
          onPointerUp={(event) => {
            const held = drag.current;
            drag.current = undefined;
            if (held && !held.moved) {
              const row = nearest(event.offsetX, event.offsetY);
              if (row) app.open(row);
            }
          }}
          onPointerLeave={() => setHover(undefined)}
          onDblClick={() => setView(whole)}
        />
        {hover && (
          <div class="tip" style={{ left: `${Math.max(0, Math.min(hover.x, (canvas.current?.clientWidth ?? 0) - 300))}px`, top: `${hover.y + 18}px` }}>
            <b>{app.in(hover.row.title)}</b>
            <span class="dim">{app.when(hover.row.time)}</span>
            <span class="mono">{visible(app.in(hover.row.what)).slice(0, 160)}</span>
          </div>
        )}
      </div>
      <p class="count" role="status">{t.inView(inside.length)}</p>
      <VirtualList
        count={inside.length}
        rowHeight={narrow ? 66 : 32}
        label={t.nav.timeline}
        resetKey={inside.length}
        onOpen={(index) => app.open(inside[index])}
        render={(index) => <RowLine row={inside[index]} many={many} />}
      />
    </section>
  );
}
