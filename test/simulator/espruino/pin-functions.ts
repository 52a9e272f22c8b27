import type { Pull, SimulatedPin } from "../pins";
import type { Intrinsics } from "./realm";
import type { VirtualTime } from "../virtual-time";
import type { Watches } from "./watches";

const DEFAULT_HZ = 5000;
/** LEDC channels at the default frequency, and with a frequency of their own. Never given back. */
const DEFAULT_CHANNELS = 5;
const FREQUENCY_CHANNELS = 3;
const PWM_STEPS = 1024;
const ADC_STEPS = 4096;
const ADC_FULL_SCALE_VOLTS = 3.3;

const isDac = (pin: number): boolean => pin === 25 || pin === 26;
const isAdc1 = (pin: number): boolean => pin >= 32 && pin <= 39;
const isInputOnly = (pin: number): boolean => pin >= 34 && pin <= 39;

const MODES: Record<string, Pull | "output"> = {
  analog: "none",
  input: "none",
  input_pullup: "up",
  input_pulldown: "down",
  output: "output",
  opendrain: "output",
  af_output: "output",
};

/** The engine's pin functions of classic ESP32, to be put into the global scope. */
export function pinFunctions(
  pins: readonly SimulatedPin[],
  time: VirtualTime,
  watches: Watches,
  intrinsics: Intrinsics,
  print: (line: string) => void,
): Record<string, (...args: never[]) => unknown> {
  const modes = new Map<number, string>();
  const atDefault = new Set<number>();
  const atFrequency = new Set<number>();

  const find = (pin: unknown): SimulatedPin => {
    const found = typeof pin === "number" || (typeof pin === "object" && pin !== null) ? pins[Number(pin)] : undefined;
    if (found === undefined) throw new intrinsics.Error("Invalid pin!");
    return found;
  };
  const drive = (pin: SimulatedPin, duty: number, hz: number): void => {
    // The pads of the input-only pins have no driver: writing does nothing.
    if (!isInputOnly(pin.number)) pin.output(duty, hz);
  };
  const each = (pin: unknown): SimulatedPin[] => (Array.isArray(pin) ? pin.map(find) : [find(pin)]);

  const pwm = (pin: SimulatedPin, value: number, hz: number): void => {
    const isDefault = hz === DEFAULT_HZ || hz === 0;
    const channels = isDefault ? atDefault : atFrequency;
    if (!channels.has(pin.number) && channels.size >= (isDefault ? DEFAULT_CHANNELS : FREQUENCY_CHANNELS)) {
      // Printed, not thrown.
      print("ERROR: no PWM channel available anymore");
      return;
    }
    channels.add(pin.number);
    drive(pin, Math.floor(value * PWM_STEPS) / PWM_STEPS, isDefault ? DEFAULT_HZ : hz);
  };

  return {
    pinMode: (pin: unknown, mode: unknown) => {
      const target = find(pin);
      if (mode === undefined || mode === "auto") {
        modes.delete(target.number);
        return;
      }
      const wanted = MODES[String(mode)];
      if (wanted === undefined) throw new intrinsics.Error("Unknown pin mode");
      modes.set(target.number, String(mode));
      if (wanted !== "output") target.input(isInputOnly(target.number) ? "none" : wanted);
      else if (!target.isOutput) drive(target, 0, 0);
    },
    getPinMode: (pin: unknown) => modes.get(find(pin).number) ?? (find(pin).isOutput ? "output" : "input_pullup"),
    digitalRead: (pin: unknown) => {
      if (Array.isArray(pin)) return pin.reduce((bits: number, one) => bits * 2 + Number(find(one).level), 0);
      const target = find(pin);
      // Without a mode set by pinMode, reading makes the pin an input.
      if (!modes.has(target.number) && target.isOutput) target.input(target.pull);
      return Number(target.level);
    },
    digitalWrite: (pin: unknown, value: unknown) => {
      const targets = each(pin);
      targets.forEach((target, at) => {
        const bit = Array.isArray(pin) ? (Number(value) >> (targets.length - 1 - at)) & 1 : Number(value);
        drive(target, bit ? 1 : 0, 0);
      });
    },
    digitalPulse: (pin: unknown, value: unknown, ms: unknown) => {
      const target = find(pin);
      const durations = Array.isArray(ms) ? ms.map(Number) : [Number(ms)];
      if (durations.some((duration) => duration < 0)) throw new intrinsics.Error("Pulse Time given is less than 0");
      let level = Boolean(value);
      let atMs = 0;
      for (const duration of durations) {
        const driven = level;
        if (atMs === 0) drive(target, Number(driven), 0);
        else time.after(atMs, () => drive(target, Number(driven), 0));
        atMs += duration;
        level = !level;
      }
      const last = level;
      time.after(atMs, () => drive(target, Number(last), 0));
    },
    analogRead: (pin: unknown) => {
      const { number, volts } = find(pin);
      if (!isAdc1(number)) return NaN;
      const steps = Math.floor((volts / ADC_FULL_SCALE_VOLTS) * ADC_STEPS);
      return Math.min(ADC_STEPS - 1, Math.max(0, steps)) / ADC_STEPS;
    },
    analogWrite: (pin: unknown, value: unknown, options: unknown) => {
      const target = find(pin);
      const level = Math.min(1, Math.max(0, Number(value)));
      const hz = Number((options as { freq?: unknown } | undefined)?.freq ?? 0);
      // The 8-bit converter, whatever frequency is asked for; 1 is 256 steps and wraps to 0.
      if (isDac(target.number)) drive(target, (Math.floor(level * 256) & 255) / 256, 0);
      else pwm(target, Number.isNaN(level) ? 0 : level, Number.isFinite(hz) ? hz : 0);
    },
    setWatch: (run: unknown, pin: unknown, options: unknown) => watches.set(run, find(pin), options),
    clearWatch: (...ids: unknown[]) => watches.clear(ids),
  } as Record<string, (...args: never[]) => unknown>;
}
