import type { DigitalOutputs, Pin } from "../engine";

const timers: (NodeMcuTimer | undefined)[] = [];
const isHighPulse: boolean[] = [];

/**
 * Drives a pin to a level, and to the other one when a timer of the engine's says so: nothing blocks this engine, so it comes in
 * time.
 * @param waitMs How long, as an interval of its timers.
 */
export function timedPulse(outputs: DigitalOutputs, pin: Pin, high: boolean, waitMs: number): void {
  isHighPulse[pin] = high;
  let timer = timers[pin];
  if (timer === undefined) {
    timer = tmr.create();
    timer.register(waitMs, tmr.ALARM_SEMI, () => outputs.write(pin, !isHighPulse[pin]));
    timers[pin] = timer;
  }
  timer.stop();
  timer.interval(waitMs);
  timer.start();
  outputs.write(pin, high);
}
