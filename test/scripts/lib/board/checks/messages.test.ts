import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, formatProblem, loadBoard } from "../../../../../scripts/lib/board/load";

describe("what a board file says of messages and of values worked out of others", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mote-messages-"));
    mkdirSync(join(root, "boards"));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** What a board with these additions is told, errors and warnings, without the places. */
  function told(more: object): string[] {
    const board = {
      name: "valve",
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      broker: { urls: ["mqtt://192.168.1.10"] },
      topics: { base: "home/valve" },
      buses: [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }],
      sensors: [{ id: "room", type: "sht3x", periodSeconds: 10 }],
      actuators: [{ id: "water", type: "switch", pin: "D25" }],
      ...more,
    };
    writeFileSync(join(root, "boards/valve.json"), JSON.stringify(board, null, 2));
    try {
      return loadBoard("valve", { root, environment: {} }).warnings.map((each) => bare(formatProblem(each)));
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.message.split("\n").map(bare);
    }
  }
  const bare = (text: string): string => text.replace(/^.*?:\d+:\d+: /, "");
  const rule = (more: object): string[] =>
    told({ rules: [{ type: "message", topic: "other/leak", actuator: "water", ...more }] });
  const SHUT = { payload: "ON", command: "OFF" };

  for (const more of [
    SHUT,
    {},
    { commands: { wet: "OFF", dry: "ON" } },
    { above: 20, command: "ON" },
    { above: 20, below: 30, command: "ON", field: "percent" },
    { ...SHUT, silentSeconds: 300, silentCommand: "OFF" },
    { ...SHUT, topic: "home/+/leak/state" },
    { ...SHUT, topic: "home/+/status" },
    { ...SHUT, topic: "$SYS/broker/uptime" },
    { payload: "ON", command: "TOGGLE", retained: false },
  ]) {
    it(`is right: ${JSON.stringify(more)}`, () => assert.deepEqual(rule(more), []));
  }

  for (const [more, expected] of [
    [{ payload: "ON" }, /error: "command" is missing: what "payload" gives/],
    [{ command: "OFF" }, /error: say by "payload", "above" or "below" when it is given/],
    [{ ...SHUT, commands: { ON: "OFF" } }, /error: goes not with "payload"; write two rules/],
    [{ ...SHUT, above: 3 }, /error: goes not with "payload"; write two rules/],
    [{ above: 30, below: 20, command: "ON" }, /error: no number is above this one/],
    [{ commands: {} }, /error: expected at least one payload/],
    [{ payload: "ON", command: "SHUT" }, /error: a switch takes ON, OFF, TOGGLE, and not "SHUT"/],
    [{ payload: "ON", command: "TOGGLE" }, /error: a kept message comes again .* write "retained": false/],
    [{ ...SHUT, silentSeconds: 5 }, /error: needs "silentCommand" beside it/],
    [{ ...SHUT, silentCommand: "OFF" }, /error: needs "silentSeconds" beside it/],
    [
      { ...SHUT, topic: "a/+/b", silentSeconds: 5, silentCommand: "OFF" },
      /warning: as long as one of those .* a rule for each/,
    ],
    [{ ...SHUT, topic: "a+/b" }, /error: \+ stands for a whole level/],
    [{ ...SHUT, topic: "a/#/b" }, /error: # stands for all levels that follow/],
    [{ ...SHUT, topic: "" }, /error: expected a topic that is not empty/],
    [{ ...SHUT, topic: "$share/x/a" }, /error: messages of a shared subscription/],
    [{ ...SHUT, topic: "home/#" }, /error: matches home\/valve\/water\/set, the commands to "water"/],
    [{ ...SHUT, topic: "home/valve/water/state" }, /error: is the state of "water" of this board: .* round and round/],
    [{ ...SHUT, topic: "home/+/+/humidity/state" }, /^$/],
    [{ ...SHUT, topic: "home/valve/room/humidity/state" }, /warning: is the readings of "room-humidity".*hears itself/],
    [{ ...SHUT, topic: "home/valve/status" }, /warning: is the status of this board: it hears itself/],
  ] as const) {
    it(`is told: ${JSON.stringify(more)}`, () => {
      const problems = rule(more);
      if (String(expected) === "/^$/") assert.match(problems.join("\n"), /hears itself/);
      else assert.match(problems.join("\n"), expected);
      assert.equal(problems.length, 1, problems.join("\n"));
    });
  }

  it("a rule by messages is warned of where commands have to be signed", () => {
    const commands = { signingKey: "0123456789abcdef0123456789abcdef" };
    const rules = [{ type: "message", topic: "other/leak", actuator: "water", ...SHUT }];
    assert.match(told({ commands, rules }).join("\n"), /whoever may publish on the topic moves the actuator/);
  });

  it("an actuator that takes another node's state for commands is shown the rule that is for that", () => {
    const water = { id: "water", type: "switch", pin: "D25" };
    const of = (commandTopic: string): string =>
      told({ actuators: [{ ...water, commandTopic }], sensors: [] }).join("\n");
    assert.match(of("home/bath/leak/state"), /seems to be the state of another node.*a rule of type "message"/);
    assert.equal(of("home/water/commands"), "");
  });

  it("subscriptions and publications are for a program", () => {
    assert.match(told({ subscriptions: [{ id: "a", topic: "b" }] }).join("\n"), /is for a program of the board's own/);
    assert.match(told({ publications: [{ id: "a" }] }).join("\n"), /is for a program of the board's own/);
  });

  const dew = { id: "dew", type: "dewPoint", temperature: "room/temperature", humidity: "room/humidity" };
  const ROOM = { id: "room", type: "sht3x", periodSeconds: 10 };

  it("values that are worked out of others take the period of the slowest, or their own", () => {
    const periods = (...more: object[]): number[] => {
      assert.deepEqual(told({ sensors: [...more, dew, ROOM] }), []);
      return loadBoard("valve", { root, environment: {} }).board.sensors.map(({ periodSeconds }) => periodSeconds);
    };
    assert.deepEqual(periods(), [10, 10]);
    assert.deepEqual(
      periods({ id: "mean", type: "average", values: ["dew", "room/temperature"], periodSeconds: 60 }),
      [60, 10, 10],
    );
  });

  for (const [sensors, expected] of [
    [
      [ROOM, { ...dew, humidity: "room/humidty" }],
      /error: the board measures no number "room\/humidty" \(did you mean "room\/humidity"\?\)/,
    ],
    [[ROOM, { ...dew, humidity: "room-humidity" }], /error: the board measures no number "room-humidity"/],
    [[ROOM, { ...dew, humidity: "room/temperature" }], /error: expected a relative humidity in %, and this is in °C/],
    [[{ ...ROOM, humidity: false }, dew], /error: the board measures no number "room\/humidity"/],
    [
      [ROOM, { id: "mean", type: "average", values: ["room/temperature", "room/humidity"] }],
      /error: is in %, and the one before in °C: they have to be in one unit/,
    ],
    [[ROOM, { id: "x", type: "average", values: ["x", "room/temperature"] }], /is worked out of this very value/],
  ] as const) {
    it(`is told: ${JSON.stringify(sensors.at(-1))}`, () => {
      assert.match(told({ sensors }).join("\n"), expected);
    });
  }

  it("values that go round are told, each where it does", () => {
    const problems = told({
      sensors: [
        ROOM,
        { id: "x", type: "average", values: ["y", "room/temperature"] },
        { id: "y", type: "average", values: ["x", "room/temperature"] },
      ],
    });
    assert.deepEqual(problems, Array(2).fill("error: is worked out of this very value; name one that is measured"));
  });
});
