import assert from "node:assert/strict";
import { classifier } from "../../../../scripts/lib/desk/classify";
import { describeBoard } from "../../../../scripts/lib/desk/describe";
import { exampleBoard } from "../board/example-board";

describe("what a message is about", () => {
  const board = describeBoard(
    exampleBoard({
      actuators: [
        { id: "pump", type: "switch", pin: "D25" },
        { id: "shutter", type: "cover", openPin: "D32", closePin: "D33", openSeconds: 20, positionTopic: "blinds/1" },
      ],
      topics: { base: "home/example", status: "home/example" },
    }),
    "real",
  );
  const about = classifier(board);

  it("is told by its topic, with what it is about", () => {
    assert.deepEqual(about("home/example/soil/state"), { about: "reading", id: "soil" });
    assert.deepEqual(about("home/example/pump/state"), { about: "state", id: "pump" });
    assert.deepEqual(about("home/example/pump/set"), { about: "command", id: "pump" });
    assert.deepEqual(about("home/example"), { about: "status", id: "" });
    assert.deepEqual(about("home/example/diagnostics"), { about: "report", id: "" });
  });

  it("where a cover stands is of it, and no state", () => {
    assert.deepEqual(about("blinds/1"), { about: "other", id: "shutter" });
  });

  it("anything else is somebody else's", () => {
    for (const topic of ["", "home/example/", "home/example/soil", "home/other/pump/set", "constructor"]) {
      assert.deepEqual(about(topic), { about: "other", id: "" }, topic);
    }
  });
});
