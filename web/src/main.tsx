import { render } from "preact";
import { Root } from "./app";
import { read } from "./data/model";
import { unpacked } from "./data/packed";
import "./style/screen.css";
import "./style/print.css";

async function show(block: HTMLElement, app: HTMLElement): Promise<void> {
  const report = read(await unpacked(block.textContent ?? ""));
  block.textContent = ""; // the rows have their own lines of it now
  app.textContent = "";
  render(<Root report={report} />, app);
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

const block = document.getElementById("rows");
const app = document.getElementById("app");
if (block && app) void show(block, app);
