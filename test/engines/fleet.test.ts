import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../scripts/lib/bundle";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/load-board";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { runEspruino } from "./espruino-runner";

const root = resolve(__dirname, "../..");

describe("a program for a fleet in a real Espruino", () => {
  it("puts the chip's address into its topics and name, obeys there, and finds the network that is there (needs ESPRUINO)", async function () {
    const executable = process.env["ESPRUINO"];
    if (executable === undefined || executable === "") this.skip();
    this.timeout(60_000);
    const { environment } = simulationEnvironment(root, process.env);
    const { board } = loadBoard("greenhouse", { environment });
    const folder = mkdtempSync(join(tmpdir(), "mote-fleet-"));
    const networks = ["absent", "absent", "home"].map((ssid) => ({ ssid, password: "" }));
    const wifi = { networks, hostname: "g-{mac}", address: { ip: "192.168.1.50", gateway: "192.168.1.1" } };
    const { bundlePath } = await buildBoard({ ...board, wifi, topics: { base: "garden/{mac}" } }, root, folder);
    const broker = new EmbeddedBroker();
    await broker.start();
    const espruino = runEspruino({
      executable,
      bundle: readFileSync(bundlePath, "latin1"),
      brokerPort: broker.port,
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
    } finally {
      await espruino.stop();
      await broker.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
