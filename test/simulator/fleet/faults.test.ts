import assert from "node:assert/strict";
import { checkFaults, inShort, parseFaults } from "./faults";

describe("the faults of a fleet", () => {
  it("are read in the order of their moments, and written as they were", () => {
    const text = "kill:2@60,start:2@120.5,latency:200@5 wifi:10%@7\nrestart:1@8 # in good order";
    assert.deepEqual(parseFaults(text, "--fault").map(inShort), [
      "latency:200@5",
      "wifi:10%@7",
      "restart:1@8",
      "kill:2@60",
      "start:2@120.5",
    ]);
  });

  for (const wrong of ["kill:0@1", "kill:1", "kill:1%@1", "wifi:10@1", "wifi:101%@1", "latency:99999@1", "stop:1@1"]) {
    it(`${wrong} is none, and the error tells which there are`, () => {
      assert.throws(
        () => parseFaults(wrong, "story.txt"),
        new RegExp(`"${wrong}" in story.txt is no fault[^]*wifi:10%@`),
      );
    });
  }

  const brokers = [
    { name: "mosquitto", process: {} },
    { name: "broker at lan", process: undefined },
  ];
  for (const [text, problem] of [
    ["kill:3@1", /kill:3@1 names a broker that is not there; there are:\n1 {2}mosquitto\n2/],
    ["kill:2@1", /broker at lan was not started here/],
    ["kill:1@60", /comes after the end/],
    ["start:1@5", /mosquitto runs at that moment/],
    ["kill:1@5,restart:1@6", /restart:1@6: mosquitto is gone at that moment/],
  ] as const) {
    it(`${text} cannot happen, and the error says why`, () => {
      assert.throws(() => checkFaults(parseFaults(text, "--fault"), brokers, 60), problem);
    });
  }

  it("that can happen are taken", () => {
    checkFaults(parseFaults("kill:1@1,latency:10@2,start:1@3,wifi:5%@3,restart:1@4", "--fault"), brokers, 60);
  });
});
