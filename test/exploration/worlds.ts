import type { Size } from "./world";

const CONNECTION = ["connect", "lose connection", "server forgets", "to server", "to client"] as const;

/** Both directions at once, every QoS, small capacities. */
const BOTH_WAYS: Size = {
  actions: [
    ...CONNECTION,
    "publish 0",
    "publish 1",
    "publish 2",
    "server publishes 1",
    "server publishes 2",
    "half to client",
    "network takes",
    "timeout",
  ],
  publishes: 3,
  serverPublishes: 2,
  outboxSlots: 2,
  receiveSlots: 1,
  transmitBytes: 40,
};

/** Messages of the client alone, so that their histories can be longer. */
const SENDING: Size = {
  ...BOTH_WAYS,
  actions: [...CONNECTION, "publish 1", "publish 2", "timeout"],
  serverPublishes: 0,
  transmitBytes: 10_000,
};

/** Messages of the server alone. */
const RECEIVING: Size = {
  ...BOTH_WAYS,
  actions: [...CONNECTION, "server publishes 1", "server publishes 2", "half to client", "network takes"],
  publishes: 0,
  serverPublishes: 4,
  receiveSlots: 2,
  transmitBytes: 24,
};

/** A constant packet that leaves in parts, among others. */
const IN_PARTS: Size = {
  ...BOTH_WAYS,
  actions: [...CONNECTION, "publish 0", "publish 1", "server publishes 1", "network takes", "timeout"],
  publishes: 3,
  serverPublishes: 1,
  transmitBytes: 44,
  isAnnounced: true,
};

/** The worlds that are explored, and how deep the tests go: as far as a few seconds allow; the smallest first. */
export const WORLDS: readonly { name: string; size: Size; depth: number }[] = [
  { name: "sending", size: SENDING, depth: 16 },
  { name: "receiving", size: RECEIVING, depth: 14 },
  { name: "in parts", size: IN_PARTS, depth: 12 },
  { name: "both ways", size: BOTH_WAYS, depth: 10 },
];
