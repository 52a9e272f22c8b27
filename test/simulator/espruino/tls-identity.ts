import { createPrivateKey, X509Certificate } from "node:crypto";
import type { ClientIdentity } from "../network/network";

/** Certificates and key as the engine takes them: DER, or functions that give it. */
export function tlsIdentity(options: Record<string, unknown>): { tls: ClientIdentity; problem?: string } {
  const tls: ClientIdentity = {};
  for (const name of ["ca", "cert", "key"] as const) {
    const given = options[name];
    if (given === undefined) continue;
    const der = Buffer.from(
      String(typeof given === "function" ? Reflect.apply(given, undefined, []) : given),
      "latin1",
    );
    try {
      if (name === "key") {
        // PKCS#1, PKCS#8 and RFC 5915, all of them.
        const key = [...(["pkcs8", "pkcs1", "sec1"] as const)]
          .map((type) => tryKey(der, type))
          .find((each) => each !== undefined);
        if (key === undefined) throw new Error("no key");
        tls.key = key;
      } else {
        const certificate = new X509Certificate(der);
        if (der.toString("latin1").startsWith("-----")) throw new Error("PEM");
        if (name === "cert") tls.cert = certificate.toString();
      }
    } catch {
      return {
        tls,
        problem: `${name === "key" ? "mbedtls_pk_parse_key" : `mbedtls_x509_crt_parse of '${name}'`}: Invalid format`,
      };
    }
  }
  return { tls };
}

function tryKey(der: Buffer, type: "pkcs1" | "pkcs8" | "sec1"): string | undefined {
  try {
    return createPrivateKey({ key: der, format: "der", type }).export({ type: "pkcs8", format: "pem" }).toString();
  } catch {
    return undefined;
  }
}
