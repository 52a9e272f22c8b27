import assert from "node:assert/strict";
import type { DeskAction, DeskBoard } from "../../../../../scripts/lib/desk/protocol";
import type { Order } from "../../../../../scripts/lib/desk/lines/order";
import { parseLine } from "../../../../../scripts/lib/desk/lines/parse-line";
import { UserError } from "../../../../../scripts/lib/user-error";
import { tank } from "./boards";

const board = tank();
const real: DeskBoard = { ...board, kind: "real", inputs: [], pins: [], faults: [] };
const readFile = (path: string): string => `text of ${path}`;

const orderOf = (line: string, on = board): Order | undefined => parseLine(line, on, readFile);

/** What a line does, where it does something. */
function actions(line: string): DeskAction[] {
  const order = orderOf(line);
  assert.equal(order?.kind, "do", line);
  return order?.kind === "do" ? order.actions : [];
}

/** Why a line is refused. */
function refusal(line: string, on = board): string {
  try {
    orderOf(line, on);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  }
  throw new Error(`"${line}" is taken`);
}

describe("a line at the desk", () => {
  it("sets what is measured", () => {
    assert.deepEqual(actions("water 18"), [{ do: "set", input: "water", value: 18 }]);
    assert.deepEqual(actions("  water   -0.5  "), [{ do: "set", input: "water", value: -0.5 }]);
    assert.deepEqual(actions("water 18 °C"), [{ do: "set", input: "water", value: 18 }]);
    assert.deepEqual(actions("water 18°C"), [{ do: "set", input: "water", value: 18 }]);
    assert.deepEqual(actions("room/temperature 21"), [{ do: "set", input: "room/temperature", value: 21 }]);
    assert.deepEqual(actions("world leak on"), [{ do: "set", input: "leak", value: true }]);
    assert.deepEqual(actions("world leak OFF"), [{ do: "set", input: "leak", value: false }]);
  });

  it("holds it, lets it swing, plays waves and recordings", () => {
    assert.deepEqual(actions("water hold"), [{ do: "hold", input: "water" }]);
    assert.deepEqual(actions("water swing"), [{ do: "swing", input: "water" }]);
    const wave = { do: "play", input: "water", from: 10, to: 30, periodSeconds: 60 } as const;
    assert.deepEqual(actions("water sine 10..30 60s"), [{ ...wave, shape: "sine" }]);
    assert.deepEqual(actions("water square 10..30 1 min"), [{ ...wave, shape: "square" }]);
    assert.deepEqual(actions("water ramp -5..-1.5 2h"), [
      { do: "play", input: "water", shape: "ramp", from: -5, to: -1.5, periodSeconds: 7200 },
    ]);
    assert.deepEqual(actions("water trace my file.csv"), [
      { do: "trace", input: "water", name: "my file.csv", csv: "text of my file.csv" },
    ]);
  });

  it("breaks and mends parts, with one hyphen or none, and a part of several values by its own name", () => {
    assert.deepEqual(actions("water unplugged"), [{ do: "break", input: "water", fault: "unplugged" }]);
    assert.deepEqual(actions("water wrong-checksum"), [{ do: "break", input: "water", fault: "wrong checksum" }]);
    assert.deepEqual(actions("water wrong checksum"), [{ do: "break", input: "water", fault: "wrong checksum" }]);
    assert.deepEqual(actions("water ok"), [{ do: "break", input: "water" }]);
    assert.deepEqual(actions("room unplugged"), [{ do: "break", input: "room/temperature", fault: "unplugged" }]);
    assert.deepEqual(actions("room ok"), [{ do: "break", input: "room/temperature" }]);
  });

  it("commands actuators, with the payload as it is typed but for words that it knows", () => {
    assert.deepEqual(actions("pump ON"), [{ do: "command", actuator: "pump", payload: "ON" }]);
    assert.deepEqual(actions("pump toggle"), [{ do: "command", actuator: "pump", payload: "TOGGLE" }]);
    assert.deepEqual(actions("lamp 40"), [{ do: "command", actuator: "lamp", payload: "40" }]);
    assert.deepEqual(actions('lamp {"a":  1} # 2'), [{ do: "command", actuator: "lamp", payload: '{"a":  1} # 2' }]);
    assert.deepEqual(actions("command leak ON"), [{ do: "command", actuator: "leak", payload: "ON" }]);
  });

  it("breaks an actuator's part by the name that commands it", () => {
    assert.deepEqual(actions("pump stuck"), [{ do: "break", input: "pump", fault: "stuck" }]);
    assert.deepEqual(actions("pump ok"), [{ do: "break", input: "pump" }]);
    assert.match(refusal("world pump ON"), /^pump cannot be "ON".* it takes: stuck, ok$/);
    assert.match(refusal("world pump hold"), /it takes: stuck, ok/);
  });

  it("has things happen to the board, and takes them back", () => {
    const change = (fault: string, isOn: boolean): unknown => ({ do: "fault", fault, isOn });
    assert.deepEqual(actions("wifi off"), [change("wifi-away", true)]);
    assert.deepEqual(actions("wifi on"), [change("wifi-away", false), change("wifi-password", false)]);
    assert.deepEqual(actions("wifi wrong password"), [change("wifi-password", true)]);
    assert.deepEqual(actions("broker silent"), [change("broker-silent", true)]);
    assert.deepEqual(actions("broker on"), [change("broker-away", false), change("broker-silent", false)]);
    assert.deepEqual(actions("power cut"), [change("power-cut", true)]);
    assert.deepEqual(actions("power on"), [change("power-cut", false)]);
    assert.deepEqual(actions("memory low"), [change("low-memory", true)]);
    assert.deepEqual(actions("strange-messages"), [change("strange-messages", true)]);
  });

  it("changes how time passes", () => {
    assert.deepEqual(orderOf("time 60x"), { kind: "speed", times: 60 });
    assert.deepEqual(orderOf("time 0.5 ×"), { kind: "speed", times: 0.5 });
    assert.deepEqual(orderOf("time real"), { kind: "speed", times: 1 });
    assert.deepEqual(orderOf("time stop"), { kind: "speed", times: 0 });
    assert.deepEqual(orderOf("time next"), { kind: "next" });
  });

  it("publishes on a topic of the board, whole or below its base, and on any other", () => {
    const message = { do: "publish", retain: false, qos: 0 } as const;
    assert.deepEqual(actions("publish pump/set PERHAPS not"), [
      { ...message, topic: "home/tank/pump/set", payload: "PERHAPS not" },
    ]);
    assert.deepEqual(actions("publish home/tank/pump/set ON"), [
      { ...message, topic: "home/tank/pump/set", payload: "ON" },
    ]);
    assert.deepEqual(actions("publish kitchen/set ON retained"), [
      { ...message, topic: "kitchen/set", payload: "ON", retain: true },
    ]);
    assert.deepEqual(actions("publish kitchen/set"), [{ ...message, topic: "kitchen/set", payload: "" }]);
    assert.deepEqual(actions("publish kitchen/set retained"), [
      { ...message, topic: "kitchen/set", payload: "", retain: true },
    ]);
    assert.match(refusal("publish home/# ON"), /wildcard/);
  });

  it("asks for what the desk itself does", () => {
    assert.deepEqual(orderOf("show"), { kind: "show" });
    assert.deepEqual(orderOf("help"), { kind: "help" });
    assert.deepEqual(orderOf("quit"), { kind: "quit" });
    assert.deepEqual(orderOf("exit"), { kind: "quit" });
  });

  it("is nothing where it is empty or a comment", () => {
    assert.equal(orderOf(""), undefined);
    assert.equal(orderOf("   "), undefined);
    assert.equal(orderOf("# water 18"), undefined);
  });

  it("is refused with the nearest name, or with what there is", () => {
    assert.equal(refusal("watter 18"), 'there is no "watter" (did you mean "water"?)');
    assert.match(refusal("refrigerator 4"), /^there is no "refrigerator"; there are: water, room\/temperature, /);
    assert.equal(refusal("wifi of"), '"wifi" has no "of" (did you mean "off"?); there are: off, on, wrong-password');
    assert.equal(refusal("power"), "power what? There are: cut, on, cycle");
    // Of faults that this board cannot have nothing is offered.
    assert.match(refusal("power brownout"), /there are: cut, on, cycle/);
    assert.match(refusal("network slow"), /there is no "network"/);
    assert.match(refusal("time 60y"), /it is a speed such as 60x, or: real, stop, next/);
    assert.match(refusal("time rel"), /did you mean "real"/);
    assert.match(
      refusal("command pum ON"),
      /"command" knows no "pum" \(did you mean "pump"\?\); there are: pump, lamp, leak/,
    );
    assert.match(refusal("world"), /world what\? There are: water, /);
    assert.match(refusal("show water"), /nothing is known behind "show"/);
  });

  it("is refused with what an input or actuator takes", () => {
    assert.equal(
      refusal("water warm"),
      'water cannot be "warm"; it takes: -40..125 °C, or: hold, swing, sine, square, ramp, trace, unplugged, wrong-checksum, ok',
    );
    assert.match(refusal("water unpluged"), /did you mean "unplugged"/);
    assert.match(refusal("water"), /^water what\?/);
    assert.match(refusal("water 1O"), /cannot be "1O"/);
    assert.match(refusal("world leak maybe"), /it takes: ON or OFF/);
    assert.match(refusal("water sine 10-30 60s"), /needs a range and the time of one period: water sine 10\.\.30 60s/);
    assert.match(refusal("water sine 10..30"), /needs a range and the time/);
    assert.match(refusal("water sine 10..30 0s"), /needs a range and the time/);
    assert.equal(refusal("pump"), "pump what? It takes: ON, OFF, TOGGLE");
  });

  it("is refused where a name is both, measures several things, or is nothing that can be moved", () => {
    assert.equal(
      refusal("leak ON"),
      '"leak" is both: say "world leak …" for what it measures, or "command leak …" for what it is told',
    );
    assert.equal(refusal("room 21"), '"room" measures several things; say which: room/temperature, room/humidity');
    assert.equal(refusal("flow/rate 3"), '"flow/rate" is measured, and comes of: flow');
    assert.equal(refusal("uptime 3"), '"uptime" is what the board tells of itself; nothing moves it');
  });

  it("of a real board moves no world", () => {
    assert.match(refusal("wifi off", real), /real board/);
    assert.match(refusal("water 18", real), /only a simulated world can be moved/);
    assert.match(refusal("world water 18", real), /nothing of this board's world can be moved/);
    assert.deepEqual(orderOf("leak ON", real), {
      kind: "do",
      actions: [{ do: "command", actuator: "leak", payload: "ON" }],
    });
  });
});
