import { upper, type KindNames } from "./names";

/** The files of a new kind of sensor: a voltage on an analog pin, which means something. */
export function sensorFiles({ camel, pascal, file, words, one }: KindNames): Record<string, string> {
  return {
    [`firmware/sensors/${file}.ts`]: `import type { AnalogPins, Pin } from "../engine/engine";
import type { Sensor } from "./sensor";

/** Of the converter, nominally. */
const FULL_SCALE_VOLTS = 3.3;

/** What a voltage of ${one} means, in %. To do: what its data sheet says, and where. */
export function ${camel}Percent(volts: number): number {
  return (volts / FULL_SCALE_VOLTS) * 100;
}

/** ${upper(one)} on an analog pin. */
export function ${camel}(pins: AnalogPins, pin: Pin): Sensor {
  return { sample: () => ${camel}Percent(pins.read(pin) * FULL_SCALE_VOLTS) };
}
`,
    [`scripts/lib/sensors/${file}.ts`]: `import type { PinName } from "../board/config/names";
import type { QuantityConfig, SensorBase } from "../board/config/sensor";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { startSensor } from "../program/readings";
import type { SensorDescriptor } from "./descriptor";
import { measured } from "./facts";

/** ${upper(one)} on an analog pin: in %. To do: what it measures; this text stands in the reference. */
export interface ${pascal}SensorConfig extends QuantityConfig, SensorBase {
  type: "${camel}";
  /** One of D32 … D39; A0 on the ESP8266. */
  pin: PinName;
}

const driver = firmware<typeof import("../../../firmware/sensors/${file}")>("sensors/${file}");

export const ${camel}: SensorDescriptor<${pascal}SensorConfig> = {
  type: "${camel}",
  defaults: { decimals: 1 },
  pins: { pin: "measured" },
  value: ({ decimals }) => measured("%", undefined, decimals, [0, 100]),
  start: ({ pin }, [channel], program) =>
    startSensor(program, channel, driver.${camel}(engine("pins").analogPins, pinNumber(pin))),
};
`,
    [`test/simulator/devices/${file}.ts`]: `import type { ${pascal}SensorConfig } from "../../../scripts/lib/sensors/${file}";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import { asked, type Levers } from "./lever";

/** Reads as full scale. */
const MOST_VOLTS = 3.3;

/** ${upper(one)}. It leaves its pin alone before it is told what there is to measure. */
export class ${pascal} {
  readonly #pin: SimulatedPin;
  #percent: (() => number) | undefined;
  #isUnplugged = false;

  constructor(pin: SimulatedPin) {
    this.#pin = pin;
  }

  /** What there is to measure, at each moment. */
  set percent(percent: () => number) {
    this.#percent = percent;
    this.#drive();
  }

  /** The fault of a wire that came off: the pin is open. */
  set isUnplugged(isUnplugged: boolean) {
    this.#isUnplugged = isUnplugged;
    this.#drive();
  }

  #drive(): void {
    const percent = this.#percent;
    if (percent === undefined || this.#isUnplugged) this.#pin.release();
    else this.#pin.waveform(() => volts(percent()));
  }
}

/** What it gives to its pin. To do: by its data sheet, and not by the driver, whose mistakes it is to show. */
function volts(percent: number): number {
  return (percent / 100) * MOST_VOLTS;
}

export function solder({ pin }: ${pascal}SensorConfig, bench: Bench): ${pascal} {
  return new ${pascal}(bench.pin(pin));
}

/** What a person moves and breaks at a desk. */
export function levers(part: ${pascal}, bench: Bench): Levers {
  return {
    levers: [
      {
        kind: "number",
        quantity: "",
        name: "${words}",
        unit: "%",
        from: 0,
        to: 100,
        step: 1,
        values: [""],
        swings: { middle: 50, by: 20 },
        follow: asked(bench, (percent) => (part.percent = percent)),
      },
    ],
    defects: {
      unplugged: { begin: () => void (part.isUnplugged = true), end: () => void (part.isUnplugged = false) },
    },
  };
}
`,
    [`test/firmware/sensors/${file}.test.ts`]: `import assert from "node:assert/strict";
import { ${camel}, ${camel}Percent } from "../../../firmware/sensors/${file}";

describe("the value of the sensor ${camel}", () => {
  it("is what its voltage means", () => {
    // To do: the table of its data sheet.
    assert.equal(${camel}Percent(0), 0);
    assert.equal(${camel}Percent(3.3), 100);
  });

  it("is none where the engine has none", () => {
    assert.ok(Number.isNaN(${camel}({ read: () => NaN }, 34).sample()));
  });

  it("is of its own pin", () => {
    assert.equal(${camel}({ read: (pin) => (pin === 34 ? 0.5 : NaN) }, 34).sample(), 50);
  });
});
`,
    [`test/scenarios/${file}.test.ts`]: `import assert from "node:assert/strict";
import { ${pascal} } from "../simulator/devices/${file}";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

describe("the sensor ${camel} on a board", function () {
  this.timeout(60_000);

  it("publishes what it measures", async () => {
    const sensors = [{ id: "one", type: "${camel}", pin: "D34", periodSeconds: 5 }];
    const node = await SimulatedNode.online(boardFile("try", { sensors }));
    node.device(${pascal}, "one").percent = () => 25;
    const { payload } = await node.untilNext("one/state", 6_000);
    await node.close();
    // The converter has steps.
    assert.ok(Math.abs(Number(payload) - 25) <= 0.1, payload);
  });
});
`,
  };
}
