import type { PartBus } from "../../../firmware/app/readings/parts";
import type { I2cBus, OneWireBus } from "../../../firmware/engine/engine";
import type { BusConfig } from "../board/config/buses";
import { pinNumber } from "../platforms/pin-number";
import { firmware, type Code } from "./code";
import { engine } from "./engine";
import { nameFor } from "./names";
import type { Program } from "./program";

const parts = firmware<typeof import("../../../firmware/app/readings/parts")>("app/readings/parts");
const { printParts } = firmware<typeof import("../../../firmware/app/readings/one-wire")>("app/readings/one-wire");

/** What speaks on an I²C bus of the board. @param id As sensors call it */
export function i2c(program: Program, id: string): Code<I2cBus> {
  return program.once(`line ${id}`, () => {
    const { clock, data, hz } = busOf(program, id, "i2c");
    // A second one is there on Espruino alone; others were refused.
    const port = program.board.buses.filter(({ type }) => type === "i2c").findIndex((bus) => bus.id === id) > 0 ? 2 : 1;
    const line = engine("i2c").createI2c(port, pinNumber(clock), pinNumber(data), hz);
    return program.whole.define(nameFor("line", id), line);
  });
}

/** What speaks on a 1-wire bus of the board; it prints at boot who is there. */
export function oneWire(program: Program, id: string): Code<OneWireBus> {
  return program.once(`line ${id}`, () => {
    const { pin } = busOf(program, id, "oneWire");
    const line = program.whole.define(nameFor("line", id), engine("one-wire").createOneWire(pinNumber(pin)));
    program.whole.run(printParts(engine("chip").chip, id, line));
    return line;
  });
}

/** What the parts of a bus have in common. */
export function partBus(program: Program, id: string): Code<PartBus> {
  return program.once(`bus ${id}`, () => program.whole.define(nameFor("bus", id), parts.createPartBus()));
}

function busOf<Type extends BusConfig["type"]>(
  program: Program,
  id: string,
  type: Type,
): Extract<BusConfig, { type: Type }> {
  const bus = program.board.buses.find((each) => each.id === id && each.type === type);
  if (bus === undefined) throw new Error(`the board has no bus ${id}`);
  return bus as Extract<BusConfig, { type: Type }>;
}
