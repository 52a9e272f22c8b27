/** Packets as the exploration sees them: byte strings, topics of one character, remaining lengths of one or two bytes. */
export type Packet = string;

function headerBytes(packet: Packet): number {
  return packet.charCodeAt(1) < 128 ? 2 : 3;
}

/** How long the packet that begins here is; undefined as long as its length has not arrived. */
export function packetBytes(stream: string): number | undefined {
  if (stream.length < 2 || (stream.charCodeAt(1) > 127 && stream.length < 3)) return undefined;
  const low = stream.charCodeAt(1) & 127;
  return headerBytes(stream) + (stream.charCodeAt(1) < 128 ? low : low + stream.charCodeAt(2) * 128);
}

/** 0 for PUBLISH at QoS 0. */
export function packetId(packet: Packet): number {
  const isPublish = packet.charCodeAt(0) >> 4 === 3;
  if (isPublish && (packet.charCodeAt(0) & 6) === 0) return 0;
  const at = headerBytes(packet) + (isPublish ? 3 : 0);
  return packet.charCodeAt(at) * 256 + packet.charCodeAt(at + 1);
}

/** Of a PUBLISH packet. */
export function payloadOf(packet: Packet): string {
  return packet.slice(headerBytes(packet) + ((packet.charCodeAt(0) & 6) === 0 ? 3 : 5));
}

/** For people: "PUBLISH 2 dup qos1 a". */
export function describe(packet: Packet): string {
  const first = packet.charCodeAt(0);
  const names = "? CONNECT CONNACK PUBLISH PUBACK PUBREC PUBREL PUBCOMP".split(" ");
  const name = names[first >> 4] ?? `type ${first >> 4}`;
  if (first >> 4 < 3) return name;
  const id = packetId(packet);
  if (first >> 4 !== 3) return `${name} ${id}`;
  return `${name}${id > 0 ? ` ${id}` : ""}${first & 8 ? " dup" : ""} qos${(first >> 1) & 3} ${payloadOf(packet).slice(0, 6)}`;
}
