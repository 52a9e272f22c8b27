import type { Finding } from "../../../../scripts/lib/compare/compare";
import type { Phases } from "../../../../scripts/lib/compare/measure";
import type { Traffic } from "../../../../scripts/lib/compare/traffic";

/** Traffic in one segment each way that has bytes. */
export function traffic(up: number, down: number, opened = 0, closed = 0): Traffic {
  const flow = (bytes: number): Traffic["up"] => ({ bytes, segments: bytes > 0 ? 1 : 0 });
  return { up: flow(up), down: flow(down), opened, closed };
}

function times({ up, down, opened, closed }: Traffic, count: number): Traffic {
  return {
    up: { bytes: up.bytes * count, segments: up.segments * count },
    down: { bytes: down.bytes * count, segments: down.segments * count },
    opened: opened * count,
    closed: closed * count,
  };
}

/** What a protocol would be found to take whose reading is `bytes` long on its way up, and down. */
export function finding(protocol: string, bytes: number, isSecure: boolean, medianMs = 1): Finding {
  const readings = 10;
  const phases = (reading: Traffic, clients: number): Phases => ({
    connect: times(traffic(100, 50, 1), clients),
    readings: times(reading, readings * clients),
    end: times(traffic(2, 0, 0, 1), clients),
  });
  return {
    protocol,
    isAcknowledged: protocol !== "MQTT, QoS 0",
    isSecure,
    idleHour: { sender: traffic(0, 0), receiver: times(traffic(2, 2), 60) },
    runs: [1, 10, 100].map((receivers) => ({
      receivers,
      counted: {
        readings,
        sender: phases(traffic(bytes, 0), 1),
        receivers: phases(traffic(0, bytes), receivers),
      },
      latency: {
        toAllMs: { median: medianMs * receivers, p95: medianMs * receivers * 2 },
        acknowledgedMs: { median: medianMs, p95: medianMs * 2 },
      },
    })),
  };
}

export const FINDINGS: readonly Finding[] = [
  finding("MQTT, QoS 0", 43, false, 0.25),
  finding("MQTT, QoS 1", 45, false, 0.5),
  finding("HTTP, kept alive", 1_300, false, 2),
  finding("MQTT, QoS 0", 65, true, 0.5),
  finding("MQTT, QoS 1", 67, true, 1),
  finding("HTTP, kept alive", 1_322, true, 1),
];
