import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useApp } from "../state";

export function Level({ level, small }: { level: number; small?: boolean }) {
  const { t } = useApp();
  return <span class={`level l${level}${small ? " small" : ""}`}>{t.levels[level]}</span>;
}

export function Section(props: {
  title: string;
  hint?: string;
  class?: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class={`card ${props.class ?? ""}`}>
      <header>
        <h2>{props.title}</h2>
        {props.aside}
      </header>
      {props.hint && <p class="hint">{props.hint}</p>}
      {props.children}
    </section>
  );
}

export function Copy({ value, label }: { value: string; label?: string }) {
  const { t } = useApp();
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // A page from a file may not use the clipboard everywhere; the old way still works there.
      const area = document.createElement("textarea");
      area.value = value;
      area.className = "offscreen";
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" class="quiet copy" onClick={() => void copy()}>
      {done ? t.copied : (label ?? t.copy)}
    </button>
  );
}

export function Command({ value }: { value: string }) {
  return (
    <div class="command">
      <code>{value}</code>
      <Copy value={value} />
    </div>
  );
}

/** Controls and what reverses text made visible: names are chosen to be misread. */
export function visible(value: string): string {
  return value.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (one) => `⟨${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

export function Table({ head, rows, cell }: { head: string[]; rows: string[][]; cell?: string }) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((one) => (
            <th scope="col">{one}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((one) => (
              <td class={cell}>{visible(one)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const Mono = ({ value, block }: { value: string; block?: boolean }) =>
  block ? <pre class="mono">{visible(value)}</pre> : <code class="mono">{visible(value)}</code>;
