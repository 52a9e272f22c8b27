/**
 * Keep alive on the board's clock. Brokers measure it with the clock on the wall, which says nothing in virtual time, so
 * the network measures it in their stead: it reads the keep alive from the CONNECT that passes, and tells when the broker
 * would have given the board up, one and a half times the keep alive after the last bytes that reached it
 * [MQTT-3.1.2-24].
 */
export class KeepAlive {
  #head = "";
  #limitMs: number | undefined;
  #lastMs = 0;

  /** Bytes of the board have reached the broker. */
  arrived(bytes: string, nowMs: number): void {
    this.#lastMs = nowMs;
    if (this.#limitMs === undefined) {
      this.#head += bytes;
      const seconds = keepAliveSeconds(this.#head);
      if (seconds !== undefined) {
        this.#limitMs = seconds === 0 ? Infinity : seconds * 1500;
        this.#head = "";
      }
    }
  }

  /** When the broker gives the board up if nothing more reaches it; Infinity without keep alive or before CONNECT. */
  deadlineMs(): number {
    return this.#lastMs + (this.#limitMs ?? Infinity);
  }
}

/**
 * The keep alive of a CONNECT of MQTT 3.1.1 or 5 in seconds, 0 when the bytes are none; undefined while they are too few.
 * Fixed header: type, remaining length of 1–4 bytes. Variable header: protocol name with two bytes of length, level,
 * flags, keep alive (MQTT 3.1.1 §3.1.2).
 */
export function keepAliveSeconds(bytes: string): number | undefined {
  if (bytes.length < 2) return undefined;
  if (bytes.charCodeAt(0) !== 0x10) return 0;
  let at = 1;
  while (bytes.charCodeAt(at) >= 0x80 && at < 4) at++;
  at++;
  if (bytes.length < at + 2) return undefined;
  at += 2 + uint16(bytes, at) + 2;
  return bytes.length < at + 2 ? undefined : uint16(bytes, at);
}

function uint16(bytes: string, at: number): number {
  return bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
}
