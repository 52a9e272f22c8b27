import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "acorn";
import { variablesAtRest } from "../../../../scripts/lib/bench/app-memory";
import type { AppRunner } from "../../../../scripts/lib/bench/app-runner";
import {
  type App,
  ANALOG,
  BARE_APP,
  fieldApp,
  FOUR_VOLTAGES,
  idle,
  READINGS,
} from "../../../../scripts/lib/bench/apps";
import { runFromStorage } from "../../../../scripts/lib/bench/interpreter";
import { passTime, secondsIn } from "../../../../scripts/lib/bench/passing-time";
import { Peer } from "../../../../scripts/lib/bench/peer";
import { FIELD_CLIENTS } from "../../../../scripts/lib/bench/scripts";
import { buildBoard } from "../../../../scripts/lib/build/build";
import { SECRETS_FILE } from "../../../../scripts/lib/program/secrets";
import { espruinoPreload } from "../../../engines/espruino-preload";

const root = resolve(__dirname, "../../../..");
const interpreter = process.env["ESPRUINO"] ?? "";
const runner: AppRunner = {
  interpreter,
  standIns: (brokerPort, analog) => espruinoPreload({ brokerPort, analog, reportsMemory: false }),
};

/** A client of the field that speaks just enough: it is one of them to whoever uses it. */
const SMALL_CLIENT = `
// Modules have comments, at their end too.
exports.create = function(host, options){
  var client = {}, socket;
  client.connect = function(){
    socket = require("net").connect({host: host, port: options.port}, function(){
      socket.write("\\x10\\x11\\0\\x04MQTT\\x04\\x02\\0\\x3c\\0\\x05bench");
      client.emit("connected");
    });
  };
  client.publish = function(topic, text){
    socket.write(String.fromCharCode(48, topic.length + text.length + 2, 0, topic.length) + topic + text);
  };
  return client;
};
// The end`;

describe("the whole apps that are compared", () => {
  it("are JavaScript", () => {
    for (const name of FIELD_CLIENTS) parse(fieldApp({ name, module: SMALL_CLIENT }).program, { ecmaVersion: 2020 });
    parse(BARE_APP.program, { ecmaVersion: 2020 });
  });

  it("have to publish four readings, of which two are rounded up through their decimal point", () => {
    assert.deepEqual(Object.values(ANALOG).sort(), [0.0512, 0.1996, 0.4137, 0.9998]);
    assert.deepEqual([...READINGS.values()].sort(), ["100.0", "20.0", "41.4", "5.1"]);
  });

  it("a board that is idle has the same parts, none of them due within a day", () => {
    const { sensors, ...rest } = idle(FOUR_VOLTAGES);
    const { sensors: before, ...restBefore } = FOUR_VOLTAGES;
    assert.deepEqual(rest, restBefore);
    assert.deepEqual(
      sensors.map(({ id, periodSeconds }) => [id, periodSeconds]),
      before.map(({ id }) => [id, 86_400]),
    );
  });
});

describe("a whole app for which time is made to pass (needs ESPRUINO)", function () {
  this.timeout(60_000);
  const apps = new Map([
    ["the bare socket", BARE_APP],
    ["one with a client of the field", fieldApp({ name: "tinyMQTT", module: SMALL_CLIENT })],
  ]);

  before(async function () {
    if (interpreter === "") this.skip();
    const folder = mkdtempSync(join(tmpdir(), "mote-bench-"));
    const { bundlePath, secrets } = await buildBoard(FOUR_VOLTAGES, root, folder);
    const program = readFileSync(bundlePath, "latin1");
    apps.set("mote", { name: "mote", program, files: { [SECRETS_FILE]: secrets } });
    rmSync(folder, { recursive: true });
  });

  /** How often each reading was published, in the order of READINGS, and how many seconds passed. */
  async function published(
    { program, files }: App,
    stepSeconds: number,
  ): Promise<{ counts: number[]; seconds: number }> {
    const peer = await Peer.listen();
    try {
      const output = await runFromStorage(interpreter, [interpreter], {
        ".boot0": runner.standIns(peer.clientPort, ANALOG) + passTime({ stepSeconds, passes: 200 }),
        ".bootcde": program,
        ...files,
      });
      await peer.untilLeft();
      const counts = [...READINGS].map(([topic, text]) => {
        assert.deepEqual([...peer.payloads(topic).keys()], [text]);
        return peer.payloads(topic).get(text)!;
      });
      return { counts, seconds: secondsIn(output) };
    } finally {
      peer.close();
    }
  }

  for (const name of ["the bare socket", "one with a client of the field", "mote"]) {
    it(`${name} publishes each of the readings once a second`, async () => {
      const still = await published(apps.get(name)!, 0);
      const passed = await published(apps.get(name)!, 0.1);
      const seconds = passed.seconds - still.seconds;
      // The machine's own time comes in addition, more of it when it is busy.
      assert.ok(
        passed.seconds > 19.9 && still.seconds < passed.seconds / 2,
        `${still.seconds} and ${passed.seconds} s`,
      );
      passed.counts.forEach((count, at) => {
        const samples = count - still.counts[at]!;
        assert.ok(Math.abs(samples - seconds) <= 2, `${samples} samples in ${seconds} s`);
      });
    });
  }

  it("takes up variables, mote more than a bare socket", async () => {
    const none = await variablesAtRest(runner);
    const bare = await variablesAtRest(runner, apps.get("the bare socket"));
    const mote = await variablesAtRest(runner, apps.get("mote"));
    assert.ok(none > 150 && bare > none + 50 && mote > bare, `${none}, ${bare}, ${mote}`);
  });
});
