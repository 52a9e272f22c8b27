import assert from "node:assert/strict";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node } from "../../../../firmware/app/node";
import {
  createPartBus,
  createParts,
  startPart,
  type PartBus,
  type Parts,
} from "../../../../firmware/app/readings/parts";
import type { Channel } from "../../../../firmware/app/readings/telemetry";
import type { Engine } from "../../../../firmware/engine/engine";
import { ClientState, type Client, PublishStatus } from "../../../../firmware/mqtt/record";
import { Fault, type Part } from "../../../../firmware/sensors/part";
import { VirtualTime } from "../../../simulator/virtual-time";

/** A part that does as it is told, and notes what it was asked for. */
class ObedientPart implements Part {
  measuringMs = 100;
  values = Float64Array.of(NaN);
  calls: string[] = [];
  faults: Partial<Record<"configure" | "begin" | "read", Fault>> = {};
  /** How long each transfer keeps the engine busy. */
  transferMs = 0;

  constructor(
    readonly time: VirtualTime,
    readonly value: () => number,
  ) {}

  configure = (): Fault => this.#speak("configure");
  begin = (): Fault => this.#speak("begin");
  read = (): Fault => {
    const fault = this.#speak("read");
    if (fault === Fault.None) this.values[0] = this.value();
    return fault;
  };

  #speak(step: "configure" | "begin" | "read"): Fault {
    this.calls.push(step);
    // The engine is blocked: nothing else runs meanwhile.
    this.time.moveTo(this.time.nowUs + this.transferMs * 1000);
    return this.faults[step] ?? Fault.None;
  }
}

describe("parts on buses", () => {
  let time: VirtualTime;
  let node: Node;
  let parts: Parts;
  let bus: PartBus;
  let reports: string[];
  let taken: [ms: number, id: string, value: number][];

  const every = (periodMs: number, run: () => void): void =>
    void time.after(periodMs, () => {
      every(periodMs, run);
      run();
    });

  beforeEach(() => {
    time = new VirtualTime();
    reports = [];
    taken = [];
    const client = { state: ClientState.Ready, oversized: 0, roomBytes: () => 1_024 } as unknown as Client;
    node = {
      engine: {
        clock: { nowMs: () => time.nowMs, every },
        chip: { uptimeSeconds: () => 0, log: () => {} },
      } as unknown as Engine,
      client,
      diagnostics: createDiagnostics({ shortBytes: 0 } as Client, "d"),
      samplers: [] as (() => void)[],
    } as Node;
    node.diagnostics.publish = (report) => {
      const { event, id } = JSON.parse(report) as Record<string, string>;
      reports.push(`${event} ${id}`);
      return PublishStatus.Sent;
    };
    parts = createParts(node, { after: (ms, run) => void time.after(ms, run) });
    bus = createPartBus();
  });

  function start(id: string, periodMs: number, on = bus): ObedientPart {
    const part = new ObedientPart(time, () => time.nowMs);
    const take = (_channel: unknown, value: number): void => void taken.push([time.nowMs, id, value]);
    const channel = { take } as Partial<Channel> as Channel;
    startPart(parts, on, id, periodMs, part, [{ value: 0, channel }]);
    return part;
  }
  const readings = (): number[] => taken.filter(([, , value]) => !Number.isNaN(value)).map(([ms]) => ms);
  const fail = (part: ObedientPart, fault: Fault | undefined, step: "configure" | "begin" | "read" = "begin"): void => {
    part.faults = fault === undefined ? {} : { [step]: fault };
  };

  it("are configured once, begun on their period and read when they have measured", () => {
    const part = start("x", 1_000);
    time.advance(2_150);
    assert.deepEqual(part.calls, ["configure", "begin", "read", "begin", "read"]);
    assert.deepEqual(readings(), [1_100, 2_100]);
  });

  it("are also read for who has just come online, but not begun twice", () => {
    const part = start("x", 1_000);
    node.samplers.forEach((sample) => sample());
    node.samplers.forEach((sample) => sample());
    time.advance(150);
    assert.deepEqual(part.calls, ["configure", "begin", "read"]);
  });

  it("do not wait for each other, on the same bus or on another one", () => {
    for (const id of ["a", "b", "c"]) start(id, 1_000).measuringMs = 700;
    time.advance(1_800);
    assert.deepEqual(readings(), [1_700, 1_700, 1_700]);
  });

  for (const step of ["configure", "begin", "read"] as const) {
    it(`give no reading when they fail to ${step}, and are configured anew`, () => {
      const part = start("x", 10_000);
      fail(part, Fault.NoAnswer, step);
      time.advance(10_200);
      assert.deepEqual(
        taken.map(([, , value]) => value),
        [NaN],
      );
      assert.equal(node.diagnostics.missing, 1);
      fail(part, undefined);
      part.calls = [];
      time.advance(1_000);
      assert.deepEqual(part.calls, ["configure", "begin", "read"]);
      assert.equal(readings().length, 1);
    });
  }

  it("are tried again after 1, 2, 4 … 60 s, also between two periods", () => {
    const part = start("x", 3_600_000);
    fail(part, Fault.NoAnswer);
    time.advance(3_600_000);
    const tries: number[] = [];
    for (let s = 1; s <= 300; s++) {
      part.calls = [];
      time.advance(1_000);
      if (part.calls.length > 0) tries.push(s);
    }
    assert.deepEqual(tries, [1, 3, 7, 15, 31, 63, 123, 183, 243]);
  });

  it("are not spoken to before that time is over, and have no reading on each period meanwhile", () => {
    const part = start("x", 1_000);
    fail(part, Fault.NoAnswer);
    time.advance(40_000);
    // After 1, 2, 4, 8 and 16 s.
    assert.equal(part.calls.length, 12);
    assert.ok(node.diagnostics.missing >= 40);
  });

  it("are reported once when they fail, when they fail differently, and when they are back", () => {
    const part = start("x", 1_000);
    for (const fault of [Fault.NoAnswer, Fault.WrongIdentity, Fault.BadChecksum, Fault.NotReady, undefined]) {
      fail(part, fault);
      time.advance(130_000);
    }
    assert.deepEqual(
      reports.filter((report) => report.endsWith(" x")),
      ["no answer x", "wrong identity x", "bad checksum x", "not ready x", "reading again x"],
    );
  });

  it("are all reported, though they fail in the same moment and nobody is there to hear it", () => {
    (node.client as { state: ClientState }).state = ClientState.Closed;
    for (const id of ["a", "b", "c"]) fail(start(id, 1_000), Fault.NoAnswer);
    time.advance(20_000);
    assert.deepEqual(reports, []);
    (node.client as { state: ClientState }).state = ClientState.Ready;
    time.advance(4_000);
    assert.deepEqual(reports, ["no answer a", "no answer b", "no answer c"]);
  });

  it("are reported even where they are back before the report", () => {
    const part = start("x", 1_500);
    fail(part, Fault.BadChecksum, "read");
    (node.client as { state: ClientState }).state = ClientState.Closed;
    time.advance(1_600);
    fail(part, undefined);
    time.advance(5_000);
    (node.client as { state: ClientState }).state = ClientState.Ready;
    time.advance(3_000);
    assert.deepEqual(reports, ["bad checksum x", "reading again x"]);
  });

  it("take the place of no report that has not been sent", () => {
    fail(start("x", 1_000), Fault.NoAnswer);
    node.diagnostics.event = "command refused";
    node.diagnostics.isDue = true;
    time.advance(5_000);
    assert.deepEqual([node.diagnostics.event, reports], ["command refused", []]);
    node.diagnostics.isDue = false;
    time.advance(1_000);
    assert.deepEqual(reports, ["no answer x"]);
  });

  it("begin again with 1 s at the next fault, once they were back", () => {
    const part = start("x", 100_000);
    fail(part, Fault.NoAnswer);
    time.advance(160_000);
    fail(part, undefined);
    time.advance(60_000);
    assert.ok(readings().length > 0);
    fail(part, Fault.NoAnswer);
    time.advance(80_500);
    part.calls = [];
    fail(part, undefined);
    time.advance(1_000);
    assert.deepEqual(part.calls, ["configure", "begin", "read"]);
  });

  it("leave a bus alone for 30 s where a transfer took more than half a second, the other buses not", () => {
    const stuck = start("stuck", 1_000);
    const neighbour = start("neighbour", 1_000);
    const elsewhere = start("elsewhere", 1_000, createPartBus());
    stuck.transferMs = 1_000;
    fail(stuck, Fault.NoAnswer, "configure");
    time.advance(31_000);
    assert.deepEqual(stuck.calls, ["configure"]);
    assert.deepEqual(neighbour.calls, []);
    assert.ok(readings().length > 25);
    assert.ok(elsewhere.calls.length > 50);
    stuck.transferMs = 0;
    fail(stuck, undefined);
    taken = [];
    time.advance(60_000);
    assert.ok(taken.some(([, id, value]) => id === "neighbour" && !Number.isNaN(value)));
  });

  it("go on after an exception in their driver, which is counted", () => {
    const part = start("x", 1_000);
    const begin = part.begin;
    part.begin = () => {
      throw new Error("out of order");
    };
    time.advance(1_050);
    assert.deepEqual([node.diagnostics.errors, node.diagnostics.missing], [1, 1]);
    part.begin = begin;
    time.advance(3_000);
    assert.ok(readings().length > 0);
  });

  it("go on when an interruption took the end of a measurement away", () => {
    const part = start("x", 1_000);
    part.measuringMs = 1e9;
    time.advance(1_000);
    part.measuringMs = 100;
    time.advance(12_000);
    assert.ok(readings().length > 0);
  });
});
