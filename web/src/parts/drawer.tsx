import { useEffect, useRef } from "preact/hooks";
import { parsed, type Row } from "../data/model";
import { textAt, textsAt } from "../data/rows";
import { useApp } from "../state";
import { Copy, Level, Mono, visible } from "./basics";
import { ConfidenceLine, Fields, flattened, Matches, Proofs, Reasons, ruleRow } from "./finding";

/** One row in full, beside whatever was open. A dialog: Escape closes, focus goes back. */
export function Drawer({ row }: { row: Row }) {
  const app = useApp();
  const { t } = app;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    element?.querySelector(".body")?.scrollTo(0, 0);
  }, [row]);
  const full = parsed(row);
  const host = app.report.hosts[row.host];
  const techniques = textsAt(full, "threat.technique.id");
  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-label={app.in(row.title)}
      onClose={() => app.open(undefined)}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="body">
        <header>
          {row.finding && <Level level={row.level} />}
          <h2>{app.in(row.title)}</h2>
          <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
            {t.close} ✕
          </button>
        </header>
        <p class="dim">
          {[app.when(row.time) || t.unknownTime, t.meanings[textAt(full, "xiezhi.time.meaning")] ?? textAt(full, "xiezhi.time.meaning"), visible(app.hostName(row.host)),
            app.source(row.artefact)].filter(Boolean).join(" · ")}
        </p>
        <p>
          <Mono value={app.in(row.what)} />
        </p>
        {row.finding && <ConfidenceLine row={full} />}
        <h4>{t.proof}</h4>
        <Proofs row={full} />
        <Matches row={full} />
        {row.finding && <Reasons rule={ruleRow(host, row)} />}
        {row.story > 0 && (
          <p>
            <button
              type="button"
              onClick={() => {
                dialog.current?.close();
                app.go({ host: row.host, view: "stories", story: row.story });
              }}
            >
              {t.storyN(row.story)} →
            </button>
          </p>
        )}
        <h4>
          {t.allFields} <Copy value={JSON.stringify(full, null, 2)} label={t.copyJson} />
        </h4>
        <Fields rows={flattened(full).filter(([, value]) => value !== "")} />
        {techniques.length > 0 && <p class="dim small">{techniques.join(", ")}</p>}
      </div>
    </dialog>
  );
}
