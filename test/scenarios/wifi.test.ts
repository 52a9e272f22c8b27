import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BoardFile } from "../../scripts/lib/board/config";
import { describeOnEngines, only } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ADDRESS = { ip: "192.168.1.77", gateway: "192.168.1.1" };
const [HOME, SHED] = [
  { ssid: "home", password: "correct horse" },
  { ssid: "shed", password: "battery staple" },
];

describeOnEngines("a node's Wi-Fi", function (engine) {
  this.timeout(120_000);
  let folder: string;
  let node: SimulatedNode;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-wifi-"));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    node.close();
  });

  /** A board file of this name with that Wi-Fi. */
  function board(name: string, wifi: BoardFile["wifi"]): string {
    const path = join(folder, `${name}.json`);
    writeFileSync(
      path,
      JSON.stringify({
        name,
        engine: "espruino",
        chip: "esp32",
        wifi,
        broker: { urls: ["mqtt://192.168.1.10"] },
        diagnostics: ["ssid", "ipAddress"],
        sensors: [{ id: "uptime", type: "uptime", periodSeconds: 10 }],
      }),
    );
    return path;
  }
  const joins = (): string[] => node.board.console.filter((line) => line.startsWith("joining"));

  describe("with several networks", () => {
    const boot = async (release: "2v29" | "later" = "2v29"): Promise<void> => {
      node = await SimulatedNode.boot(board("roaming", { networks: [HOME, SHED] }), {
        release,
        accessPoint: HOME,
        otherAccessPoints: [SHED],
      });
    };

    // NodeMCU's branch has no releases.
    for (const release of engine === "espruino" ? (["2v29", "later"] as const) : (["2v29"] as const)) {
      it(`joins the first that is there, and the next one where it is not (${release})`, async () => {
        await boot(release);
        const [home] = node.board.accessPoints;
        home.up = false;
        await node.untilOnline(20 * SECOND);
        assert.deepEqual(joins(), ["joining Wi-Fi", "joining network 2"]);
      });

      it(`finds another one when the one in use is lost, and comes back to the first (${release})`, async () => {
        await boot(release);
        const [home, shed] = node.board.accessPoints;
        const inUse = async (): Promise<string | number> => {
          await node.board.run(2 * SECOND);
          assert.equal(node.diagnostics.ipAddress, "192.168.1.50");
          return node.diagnostics.ssid;
        };
        await node.untilOnline(15 * SECOND);
        assert.equal(await inUse(), "home");
        home.up = false;
        await node.untilOnline(MINUTE);
        assert.equal(joins().at(-1), "joining network 2");
        assert.equal(await inUse(), "shed");
        home.up = true;
        shed.up = false;
        await node.untilOnline(MINUTE);
        assert.equal(joins().at(-1), "joining network 1");
        assert.equal(await inUse(), "home");
      });
    }

    it("tries each once in an attempt, and finds what comes back after hours, whichever it is", async () => {
      const hours = inFullOr(3, 1);
      await boot();
      const [home, shed] = node.board.accessPoints;
      await node.untilOnline(15 * SECOND);
      for (const point of [shed, home]) {
        home.up = false;
        shed.up = false;
        const before = joins().length;
        await node.board.run(hours * HOUR);
        const attempts = node.board.console.filter((line) => line === "joining Wi-Fi").length;
        // 30 s for each attempt and up to 60 s in between: some 50 attempts an hour, each with two networks.
        assert.ok(joins().length - before < 200 * hours, `${joins().length - before} attempts`);
        assert.ok(attempts > 33 * hours);
        point.up = true;
        await node.untilOnline(3 * MINUTE);
      }
      assert.deepEqual(node.board.uncaught, []);
    });

    it("goes to the next one also where the engine never says that one failed", async () => {
      await boot();
      const [home] = node.board.accessPoints;
      // Joined, but without an address: neither event nor callback.
      home.hasDhcp = false;
      home.beaconTimeoutMs = 1e9;
      await node.untilOnline(3 * MINUTE);
      assert.equal(joins().at(-1), "joining network 2");
    });
  });

  describe("with an address of its own", () => {
    const boot = async (release: "2v29" | "later", hasDhcp: boolean): Promise<void> => {
      node = await SimulatedNode.boot(board("fixed", { ...HOME, address: ADDRESS }), { release });
      node.board.accessPoint.hasDhcp = hasDhcp;
    };

    it("is reached there, in a network without DHCP too, where the engine can", async () => {
      await boot("later", false);
      await node.untilOnline(15 * SECOND);
      node.board.accessPoint.up = false;
      await node.board.run(MINUTE);
      node.board.accessPoint.up = true;
      await node.untilOnline(2 * MINUTE);
      await node.board.run(MINUTE);
      assert.ok(!node.on("diagnostics").some(({ payload }) => payload.includes("address")));
    });

    it(
      "says once that it has another one, where the engine did not take it",
      only("espruino", "it takes the address always", async () => {
        await boot("2v29", true);
        await node.untilOnline(15 * SECOND);
        await node.board.run(5 * MINUTE);
        const told = node.on("diagnostics").filter(({ payload }) => payload.includes("static address not taken"));
        assert.equal(told.length, 1);
        assert.ok(node.on("diagnostics").some(({ payload }) => payload.includes('"online"')));
        assert.deepEqual(node.board.uncaught, []);
      }),
    );
  });

  describe("with a host name", () => {
    it("asks for its address with it, each time", async () => {
      node = await SimulatedNode.online(board("named", { ...HOME, hostname: "{name}-{mac}" }));
      assert.equal(node.board.accessPoint.hostnameTold, "named-24a160aabbcc");
      node.board.accessPoint.up = false;
      await node.board.run(MINUTE);
      node.board.accessPoint.up = true;
      await node.untilOnline(2 * MINUTE);
      assert.equal(node.board.accessPoint.hostnameTold, "named-24a160aabbcc");
    });
  });
});
