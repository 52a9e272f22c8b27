/** What a broker answers to the packets that put a node online, and keep it there. */
const ANSWERS: Readonly<Record<number, (body: string) => string>> = {
  1: () => "\x20\x02\x00\x00",
  3: (body) => acknowledgement(body),
  6: (body) => `\x70\x02${body.slice(0, 2)}`,
  8: (body) => subAck(body),
  12: () => "\xd0\x00",
};

/** The broker at the other end of a connection: it lets everybody in, grants every subscription, and acknowledges everything. */
export class Broker {
  /** Whether somebody is connected. */
  hasSession = false;
  #pending = "";

  /** @param answer Takes the bytes of an answer. */
  constructor(readonly answer: (bytes: string) => void) {}

  receive(bytes: string): void {
    this.#pending += bytes;
    for (let packet = this.#take(); packet !== undefined; packet = this.#take()) {
      const type = packet.first >> 4;
      if (type === 1) this.hasSession = true;
      // Only PUBLISH has a quality of service in its first byte that decides; the answer to it looks there.
      const answer = ANSWERS[type]?.(type === 3 ? String.fromCharCode(packet.first) + packet.body : packet.body) ?? "";
      if (answer !== "") this.answer(answer);
    }
  }

  #take(): { first: number; body: string } | undefined {
    let length = 0;
    let at = 1;
    for (let digit = 128, shift = 0; digit > 127; at++, shift += 7) {
      if (at >= this.#pending.length) return undefined;
      digit = this.#pending.charCodeAt(at);
      length += (digit & 127) << shift;
    }
    if (this.#pending.length < at + length) return undefined;
    const packet = { first: this.#pending.charCodeAt(0), body: this.#pending.slice(at, at + length) };
    this.#pending = this.#pending.slice(at + length);
    return packet;
  }
}

function acknowledgement(packet: string): string {
  const qos = (packet.charCodeAt(0) >> 1) & 3;
  if (qos === 0) return "";
  const at = 3 + ((packet.charCodeAt(1) << 8) | packet.charCodeAt(2));
  return `${qos === 1 ? "\x40" : "\x50"}\x02${packet.slice(at, at + 2)}`;
}

function subAck(body: string): string {
  let granted = "";
  for (let at = 2; at < body.length;) {
    at += 2 + ((body.charCodeAt(at) << 8) | body.charCodeAt(at + 1));
    granted += body.charAt(at++);
  }
  return `\x90${String.fromCharCode(2 + granted.length)}${body.slice(0, 2)}${granted}`;
}
