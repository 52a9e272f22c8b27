import type { AppRunner } from "./app-runner";
import { ANALOG, READINGS, type App } from "./apps";
import { countFromStorage } from "./callgrind";
import { passTime, secondsIn } from "./passing-time";
import { Peer } from "./peer";

/** What an app takes. */
export interface AppCost {
  app: string;
  /** Machine instructions for each message that it publishes, or for each second, the one in the middle of several runs. */
  instructions: number;
  /** By how much the highest of the runs is above the lowest, as a fraction of `instructions`. */
  spread: number;
}

/** A minute, in steps in which at most one second begins. */
const STEP_SECONDS = 0.1;
const PASSES = 600;
const RUNS = 3;

/** What an app takes for each of its readings. @throws Error when it publishes anything but the readings of the comparison */
export async function perSample(runner: AppRunner, app: App): Promise<AppCost> {
  return measured(app.name, async () => {
    const [still, passed] = await stillAndPassed(runner, app);
    const samples = passed.samples - still.samples;
    const expected = READINGS.size * PASSES * STEP_SECONDS;
    if (samples < expected / 2) throw new Error(`${app.name} published ${samples} readings in the time of ${expected}`);
    return (passed.instructions - still.instructions) / samples;
  });
}

/** What an app takes for each second in which it has nothing to publish. @throws Error when it publishes a thing */
export async function perSecond(runner: AppRunner, app: App): Promise<AppCost> {
  return measured(app.name, async () => {
    const [still, passed] = await stillAndPassed(runner, app);
    if (passed.published !== still.published) {
      throw new Error(`${app.name} published ${passed.published - still.published} messages, and should be idle`);
    }
    return (passed.instructions - still.instructions) / (passed.seconds - still.seconds);
  });
}

/** The middle of several measurements, and how far apart they are. */
export async function measured(app: string, measure: () => Promise<number>): Promise<AppCost> {
  const counts: number[] = [];
  while (counts.length < RUNS) counts.push(await measure());
  counts.sort((a, b) => a - b);
  const instructions = counts[(RUNS - 1) / 2]!;
  return { app, instructions, spread: (counts.at(-1)! - counts[0]!) / instructions };
}

interface Counted {
  instructions: number;
  /** Application messages, and how many of them were readings. */
  published: number;
  samples: number;
  seconds: number;
}

/** The same run twice: once while time stands still but for the machine's own, once while it passes. */
async function stillAndPassed(runner: AppRunner, app: App): Promise<[Counted, Counted]> {
  return [await count(runner, app, 0), await count(runner, app, STEP_SECONDS)];
}

async function count(
  { interpreter, standIns }: AppRunner,
  { program, files }: App,
  stepSeconds: number,
): Promise<Counted> {
  const peer = await Peer.listen();
  try {
    const time = passTime({ stepSeconds, passes: PASSES });
    const { instructions, output } = await countFromStorage(interpreter, {
      ".boot0": standIns(peer.clientPort, ANALOG) + time,
      ".bootcde": program,
      ...files,
    });
    await peer.untilLeft();
    return { instructions, ...told(peer), seconds: secondsIn(output) };
  } finally {
    peer.close();
  }
}

/** @throws Error when a reading is not what the pins say */
function told(peer: Peer): { published: number; samples: number } {
  let samples = 0;
  for (const [topic, text] of READINGS) {
    for (const [payload, times] of peer.payloads(topic)) {
      if (payload !== text) throw new Error(`${topic} is ${payload}, and should be ${text}`);
      samples += times;
    }
  }
  return { published: peer.published, samples };
}
