import { createPortal, flushSync } from "preact/compat";
import { useEffect, useMemo, useState } from "preact/hooks";
import { worstOf } from "./data/insight";
import type { Report, Row } from "./data/model";
import { en } from "./i18n/en";
import { zh } from "./i18n/zh";
import { visible } from "./parts/basics";
import { Drawer } from "./parts/drawer";
import {
  AppContext, hashOf, placeOf, remember, remembered, timeText, useApp, VIEWS,
  type App, type Lang, type Place, type Theme, type Zone,
} from "./state";
import { Evidence } from "./views/evidence";
import { HostView } from "./views/host";
import { Ledger } from "./views/ledger";
import { PrintReport } from "./views/print";
import { Stories } from "./views/stories";
import { Overview, Summary } from "./views/summary";
import { Timeline } from "./views/timeline";

const THEMES: Theme[] = ["auto", "light", "dark"];

function Content() {
  const app = useApp();
  const { report, place } = app;
  if (place.view === "evidence") return <Evidence />;
  if (place.view === "timeline") return <Timeline />;
  if (place.host < 0 && place.view === "summary") return <Overview />;
  const index = place.host < 0 ? Math.max(0, worstOf(report.hosts)) : place.host;
  const host = report.hosts[index];
  return (
    <>
      {place.host < 0 && <HostBar index={index} />}
      {place.view === "stories" && <Stories host={host} />}
      {place.view === "ledger" && <Ledger host={host} />}
      {place.view === "host" && <HostView host={host} />}
      {place.view === "summary" && <Summary host={host} />}
    </>
  );
}

/** With all hosts chosen, views of one host say which. */
function HostBar({ index }: { index: number }) {
  const { t, report, hostName, go } = useApp();
  return (
    <div class="hostbar">
      <span class="dim">{t.whichHost}</span>
      {report.hosts.map((_, one) => (
        <button type="button" class={one === index ? "on" : ""} aria-pressed={one === index} onClick={() => go({ host: one, story: 0 })}>
          {visible(hostName(one))}
        </button>
      ))}
    </div>
  );
}

function Top(props: {
  theme: Theme;
  setTheme: (theme: Theme) => void;
  setLang: (lang: Lang) => void;
  setZone: (zone: Zone) => void;
}) {
  const app = useApp();
  const { t, report, place, lang, zone } = app;
  return (
    <header class="top">
      <a class="skip" href="#content" onClick={(event) => {
        event.preventDefault();
        document.getElementById("content")?.focus();
      }}>
        {t.skip}
      </a>
      <div class="brand">
        <b>獬豸</b> <span>xiezhi</span>
      </div>
      {report.hosts.length > 1 && (
        <label class="pick">
          <span class="offscreen">{t.hostOf}</span>
          <select
            value={String(place.host)}
            onChange={(event) => app.go({ host: Number(event.currentTarget.value), story: 0 })}
          >
            <option value="-1">{t.allHosts(report.hosts.length)}</option>
            {report.hosts.map((_, index) => (
              <option value={String(index)}>{visible(app.hostName(index))}</option>
            ))}
          </select>
        </label>
      )}
      <nav aria-label={t.views}>
        {VIEWS.map((view) => (
          <a
            href={hashOf({ ...place, view, story: 0 })}
            aria-current={view === place.view ? "page" : undefined}
          >
            {t.nav[view]}
          </a>
        ))}
      </nav>
      <div class="tools">
        <button type="button" title={t.zoneHint} onClick={() => props.setZone(zone === "utc" ? "local" : "utc")}>
          {t.zone[zone]}
        </button>
        <button
          type="button"
          class="theme"
          aria-label={t.theme[props.theme]}
          title={t.theme[props.theme]}
          onClick={() => props.setTheme(THEMES[(THEMES.indexOf(props.theme) + 1) % THEMES.length])}
        >
          {props.theme === "auto" ? "◐" : props.theme === "light" ? "☀" : "☾"}
        </button>
        <button type="button" lang={lang === "zh" ? "en" : "zh-CN"} title={t.languageHint} onClick={() => props.setLang(lang === "zh" ? "en" : "zh")}>
          {t.language}
        </button>
        <button type="button" class="printbutton" onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
    </header>
  );
}

function firstLang(report: Report): Lang {
  const wanted = remembered("lang") || report.lang || navigator.language;
  return wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function Root({ report }: { report: Report }) {
  const [lang, setLang] = useState<Lang>(() => firstLang(report));
  const [theme, setTheme] = useState<Theme>(() => THEMES.find((one) => one === remembered("theme")) ?? "auto");
  const [zone, setZone] = useState<Zone>(() => (remembered("zone") === "local" ? "local" : "utc"));
  const [place, setPlace] = useState<Place>(() => placeOf(location.hash, report.hosts.length));
  const [row, setRow] = useState<Row | undefined>(undefined);
  const [printing, setPrinting] = useState(0);
  useEffect(() => {
    const changed = (): void => {
      setPlace(placeOf(location.hash, report.hosts.length));
      window.scrollTo(0, 0);
    };
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, [report]);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  }, [lang, theme]);
  const t = lang === "zh" ? zh : en;
  const app = useMemo<App>(
    () => ({
      report, lang, t, zone, place,
      go: (to) => {
        const next = { ...place, ...to };
        location.hash = hashOf(next);
      },
      open: setRow,
      in: (texts) => texts[lang],
      when: (time, seconds) => timeText(time, zone, seconds),
      source: (artefact) =>
        report.datasets.get(artefact)?.[lang] ?? artefact.replace(/^Microsoft-Windows-/, "").replace(/\/Operational$/, ""),
      hostName: (index) => report.hosts[index]?.name || report.hosts[index]?.evidence || t.unnamed,
    }),
    [report, lang, zone, place, t],
  );
  useEffect(() => {
    const name = report.hosts.length === 1 ? app.hostName(0) : t.allHosts(report.hosts.length);
    document.title = `${t.title} · ${visible(name)}`;
  }, [app]);
  useEffect(() => {
    // The paper is made when it is asked for: it is long.
    const before = (): void => flushSync(() => setPrinting(Date.now()));
    window.addEventListener("beforeprint", before);
    const paper = matchMedia("print");
    const changed = (): void => {
      if (paper.matches) before();
    };
    paper.addEventListener("change", changed);
    changed();
    return () => {
      window.removeEventListener("beforeprint", before);
      paper.removeEventListener("change", changed);
    };
  }, []);
  const paper = document.getElementById("print");
  if (report.hosts.length === 0) {
    return <p class="nothing">{t.empty}</p>;
  }
  return (
    <AppContext.Provider value={app}>
      <Top
        theme={theme}
        setTheme={(one) => {
          remember("theme", one);
          setTheme(one);
        }}
        setLang={(one) => {
          remember("lang", one);
          setLang(one);
        }}
        setZone={(one) => {
          remember("zone", one);
          setZone(one);
        }}
      />
      <main id="content" tabIndex={-1}>
        {report.broken > 0 && <p class="warn">{t.broken(report.broken)}</p>}
        <Content />
      </main>
      {row && <Drawer row={row} />}
      {paper && printing > 0 && createPortal(<PrintReport now={printing} />, paper)}
    </AppContext.Provider>
  );
}
