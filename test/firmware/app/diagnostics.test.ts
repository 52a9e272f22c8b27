import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createDiagnostics, note, numberField, report } from "../../../firmware/app/diagnostics";
import type { Chip } from "../../../firmware/engine/engine";
import { ClientState, type Client, PublishStatus } from "../../../firmware/mqtt/record";
import { buildProgram } from "../../../scripts/lib/build/build";
import { ESPRUINO_ON_ESP32 } from "../../../scripts/lib/platforms/engine-files";
import { fromStorage, runInEspruino } from "../../engines/espruino-run";

const root = resolve(__dirname, "../../..");
const interpreter = process.env["ESPRUINO"];

function chipAt(seconds: number): Chip {
  return {
    uptimeSeconds: () => seconds,
    freeMemoryBytes: () => 0,
    onError: () => {},
    isClosing: () => false,
    log: () => {},
  };
}

function onDesk(state = ClientState.Ready) {
  const client = { state, oversized: 0, shortBytes: 0, roomBytes: () => 1_024 } as Client;
  const diagnostics = createDiagnostics(client, "d");
  const sent: unknown[] = [];
  const answer = { status: PublishStatus.Sent };
  diagnostics.publish = (text) => {
    sent.push(JSON.parse(text));
    return answer.status;
  };
  return { client, diagnostics, sent, answer };
}

describe("diagnostics", () => {
  it("are reported once for all that was noted, the last event by name", () => {
    const { client, diagnostics, sent } = onDesk();
    report(diagnostics, client, chipAt(1));
    assert.deepEqual(sent, []);
    note(diagnostics, "no reading", "soil");
    note(diagnostics, "command refused", "pump");
    report(diagnostics, client, chipAt(2));
    report(diagnostics, client, chipAt(3));
    assert.equal(sent.length, 1);
    const { event, id, uptime } = sent[0] as Record<string, unknown>;
    assert.deepEqual([event, id, uptime], ["command refused", "pump", 2]);
  });

  it("say what the board asks for, each time anew, and leave out a number that there is not", () => {
    const { client, diagnostics, sent } = onDesk();
    let rssi = -60;
    diagnostics.fields.push(
      () => ',"version":"1"',
      () => numberField(',"signalStrength":', rssi),
    );
    for (const value of [-60, NaN]) {
      rssi = value;
      note(diagnostics, "online", "");
      report(diagnostics, client, chipAt(1));
    }
    assert.deepEqual(
      sent.map((each) => {
        const { version, signalStrength } = each as Record<string, unknown>;
        return [version, signalStrength];
      }),
      [
        ["1", -60],
        ["1", undefined],
      ],
    );
  });

  it("wait for a session, and for room", () => {
    const { client, diagnostics, sent, answer } = onDesk(ClientState.Closed);
    diagnostics.lost = "connection closed";
    note(diagnostics, "online", "");
    report(diagnostics, client, chipAt(1));
    assert.equal(sent.length, 0);
    client.state = ClientState.Ready;
    answer.status = PublishStatus.NotConnected;
    report(diagnostics, client, chipAt(2));
    answer.status = PublishStatus.Sent;
    report(diagnostics, client, chipAt(3));
    report(diagnostics, client, chipAt(4));
    assert.equal(sent.length, 2);
    assert.equal((sent[1] as Record<string, unknown>)["lost"], "connection closed");
  });

  it("take up no variable in a real Espruino, however many are sent (needs ESPRUINO)", async function () {
    if (interpreter === undefined) this.skip();
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "mote-reports-"));
    try {
      const { bundlePath } = await buildProgram(
        (firmware) => `import { createDiagnostics, note, numberField, report } from "${firmware}/app/diagnostics";
import { BASIC_PACKETS } from "${firmware}/mqtt/packets";
import { createClient, open } from "${firmware}/mqtt/client";
import { createReceiver } from "${firmware}/mqtt/receive";
import { SKIP_OVERSIZED } from "${firmware}/mqtt/skip";
let sent = "";
const client = createClient(
  { connectPacket: () => "c", subscribePacket: "", subscriptions: 0, keepAliveSeconds: 60, cleanSession: true, receiveBytes: 512, receivedIds: [] },
  { message: () => {}, failed: () => {}, ready: () => {} }, {},
  { packets: BASIC_PACKETS, oversizedMessages: SKIP_OVERSIZED });
open(client, { write: (bytes) => { sent = bytes; }, roomBytes: () => 4096 }, 0);
createReceiver(client)("\\x20\\x02\\x00\\x00");
const diagnostics = createDiagnostics(client, "\\x00\\x01d");
diagnostics.fields.push(
  () => ',"version":"0.1.0+12345678"',
  () => ',"bootCount":' + 7,
  () => ',"freeMemory":' + process.memory(false).free,
  () => numberField(',"signalStrength":', -60),
);
let seconds = 0;
const chip = { uptimeSeconds: () => seconds, freeMemoryBytes: () => 0, onError: () => {}, isClosing: () => false, log: () => {} };
const round = (times: number): number => {
  for (let i = 0; i < times; i++) {
    note(diagnostics, "no reading", "soil");
    seconds = i;
    report(diagnostics, client, chip);
  }
  return process.memory(true).free;
};
round(1000);
console.log("@" + round(1000) + "@");
console.log("@" + round(1000) + "@");
console.log("@" + sent.substring(sent.indexOf("{")) + "@");
`,
        { ...ESPRUINO_ON_ESP32, tokens: true },
        root,
        folder,
      );
      const lines = await runInEspruino(
        interpreter,
        fromStorage(readFileSync(bundlePath, "latin1")) + "\nclearTimeout();quit();\n",
        50_000,
      );
      assert.match(lines[0], /^\d+$/);
      assert.equal(lines[1], lines[0]);
      const { event, version, bootCount } = JSON.parse(lines[2]) as Record<string, unknown>;
      assert.deepEqual([event, version, bootCount], ["no reading", "0.1.0+12345678", 7]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
