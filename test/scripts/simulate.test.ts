import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { boardFile } from "../scenarios/board-file";

const root = resolve(__dirname, "../..");

/** Runs `npm start` with a board until a line says what is waited for, and gives all that it printed. */
async function untilSaid(board: string, pattern: RegExp): Promise<string> {
  const child = spawn(
    process.execPath,
    ["-r", "./.config/run-typescript.cjs", "scripts/simulate.ts", "--board", board, "--for", "60", "--no-page"],
    { cwd: root },
  );
  let printed = "";
  const ended = new Promise<void>((end) => child.on("close", () => end()));
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text: Buffer) => {
      printed += text.toString();
      if (pattern.test(printed)) child.kill("SIGINT");
    });
  }
  await ended;
  return printed;
}

interface Ended {
  code: number | null;
  text: string;
  problems: string;
}

/** Runs `npm start` with these arguments to its end, and types lines as soon as the board is online. */
async function run(args: readonly string[], typed = ""): Promise<Ended> {
  const child = spawn(process.execPath, ["-r", "./.config/run-typescript.cjs", "scripts/simulate.ts", ...args], {
    cwd: root,
  });
  let text = "";
  let problems = "";
  child.stdout.on("data", (piece: Buffer) => {
    const wasOnline = text.includes("It is online");
    text += piece.toString();
    if (!wasOnline && text.includes("It is online")) child.stdin.end(typed);
  });
  child.stderr.on("data", (piece: Buffer) => (problems += piece.toString()));
  const code = await new Promise<number | null>((end) => child.on("close", end));
  return { code, text, problems };
}

/** Writes a script for as long as the tests run. */
function scriptFile(...lines: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "mote-script-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "x.desk"), lines.join("\n"));
  return join(folder, "x.desk");
}

describe("npm start", function () {
  this.timeout(240_000);

  it("gives a board that speaks TLS a broker that does, and says how to sign a command", async () => {
    const path = boardFile("secret", {
      broker: { urls: ["mqtts://broker.example"] },
      commands: { signingKey: "0123456789abcdef0123456789abcdef" },
      actuators: [{ id: "lock", type: "switch", pin: "D26" }],
    });
    const printed = await untilSaid(path, /status (online|offline)|not reachable|TLS failed/);
    assert.match(printed, / s {2}status {3}status online {2}\(retained\)/);
    assert.match(printed, /mqtts:\/\/127\.0\.0\.1:\d+ for the board/);
    assert.match(printed, /command {2}npx mote command --board \S+ --broker mqtt:\/\/127\.0\.0\.1:\d+ lock ON/);
  });

  it("does what is typed, tells what it does not know, and ends by quit", async () => {
    const lines = ["pump ON", "sol 20", "soil 20", "wifi off", "show", "quit", ""];
    const { code, text } = await run(["--board", "greenhouse", "--no-page", "--still"], lines.join("\n"));
    assert.equal(code, 0);
    assert.match(text, /^topics {3}below home\/greenhouse\/$/m);
    assert.doesNotMatch(text, /^page/m);
    assert.match(text, / s {2}command {2}pump\/set ON$/m);
    assert.match(text, /^! there is no "sol" \(did you mean "soil"\?\)$/m);
    assert.match(text, / s {2}world {4}soil 20 %$/m);
    assert.match(text, / s !fault {4}Wi-Fi away$/m);
    assert.match(text, /^values:\n {2}soil {2}/m);
    assert.doesNotMatch(text, /\x1b/);
  });

  for (const file of readdirSync(join(root, "boards")).filter((name) => name.endsWith(".desk"))) {
    it(`plays boards/${file}, the same way each time`, async () => {
      const args = ["--board", file.replace(/\.desk$/, ""), "--script", `boards/${file}`];
      const first = await run(args);
      assert.deepEqual([first.code, first.text.match(/FAIL.*/g)], [0, null], first.problems);
      assert.match(first.text, /\n\d+ expectations, all met\n$/);
      assert.equal((await run(args)).text, first.text);
    });
  }

  it("ends with 1 where something does not come as a script expects, and says where and what", async () => {
    const path = scriptFile("expect status online within 15s", "pump ON", "expect pump TOGGLED within 2s");
    const { code, text } = await run(["--board", "greenhouse", "--script", path]);
    assert.equal(code, 1);
    assert.match(text, /ok {4}expect status online within 15s/);
    assert.match(
      text,
      /FAIL {2}\S+x\.desk:3: expect pump TOGGLED within 2s\n +expected {2}home\/greenhouse\/pump\/state to be TOGGLED within 2 s\n +came {6}ON at \d+\.\d s/,
    );
    assert.match(text, /2 expectations, 1 not met: \S+x\.desk:3\n$/);
  });

  it("plays nothing of a script that has mistakes", async () => {
    const path = scriptFile("expect status online within 15s", "pmp ON");
    const { code, text, problems } = await run(["--board", "greenhouse", "--script", path]);
    assert.equal(code, 1);
    assert.match(problems, /x\.desk:2: there is no "pmp" \(did you mean "pump"\?\)/);
    assert.doesNotMatch(text, /ok/);
  });
});
