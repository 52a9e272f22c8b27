import type { OversizedMessages } from "./client";

/** Skips and counts messages that are larger than the receive capacity: enough where all arrive at QoS 0. */
export const SKIP_OVERSIZED: OversizedMessages = {
  begin: (client, _data, at, headerBytes, remainingBytes) => {
    client.oversized++;
    client.oversizedBytes = remainingBytes;
    return at + headerBytes;
  },
  go: (client, data, at) => {
    const skipped = Math.min(client.oversizedBytes, data.length - at);
    client.oversizedBytes -= skipped;
    return at + skipped;
  },
};
