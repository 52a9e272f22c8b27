import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, loadBoard } from "../../../../../scripts/lib/board/load";
import { exampleBoard } from "../example-board";

describe("rules in a board file", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mote-rules-"));
    mkdirSync(join(root, "boards"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** What is wrong with the example board with this rule, without the places; "" when nothing is. */
  function problem(rule: object, door: object = {}): string {
    const { sensors = [], ...board } = exampleBoard();
    const changed = {
      ...board,
      sensors: sensors.map((sensor) => (sensor.id === "door" ? { ...sensor, ...door } : sensor)),
      rules: [{ type: "contact", ...rule }],
    };
    writeFileSync(join(root, "boards/example.json"), JSON.stringify(changed, null, 2));
    try {
      loadBoard("example", { root, environment: {} });
      return "";
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.message.replace(/^.*?:(\d+:\d+): error: /gm, "");
    }
  }

  it("name a contact and an actuator of the board", () => {
    assert.equal(problem({ sensor: "door", actuator: "lamp" }), "");
    assert.equal(
      problem({ sensor: "dor", actuator: "lamp" }),
      'the board has no sensor "dor" (did you mean "door"?); there are: soil, door, uptime, memory, signal',
    );
    assert.equal(
      problem({ sensor: "door", actuator: "door" }),
      'the board has no actuator "door"; there are: pump, lamp',
    );
  });

  it("a contact has to be something that tells at once when it changes", () => {
    assert.equal(problem({ sensor: "uptime", actuator: "lamp" }), 'a contact has to be a "digital" sensor');
    assert.match(
      problem({ sensor: "door", actuator: "lamp" }, { publish: "period" }),
      /^a contact acts as soon as .* instead of "period"$/,
    );
    assert.equal(problem({ sensor: "door", actuator: "lamp" }, { publish: "change" }), "");
  });
});
