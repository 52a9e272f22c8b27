import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { boardFile } from "../scenarios/board-file";

const root = resolve(__dirname, "../..");

/** Runs `npm start` with a board until a line says what is waited for, and gives all that it printed. */
async function untilSaid(board: string, pattern: RegExp): Promise<string> {
  const child = spawn(
    process.execPath,
    ["-r", "./.config/run-typescript.cjs", "scripts/simulate.ts", "--board", board, "--for", "60"],
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

describe("npm start", function () {
  this.timeout(60_000);

  it("gives a board that speaks TLS a broker that does, and says how to sign a command", async () => {
    const path = boardFile("secret", {
      broker: { urls: ["mqtts://broker.example"] },
      commands: { signingKey: "0123456789abcdef0123456789abcdef" },
      actuators: [{ id: "lock", type: "switch", pin: "D26" }],
    });
    const printed = await untilSaid(path, /secret\/status (online|offline)|not reachable|TLS failed/);
    assert.match(printed, /secret\/status online/);
    assert.match(printed, /mqtts:\/\/127\.0\.0\.1:\d+ for the board/);
    assert.match(printed, /command {2}npm run command -- --board \S+ --broker mqtt:\/\/127\.0\.0\.1:\d+ lock ON/);
  });
});
