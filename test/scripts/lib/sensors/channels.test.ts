import assert from "node:assert/strict";
import { channelsOf } from "../../../../scripts/lib/sensors/channels";
import { exampleBoard } from "../board/example-board";

describe("the channels of a board", () => {
  it("are the values its sensors publish, in the order of the board file", () => {
    const shown = channelsOf(exampleBoard({ topics: { base: "home/shed" } })).map(
      ({ place, id, kind, stateTopic, unit, decimals }) => [place, id, kind, stateTopic, unit, decimals],
    );
    assert.deepEqual(shown, [
      [["sensors", 0], "soil", "sensor", "home/shed/soil/state", undefined, 1],
      [["sensors", 1], "door", "binary_sensor", "home/shed/door/state", undefined, 0],
      [["sensors", 2], "uptime", "sensor", "home/shed/uptime/state", "s", 0],
      [["sensors", 3], "memory", "sensor", "home/shed/memory/state", "B", 0],
      [["sensors", 4], "signal", "sensor", "home/shed/signal/state", "dBm", 0],
    ]);
  });

  it("have a name for people, and the topic, unit and quality of service that the board file says", () => {
    const [channel] = channelsOf(
      exampleBoard({
        sensors: [
          {
            id: "cold-store_1",
            type: "analog",
            pin: "D34",
            periodSeconds: 1,
            scale: -100,
            offset: 50,
            unit: "°C",
            stateTopic: "own",
            qos: 2,
          },
        ],
      }),
    );
    assert.equal(channel?.name, "Cold store 1");
    assert.deepEqual([channel?.stateTopic, channel?.unit, channel?.qos, channel?.range], ["own", "°C", 2, [-50, 50]]);
  });
});
