import type { CDPSession, Page } from "playwright-core";
import { BusyDesk } from "./busy-desk";
import { launchChromium } from "./chromium";
import { servePage } from "./server";

const HOUR_MS = 3_600_000;
const WAIT_MS = 90_000;

export interface Measured {
  readings: number;
  /** How long each picture stood before the next was drawn, in ms, from the shortest on. */
  frames: number[];
  /** As a part of the time, 0 … 1. */
  busy: number;
  /** What the page's script holds once all that is free was taken away: before the first hour, after it, and after the further ones. In bytes. */
  heap: readonly [number, number, number];
}

export interface MeasureOptions {
  values: number;
  /** How many times as fast as the wall clock. */
  times: number;
  /** How many hours pass behind the one that is measured, for what memory then is. */
  further: number;
}

/** Shows many values that change fast in a real browser, one of them as a plot, and measures what that costs it. */
export async function measurePage({ values, times, further }: MeasureOptions): Promise<Measured> {
  const desk = new BusyDesk(values);
  const served = await servePage([desk], { port: 0 });
  const browser = await launchChromium().catch(async (error: unknown) => {
    await served.close();
    throw error;
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(served.url);
    await page.getByRole("button", { name: "Value 0", exact: true }).click();
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    // What is drawn for the first time is not what is measured.
    await desk.pass(60_000, times);
    const before = await heldBytes(session);
    const [readings, busyBefore, beganMs] = [desk.readings, await busySeconds(session), performance.now()];
    await page.evaluate(BEGIN_FRAMES);
    await desk.pass(HOUR_MS, times);
    const frames = await framesOf(page);
    const busy = (await busySeconds(session)) - busyBefore;
    const wallSeconds = (performance.now() - beganMs) / 1_000;
    const read = desk.readings - readings;
    const after = await heldBytes(session);
    await desk.pass(further * HOUR_MS, times);
    return { readings: read, frames, busy: busy / wallSeconds, heap: [before, after, await heldBytes(session)] };
  } finally {
    await browser.close();
    await served.close();
  }
}

/** What was measured, for people. */
export function measuredLines({ readings, frames, busy, heap }: Measured, options: MeasureOptions): string[] {
  const { values, times, further } = options;
  const within = (part: number): string => (frames[Math.floor(part * (frames.length - 1))] ?? 0).toFixed(0);
  const [before, after, last] = heap.map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`);
  return [
    `${values} values, an hour at ${times} x: ${readings} readings in ${(HOUR_MS / times / 1_000).toFixed(0)} s`,
    `pictures     ${frames.length}, half of them within ${within(0.5)} ms, 95 of 100 within ${within(0.95)} ms, the longest ${within(1)} ms`,
    `main thread  busy for ${(busy * 100).toFixed(0)} % of the time`,
    `memory       ${before} before, ${after} after that hour, ${last} after ${further} more`,
  ];
}

const BEGIN_FRAMES = `
  window.frames_ = [];
  window.isOver_ = false;
  let last = performance.now();
  const take = (now) => {
    frames_.push(now - last);
    last = now;
    if (!isOver_) requestAnimationFrame(take);
  };
  requestAnimationFrame(take);
`;

async function framesOf(page: Page): Promise<number[]> {
  const frames = await page.evaluate<number[]>("(window.isOver_ = true, frames_)");
  // The first one began before.
  return frames.slice(1).sort((a, b) => a - b);
}

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((each) => each.name === name)?.value ?? NaN;
}

function busySeconds(session: CDPSession): Promise<number> {
  return metric(session, "TaskDuration");
}

async function heldBytes(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return metric(session, "JSHeapUsedSize");
}
