import assert from "node:assert/strict";
import { EventLines } from "../../../../../scripts/lib/desk/terminal/event-lines";
import { show } from "../../../../../scripts/lib/desk/terminal/show";
import type { DeskEvent, DeskHappening } from "../../../../../scripts/lib/desk/protocol";
import { tank } from "../lines/boards";

const at = (atMs: number, happening: DeskHappening): DeskEvent => ({ atMs, ...happening });

type MessageAbout = Extract<DeskHappening, { type: "message" }>["about"];

function message(topic: string, payload: string, about: MessageAbout, retain = false): DeskHappening {
  return { type: "message", topic, payload, retain, qos: 0, about, id: "" };
}

describe("what happens on a desk, in lines", () => {
  let lines: EventLines;
  beforeEach(() => (lines = new EventLines(tank(), [])));

  const text = (atMs: number, happening: DeskHappening): string | undefined =>
    lines
      .of(at(atMs, happening))
      ?.spans.map((span) => span.text)
      .join("");

  it("is told apart by a word in a column, and topics begin below the base", () => {
    assert.deepEqual(
      [
        text(0, { type: "console", line: "joining Wi-Fi" }),
        text(0, { type: "pin", pin: "D25", level: true, duty: 1, hz: 0, skipped: 0 }),
        text(0, { type: "pin", pin: "D33", level: true, duty: 0.4, hz: 1000, skipped: 3 }),
        text(2_240, message("home/tank/status", "online", "status", true)),
        text(2_300, message("home/tank/water/state", "18.0", "reading")),
        text(2_300, message("home/tank/pump/set", "ON", "command")),
        text(2_300, message("home/tank/pump/state", "ON", "state", true)),
        text(123_456_789, message("kitchen/lamp", "ON", "other")),
        text(3_000, { type: "part", id: "lamp", text: "#ff0000" }),
        text(3_000, { type: "speed", times: 60 }),
        text(3_000, { type: "speed", times: 0 }),
        text(3_000, { type: "told", text: "it does not keep up", isProblem: true }),
        text(3_000, { type: "told", text: "it keeps up again", isProblem: false }),
        text(3_000, { type: "fault", fault: "wifi-away", isOn: true }),
        text(3_000, { type: "fault", fault: "wifi-away", isOn: false }),
      ],
      [
        "    0.0 s  console  joining Wi-Fi",
        "    0.0 s  pin      D25 high  (pump)",
        "    0.0 s  pin      D33 40 % at 1000 Hz  (lamp)  and 3 changes before",
        "    2.2 s  status   status online  (retained)",
        "    2.3 s  reading  water/state 18.0",
        "    2.3 s  command  pump/set ON",
        "    2.3 s  state    pump/state ON  (retained)",
        "123456.8 s  message  kitchen/lamp ON",
        "    3.0 s  part     lamp #ff0000",
        "    3.0 s  time     60 times as fast as on the wall",
        "    3.0 s  time     stands still",
        "    3.0 s !problem  it does not keep up",
        "    3.0 s  note     it keeps up again",
        "    3.0 s !fault    Wi-Fi away",
        "    3.0 s  mended   no more: Wi-Fi away",
      ],
    );
    assert.equal(text(0, { type: "memory", used: 1, total: 2, unit: "bytes" }), undefined);
  });

  it("says of reports only what changed, in words, and marks refusals", () => {
    const report = (event: string, refused: number): DeskHappening =>
      message(
        "home/tank/diagnostics",
        `{"event":"${event}","id":"pump","uptime":${3 + refused},"connects":1,"dropped":0,"refused":${refused},"version":"1"}`,
        "report",
        true,
      );
    assert.match(String(text(3_000, report("online", 0))), /^ {4}3\.0 s {2}report {3}It is online\. /);
    const refusal = String(text(4_000, report("command refused", 1)));
    assert.match(refusal, /^ {4}4\.0 s !refused {2}A command to pump was refused/);
    assert.doesNotMatch(refusal, /version|program|connects|dropped/);
    assert.match(String(text(5_000, report("online", 1))), /s {2}report {3}It is online\.$/);
  });

  it("tells what somebody does to the world, and not each step of what swings", () => {
    const input = (value: number | boolean, mode: "held" | "swinging" | "played", fault?: string): DeskHappening => ({
      type: "input",
      id: typeof value === "boolean" ? "leak" : "water",
      value,
      mode,
      fault,
    });
    lines = new EventLines(tank(), [at(0, input(20, "swinging")), at(0, input(false, "held"))]);
    assert.deepEqual(
      [
        text(1_000, input(21, "swinging")),
        text(2_000, input(18.0499, "held")),
        text(2_500, input(18.0499, "held")),
        text(3_000, input(18, "played")),
        text(3_100, input(19, "played")),
        text(4_000, input(19, "played", "unplugged")),
        text(5_000, input(false, "held")),
        text(5_000, input(true, "held")),
      ],
      [
        undefined,
        "    2.0 s  world    water 18 °C",
        undefined,
        "    3.0 s  world    water plays",
        undefined,
        "    4.0 s  world    water broken: unplugged",
        undefined,
        "    5.0 s  world    leak ON",
      ],
    );
  });
});

describe("where everything stands on a desk", () => {
  it("is told with values, actuators, the world, pins, faults, memory and time", () => {
    const standing: DeskEvent[] = [
      at(0, { type: "speed", times: 1 }),
      at(1_000, { type: "fault", fault: "wifi-away", isOn: true }),
      at(0, { type: "memory", used: 692, total: 4500, unit: "variables" }),
      at(0, { type: "input", id: "water", value: 21.04, mode: "swinging" }),
      at(0, { type: "input", id: "leak", value: false, mode: "held" }),
      at(0, { type: "pin", pin: "D25", level: true, duty: 1, hz: 0, skipped: 0 }),
      at(2_000, message("home/tank/status", "online", "status", true)),
      at(7_000, message("home/tank/water/state", "21.0", "reading")),
      at(2_000, message("home/tank/pump/state", "OFF", "state", true)),
    ];
    assert.deepEqual(show(tank(), standing, 10_000), [
      "values:",
      "  water             21.0 °C  3 s ago",
      "  room/temperature  –",
      "  room/humidity     –",
      "  leak              –",
      "  button            –",
      "  uptime            –",
      "  flow/rate         –",
      "actuators:",
      "  pump  OFF  8 s ago",
      "  lamp  –",
      "  leak  –",
      "the world:",
      "  water 21 °C, swings",
      "  leak OFF",
      "pins:",
      "  D25  high  pump",
      "status: online, 8 s ago",
      "! Wi-Fi away",
      "memory: 692 of 4500 variables",
      "time: as on the wall",
    ]);
  });
});
