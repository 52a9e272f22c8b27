/** Seconds from 1900 to 1970. */
const UNIX_EPOCH = 2_208_988_800;

/** An NTP server, RFC 4330. Byte strings. */
export class TimeServer {
  /** The questions that came. */
  readonly asked: string[] = [];
  isAnswering = true;
  /** Whether it says that its own clock is not set. */
  isSynchronized = true;

  /** @param unixSeconds What time it is when the board's clock stands at 0. */
  constructor(readonly unixSeconds: number) {}

  answer(question: string, nowMs: number): string | undefined {
    this.asked.push(question);
    if (!this.isAnswering || question.length < 48) return undefined;
    const answer = Buffer.alloc(48);
    // Version as asked, server.
    answer[0] = (this.isSynchronized ? 0 : 0xc0) | (question.charCodeAt(0) & 0x38) | 4;
    answer[1] = this.isSynchronized ? 2 : 0;
    answer.write(question.slice(40, 48), 24, "latin1");
    const seconds = Math.floor(this.unixSeconds + nowMs / 1000 + UNIX_EPOCH) % 2 ** 32;
    answer.writeUInt32BE(seconds, 32);
    answer.writeUInt32BE(seconds, 40);
    return answer.toString("latin1");
  }
}
