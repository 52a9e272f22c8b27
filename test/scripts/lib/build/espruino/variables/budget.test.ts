import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildBoard } from "../../../../../../scripts/lib/build/build";
import {
  describeVariables,
  mostVariables,
  refuseWhatDoesNotFit,
  tableOfVariables,
  variableWarnings,
} from "../../../../../../scripts/lib/build/espruino/variables/budget";
import type { VariableUse } from "../../../../../../scripts/lib/build/espruino/variables/use";
import { checkMemory } from "../../../../../../scripts/lib/doctor/memory";
import { UserError } from "../../../../../../scripts/lib/user-error";
import { chipMemory } from "../../../../../../scripts/lib/build/espruino/variables/chip-memory";
import { ESPRUINO_CHIPS } from "../../../../../simulator/espruino/chips";
import { exampleBoard } from "../../../board/example-board";

const root = resolve(__dirname, "../../../../../..");

const use = (connected: number): VariableUse => ({
  boot: connected - 100,
  connected,
  parts: [
    { name: "app/node", variables: connected - 90 },
    { name: "mqtt/client", variables: 50 },
    { name: "interpreter", variables: 40 },
  ],
});
const board = exampleBoard({ name: "shed", sensors: [], actuators: [] });
const onAir = { ...board, consoles: { mqtt: false, telnet: false, bluetooth: true } };
const queued = { ...onAir, outbox: { messages: 200, bytes: 16_384, whenFull: "dropOldest" as const } };

describe("what a board may take of Espruino's variables", function () {
  this.timeout(60_000);

  it("is what the simulated chip has too, with the release that leaves it least", () => {
    for (const [chip, { memory: memories }] of Object.entries(ESPRUINO_CHIPS)) {
      const memory = memories.later;
      const { variables, charactersPerVariable, variableBytes } = memories["2v29"];
      assert.ok(variables.every((each, i) => each >= memory.variables[i]));
      assert.ok(charactersPerVariable >= memory.charactersPerVariable && variableBytes >= memory.variableBytes);
      const { withBluetooth, withoutBluetooth, layout } = chipMemory(chip as keyof typeof ESPRUINO_CHIPS);
      assert.deepEqual(memory.variables, [withBluetooth, withoutBluetooth]);
      assert.deepEqual(
        [memory.charactersPerVariable, memory.variableBytes],
        [layout.furtherCharacters, layout.flatBytes],
      );
    }
  });

  it("counts full buffers and a full outbox besides", () => {
    // 512 and 1024 bytes, in variables of 10.
    assert.equal(mostVariables(board, use(1_000)) - 1_000, 52 + 103);
    // 200 packets and as many identifiers, each with its place in a list.
    assert.equal(mostVariables(queued, use(1_000)) - mostVariables(onAir, use(1_000)), 200 * 4 + 1_639);
  });

  it("is refused beyond what the chip has with Bluetooth as the board file says", () => {
    refuseWhatDoesNotFit(board, use(4_300));
    assert.throws(() => refuseWhatDoesNotFit(board, use(4_400)), UserError);
    assert.throws(
      () => refuseWhatDoesNotFit(onAir, use(2_400)),
      /^UserError: shed\.json: error: .* 2400 .*2555 .* some 2500 with Bluetooth on.*leave out "bluetooth"/,
    );
    assert.throws(
      () => refuseWhatDoesNotFit(queued, use(800)),
      /Most go to the full outbox \(2439\), app\/node \(710\), messages on their way \(155\)/,
    );
  });

  it("is warned of where little is left", () => {
    assert.deepEqual(variableWarnings(board, use(3_900)), []);
    assert.deepEqual(variableWarnings(board, undefined), []);
    assert.match(
      variableWarnings(board, use(4_100)).join(),
      /^warning: some 245 of the chip's 4500 variables are left/,
    );
  });

  it("is told as a share of what there is", () => {
    assert.equal(
      describeVariables(onAir, use(1_000)),
      "900 of some 2500 variables at boot (36 %), 1000 connected (40 %)",
    );
    assert.deepEqual(tableOfVariables(board, use(1_000)), [
      "  variables        at boot connected",
      "  in all               900      1000",
      "  of some 4500        20 %      22 %  with Bluetooth off",
      "  of some 2500        36 %      40 %  with Bluetooth on",
    ]);
  });

  it("comes with a build, also one that was made before, and is told by the doctor", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-budget-"));
    try {
      const [first, again] = [await buildBoard(board, root, folder), await buildBoard(board, root, folder)];
      assert.deepEqual(again.variables, first.variables);
      const { boot = NaN, connected = NaN, parts = [] } = first.variables ?? {};
      assert.ok(boot > 300 && connected > boot && connected < 1_000, `${boot}, ${connected}`);
      assert.equal(
        parts.reduce((sum, { variables }) => sum + variables, 0),
        connected,
      );
      assert.ok(parts.some(({ name }) => name.startsWith("mqtt/")));
      const [check] = await checkMemory(board, root, folder);
      assert.deepEqual([check.level, check.found], ["ok", describeVariables(board, { boot, connected, parts })]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("leaves nothing on disk of a board that does not fit, and lets the doctor fail", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-budget-"));
    try {
      await assert.rejects(
        buildBoard(queued, root, folder),
        /shed\.json: error: its program takes \d+ variables at boot/,
      );
      assert.ok(!existsSync(join(folder, "bundle.js")));
      const [{ level, found, fix }] = await checkMemory(queued, root, folder);
      assert.equal(level, "fail");
      assert.match(found, /the full outbox \(2439\)/);
      assert.notEqual(fix, undefined);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
