import type { Datagrams, Sleep } from "../../engine/engine";
import { takeTime, type Time } from "../services/sntp";

/** What time it was when the sleeper's clock said something, by a server that was asked at this wake (RFC 4330). */
export interface WakeTime {
  time: Time;
  /** What the clock said then; below 0 while nothing is known. */
  clockSeconds: number;
}

const PORT = 123;
const WAIT_MS = 5_000;
/** Version 4, client (§4), and what stands before the time that the server sends back. */
const CLIENT = "\x23";
const REST = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

export function createWakeTime(): WakeTime {
  return { time: { thousands: 0, seconds: 0 }, clockSeconds: -1 };
}

export function askWakeTime(wakeTime: WakeTime, sleep: Sleep, datagrams: Datagrams, server: string): void {
  let cookie = "";
  for (let i = 0; i < 8; i++) {
    cookie += String.fromCharCode(Math.floor(Math.random() * 256));
  }
  datagrams.ask(server, PORT, CLIENT + REST + cookie, WAIT_MS, (answer) => {
    if (takeTime(answer, cookie, wakeTime.time)) {
      wakeTime.clockSeconds = sleep.clockSeconds();
    }
  });
}

/** The seconds since 1970 when the clock says or said `clockSeconds`, in digits. */
export function timeText(wakeTime: WakeTime, clockSeconds: number): string {
  return inDigits(wakeTime.time.thousands, wakeTime.time.seconds + clockSeconds - wakeTime.clockSeconds);
}

/** The same `seconds` behind a time in digits. */
export function timeBehind(digits: string, seconds: number): string {
  const at = digits.length - 3;
  return inDigits(parseInt(digits.substring(0, at)), parseInt(digits.substring(at)) + seconds);
}

/** In two parts, which numbers of 32 bits hold exactly. */
function inDigits(thousands: number, seconds: number): string {
  const more = Math.floor(seconds / 1000);
  const digits = "" + (1000 + seconds - more * 1000);
  return "" + (thousands + more) + digits.substring(1);
}
