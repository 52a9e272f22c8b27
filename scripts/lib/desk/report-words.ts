/**
 * What a report on a board's diagnostics topic says, in sentences. A report has all that was counted since boot, so what is worth saying is
 * what differs from the one before. Names nothing of Node's: the page in the browser says the same.
 */

type Report = Record<string, unknown>;

/** What happened; {id} is what it is about. Other events are told as they are called. */
const EVENTS: Readonly<Record<string, string>> = {
  boot: "It has started.",
  online: "It is online.",
  "no reading": "{id} has no reading.",
  "no answer": "{id} does not answer.",
  "reading again": "{id} reads again.",
  "wrong identity": "What answers for {id} is another part.",
  "bad checksum": "What {id} sent does not fit its checksum.",
  "not ready": "{id} was not ready.",
  "command refused": "A command to {id} was refused: it is none that {id} knows.",
  "retained command ignored": "A retained command to {id} was ignored: a command is for now.",
  "unknown topic": "A message on a topic that it does not command by was ignored.",
  "old subscription": "The broker still had a subscription of an earlier program: {id}.",
  "subscription refused": "The broker refused a subscription ({id}).",
  "lower QoS granted": "The broker granted {id} a lower QoS than it asked for.",
  "fail-safe has acted": "The fail-safe of {id} has acted.",
  "thermostat without reading": "The thermostat of {id} has no reading to go by.",
  "oversized message skipped": "A message that was too long was skipped.",
  "waiting message dropped": "A message that waited to be sent was dropped.",
  "message given up": "A message was given up.",
  "pulses lost": "Pulses were lost.",
  "command unsigned": "A command to {id} came without a signature, and was not obeyed.",
  "command forged": "A command to {id} came with a wrong signature, and was not obeyed.",
  "command stale": "A command to {id} was signed for another moment, and was not obeyed.",
  "command unchecked": "Commands to {id} came faster than signatures can be checked.",
  "settings not stored": "Settings could not be kept in flash memory.",
  "total not stored": "The total of {id} could not be kept in flash memory.",
  "nonces not stored": "The counter of signed commands could not be kept in flash memory.",
  "static address not taken": "The engine did not take the address of the board file.",
  "closed on publishing": "The broker closed the connection when it published.",
  "closed on subscribing": "The broker closed the connection when it subscribed.",
  error: "An exception was caught in its program.",
};

/** What is counted: one of it, and several. */
const COUNTERS: Readonly<Record<string, readonly [string, string]>> = {
  dropped: ["reading or state was dropped", "readings and states were dropped"],
  refused: ["command was refused", "commands were refused"],
  ignored: ["message was ignored", "messages were ignored"],
  missing: ["reading is missing", "readings are missing"],
  oversized: ["message was too long", "messages were too long"],
  errors: ["exception was caught", "exceptions were caught"],
  unsigned: ["command had no signature", "commands had no signature"],
  stale: ["command was signed for another moment", "commands were signed for another moment"],
  forged: ["command had a wrong signature", "commands had a wrong signature"],
  unchecked: ["signature was not checked", "signatures were not checked"],
};

/** Events that say of a counter that it went up by one. */
const COUNTED: Readonly<Record<string, string>> = {
  "no reading": "missing",
  "command refused": "refused",
  "retained command ignored": "ignored",
  "unknown topic": "ignored",
  "old subscription": "ignored",
  "oversized message skipped": "oversized",
  "waiting message dropped": "dropped",
  "message given up": "dropped",
  error: "errors",
  "command unsigned": "unsigned",
  "command stale": "stale",
  "command forged": "forged",
  "command unchecked": "unchecked",
};

/** What a report may say besides, where it is another than before. */
const FACTS: Readonly<Record<string, (value: string) => string>> = {
  lost: (value) => `The connection before ended: ${value}.`,
  version: (value) => `Its program is ${value}.`,
  resetReason: (value) => `It started by ${value}.`,
  bootCount: (value) => `It has started ${value} times.`,
  ipAddress: (value) => `Its address is ${value}.`,
  ssid: (value) => `It is in the network ${value}.`,
  safeMode: (value) => `It is in safe mode: ${value}.`,
};

/** From how many bytes more or less on free memory is told, as a part of what was free. */
const MEMORY_STEP = 0.1;
/** The same of the signal, in dB. */
const SIGNAL_STEP = 6;

/**
 * @param before The report before, if there was one; a board that has started since counts from 0 again
 * @returns sentences; the first says what happened
 */
export function reportWords(report: string, before?: string): string[] {
  const now = parsed(report);
  if (now === undefined) return [`It is no report that a board of this kind writes: ${report}`];
  const then = before === undefined ? undefined : parsed(before);
  const hasRestarted = then !== undefined && numberOf(now.uptime) < numberOf(then.uptime);
  const base = hasRestarted || then === undefined ? {} : then;
  const event = String(now.event ?? "");
  return [
    ...(hasRestarted && event !== "boot" ? ["It has started anew."] : []),
    sentence(event, now),
    ...counted(now, base, event),
    ...Object.entries(FACTS)
      .filter(([name]) => now[name] !== undefined && now[name] !== (hasRestarted ? then : base)[name])
      .map(([name, words]) => words(String(now[name]))),
    ...gauges(now, hasRestarted ? then : base),
  ];
}

/** What a report says in all but what is 0, as names and values. */
export function reportFacts(report: string): { name: string; value: string }[] {
  const now = parsed(report);
  if (now === undefined) return [];
  const facts = [
    { name: "up for", value: duration(numberOf(now.uptime)) },
    { name: "times online", value: String(numberOf(now.connects)) },
  ];
  for (const name of Object.keys(COUNTERS)) {
    if (numberOf(now[name]) > 0) facts.push({ name, value: String(now[name]) });
  }
  for (const [name, title] of Object.entries(TITLES)) {
    if (now[name] !== undefined) facts.push({ name: title.name, value: `${String(now[name])}${title.unit}` });
  }
  return facts;
}

const TITLES: Readonly<Record<string, { name: string; unit: string }>> = {
  lost: { name: "connection lost by", unit: "" },
  freeMemory: { name: "free memory", unit: " bytes" },
  signalStrength: { name: "signal", unit: " dBm" },
  version: { name: "program", unit: "" },
  resetReason: { name: "started by", unit: "" },
  bootCount: { name: "starts", unit: "" },
  ipAddress: { name: "address", unit: "" },
  ssid: { name: "network", unit: "" },
  safeMode: { name: "safe mode", unit: "" },
};

/** A time as people say it: "7 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units: [number, string, number, string][] = [
    [86_400, "d", 3_600, "h"],
    [3_600, "h", 60, "min"],
    [60, "min", 1, "s"],
  ];
  for (const [size, name, smaller, smallerName] of units) {
    if (whole >= size) {
      const rest = Math.floor((whole % size) / smaller);
      return `${Math.floor(whole / size)} ${name}${rest > 0 ? ` ${rest} ${smallerName}` : ""}`;
    }
  }
  return `${whole} s`;
}

function sentence(event: string, { id, connects }: Report): string {
  const about = typeof id === "string" ? id : "";
  if (event === "online" && numberOf(connects) > 1)
    return `It is online again, for the ${ordinal(numberOf(connects))} time.`;
  const words = EVENTS[event];
  if (words === undefined) return `${event}${about === "" ? "" : ` (${about})`}.`;
  return words.replaceAll("{id}", () => (about === "" ? "the board" : about));
}

function counted(now: Report, then: Report, event: string): string[] {
  return Object.entries(COUNTERS).flatMap(([name, [one, several]]) => {
    const total = numberOf(now[name]);
    const more = total - numberOf(then[name]);
    // The event itself has said it.
    if (more <= 0 || (more === 1 && COUNTED[event] === name)) return [];
    return [`${more} ${more === 1 ? one : several}${total > more ? `, ${total} since it started` : ""}.`];
  });
}

function gauges({ freeMemory, signalStrength }: Report, then: Report): string[] {
  const words: string[] = [];
  if (typeof freeMemory === "number") {
    const was = numberOf(then.freeMemory);
    if (was === 0 || Math.abs(freeMemory - was) > was * MEMORY_STEP)
      words.push(`${freeMemory} bytes of memory are free.`);
  }
  if (typeof signalStrength === "number") {
    const was = then.signalStrength;
    if (typeof was !== "number" || Math.abs(signalStrength - was) >= SIGNAL_STEP) {
      words.push(`The signal is ${signalStrength} dBm.`);
    }
  }
  return words;
}

function parsed(text: string): Report | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null && !Array.isArray(found) ? (found as Report) : undefined;
  } catch {
    return undefined;
  }
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function ordinal(count: number): string {
  const ending = ["th", "st", "nd", "rd"][count % 100 >= 11 && count % 100 <= 13 ? 0 : count % 10] ?? "th";
  return `${count}${ending}`;
}
