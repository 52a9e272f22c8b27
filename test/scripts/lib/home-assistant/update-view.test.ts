import assert from "node:assert/strict";
import { updateView } from "./rules";

const OLD = "0.1.0+00000000";
const NEW = "0.1.0+1a2b3c4d";

describe("what Home Assistant makes of the state of an update", () => {
  const view = (told: object): ReturnType<typeof updateView> => updateView(JSON.stringify(told));

  it("is that there is something to install, how far that is, and that it is done", () => {
    const idle = { isInProgress: false, percentage: null, summary: "", problem: "" };
    assert.deepEqual(view({ installed_version: OLD, latest_version: OLD }), { ...idle, state: "off" });
    assert.deepEqual(view({ installed_version: OLD, latest_version: NEW, release_summary: "Warmer" }), {
      ...idle,
      state: "on",
      summary: "Warmer",
    });
    const half = { installed_version: OLD, latest_version: NEW, in_progress: true, update_percentage: 50 };
    assert.deepEqual(view(half), { ...idle, state: "on", isInProgress: true, percentage: 50 });
    const trial = { ...half, installed_version: NEW, update_percentage: null };
    assert.deepEqual(view(trial), { ...idle, state: "off", isInProgress: true });
    assert.equal(view({ installed_version: OLD }).state, "unknown");
  });

  it("is nothing where it does not take it", () => {
    for (const told of [
      { latest_version: NEW },
      { installed_version: OLD, update_percentage: 101 },
      { installed_version: OLD, update_percentage: "5" },
      { installed_version: OLD, in_progress: 5 },
      { installed_version: OLD, release_summary: "x".repeat(256) },
      { installed_version: OLD, progress: 5 },
    ]) {
      assert.notEqual(view(told).problem, "", JSON.stringify(told));
    }
    assert.match(updateView("0.1.0").problem, /no JSON/);
  });
});
