import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/build/build";
import type { BoardFile } from "../../scripts/lib/board/config";
import { completeBoard } from "../../scripts/lib/board/defaults";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { TimeServer } from "../simulator/network/time-server";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");

describe("a program for a fleet in a real Espruino", () => {
  it("puts the chip's address into its topics and name, obeys there, and finds the network that is there, and the time (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    this.timeout(60_000);
    const text = readFileSync(join(root, "boards/greenhouse.json"), "utf8");
    const file = JSON.parse(text) as BoardFile;
    const folder = mkdtempSync(join(tmpdir(), "mote-fleet-"));
    const networks = ["absent", "absent", "home"].map((ssid) => ({ ssid, password: "" }));
    const wifi = { networks, hostname: "g-{mac}", address: { ip: "192.168.1.50", gateway: "192.168.1.1" } };
    const { bundlePath, secrets } = await buildBoard(
      completeBoard({ ...file, wifi, time: { server: "time.lan" }, topics: { base: "garden/{mac}" } }),
      root,
      folder,
    );
    const broker = new EmbeddedBroker();
    await broker.start();
    const times = createSocket("udp4");
    const server = new TimeServer(1_801_627_506);
    times.on("message", (question, from) => {
      const answer = server.answer(question.toString("latin1"), 0);
      if (answer !== undefined) times.send(Buffer.from(answer, "latin1"), from.port, from.address);
    });
    await new Promise<void>((bound) => times.bind(0, "127.0.0.1", bound));
    const espruino = runEspruino({
      executable,
      bundle: readFileSync(bundlePath, "latin1"),
      secrets,
      brokerPort: broker.port,
      timePort: times.address().port,
    });
    const heard = (topic: string, payload: string): Promise<void> =>
      espruino.waitFor(
        `${payload} on ${topic}`,
        () => broker.messages.some((each) => each.topic === topic && each.payload === payload),
        30_000,
      );
    try {
      await heard("garden/24a160aabbcc/status", "online");
      const said = espruino.lines.filter((line) => /^(joining|@hostname|@address)/.test(line));
      const station = [
        '@address {"ip":"192.168.1.50","netmask":"255.255.255.0","gw":"192.168.1.1"}',
        "@hostname g-24a160aabbcc",
      ];
      assert.deepEqual(said, [
        "joining Wi-Fi",
        ...station,
        "joining network 2",
        ...station,
        "joining network 3",
        ...station,
      ]);
      await broker.publish("garden/24a160aabbcc/pump/set", "ON");
      await heard("garden/24a160aabbcc/pump/state", "ON");
      await espruino.waitForLine(/^@asked time\.lan 123$/, 30_000);
      const reported = (): number =>
        broker.messages
          .filter(({ topic }) => topic === "garden/24a160aabbcc/diagnostics")
          .map(({ payload }) => (JSON.parse(payload) as { time?: number }).time ?? 0)
          .at(-1) ?? 0;
      await broker.publish("garden/24a160aabbcc/pump/set", "PERHAPS");
      await espruino.waitFor("the time in a report", () => reported() > 0, 30_000);
      assert.ok(Math.abs(reported() - 1_801_627_506) < 30, String(reported()));
    } finally {
      await espruino.stop();
      times.close();
      await broker.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
