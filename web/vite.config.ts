import { createHash } from "node:crypto";
import { defineConfig, type Plugin } from "vite";

const ROWS = '<script type="application/json" id="rows">@@XIEZHI_ROWS@@</script>';

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
}

/** Script and style into the page itself, and a policy that allows these two and nothing else. */
function oneFile(): Plugin {
  return {
    name: "one-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      let script = "";
      let style = "";
      let page = "";
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === "chunk") script += part.code;
        else if (name.endsWith(".css")) style += part.source;
        else if (name.endsWith(".html")) page = String(part.source);
        else throw new Error(`${name} has no place in one file`);
        delete bundle[name];
      }
      script = script.trim();
      style = style.trim();
      if (!script || !style || !page) throw new Error("script, style or page is missing");
      if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
        throw new Error("the text would end its own element");
      }
      const policy = [
        "default-src 'none'",
        `script-src ${hashOf(script)}`,
        `style-src ${hashOf(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
      ].join("; ");
      page = page
        .replace(/\s*<script type="module"[^>]*><\/script>/, "")
        .replace(/\s*<link rel="stylesheet"[^>]*>/, "");
      const parts = page.split(ROWS);
      if (parts.length !== 2) throw new Error("the mark of the rows must stand once");
      const head = parts[0].replace(
        '<meta charset="utf-8">',
        () =>
          `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      );
      this.emitFile({
        type: "asset",
        fileName: "report.html",
        source:
          head.replace("</head>", () => `<style>${style}</style>\n</head>`) +
          ROWS +
          `\n<script>${script}</script>` +
          parts[1],
      });
    },
  };
}

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact", charset: "utf8", legalComments: "none" },
  build: {
    target: "es2020",
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: { output: { format: "iife", inlineDynamicImports: true } },
  },
  plugins: [oneFile()],
});
