import assert from "node:assert/strict";
import type { DeskAction } from "../../../scripts/lib/desk/protocol";
import { boardFile } from "../../scenarios/board-file";
import { TestDesk } from "../../scenarios/test-desk";

const BOARD = {
  sensors: [
    { id: "soil", type: "analog", pin: "D34", periodSeconds: 1, scale: 100, unit: "%", decimals: 1 },
    {
      id: "level",
      type: "analog",
      pin: "D35",
      periodSeconds: 1,
      scale: 3.3,
      unit: "cm",
      filters: [
        {
          calibrate_linear: {
            datapoints: [
              { from: 0.4, to: 100 },
              { from: 2.4, to: 0 },
            ],
          },
        },
        { offset: 5 },
      ],
    },
    { id: "door", type: "digital", pin: "D27", periodSeconds: 60 },
    {
      id: "meter",
      type: "pulseCounter",
      pin: "D26",
      periodSeconds: 5,
      pulsesPerUnit: 1000,
      unit: "kWh",
      debounceMs: 5,
    },
  ],
};

describe("inputs of a desk", function () {
  this.timeout(180_000);
  let desk: TestDesk;

  beforeEach(async () => {
    desk = await TestDesk.online(boardFile("inputs", BOARD));
  });

  afterEach(() => desk.close());

  /** What is published of a value in so many ms. */
  async function numbers(value: string, ms: number): Promise<number[]> {
    const from = desk.events.length;
    await desk.pass(ms);
    return desk.payloads(`/${value}/state`, from).map(Number);
  }

  it("are told with what they are, and where they are led to", () => {
    const [soil, level, door, meter] = desk.desk.board.inputs;
    assert.deepEqual(soil, {
      id: "soil",
      name: "value",
      kind: "number",
      unit: "%",
      from: 0,
      to: 100,
      step: 0.1,
      values: ["soil"],
      faults: ["unplugged", "stuck"],
    });
    assert.deepEqual(
      [level.from, level.to, level.unit].map((each) => (typeof each === "number" ? Math.round(each) : each)),
      [-40, 125, "cm"],
    );
    assert.deepEqual([door.kind, door.values], ["contact", ["door"]]);
    assert.deepEqual([meter.unit, meter.values], ["pulses/s", ["meter/rate", "meter/total"]]);
  });

  it("swing, and are told a few times a second", async () => {
    const values = await numbers("soil", 60_000);
    assert.ok(Math.min(...values) < 30 && Math.max(...values) > 70, values.join(" "));
    const told = desk.of("input").filter(({ id }) => id === "soil").length;
    assert.ok(told > 100 && told < 300, `${told} times in a minute`);
    assert.match(await desk.message("/door/state"), /ON|OFF/);
  });

  it("lead a value back through scale, filters and offset", async () => {
    for (const value of [10, 55, 100]) {
      await desk.perform({ do: "set", input: "level", value });
      const last = (await numbers("level", 3_000)).at(-1) ?? NaN;
      assert.ok(Math.abs(last - value) < 0.1, `${last} for ${value}`);
    }
  });

  it("stay where they are held, also where they are just now", async () => {
    await desk.perform({ do: "hold", input: "soil" });
    const values = await numbers("soil", 20_000);
    assert.ok(Math.max(...values) - Math.min(...values) < 0.2, values.join(" "));
    await desk.perform({ do: "swing", input: "soil" });
    const moving = await numbers("soil", 30_000);
    assert.ok(Math.max(...moving) - Math.min(...moving) > 20);
  });

  for (const [shape, isIt] of [
    ["sine", (values: number[]) => values.some((value) => value > 45 && value < 55) && Math.max(...values) > 75],
    ["square", (values: number[]) => values.every((value) => value < 21 || value > 79)],
    ["ramp", (values: number[]) => values.filter((value, i) => i > 0 && value < values[i - 1]).length === 2],
  ] as const) {
    it(`play a ${shape}`, async () => {
      await desk.perform({ do: "play", input: "soil", shape, periodSeconds: 20, from: 20, to: 80 });
      await desk.pass(500);
      const values = await numbers("soil", 60_000);
      assert.ok(Math.min(...values) >= 19.9 && Math.min(...values) < 25, values.join(" "));
      assert.ok(Math.max(...values) <= 80.1 && Math.max(...values) > 75, values.join(" "));
      assert.ok(isIt(values), values.join(" "));
    });
  }

  it("play a recording, straight lines between its points, its last value held", async () => {
    await desk.perform({ do: "trace", input: "soil", name: "dry.csv", csv: "seconds,value\n0,80\n10,20\n" });
    const values = await numbers("soil", 15_000);
    assert.ok(Math.abs(values[4] - 50) < 8, values.join(" "));
    assert.ok(Math.abs((values.at(-1) ?? NaN) - 20) < 0.1);
  });

  it("play on a contact, and on pulses", async () => {
    await desk.perform({ do: "play", input: "door", shape: "square", periodSeconds: 10, from: 0, to: 1 });
    const from = desk.events.length;
    await desk.pass(60_000);
    assert.ok(desk.payloads("/door/state", from).length >= 11);
    await desk.perform({ do: "set", input: "meter", value: 2 });
    const rate = (await numbers("meter/rate", 60_000)).at(-1) ?? NaN;
    assert.ok(Math.abs(rate - 7200) < 80, `${rate} W`);
  });

  it("are stuck where they were, whatever they are told, and go on where they would be", async () => {
    await desk.perform({ do: "set", input: "soil", value: 30 });
    await desk.perform({ do: "break", input: "soil", fault: "stuck" });
    await desk.perform({ do: "set", input: "soil", value: 70 });
    assert.equal((await numbers("soil", 3_000)).at(-1), 30);
    const shown = desk
      .of("input")
      .filter(({ id }) => id === "soil")
      .at(-1);
    assert.deepEqual([shown?.value, shown?.mode, shown?.fault], [70, "held", "stuck"]);
    await desk.perform({ do: "break", input: "soil" });
    assert.equal((await numbers("soil", 3_000)).at(-1), 70);
  });

  for (const [action, message] of [
    [{ do: "set", input: "sole", value: 1 }, /no input "sole"; there are: soil, level, door, meter/],
    [{ do: "set", input: "soil", value: 101 }, /soil takes 0 … 100 %, and not 101/],
    [{ do: "set", input: "soil", value: NaN }, /and not NaN/],
    [{ do: "set", input: "soil", value: true }, /takes a number, 0 … 100 %/],
    [{ do: "set", input: "door", value: 1 }, /a contact/],
    [{ do: "play", input: "soil", shape: "sine", periodSeconds: 0, from: 0, to: 1 }, /0\.1 s to a week/],
    [{ do: "play", input: "soil", shape: "sine", periodSeconds: 1, from: 0, to: 1000 }, /and not 1000/],
    [{ do: "trace", input: "soil", name: "x.csv", csv: "1,2\nhello" }, /x\.csv:2: expected "seconds,value"/],
    [{ do: "break", input: "soil", fault: "tired" }, /soil cannot be "tired"; it can be: unplugged, stuck/],
    [{ do: "command", actuator: "pump", payload: "ON" }, /inputs has no actuators/],
    [{ do: "speed", times: -1 }, /0 to 600 times/],
    [{ do: "speed", times: NaN }, /0 to 600 times/],
    [{ do: "publish", topic: "a/#", payload: "", retain: false, qos: 0 }, /no topic to publish on/],
  ] as [DeskAction, RegExp][]) {
    it(`cannot: ${JSON.stringify(action)}`, async () => {
      await assert.rejects(desk.perform(action), (error: Error) => {
        assert.equal(error.name, "UserError");
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
