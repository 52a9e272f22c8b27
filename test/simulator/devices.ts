import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ActuatorConfig, Board, SensorConfig } from "../../scripts/lib/board/config";
import type { Bench } from "./devices/bench";
import type { Levers } from "./devices/lever";

/** What a file of devices/ has: the model of that kind of sensor or actuator. */
interface DeviceFile {
  /** Makes the model and connects it to the pins, or to the bus, that the board file names. */
  solder(config: SensorConfig | ActuatorConfig, bench: Bench): object;
  /** What a person can move and break of the model. */
  levers(model: object, bench: Bench, config: SensorConfig | ActuatorConfig): Levers;
  /** Has what the model shows told in words, whenever it changes. */
  show?(model: object, tell: (text: string) => void): void;
}

interface Device {
  readonly config: SensorConfig | ActuatorConfig;
  readonly file: DeviceFile;
  readonly model: object;
}

const load = createRequire(__filename);

/** The models of a board's parts, by the ids of the board file. */
export class Devices {
  readonly #all: readonly Device[];
  readonly #bench: Bench;

  constructor(all: readonly Device[], bench: Bench) {
    this.#all = all;
    this.#bench = bench;
  }

  /** The model of a part. @throws Error where there is none of that id, or it is of another kind */
  get<Model extends object>(kind: new (...args: never[]) => Model, id: string): Model {
    const device = this.#all.find(({ config }) => config.id === id);
    if (device === undefined) {
      throw new Error(
        `No part "${id}" on the board; there are: ${this.#all.map(({ config }) => config.id).join(", ")}`,
      );
    }
    const { model } = device;
    if (!(model instanceof kind)) throw new Error(`"${id}" is a ${model.constructor.name}, and no ${kind.name}`);
    return model;
  }

  /** What of each part a person can move and break, in the order of the board file. */
  levers(): (Levers & { config: SensorConfig | ActuatorConfig })[] {
    return this.#all.map(({ config, file, model }) => ({ config, ...file.levers(model, this.#bench, config) }));
  }

  /** The supply of all parts fails: those that remember something forget it. */
  losePower(): void {
    for (const { model } of this.#all) {
      if ("losePower" in model && typeof model.losePower === "function") model.losePower();
    }
  }

  /** Has what parts show told, from now on. */
  show(tell: (id: string, text: string) => void): void {
    for (const { config, file, model } of this.#all) file.show?.(model, (text) => tell(config.id, text));
  }
}

/** Solders a model of each part that the board file names: that of the file of devices/ with its kind's name. */
export function solder({ sensors, actuators }: Pick<Board, "sensors" | "actuators">, bench: Bench): Devices {
  const all = [...sensors, ...actuators].flatMap((config): Device[] => {
    const file = deviceFile(config);
    return file === undefined ? [] : [{ config, file, model: file.solder(config, bench) }];
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
