import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { at, entries, textAt, type Draft } from "../draft";
import { isSecure } from "../facts";
import { fileProblem } from "../../files/file-problem";
import type { Path } from "../source";

const TLS = ["broker", "tls"];
const DAY_MS = 86_400_000;
/** Before its end a certificate wants a successor. */
const WARN_DAYS = 30;
/** What Espruino's documentation of `tls.connect` asks for. */
const RSA_BITS = 2048;

/**
 * Checks what TLS needs, and puts what the PEM files hold in the place of their names, in base64 of DER: the engine takes no
 * PEM. No message holds anything of a key.
 * @param folder That of the board file.
 */
export function checkTls(draft: Draft, folder: string): void {
  const secure = entries(draft, "broker", "urls").filter((place) => isSecure(textAt(draft, place) ?? ""));
  const files = at(draft, TLS) as Record<string, string> | undefined;
  const first = secure[0];
  if (first === undefined) {
    if (files !== undefined) {
      draft.source.error(TLS, 'no broker of "urls" uses TLS: write mqtts:// in front of one, or take this out');
    }
    return;
  }
  // Where the engine has no TLS at all, that is an error already.
  if (at(draft, ["engine"]) === "espruino") {
    warnOfTls(draft, first);
    for (const place of secure) warnOfServerName(draft, place);
  }
  if (typeof files !== "object") return;
  const ca = certificateOf(draft, folder, "ca");
  const cert = certificateOf(draft, folder, "cert");
  const key = keyOf(draft, folder);
  if (ca !== undefined) {
    if (!ca.ca) draft.source.warning([...TLS, "ca"], "this is no certificate of an authority");
    const bytes = ca.raw.toString("base64").length;
    draft.source.warning(
      [...TLS, "ca"],
      `Espruino reads this and verifies nothing with it: without it the script is ${bytes} bytes smaller (npm run command does use it)`,
    );
    files["ca"] = ca.raw.toString("base64");
  }
  const hasCert = files["cert"] !== undefined;
  if (hasCert !== (files["key"] !== undefined)) {
    draft.source.error(
      TLS,
      `a client certificate is "cert" and "key" together: "${hasCert ? "key" : "cert"}" is missing`,
    );
  }
  if (cert !== undefined) {
    files["cert"] = cert.raw.toString("base64");
    checkPublicKey(draft, [...TLS, "cert"], cert.publicKey);
  }
  if (key !== undefined) {
    if (cert !== undefined && !cert.checkPrivateKey(key)) {
      draft.source.error([...TLS, "key"], 'this is not the key of the certificate in "cert"');
    }
    const type = key.asymmetricKeyType === "rsa" ? "pkcs1" : "pkcs8";
    files["key"] = key.export({ type, format: "der" }).toString("base64");
    draft.secrets.push(files["key"]);
  }
}

/** What a user of TLS on this engine has to know before trusting it with something. */
function warnOfTls(draft: Draft, place: Path): void {
  const isSigned = at(draft, ["commands"]) !== undefined || entries(draft, "actuators").length === 0;
  draft.source.warning(
    place,
    "Espruino's TLS does not verify the broker, sends it a fixed name, and has no good random numbers on the ESP32: it keeps " +
      "out who merely listens, not who takes the broker's place" +
      (isSigned ? "" : '; sign the commands: "commands": { "signingKey": "${COMMAND_KEY}" }'),
  );
  draft.source.warning(
    place,
    "TLS takes about 40 kB of memory beside the interpreter's, which a classic ESP32 may not have: try it on the board first. " +
      "The broker has to speak TLS 1.2 and should have an RSA certificate of at most 2048 bits",
  );
}

/** Services that take a connection for one of their customers' brokers by the server name in it, and hang up on any other name. */
const BY_SERVER_NAME: readonly (readonly [service: string, hosts: RegExp])[] = [
  ["HiveMQ Cloud", /\.hivemq\.cloud$/],
  ["AWS IoT", /\.amazonaws\.com(\.cn)?$/],
  ["EMQX Serverless", /\.emqxsl\.(com|cn)$/],
  ["Azure", /\.(azure-devices\.net|eventgrid\.azure\.net)$/],
];

/** No message holds the host, which may be a secret. */
function warnOfServerName(draft: Draft, place: Path): void {
  const host = /^mqtts:\/\/([^:]*)/.exec(textAt(draft, place) ?? "")?.[1]?.toLowerCase() ?? "";
  const service = BY_SERVER_NAME.find(([, hosts]) => hosts.test(host))?.[0];
  if (service === undefined) return;
  draft.source.warning(
    place,
    `${service} chooses the broker by the server name of TLS (SNI), and Espruino sends a fixed one: it will hang up on the board for ` +
      "ever. Take a broker with a certificate and a port of its own, such as mosquitto, which can pass messages on to it as a bridge",
  );
}

function certificateOf(draft: Draft, folder: string, name: "ca" | "cert"): X509Certificate | undefined {
  const place = [...TLS, name];
  const pem = pemOf(draft, folder, place, "CERTIFICATE", "openssl x509 -inform DER -in FILE -out FILE.pem");
  if (pem === undefined) return undefined;
  const count = pem.match(/-----BEGIN CERTIFICATE-----/g)?.length ?? 0;
  if (count > 1) {
    draft.source.error(place, `expected one certificate, found ${count}: Espruino takes only the first of them`);
    return undefined;
  }
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    draft.source.error(place, "not a whole certificate: something is missing, or changed, between BEGIN and END");
    return undefined;
  }
  const days = (Date.parse(certificate.validTo) - Date.now()) / DAY_MS;
  if (days < 0) {
    draft.source.error(place, `this certificate expired on ${certificate.validTo}: get a new one`);
  } else if (Date.parse(certificate.validFrom) > Date.now()) {
    draft.source.error(place, `this certificate is not valid before ${certificate.validFrom}`);
  } else if (days < WARN_DAYS) {
    draft.source.warning(
      place,
      `this certificate expires on ${certificate.validTo}: the board has to be built anew by then`,
    );
  }
  return certificate;
}

function keyOf(draft: Draft, folder: string): KeyObject | undefined {
  const place = [...TLS, "key"];
  const pem = pemOf(draft, folder, place, "PRIVATE KEY", "openssl pkey -inform DER -in FILE -out FILE.pem");
  if (pem === undefined) return undefined;
  if (pem.includes("ENCRYPTED")) {
    draft.source.error(
      place,
      "this key is encrypted, and nobody could type its password on the board; decrypt it with: openssl pkey -in FILE -out FILE.pem",
    );
    return undefined;
  }
  try {
    return createPrivateKey(pem);
  } catch {
    draft.source.error(place, "not a whole private key: something is missing, or changed, between BEGIN and END");
    return undefined;
  }
}

/** The text of the file that is named at `place`, which has to hold a block of this kind. */
function pemOf(draft: Draft, folder: string, place: Path, kind: string, cure: string): string | undefined {
  const name = textAt(draft, place);
  if (name === undefined) return undefined;
  const file = path.resolve(folder, name);
  let text: string;
  try {
    text = readFileSync(file, "latin1");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = fileProblem(Object.assign(error as Error, { path: file }));
    if (problem === undefined) throw error;
    const reason = code === "ENOENT" ? "there is no such file" : `this file cannot be read: ${problem}`;
    draft.source.error(place, `${reason}; names of PEM files start at the folder of the board file`);
    return undefined;
  }
  const kinds = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map((match) => match[1] ?? "");
  if (kinds.some((each) => each.endsWith(kind))) return text;
  draft.source.error(
    place,
    kinds.length > 0
      ? `expected a file with BEGIN ${kind} in it, this one holds: ${kinds.join(", ")}`
      : `expected a PEM file, text with BEGIN ${kind} in it; make it from DER with: ${cure}`,
  );
  return undefined;
}

function checkPublicKey(draft: Draft, place: Path, key: KeyObject): void {
  if (key.asymmetricKeyType !== "rsa") {
    draft.source.warning(place, "Espruino is known to take RSA keys only; with this one the handshake may fail");
  } else if ((key.asymmetricKeyDetails?.modulusLength ?? 0) > RSA_BITS) {
    draft.source.warning(place, `Espruino asks for RSA keys of ${RSA_BITS} bits; with a longer one memory may run out`);
  }
}
