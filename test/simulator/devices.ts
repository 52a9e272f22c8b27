import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ActuatorConfig, Board, SensorConfig } from "../../scripts/lib/board/config";
import type { Bench, Desk, PartClock } from "./devices/bench";

/** What a file of devices/ has: the model of that kind of sensor or actuator. */
interface DeviceFile {
  /** Makes the model and connects it to the pins, or to the bus, that the board file names. */
  solder(config: SensorConfig | ActuatorConfig, bench: Bench): object;
  /** Has the model do something on the desk. */
  live?(model: object, desk: Desk): void;
}

interface Device {
  readonly id: string;
  readonly file: DeviceFile;
  readonly model: object;
}

const load = createRequire(__filename);

/** The models of a board's parts, by the ids of the board file. */
export class Devices {
  readonly #all: readonly Device[];
  readonly #clock: PartClock;

  constructor(all: readonly Device[], clock: PartClock) {
    this.#all = all;
    this.#clock = clock;
  }

  /** The model of a part. @throws Error where there is none of that id, or it is of another kind */
  get<Model extends object>(kind: new (...args: never[]) => Model, id: string): Model {
    const device = this.#all.find((each) => each.id === id);
    if (device === undefined) {
      throw new Error(`No part "${id}" on the board; there are: ${this.#all.map((each) => each.id).join(", ")}`);
    }
    const { model } = device;
    if (!(model instanceof kind)) throw new Error(`"${id}" is a ${model.constructor.name}, and no ${kind.name}`);
    return model;
  }

  /** Gives the parts something to measure, and prints what they show. */
  live(print: (id: string, line: string) => void): void {
    this.#all.forEach(({ id, file, model }, phase) => {
      file.live?.(model, { clock: this.#clock, phase, print: (line) => print(id, line) });
    });
  }
}

/** Solders a model of each part that the board file names: that of the file of devices/ with its kind's name. */
export function solder({ sensors, actuators }: Pick<Board, "sensors" | "actuators">, bench: Bench): Devices {
  const all = [...sensors, ...actuators].flatMap((config): Device[] => {
    const file = deviceFile(config);
    return file === undefined ? [] : [{ id: config.id, file, model: file.solder(config, bench) }];
  });
  return new Devices(all, bench);
}

/** The name of the file, without ".ts", that has the model of a kind: "pulse-counter" for pulseCounter. */
export function deviceName(type: string): string {
  return type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Undefined for what is not soldered to anything: what the chip measures of itself, a number. */
function deviceFile(config: SensorConfig | ActuatorConfig): DeviceFile | undefined {
  const path = join(__dirname, "devices", `${deviceName(config.type)}.ts`);
  if (existsSync(path)) return load(path) as DeviceFile;
  const place = Object.keys(config).find((key) => /^bus$|^pin$|Pin$/.test(key));
  if (place === undefined) return undefined;
  throw new Error(`"${config.id}" has a "${place}", but there is no model of a ${config.type}: ${path} is missing`);
}
