import type { Client } from "./client";

/** Keeps what is there from `at` until `neededBytes` of it are. @returns where to go on: at the end */
export function keep(client: Client, data: string, at: number, neededBytes: number): number {
  client.partial = data.substr(at);
  client.neededBytes = neededBytes;
  return data.length;
}
