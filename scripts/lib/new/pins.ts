import { impossible } from "../board/checks/pins";
import type { PinDuty } from "../kind";
import type { Chip } from "../platforms/chips";
import { pinNumber } from "../platforms/pin-number";
import { UserError } from "../user-error";

const DUTIES: readonly PinDuty[] = ["measured", "contact", "watched", "driven", "square wave", "strip", "bus"];

/** Hands out the pins of a chip, each once. */
export class FreePins {
  readonly #chip: Chip;
  readonly #taken = new Set<string>();

  constructor(chip: Chip) {
    this.#chip = chip;
  }

  /** Takes a pin that somebody named; whether it can do what it is for, the board file's checks say. */
  take(name: string): string {
    this.#taken.add(name);
    return name;
  }

  /** The pin that is proposed for a duty. @param usual Taken before any other, where it is free @throws UserError where none is left */
  propose(duty: PinDuty, usual?: string): string {
    const able = this.#able(duty);
    const found = able.find((name) => name === usual) ?? able[0];
    if (found === undefined)
      throw new UserError(`no pin is left for "${duty}" (pins and what they can do: boards/README.md)`);
    return found;
  }

  /** Those that are free and can do it: first what minds nothing at reset, and of that what is good for the least else. */
  #able(duty: PinDuty): string[] {
    const { stripPin } = this.#chip;
    const free = [...this.#chip.pins].filter((name) => !this.#taken.has(name) && this.#can(name, duty));
    const fitting = duty === "strip" && stripPin !== undefined ? free.filter((name) => name === stripPin.name) : free;
    const rank = (name: string): number[] => [
      this.#chip.delicate.has(pinNumber(name)) ? 1 : 0,
      DUTIES.filter((each) => this.#can(name, each)).length,
      pinNumber(name),
    ];
    return fitting.sort((a, b) => compare(rank(a), rank(b)));
  }

  #can(name: string, duty: PinDuty): boolean {
    return impossible(this.#chip, name, duty) === undefined;
  }
}

function compare(one: readonly number[], other: readonly number[]): number {
  return one.map((number, index) => number - other[index]).find((difference) => difference !== 0) ?? 0;
}
