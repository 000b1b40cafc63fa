// Rows as triage and hunt write them, made up: hostile ones, and many.
const PAYLOADS = [
  "<img src=x onerror=\"document.title='owned'\">",
  "</script><script>window.owned=1</script>",
  "<!--<script>window.owned=1//-->",
  "\u202egpj.exe\u2028\u2029\u0000\u0007",
  "javascript:window.owned=1",
  "{{constructor.constructor('window.owned=1')()}}",
  "__proto__",
  "'; Remove-Item C:\\ -Recurse; '",
  "]]><svg onload=window.owned=1>",
];

const line = (row) => JSON.stringify(row);

export function hostile() {
  const rows = [];
  const host = PAYLOADS[0];
  const state = { event: { kind: "state" }, host: { name: host } };
  const own = (record, more) => line({ ...state, xiezhi: { record, evidence: PAYLOADS[1], ...more } });
  rows.push(own("verdict", {
    scenario: PAYLOADS[0], stories_outside: 2, worst_outside: "high", verdict: "compromised", stories: 1, findings: PAYLOADS.length, weaknesses: 0, documents: 1, not_seen: PAYLOADS,
    since: "2024-05-01T00:00:00Z", logs: [{ channel: PAYLOADS[2], records: 1, first: "x", last: 7 }],
  }));
  const two = PAYLOADS.map((text) => ({ en: text, zh: text }));
  rows.push(own("rule", {
    rule: "r", level: "critical", title: PAYLOADS[1], title_zh: PAYLOADS[0], findings: 1,
    why: two, for: two, against: two, next: two, falsepositives: PAYLOADS,
  }));
  rows.push(own("story", {
    story: 1, level: "critical", first: "2024-05-01T00:00:00Z", last: "2024-05-02T00:00:00Z", rules: ["r"],
    findings: PAYLOADS.length,
    entities: ["file", "task", "service", "address", "wmi", "constructor"].flatMap((kind) =>
      [PAYLOADS[7], PAYLOADS[3], "C:\\ProgramData", "C:\\Users\\Public\\o'neil’s.exe"].map((value) => ({ kind, value }))),
  }));
  PAYLOADS.forEach((text, index) => {
    rows.push(line({
      "@timestamp": `2024-05-01T00:00:0${index}.1234567Z`,
      event: { kind: "alert", code: "1", provider: text },
      rule: { id: "r", name: text },
      threat: { technique: { id: [text] }, tactic: { name: ["initial-access"] } },
      log: { file: { path: text }, offset: 512 },
      winlog: {
        channel: text, record_id: index,
        event_data: { Image: text, CommandLine: text, ProcessGuid: `{${index}}`, ParentProcessGuid: `{${(index + 1) % 9}}`, ParentImage: text, [text]: text },
      },
      xiezhi: { level: "critical", title_zh: text, story: 1, match: [{ selection: "s", field: text, text }], sentence: { en: text, zh: text } },
    }));
  });
  rows.push(line({ user: { name: PAYLOADS[0] }, file: { path: PAYLOADS[1] }, xiezhi: { dataset: "account", proof: [{ path: PAYLOADS[1], place: PAYLOADS[2] }] } }));
  rows.push(line({ host: { name: PAYLOADS[0], os: { name: PAYLOADS[1] } }, xiezhi: { dataset: "host", proof: [] } }));
  rows.push(own("ledger", {
    capability: PAYLOADS[1], kind: "detect", level: "high", status: "not_seen", title: PAYLOADS[0], title_zh: PAYLOADS[0],
    why: PAYLOADS[1], why_zh: PAYLOADS[1], findings: 0, missing: PAYLOADS,
  }));
  // Members of the wrong type, where the page expects others.
  rows.push(line({ "@timestamp": 5, event: { kind: "alert" }, rule: [], xiezhi: { level: {}, match: "x", proof: 3, story: "1" } }));
  return `${rows.join("\n")}\n`;
}

export function many(count) {
  const rows = [];
  const levels = ["low", "medium", "high", "critical"];
  for (let i = 0; i < count; i++) {
    const time = new Date(Date.UTC(2024, 0, 1) + i * 7919).toISOString();
    const level = levels[(i * 7) % 13 % 4];
    rows.push(line({
      "@timestamp": time,
      event: { kind: "alert", severity: 47, code: "4688", provider: "Microsoft-Windows-Security-Auditing" },
      rule: { id: `rule-${i % 300}`, name: `Rule number ${i % 300} says something about a process`, author: "xiezhi", ruleset: "sigma" },
      threat: { framework: "MITRE ATT&CK", technique: { id: ["T1059.001"] }, tactic: { name: ["execution"] } },
      host: { name: `HOST-${i % 4}` },
      log: { file: { path: `C:/evidence/HOST-${i % 4}/Windows/System32/winevt/Logs/Security.evtx` }, offset: i * 640 },
      winlog: {
        channel: i % 3 ? "Security" : "System", provider_name: "Microsoft-Windows-Security-Auditing", event_id: 4688, record_id: i,
        event_data: {
          SubjectUserName: "svc", NewProcessName: `C:\\Windows\\Temp\\worker${i % 97}.exe`, NewProcessId: "0x1a4", ProcessId: "0x99",
          CommandLine: `worker${i}.exe --pool stratum+tcp://198.51.100.7:3333 --user needle${i}`, ParentProcessName: "C:\\Windows\\System32\\cmd.exe",
        },
      },
      xiezhi: {
        level, title_zh: `第 ${i % 300} 条规则`, status: "test", match: [{ selection: "s", field: "CommandLine", text: `worker${i}.exe --pool stratum` }],
        derived: false, sentence: { en: `svc started worker${i}.exe`, zh: `svc 启动进程 worker${i}.exe` },
      },
    }));
  }
  return `${rows.join("\n")}\n`;
}
