import type { HostValue, LuaValue } from "../../lua/vm";
import { LuaError } from "../../lua/vm";
import type { SimulatedPin } from "../../pins";
import { checkId, integer } from "./numbers";
import { GPIO_PINS } from "./pins";

const MOST_DUTY = 1023;
const MOST_CHANNELS = 6;
const HIGHEST_HZ = 1000;
const FIRST_HZ = 500;

/** The module `pwm` of branch release (app/driver/pwm.c): made by software on any pin but D0, one frequency for all of them. */
export class Pwm {
  readonly module: { readonly [name: string]: HostValue };
  readonly #pins: readonly SimulatedPin[];
  /** By pin: what is on it, and what `start` puts on it. */
  readonly #channels = new Map<number, { duty: number; startDuty: number }>();
  #hz = FIRST_HZ;

  /** @param makeOutput Makes a pin an output, which takes a square wave off it. */
  constructor(pins: readonly SimulatedPin[], makeOutput: (pin: number) => void) {
    this.#pins = pins;
    const pinOf = (value: LuaValue): number => checkId("pwm", integer(value, 1), 1, GPIO_PINS);
    this.module = {
      setup: (pin, hz, duty) => {
        if (integer(pin, 1) === 0) throw new LuaError("no pwm for D0");
        const number = pinOf(pin);
        const wantedHz = integer(hz, 2);
        const startDuty = integer(duty, 3);
        if (wantedHz <= 0 || startDuty < 0 || startDuty > MOST_DUTY) throw new LuaError("wrong arg range");
        makeOutput(number);
        if (this.#channels.size >= MOST_CHANNELS) throw new LuaError("too many pwms.");
        this.#channels.set(number, { duty: 0, startDuty });
        return this.#setHz(wantedHz);
      },
      start: (pin) => {
        const channel = this.#channels.get(pinOf(pin));
        if (channel === undefined) throw new LuaError("Unable to start PWM output");
        channel.duty = channel.startDuty;
        this.#drive();
      },
      stop: (pin) => {
        const channel = this.#channels.get(pinOf(pin));
        if (channel !== undefined) channel.duty = 0;
        this.#drive();
      },
      close: (pin) => this.close(pinOf(pin)),
      setduty: (pin, duty) => {
        const channel = this.#channels.get(pinOf(pin));
        const wanted = integer(duty, 2);
        if (wanted > MOST_DUTY) throw new LuaError("wrong arg range");
        // What was not set up is refused by a number.
        if (channel === undefined) return 0;
        // A negative duty is a large number to what drives the pin.
        channel.duty = channel.startDuty = wanted < 0 ? MOST_DUTY : wanted;
        this.#drive();
        return channel.duty;
      },
      getduty: (pin) => this.#channels.get(pinOf(pin))?.startDuty ?? 0,
      setclock: (pin, hz) => {
        const number = pinOf(pin);
        const wantedHz = integer(hz, 2);
        if (wantedHz <= 0) throw new LuaError("wrong arg range");
        return this.#channels.has(number) ? this.#setHz(wantedHz) : 0;
      },
      getclock: (pin) => (this.#channels.has(pinOf(pin)) ? this.#hz : 0),
    };
  }

  /** Takes the square wave off a pin; the level stays at what it happens to be. */
  close(pin: number): void {
    this.#channels.delete(pin);
  }

  #setHz(hz: number): number {
    this.#hz = Math.min(HIGHEST_HZ, hz);
    this.#drive();
    return this.#hz;
  }

  #drive(): void {
    for (const [number, { duty }] of this.#channels) this.#pins[number].output(duty / MOST_DUTY, this.#hz);
  }
}
