import type { Finding, Run } from "./compare";
import { packets, wireBytes } from "./headers";
import type { Phases } from "./measure";
import { PAYLOAD_BYTES } from "./protocol";
import type { Traffic } from "./traffic";

/** What one client had to do in a phase; a reading's is a mean, and so it may be no whole number. */
export interface Cost {
  bytes: number;
  packets: number;
}

/** Of `shares` clients or readings that made it together, one. */
export function cost(traffic: Traffic, shares = 1): Cost {
  return { bytes: (traffic.up.bytes + traffic.down.bytes) / shares, packets: packets(traffic) / shares };
}

/** A reading at its sender, and at one of its receivers. */
export function readingCosts({ receivers, counted }: Run): { sender: Cost; receiver: Cost } {
  return {
    sender: cost(counted.sender.readings, counted.readings),
    receiver: cost(counted.receivers.readings, counted.readings * receivers),
  };
}

/** A reading at its sender and all its receivers, with headers of TCP and IP. */
export function wholeReading({ counted }: Run): number {
  const { sender, receivers, readings } = counted;
  return (wireBytes(sender.readings) + wireBytes(receivers.readings)) / readings;
}

/** A phase at the sender, and at one of the receivers. */
export function phaseCosts({ receivers, counted }: Run, phase: keyof Phases): { sender: Cost; receiver: Cost } {
  return { sender: cost(counted.sender[phase]), receiver: cost(counted.receivers[phase], receivers) };
}

/** What the bytes of one reading to one receiver are made of. */
export interface Parts {
  payload: number;
  protocol: number;
  headers: number;
  tls: number;
}

export function parts(plain: Run, secure: Run): Parts {
  const { sender, receiver } = readingCosts(plain);
  const payload = 2 * PAYLOAD_BYTES;
  const above = sender.bytes + receiver.bytes;
  const whole = wholeReading(plain);
  return { payload, protocol: above - payload, headers: whole - above, tls: wholeReading(secure) - whole };
}

/** A run of a finding by its number of receivers. */
export function runOf({ runs, protocol }: Finding, receivers: number): Run {
  const run = runs.find((each) => each.receivers === receivers);
  if (run === undefined) throw new Error(`${protocol} has no run with ${receivers} receivers`);
  return run;
}

/** The two findings of each protocol. */
export function pairs(findings: readonly Finding[]): { plain: Finding; secure: Finding }[] {
  return findings
    .filter(({ isSecure }) => !isSecure)
    .map((plain) => {
      const secure = findings.find((each) => each.isSecure && each.protocol === plain.protocol);
      if (secure === undefined) throw new Error(`${plain.protocol} was not measured with TLS`);
      return { plain, secure };
    });
}
