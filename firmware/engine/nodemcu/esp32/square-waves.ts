import type { Pin } from "../../engine";

/** The square wave's clock. */
const CLOCK_HZ = 80_000_000;
const MOST_BITS = 13;

interface SquareWave {
  channel: NodeMcuLedc;
  steps: number;
}

const waves: (SquareWave | undefined)[] = [];
/** The frequency of each of the chip's timers. */
const timerHz: number[] = [];
let channels = 0;

/** Waves of the same frequency share a timer; the build sees that there are enough of both. */
function startWave(pin: Pin, duty: number, hz: number, mode: number): void {
  let bits = MOST_BITS;
  let steps = 8192;
  while (steps * hz > CLOCK_HZ) {
    steps /= 2;
    bits--;
  }
  let timerIndex = 0;
  while (timerIndex < timerHz.length && timerHz[timerIndex] !== hz) {
    timerIndex++;
  }
  timerHz[timerIndex] = hz;
  waves[pin] = {
    channel: ledc.newChannel({
      gpio: pin,
      bits,
      mode,
      timer: timerIndex,
      channel: channels++,
      frequency: hz,
      duty: Math.floor(duty * steps + 0.5),
    }),
    steps,
  };
}

/** @param mode The half of the chip's LED controller that makes it, one of `ledc`'s */
export function writeWave(pin: Pin, duty: number, hz: number, mode: number): void {
  const wave = waves[pin];
  if (wave) {
    wave.channel.setduty(Math.floor(duty * wave.steps + 0.5));
  } else {
    startWave(pin, duty, hz, mode);
  }
}
