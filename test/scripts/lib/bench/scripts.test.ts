import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "acorn";
import { clientProgram } from "../../../../scripts/lib/bench/client-program";
import { runScript } from "../../../../scripts/lib/bench/interpreter";
import { memoryUse } from "../../../../scripts/lib/bench/memory";
import { Peer } from "../../../../scripts/lib/bench/peer";
import {
  BARE,
  can,
  fieldClient,
  FIELD_CLIENTS,
  memoryScript,
  ours,
  workScript,
  type ScriptedClient,
  type Work,
} from "../../../../scripts/lib/bench/scripts";
import { buildProgram } from "../../../../scripts/lib/build/build";
import { ESPRUINO_ON_ESP32 } from "../../../../scripts/lib/platforms/engine-files";

const root = resolve(__dirname, "../../../..");
const interpreter = process.env["ESPRUINO"] ?? "";

const WORKS: Work[] = ["publish0", "publish1", "receive0"];
const PORTS = { clientPort: 1, controlPort: 2 };

describe("the measuring scripts", function () {
  this.timeout(60_000);
  const clients: ScriptedClient[] = [];

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-bench-"));
    for (const publishQos of [0, 1] as const) {
      const source = (firmware: string): string => clientProgram({ publishQos, network: "tcp" }, firmware);
      const { bundlePath } = await buildProgram(source, { ...ESPRUINO_ON_ESP32, tokens: true }, root, folder);
      clients.push(ours(readFileSync(bundlePath, "latin1")));
    }
    rmSync(folder, { recursive: true });
  });

  function client(work: Work): ScriptedClient {
    return clients[work === "publish1" ? 1 : 0]!;
  }

  it("are JavaScript, for every client and all it can do", () => {
    const field = FIELD_CLIENTS.map((name) => fieldClient({ name, module: 'exports.create="\\n";' }));
    for (const work of WORKS) {
      for (const each of [BARE, client(work), ...field].filter((some) => can(some, work))) {
        parse(workScript(each, work, 10, PORTS), { ecmaVersion: 2020 });
      }
      parse(workScript(BARE, work, 10, PORTS, true), { ecmaVersion: 2020 });
    }
    parse(memoryScript(clients[0]!, [10, 20], PORTS), { ecmaVersion: 2020 });
  });

  it("a bundle that uses their own short names is refused", () => {
    assert.throws(() => ours("var $1=0;"), /hides/);
  });

  describe("in the interpreter that ESPRUINO names (left out without it)", () => {
    before(function () {
      if (interpreter === "") this.skip();
    });

    for (const [name, pick] of [
      ["the bare socket", () => BARE],
      ["our client", client],
    ] as [string, (work: Work) => ScriptedClient][]) {
      for (const work of WORKS) {
        it(`${name} does ${work} and ends`, async () => {
          const peer = await Peer.listen();
          try {
            await runScript([interpreter], workScript(pick(work), work, 20, peer));
            // The last may still be in the interpreter when it ends.
            if (work !== "receive0") assert.ok(peer.published >= 19, String(peer.published));
          } finally {
            peer.close();
          }
        });
      }
    }

    it("memory does not grow between a hundred messages each way and a thousand", async () => {
      const [first, last] = await memoryUse(interpreter, clients[0]!, [100, 1_000]);
      assert.deepEqual([first!.messages, last!.messages], [100, 1_000]);
      assert.ok(first!.variables > 100);
      assert.equal(last!.variables, first!.variables);
    });
  });
});
