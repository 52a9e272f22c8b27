import { upper, type KindNames } from "./names";

/** The files of a new kind of actuator: a pin that is driven high and low. */
export function actuatorFiles({ camel, pascal, file, words, one }: KindNames): Record<string, string> {
  return {
    [`firmware/actuators/${file}.ts`]: `import type { DigitalOutputs, Pin } from "../engine/engine";
import type { Actuator } from "./actuator";

export interface ${pascal}Options {
  pin: Pin;
  /** Whether a low level turns it on. */
  activeLow: boolean;
}

/** ${upper(one)}. Commands: ON, OFF, TOGGLE. To do: those that it takes, and what each of them does. */
export function ${camel}(pins: DigitalOutputs, options: ${pascal}Options): Actuator {
  let isOn = false;
  const drive = (on: boolean): void => {
    pins.write(options.pin, on !== options.activeLow);
    isOn = on;
  };
  drive(false);
  return {
    command: (payload) => {
      if (payload === "ON") {
        drive(true);
      } else if (payload === "OFF") {
        drive(false);
      } else if (payload === "TOGGLE") {
        drive(!isOn);
      } else {
        return false;
      }
      return true;
    },
    state: () => (isOn ? "ON" : "OFF"),
  };
}
`,
    [`scripts/lib/actuators/${file}.ts`]: `import type { PinActuatorBase } from "../board/config/actuator";
import { commanded, shown } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { firmware } from "../program/code";
import { engine } from "../program/engine";
import { SHORT_COMMAND_BYTES, type ActuatorDescriptor } from "./descriptor";

/** ${upper(one)}. Commands: ON, OFF, TOGGLE. To do: what it is and does; this text stands in the reference. */
export interface ${pascal}ActuatorConfig extends PinActuatorBase {
  type: "${camel}";
  /** Whether a low level turns it on, as most relay boards want it. */
  activeLow: boolean;
}

const driver = firmware<typeof import("../../../firmware/actuators/${file}")>("actuators/${file}");

export const ${camel}: ActuatorDescriptor<${pascal}ActuatorConfig> = {
  type: "${camel}",
  defaults: { activeLow: false },
  pins: { pin: "driven" },
  example: () => "ON",
  longestCommandBytes: SHORT_COMMAND_BYTES,
  longestState: "OFF",
  handle: "SwitchActuator",
  homeAssistant: {
    commanded: (config) => ({ p: "switch", ...commanded(config) }),
    shown: (config) => ({ p: "binary_sensor", ...shown(config) }),
  },
  control: () => ({ kind: "switch" }),
  make: ({ pin, activeLow }) => driver.${camel}(engine("pins").digitalOutputs, { pin: pinNumber(pin), activeLow }),
};
`,
    [`test/simulator/devices/${file}.ts`]: `import type { ${pascal}ActuatorConfig } from "../../../scripts/lib/actuators/${file}";
import type { SimulatedPin } from "../pins";
import type { Bench } from "./bench";
import { onlyBroken, whileSet, type Levers } from "./lever";
import { Relay } from "./switch";

/** ${upper(one)}: on while the chip drives its pin to the level that turns it on. To do: what there is to see of it. */
export class ${pascal} {
  readonly #relay: Relay;
  /** The fault of a wire that came off: it stays off. */
  isUnplugged = false;

  constructor(pin: SimulatedPin, activeLow: boolean) {
    this.#relay = new Relay(pin, activeLow);
  }

  get isOn(): boolean {
    return this.#relay.isOn && !this.isUnplugged;
  }

  /** Calls \`shown\` when it went on or off. */
  onChange(shown: () => void): void {
    this.#relay.shown = shown;
  }
}

export function solder({ pin, activeLow }: ${pascal}ActuatorConfig, bench: Bench): ${pascal} {
  return new ${pascal}(bench.pin(pin), activeLow);
}

/** What a person breaks at a desk. */
export function levers(part: ${pascal}): Levers {
  return onlyBroken("${words}", () => part.isOn, { unplugged: whileSet(part, "isUnplugged") });
}

/** What a person sees there. */
export function show(part: ${pascal}, tell: (text: string) => void): void {
  part.onChange(() => tell(part.isOn ? "on" : "off"));
}
`,
    [`test/firmware/actuators/${file}.test.ts`]: `import assert from "node:assert/strict";
import { ${camel} } from "../../../firmware/actuators/${file}";

describe("the actuator ${camel}", () => {
  function made(activeLow: boolean) {
    const levels: boolean[] = [];
    const actuator = ${camel}({ write: (_pin, high) => void levels.push(high) }, { pin: 25, activeLow });
    return { actuator, levels };
  }

  it("is off when it is made", () => {
    assert.deepEqual(made(true).levels, [true]);
    assert.deepEqual(made(false).levels, [false]);
    assert.equal(made(false).actuator.state(), "OFF");
  });

  it("obeys, and tells its state", () => {
    const { actuator, levels } = made(false);
    assert.equal(actuator.command("ON"), true);
    assert.equal(actuator.state(), "ON");
    assert.equal(actuator.command("OFF"), true);
    assert.equal(actuator.state(), "OFF");
    assert.equal(actuator.command("TOGGLE"), true);
    assert.deepEqual(levels, [false, true, false, true]);
  });

  it("obeys nothing else", () => {
    const { actuator, levels } = made(false);
    for (const payload of ["", "on", "ON ", "1"]) assert.equal(actuator.command(payload), false);
    assert.deepEqual(levels, [false]);
  });
});
`,
    [`test/scenarios/${file}.test.ts`]: `import assert from "node:assert/strict";
import { ${pascal} } from "../simulator/devices/${file}";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

describe("the actuator ${camel} on a board", function () {
  this.timeout(60_000);

  it("does what it is told, and says so", async () => {
    const actuators = [{ id: "one", type: "${camel}", pin: "D25" }];
    const node = await SimulatedNode.online(boardFile("try", { actuators }));
    await node.command("one", "ON");
    assert.equal(node.device(${pascal}, "one").isOn, true);
    assert.equal(node.payloads("one/state").at(-1), "ON");
    await node.command("one", "PERHAPS");
    assert.equal(node.diagnostics["refused"], 1);
    await node.close();
  });
});
`,
  };
}
