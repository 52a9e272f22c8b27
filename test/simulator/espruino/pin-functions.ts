import type { Pull, SimulatedPin } from "../pins";
import type { EspruinoChip } from "./chips";
import { isNegated } from "./button";
import type { Intrinsics } from "./realm";
import type { VirtualTime } from "../virtual-time";
import type { Watches } from "./watches";

const DEFAULT_HZ = 5000;
/** LEDC channels at the default frequency, and with a frequency of their own. Never given back. */
const DEFAULT_CHANNELS = 5;
const FREQUENCY_CHANNELS = 3;
const PWM_STEPS = 1024;
const ADC_STEPS = 4096;
/** What reads as full scale by the attenuation asked for in mV, nominally; any other number is the largest, as at boot. */
const ADC_FULL_SCALE_VOLTS: Record<number, number> = { 1000: 1, 1340: 1.34, 2000: 2 };
const ADC_LARGEST_FULL_SCALE_VOLTS = 3.3;

const isDac = (pin: number): boolean => pin === 25 || pin === 26;

const INPUTS: Record<string, Pull> = { analog: "none", input: "none", input_pullup: "up", input_pulldown: "down" };
const OUTPUTS = ["output", "opendrain", "opendrain_pullup"];
/** Known to pinMode and refused by the chip's port, with the numbers it calls them by. */
const REFUSED: Record<string, number> = { af_output: 8, af_opendrain: 9 };

/** What the functions need of the engine and its chip. */
interface PinsHost {
  readonly chip: EspruinoChip;
  readonly pins: readonly SimulatedPin[];
  readonly time: VirtualTime;
  readonly watches: Watches;
  readonly intrinsics: Intrinsics;
  print(line: string): void;
}

/** The engine's pin functions, to be put into the global scope, and what `ESP32.setAtten` does. */
export function pinFunctions({ chip, pins, time, watches, intrinsics, print }: PinsHost): {
  functions: Record<string, (...args: never[]) => unknown>;
  setAttenuation(pin: unknown, mv: unknown): void;
} {
  /** The mode each pin was last given, by firmware or by a function that gives it one. */
  const modes = new Map<number, string>();
  /** Pins whose mode firmware has set: the other functions leave it alone. */
  const manual = new Set<number>();
  /** The level each output would drive, as it is on the pad. */
  const latches = new Map<number, boolean>();
  const atDefault = new Set<number>();
  const atFrequency = new Set<number>();
  const fullScaleVolts = new Map<number, number>();

  const find = (pin: unknown): SimulatedPin => {
    const found = typeof pin === "number" ? pins[pin] : undefined;
    if (found === undefined) throw new intrinsics.Error("Invalid pin");
    return found;
  };
  const drive = (pin: SimulatedPin, duty: number, hz: number): void => {
    // The pads of the input-only pins have no driver: writing does nothing.
    if (!chip.isInputOnly(pin.number)) pin.output(duty, hz);
  };
  const isOutputMode = (pin: SimulatedPin): boolean => OUTPUTS.includes(modes.get(pin.number) ?? "");
  const driveLatch = (pin: SimulatedPin): void => {
    const mode = modes.get(pin.number);
    const isHigh = latches.get(pin.number) ?? false;
    if (isHigh && (mode === "opendrain" || mode === "opendrain_pullup")) {
      pin.input(mode === "opendrain" ? "none" : "up");
    } else drive(pin, Number(isHigh), 0);
  };
  const setMode = (pin: SimulatedPin, mode: string): void => {
    const { number } = pin;
    if (REFUSED[mode] !== undefined) {
      print(`ERROR: jshPinSetState: Unexpected state: ${REFUSED[mode]}`);
      return;
    }
    modes.set(number, mode);
    const pull = INPUTS[mode];
    if (pull !== undefined) {
      const onPad = isNegated(number) && pull !== "none" ? (pull === "up" ? "down" : "up") : pull;
      pin.input(chip.isInputOnly(number) ? "none" : onPad);
      return;
    }
    if (isNegated(number) && mode !== "output") print("ERROR: jshPinSetState: can't do Open Drain on negated pin");
    // A square wave goes on until a level is written.
    if (pin.hz === 0) driveLatch(pin);
  };
  const setLevel = (pin: SimulatedPin, isHigh: boolean): void => {
    latches.set(pin.number, isHigh !== isNegated(pin.number));
    if (isOutputMode(pin) || pin.isOutput) driveLatch(pin);
  };
  const write = (pin: SimulatedPin, isHigh: boolean): void => {
    setLevel(pin, isHigh);
    if (!manual.has(pin.number)) setMode(pin, "output");
  };
  const read = (pin: SimulatedPin): number => {
    // Without a mode set by pinMode, reading makes the pin an input without pull, an output too.
    if (!manual.has(pin.number)) setMode(pin, "input");
    return Number(pin.level !== isNegated(pin.number));
  };

  for (const [number, pull] of chip.pullsOfChip) pins[number].input(pull);
  for (const number of chip.pulledAtBoot) setMode(pins[number], "input_pullup");

  const pwm = (pin: SimulatedPin, value: number, hz: number): void => {
    const isDefault = hz === DEFAULT_HZ || hz === 0;
    const channels = isDefault ? atDefault : atFrequency;
    if (!channels.has(pin.number) && channels.size >= (isDefault ? DEFAULT_CHANNELS : FREQUENCY_CHANNELS)) {
      // Printed, not thrown.
      print("ERROR: no PWM channel available anymore");
      return;
    }
    channels.add(pin.number);
    // The channels of frequencies asked for come last; that the chip has none of that number, nobody looks at.
    if (!isDefault && DEFAULT_CHANNELS + [...channels].indexOf(pin.number) >= chip.pwmChannels) return;
    drive(pin, Math.floor(value * PWM_STEPS) / PWM_STEPS, isDefault ? DEFAULT_HZ : hz);
  };

  const functions = {
    pinMode: (pin: unknown, mode: unknown, automatic: unknown) => {
      const target = find(pin);
      const isKnown = [INPUTS, REFUSED].some((known) => Object.hasOwn(known, String(mode)));
      if (typeof mode !== "string" || !(isKnown || OUTPUTS.includes(mode))) {
        manual.delete(target.number);
        if (mode !== undefined && mode !== "auto") throw new intrinsics.Error("Unknown pin mode");
        return;
      }
      if (automatic) manual.delete(target.number);
      else manual.add(target.number);
      setMode(target, mode);
    },
    getPinMode: (pin: unknown) => modes.get(find(pin).number),
    digitalRead: (pin: unknown) =>
      Array.isArray(pin) ? pin.reduce((bits: number, one) => bits * 2 + read(find(one)), 0) : read(find(pin)),
    digitalWrite: (pin: unknown, value: unknown) => {
      let bits = typeof value === "boolean" ? -Number(value) : Number(value);
      if (!Array.isArray(pin)) return write(find(pin), (bits & 1) === 1);
      // From the last pin, which is the lowest bit, to the first.
      for (let at = pin.length - 1; at >= 0; at--, bits >>= 1) write(find(pin[at]), (bits & 1) === 1);
    },
    digitalPulse: (pin: unknown, value: unknown, ms: unknown) => {
      const target = find(pin);
      let level = Boolean(value);
      write(target, level);
      let atMs = 0;
      for (const duration of Array.isArray(ms) ? ms.map(Number) : [Number(ms)]) {
        if (!Array.isArray(ms) && !(duration >= 0)) {
          throw new intrinsics.Error("Pulse Time is less than 0 or not a number");
        }
        level = !level;
        const next = level;
        if (duration > 0) time.after((atMs += duration), () => setLevel(target, next));
      }
    },
    analogRead: (pin: unknown) => {
      const target = find(pin);
      if (!chip.isAnalog(target.number)) return NaN;
      const fullScale = fullScaleVolts.get(target.number) ?? ADC_LARGEST_FULL_SCALE_VOLTS;
      const steps = Math.floor((target.sample() / fullScale) * ADC_STEPS);
      const read = Math.min(ADC_STEPS - 1, Math.max(0, steps)) / ADC_STEPS;
      return isNegated(target.number) ? 1 - read : read;
    },
    analogWrite: (pin: unknown, value: unknown, options: unknown) => {
      const target = find(pin);
      const level = Math.min(1, Math.max(0, isNegated(target.number) ? 1 - Number(value) : Number(value)));
      const hz = Number((options as { freq?: unknown } | undefined)?.freq ?? 0);
      // The 8-bit converter, whatever frequency is asked for; 1 is 256 steps and wraps to 0.
      if (isDac(target.number) && chip.dac === "throws") throw new intrinsics.Error("not implemented\n");
      if (isDac(target.number) && chip.dac === "converts") drive(target, (Math.floor(level * 256) & 255) / 256, 0);
      else pwm(target, Number.isNaN(level) ? 0 : level, Number.isFinite(hz) ? hz : 0);
    },
    setWatch: (run: unknown, pin: unknown, options: unknown) => {
      if (typeof pin !== "number" || pins[pin] === undefined) {
        print("ERROR: Invalid pin");
        return undefined;
      }
      const id = watches.set(run, pins[pin], options);
      if (id !== undefined && !manual.has(pin)) modes.set(pin, "input");
      return id;
    },
    clearWatch: (...ids: unknown[]) => watches.clear(ids),
  } as Record<string, (...args: never[]) => unknown>;
  return {
    functions,
    setAttenuation: (pin, mv) => {
      fullScaleVolts.set(
        find(pin).number,
        ADC_FULL_SCALE_VOLTS[Math.trunc(Number(mv))] ?? ADC_LARGEST_FULL_SCALE_VOLTS,
      );
    },
  };
}
