import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { connectAsync, MqttClient } from "mqtt";
import type { BrokerConfig } from "../board/config/connection";
import { brokerPort, isSecure } from "../board/facts";
import type { StrangeBrokers } from "../board/strange-broker";
import { connectOptions } from "../broker/join";
import type { Check } from "./check";

const LONGEST_CONNECT_MS = 4_000;

export interface BrokerCheck extends Check {
  /** Of the broker, where that is what has to be looked at. */
  host?: string;
}

/**
 * Connects to a board's brokers as the node will, under another client identifier, and leaves again. What it finds may show secrets.
 * @param strangers Brokers that nothing may connect to
 * @param examples The values that .env.example has: what it names is nobody's broker
 */
export async function checkBrokers(
  broker: BrokerConfig,
  { strangers, examples }: { strangers: StrangeBrokers; examples: readonly string[] },
  longestMs = LONGEST_CONNECT_MS,
): Promise<BrokerCheck[]> {
  return Promise.all(
    broker.urls.map(async (url) => {
      const { hostname: host } = new URL(url);
      if (examples.includes(host)) return STILL_THE_EXAMPLE;
      const strange = strangers.get(url);
      const check = await (strange === undefined ? checkBroker(url, broker, longestMs) : unknownBroker(url, strange));
      return check.level === "ok" ? check : { ...check, host };
    }),
  );
}

/** @param why With its cure behind a semicolon */
function unknownBroker(url: string, why: string): Check {
  const [found, fix] = why.split("; ");
  return { name: "broker", level: "warn", found: `${url} was not connected to: ${found}`, fix };
}

const STILL_THE_EXAMPLE: Check = {
  name: "broker",
  level: "fail",
  found: "still the example's address",
  fix: "put your own broker's address into .env",
};

async function checkBroker(url: string, broker: BrokerConfig, longestMs: number): Promise<Check> {
  const name = "broker";
  try {
    const client = await connectAsync(url, connectOptions(broker, longestMs), false);
    await client.endAsync(true);
  } catch (error) {
    return { name, level: "fail", ...explain(url, error as Error & { code?: number | string }) };
  }
  if (isSecure(url) && !(await joinsByFixedName(url, broker, longestMs))) {
    return {
      name,
      level: "fail",
      found: `${url} lets this computer in, but hangs up on the server name that Espruino sends: it is chosen by that name (SNI)`,
      fix: "take a broker that is not, such as mosquitto with a certificate of its own; it can be a bridge to this one",
    };
  }
  if (/^mqtt:\/\/(localhost|127\.)/i.test(url)) {
    return {
      name,
      level: "warn",
      found: `${url} lets us in, but for the chip that address is the chip itself`,
      fix: "name this computer by its address in the network",
    };
  }
  return { name, level: "ok", found: `${url} lets us in` };
}

/** The server name that Espruino sends, whatever the host is called (read in its source, libs/network/network.c). */
const FIXED_SERVER_NAME = "mbed TLS Server 1";

/** Whether a broker that lets us in does so too where it is not called by its name, as Espruino calls none. */
async function joinsByFixedName(url: string, broker: BrokerConfig, longestMs: number): Promise<boolean> {
  const options = connectOptions(broker, longestMs);
  const { ca, cert, key } = options;
  const socket = {
    host: new URL(url).hostname,
    port: brokerPort(url),
    servername: FIXED_SERVER_NAME,
    // Whether the certificate is right was looked at before, and Espruino does not.
    rejectUnauthorized: false,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  const client = new MqttClient(() => connectTls(socket as ConnectionOptions), options);
  try {
    return await new Promise<boolean>((resolve) => {
      client.once("connect", () => resolve(true));
      client.once("error", () => resolve(false));
      client.once("close", () => resolve(false));
      setTimeout(() => resolve(false), longestMs).unref();
    });
  } finally {
    client.on("error", () => {});
    await client.endAsync(true);
  }
}

function explain(url: string, { code, message }: Error & { code?: number | string }): { found: string; fix: string } {
  // CONNACK return codes, MQTT 3.1.1 table 3.1.
  if (code === 4 || code === 5) {
    return {
      found: `${url} refuses user name or password`,
      fix: "put the right ones into .env (MQTT_USERNAME, MQTT_PASSWORD), or create that user at the broker",
    };
  }
  if (typeof code === "number")
    return { found: `${url} refuses the connection (return code ${code})`, fix: "look into the broker's log" };
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return { found: `${url}: there is no such host`, fix: "mend the name, or write the broker's IPv4 address" };
  }
  if (code === "ECONNREFUSED") {
    return {
      found: `${url}: nothing listens there`,
      fix: "start the broker; look at its port and its listener's address",
    };
  }
  return {
    found: `${url} does not answer (${code ?? (message === "" ? "closed the connection" : message)})`,
    fix: "is that an MQTT broker, in this network, and not behind a firewall?",
  };
}
