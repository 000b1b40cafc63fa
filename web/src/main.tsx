import { render } from "preact";
import { Root } from "./app";
import { read } from "./data/model";
import "./style/screen.css";
import "./style/print.css";

const block = document.getElementById("rows");
const app = document.getElementById("app");
if (block && app) {
  const report = read(block.textContent ?? "");
  block.textContent = ""; // the rows have their own lines of it now
  app.textContent = "";
  render(<Root report={report} />, app);
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}
