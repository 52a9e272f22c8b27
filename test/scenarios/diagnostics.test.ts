import assert from "node:assert/strict";
import { version } from "../../package.json";
import { boardFile } from "./board-file";
import { describeOnEngines, hasOwnTraffic } from "./engines";
import { SimulatedNode } from "./simulated-node";
import { inFullOr } from "../thorough";

const MINUTE = 60_000;
const EVERYTHING = ["version", "resetReason", "bootCount", "freeMemory", "signalStrength", "ipAddress", "ssid"];

describeOnEngines("the reports of a node", function (engine) {
  this.timeout(120_000);
  let node: SimulatedNode;

  afterEach(async () => {
    assert.deepEqual(node.board.uncaught, []);
    await node.close();
  });

  const online = async (changes: object): Promise<void> => {
    node = await SimulatedNode.online(boardFile("reporter", { topics: { base: "home/reporter" }, ...changes }));
    await node.board.run(2_000);
  };
  /** Boots anew, and gives the first report. */
  const reboot = async (cause?: "power on" | "brownout" | "watchdog" | "deep sleep"): Promise<void> => {
    node.board.reboot(cause);
    await node.untilOnline(MINUTE);
    await node.board.run(2_000);
  };

  it("are retained, so that whoever comes later sees the last one", async () => {
    await online({});
    assert.deepEqual(
      node.on("diagnostics").map(({ retain }) => retain),
      [true],
    );
  });

  it("tell version, free memory and signal strength unless the board file says otherwise", async () => {
    await online({});
    assert.match(String(node.diagnostics.version), new RegExp(`^${version.replaceAll(".", "\\.")}\\+[0-9a-f]{8}$`));
    assert.ok(Number(node.diagnostics.freeMemory) > 10_000);
    assert.equal(node.diagnostics.signalStrength, engine === "nodemcu" ? undefined : -55);
    assert.ok(!("bootCount" in node.diagnostics) && !("resetReason" in node.diagnostics));
    const written = [...node.board.storage.files.keys()].filter((name) => !/\.(lua|img|secrets)$/.test(name));
    assert.deepEqual(written, [], "nothing is written to flash memory");
  });

  it("tell nothing more where the board file asks for nothing", async () => {
    await online({ diagnostics: [] });
    assert.deepEqual(Object.keys(node.diagnostics), [
      "event",
      "uptime",
      "connects",
      "dropped",
      "refused",
      "ignored",
      "missing",
      "oversized",
      "errors",
    ]);
  });

  it("count the boots, each with one write to flash memory, and tell why the chip was reset", async () => {
    hasOwnTraffic("each chip tells reasons of its own");
    await online({ diagnostics: EVERYTHING });
    const { files } = node.board.storage;
    let writes = 0;
    const set = files.set.bind(files);
    files.set = (name, text) => {
      // NodeMCU's program is there too, and a file is empty at first, or blank.
      if (!/\.(lua|img|secrets)$/.test(name) && !/^\xff*$/.test(text)) writes++;
      return set(name, text);
    };
    assert.deepEqual([node.diagnostics.bootCount, node.diagnostics.resetReason], [1, "power on"]);
    assert.deepEqual([node.diagnostics.ipAddress, node.diagnostics.ssid], ["192.168.1.50", "my-wifi"]);
    for (const [cause, reason] of [
      // The ESP8266 tells nothing of its supply, and of a watchdog that it was one.
      ["brownout", engine === "esp8266" ? "power on" : "brownout"],
      ["watchdog", engine === "esp8266" ? "watchdog" : "software"],
      ["deep sleep", "deep sleep"],
      ["power on", "power on"],
    ] as const) {
      await reboot(cause);
      assert.equal(node.diagnostics.resetReason, reason);
    }
    assert.equal(node.diagnostics.bootCount, 5);
    assert.equal(writes, 4);
    await node.board.run(inFullOr(24, 1) * 60 * MINUTE);
    assert.equal(writes, 4, "none but at boot");
  });

  it("count on where power was lost in the middle of the write", async () => {
    await online({ diagnostics: ["bootCount"] });
    await reboot();
    const { files } = node.board.storage;
    const [name, text] = [...files].at(-1) ?? ["", ""];
    files.set(name, text.slice(0, 3) + "\xff".repeat(text.length - 3));
    await reboot();
    assert.equal(node.diagnostics.bootCount, 2);
  });

  it("are sent where flash memory takes nothing", async () => {
    await online({ diagnostics: ["bootCount"] });
    const { files } = node.board.storage;
    files.set = () => files;
    await reboot();
    assert.equal(node.diagnostics.bootCount, 2);
  });

  it("tell of unsigned commands too, where they have to be signed", async () => {
    await online({
      diagnostics: EVERYTHING,
      commands: { signingKey: "0123456789abcdef0123456789abcdef" },
      actuators: [{ id: "pump", type: "switch", pin: "D25" }],
    });
    await node.command("pump", "ON");
    assert.deepEqual([node.diagnostics.unsigned, node.diagnostics.bootCount], [1, 1]);
  });
});
