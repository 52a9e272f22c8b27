import { createPrivateKey, type KeyObject } from "node:crypto";
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import type { Board } from "../board/config";
import type { BrokerConfig } from "../board/config/connection";
import type { StrangeBrokers } from "../board/strange-broker";
import { typed } from "../cli/mote";
import { UserError } from "../user-error";

const LONGEST_CONNECT_MS = 5_000;

/**
 * Joins the first of a board's brokers that lets this computer in, with the board's user name, password and certificates, and
 * a client identifier of its own.
 * @param url Another broker, in place of those of the board file; or which of those are not to be connected to
 * @throws UserError when none does, without their addresses: those may be secrets
 */
export async function joinBroker({ broker }: Board, url: string | StrangeBrokers): Promise<MqttClient> {
  const reasons: string[] = [];
  for (const each of typeof url === "string" ? [url] : broker.urls) {
    const strange = typeof url === "string" ? undefined : url.get(each);
    if (strange !== undefined) {
      reasons.push(strange);
      continue;
    }
    try {
      return await connectAsync(each, connectOptions(broker), false);
    } catch (error) {
      const { code, message } = error as Error & { code?: string | number };
      reasons.push(code === undefined || typeof code === "number" ? message : code);
    }
  }
  throw new UserError(
    `no broker can be joined from here (${reasons.join(", ")}); "${typed("doctor")}" looks at each, ` +
      "and --broker mqtt://… names another",
  );
}

/** How long a broker has to answer a request. */
const LONGEST_ANSWER_MS = 10_000;

/**
 * Subscribes to topics of a board.
 * @throws UserError when the broker refuses one, hangs up or does not answer
 */
export async function subscribe(client: MqttClient, topics: readonly string[]): Promise<void> {
  await answered(client.subscribeAsync([...topics], { qos: 1 }), `refuses to tell this user of ${topics.join(", ")}`);
}

/**
 * What a broker answers to a request.
 * @param refusal What a broker does that says no, or hangs up
 * @throws UserError when it does, or does not answer
 */
export async function answered<T>(asked: Promise<T>, refusal: string, longestMs = LONGEST_ANSWER_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new UserError(
      `the broker has not answered within ${longestMs / 1000} s: "${typed("doctor")}" looks at it`,
    );
    timer = setTimeout(() => reject(error), longestMs);
  });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`the broker ${refusal} (${(error as Error).message}): look at this user's rights there`);
  } finally {
    clearTimeout(timer);
  }
}

/** How a board connects, but for its client identifier. */
export function connectOptions(
  { username, password, tls }: BrokerConfig,
  longestMs = LONGEST_CONNECT_MS,
): IClientOptions {
  return {
    clientId: `mote-${process.pid}-${Math.random().toString(16).slice(2, 8)}`,
    protocolVersion: 4,
    connectTimeout: longestMs,
    reconnectPeriod: 0,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls?.ca === undefined ? {} : { ca: certificate(tls.ca) }),
    ...(tls?.cert === undefined ? {} : { cert: certificate(tls.cert) }),
    ...(tls?.key === undefined ? {} : { key: privateKey(tls.key).export({ type: "pkcs8", format: "pem" }) }),
  };
}

/** @param der In base64, as a loaded board has it */
function certificate(der: string): string {
  return `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`;
}

function privateKey(der: string): KeyObject {
  const key = Buffer.from(der, "base64");
  try {
    return createPrivateKey({ key, format: "der", type: "pkcs8" });
  } catch {
    return createPrivateKey({ key, format: "der", type: "pkcs1" });
  }
}
