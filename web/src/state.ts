import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Report, Row } from "./data/model";
import type { Two } from "./data/rows";
import type { Texts } from "./i18n/en";

export type Lang = "en" | "zh";
export type Theme = "auto" | "light" | "dark";
export type Zone = "utc" | "local";
export const VIEWS = ["summary", "stories", "timeline", "evidence", "ledger", "host"] as const;
export type View = (typeof VIEWS)[number];

/** Where somebody is in the report; the part of the address behind #. */
export interface Place {
  host: number; // -1: all
  view: View;
  story: number; // 0: the first
}

export interface App {
  report: Report;
  lang: Lang;
  t: Texts;
  zone: Zone;
  place: Place;
  go: (to: Partial<Place>) => void;
  open: (row: Row | undefined) => void;
  /** The text in the reader's language. */
  in: (texts: Two) => string;
  when: (time: number, seconds?: boolean) => string;
  source: (artefact: string) => string;
  hostName: (index: number) => string;
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("outside of the app");
  return app;
}

/** Settings outlive the page where the browser lets a local file keep any. */
export function remembered(name: string): string {
  try {
    return localStorage.getItem(`xiezhi.${name}`) ?? "";
  } catch {
    return "";
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`xiezhi.${name}`, value);
  } catch {
    // then not
  }
}

const pad = (value: number, size = 2): string => String(value).padStart(size, "0");

/** 2024-05-01 13:00:05Z, or with the offset of this computer. */
export function timeText(time: number, zone: Zone, seconds = true): string {
  if (time !== time) return "";
  const date = new Date(time);
  if (zone === "utc") {
    const iso = date.toISOString();
    return `${iso.slice(0, 10)} ${iso.slice(11, seconds ? 19 : 16)}Z`;
  }
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  return `${day} ${clock}${seconds ? `:${pad(date.getSeconds())}` : ""}`;
}

export function placeOf(hash: string, hosts: number): Place {
  const [, host, view, story] = hash.split("/");
  const index = Number.parseInt(host ?? "", 10);
  const start = hosts === 1 ? 0 : -1;
  return {
    host: index >= 0 && index < hosts ? index : start,
    view: VIEWS.find((one) => one === view) ?? "summary",
    story: Number.parseInt(story ?? "", 10) || 0,
  };
}

export const hashOf = (place: Place): string =>
  `#/${place.host < 0 ? "all" : place.host}/${place.view}${place.story ? `/${place.story}` : ""}`;
