import assert from "node:assert/strict";
import { climate, type Climate } from "../../../../firmware/actuators/climate";
import type { Actuator } from "../../../../firmware/actuators/actuator";
import { createDiagnostics } from "../../../../firmware/app/diagnostics";
import type { Node } from "../../../../firmware/app/node";
import type { Channel } from "../../../../firmware/app/readings/telemetry";
import { thermostat, type ThermostatOptions } from "../../../../firmware/app/rules/thermostat";
import { type Client, PublishStatus } from "../../../../firmware/mqtt/record";
import { RelayDesk } from "../../actuators/relay-desk";

class ThermostatDesk extends RelayDesk {
  state = "OFF";
  target = 20;
  readonly commands: string[] = [];
  readonly published: string[] = [];
  readonly node: Node;
  readonly channel: Channel;
  readonly alive: (value: number) => void;

  constructor(options: Partial<ThermostatOptions> = {}, climate?: Climate) {
    super();
    const actuator: Actuator = {
      command: (payload) => {
        this.commands.push(payload);
        this.state = payload;
        return true;
      },
      state: () => this.state,
    };
    const publish = (payload: string): PublishStatus => (this.published.push(payload), PublishStatus.Sent);
    this.node = {
      outputs: [{ entry: { id: "heater", actuator }, publish, isDue: false }],
      diagnostics: createDiagnostics({ shortBytes: 0 } as Client, "d"),
      engine: { chip: { log: () => {} } },
    } as unknown as Node;
    this.channel = { node: this.node, take: () => {} } as unknown as Channel;
    const asked: ThermostatOptions = {
      index: 0,
      target: () => this.target,
      hysteresis: 0.5,
      isCooling: false,
      noReadingMs: 60_000,
      noReading: "OFF",
      ...options,
    };
    this.alive = thermostat(this.channel, this.alarms, asked, climate);
  }

  take(...values: number[]): string[] {
    return values.map((value) => {
      this.channel.take(this.channel, value);
      this.run(10_000);
      return this.state;
    });
  }
}

describe("a thermostat", () => {
  it("heats beyond target and hysteresis on one side, and not on the other; the bounds themselves are in between", () => {
    const desk = new ThermostatDesk();
    assert.deepEqual(desk.take(20, 19.5, 19.4, 20, 20.5, 20.6, 20, 19.5, 19.4), [
      ...["OFF", "OFF", "ON", "ON", "ON", "OFF", "OFF", "OFF", "ON"],
    ]);
    assert.deepEqual(desk.commands, ["ON", "OFF", "ON"], "once for each change");
    assert.deepEqual(desk.published, ["ON", "OFF", "ON"]);
  });

  it("cools the other way round", () => {
    const desk = new ThermostatDesk({ isCooling: true });
    assert.deepEqual(desk.take(20, 20.6, 20, 19.5, 19.4, 20), ["OFF", "ON", "ON", "ON", "OFF", "OFF"]);
  });

  it("goes by the target of the moment, and sets right what somebody else commanded", () => {
    const desk = new ThermostatDesk();
    assert.deepEqual(desk.take(18), ["ON"]);
    desk.target = 15;
    assert.deepEqual(desk.take(18), ["OFF"]);
    desk.state = "ON";
    assert.deepEqual(desk.take(18), ["OFF"]);
  });

  it("without a reading for its time it does what it is told to, once, and says so", () => {
    const desk = new ThermostatDesk();
    desk.take(18, NaN, NaN, NaN, NaN);
    assert.equal(desk.state, "ON");
    desk.run(11_000);
    assert.equal(desk.state, "OFF");
    assert.deepEqual([desk.node.diagnostics.event, desk.node.diagnostics.id], ["thermostat without reading", "heater"]);
    desk.take(NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN);
    assert.deepEqual(desk.commands, ["ON", "OFF"]);
    assert.deepEqual(desk.take(18), ["ON"]);
  });

  it("a sensor that never gives a reading is one without a reading", () => {
    const desk = new ThermostatDesk({ noReading: "ON" });
    desk.run(61_000);
    assert.deepEqual(desk.commands, ["ON"]);
  });

  it("keeps its switch as it is where it is told to", () => {
    const desk = new ThermostatDesk({ noReading: "" });
    desk.take(18);
    desk.run(600_000);
    assert.deepEqual(desk.commands, ["ON"]);
  });

  it("a filter that leaves out what is not new does not make it blind, one that lets nothing through does", () => {
    const desk = new ThermostatDesk();
    desk.take(18);
    for (let i = 0; i < 30; i++) {
      desk.alive(18);
      desk.run(10_000);
    }
    assert.equal(desk.state, "ON");
    desk.take(NaN);
    for (let i = 0; i < 10; i++) {
      desk.alive(85);
      desk.run(10_000);
    }
    assert.equal(desk.state, "OFF");
  });
});

describe("a thermostat with a climate", () => {
  const modes = ["off", "heat", "cool", "heat_cool"];

  function made(isCooling = false, noReading = "OFF"): { desk: ThermostatDesk; room: Climate } {
    const isMode = (text: string): boolean => modes.includes(text);
    const room = climate({ min: 0, max: 40, step: 0.5, decimals: 1, isMode, initialMode: "heat_cool" }, 20, "");
    return { desk: new ThermostatDesk({ isCooling, noReading, target: () => room.value() }, room), room };
  }

  it("is off at once when it is left out, stays off, and goes on when it is let in again", () => {
    for (const [isCooling, without, cold] of [
      [false, "cool", 15],
      [true, "heat", 25],
    ] as const) {
      const { desk, room } = made(isCooling);
      assert.deepEqual(desk.take(cold), ["ON"]);
      for (const mode of ["off", without]) {
        room.command(mode);
        assert.equal(desk.state, "OFF", mode);
        assert.deepEqual(desk.take(cold, cold), ["OFF", "OFF"]);
        desk.state = "ON";
        assert.deepEqual(desk.take(20), ["OFF"], "whoever switched it on");
        desk.take(cold);
        room.command("heat_cool");
        assert.equal(desk.state, "ON", "by the last reading");
      }
    }
  });

  it("goes by a new target at once", () => {
    const { desk, room } = made();
    desk.take(18);
    room.command("15");
    assert.equal(desk.state, "OFF");
    room.command("25");
    assert.equal(desk.state, "ON");
  });

  it("does nothing by a reading that is no longer trusted, and nothing without one while it is off", () => {
    const { desk, room } = made(false, "ON");
    room.command("off");
    desk.run(61_000);
    assert.equal(desk.state, "OFF");
    room.command("heat");
    assert.equal(desk.state, "OFF");
    desk.take(18);
    room.command("off");
    desk.run(61_000);
    assert.equal(desk.state, "OFF");
  });

  it("is off from boot on where it was left out, and goes off without a reading, whoever switched it on", () => {
    const isMode = (text: string): boolean => modes.includes(text);
    const options = { min: 0, max: 40, step: 0.5, decimals: 1, isMode, initialMode: "heat" };
    const desk = new ThermostatDesk({ noReading: "ON" }, climate(options, 20, "off 20.0"));
    assert.deepEqual(desk.commands, ["OFF"]);
    desk.state = "ON";
    desk.run(61_000);
    assert.equal(desk.state, "OFF");
  });
});
