import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadBoard, simulationEnvironment } from "../../scripts/lib/board/load";
import { buildBoard } from "../../scripts/lib/build/build";
import { inFullOr } from "../thorough";
import { SimulatedNode } from "./simulated-node";

const root = resolve(__dirname, "../..");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Tells of each part of the program that is evaluated: how long it is, which is what tells it apart, and when. */
const TELLING = `(function(){var was=eval;eval=function(code){console.log("@part "+code.length+" "+getTime());return was(code)}})();`;

/** Writes the program of a board, with what tells of its parts in front of it, into a file. @returns its path */
async function toldProgram(name: string, folder: string): Promise<string> {
  const { environment } = simulationEnvironment(root, process.env);
  const { bundlePath } = await buildBoard(loadBoard(name, { environment }).board, root, folder);
  writeFileSync(bundlePath, TELLING + readFileSync(bundlePath, "latin1"), "latin1");
  return bundlePath;
}

describe("cold functions", function () {
  this.timeout(300_000);

  for (const name of ["greenhouse", "power-meter"]) {
    it(`of ${name} run at most about once a second, on a good day and on a bad one`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "mote-cold-"));
      const node = await SimulatedNode.boot(name, { bundle: await toldProgram(name, folder) });
      try {
        await node.untilOnline(30 * SECOND);
        const hours = inFullOr(24, 2);
        await node.board.run(hours * HOUR);
        for (let at = 0; at < hours; at += 1) {
          node.network.connectFailure = "refused";
          node.network.resetAll();
          await node.board.run(3 * MINUTE);
          node.network.connectFailure = undefined;
          await node.board.run(10 * MINUTE);
          node.board.accessPoint.up = false;
          await node.board.run(4 * MINUTE);
          node.board.accessPoint.up = true;
          await node.board.run(5 * MINUTE);
        }
        const times = new Map<string, number[]>();
        for (const line of node.board.console) {
          const [, part, seconds] = /@part (\d+) ([\d.]+)/.exec(line) ?? [];
          if (part !== undefined) times.set(part, [...(times.get(part) ?? []), Number(seconds)]);
        }
        assert.ok(times.size > 5, `${times.size} parts ran`);
        for (const [part, at] of times) {
          const most = Math.max(...at.map((from) => at.filter((each) => each >= from && each < from + 60).length));
          assert.ok(most <= 90, `the part of ${part} bytes ran ${most} times in a minute`);
        }
      } finally {
        await node.close();
        rmSync(folder, { recursive: true });
      }
    });
  }
});
