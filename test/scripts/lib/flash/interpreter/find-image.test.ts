import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer, type Server } from "node:http";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { findRuntimeImage, type ImageSources } from "../../../../../scripts/lib/flash/interpreter/find-image";
import type { RuntimeImage } from "../../../../../scripts/lib/flash/interpreter/image";
import { isNewer, isTooOld, type RuntimeChip } from "../../../../../scripts/lib/flash/interpreter/layout";
import { UserError } from "../../../../../scripts/lib/user-error";
import { sampleRelease } from "./sample-release";

const SMALL = [5_000, 3_000];

describe("finding Espruino for a chip", () => {
  let root: string;
  let server: Server;
  let url: string;
  /** What the server has, by path; a function never answers, or cuts its answer. */
  let served: Map<string, Uint8Array | "silence" | "half">;
  let requests: string[];
  let printed: string[];
  /** What was asked; the answer is the test's. */
  let asked: string[];
  let answer: boolean;

  const confirm = async (question: string): Promise<boolean> => {
    asked.push(question);
    return answer;
  };
  const recorded = (): Record<string, Record<string, Record<string, string>>> =>
    JSON.parse(readFileSync(hashFile(), "utf8")) as never;
  const hashFile = (): string => path.join(root, ".config/runtime-images.json");
  const find = (chip: RuntimeChip = "esp32", sources: Partial<ImageSources> = {}): Promise<RuntimeImage> =>
    findRuntimeImage(chip, { root, url, print: (line) => printed.push(line), confirm, ...sources });
  const refusal = async (promise: Promise<unknown>): Promise<string> => {
    const error = await promise.then(
      () => assert.fail("it was found"),
      (error: unknown) => error,
    );
    assert.ok(error instanceof UserError, String(error));
    return error.message;
  };
  const serve = (chip: RuntimeChip, seed = 1): void => {
    for (const [file, bytes] of sampleRelease(chip, seed, SMALL)) served.set(`/espruino_2v29_${chip}/${file}`, bytes);
  };
  const folderOf = (files: Map<string, Uint8Array>, name = "espruino_2v29_esp32"): string => {
    const folder = path.join(root, name);
    mkdirSync(folder, { recursive: true });
    for (const [file, bytes] of files) writeFileSync(path.join(folder, file), bytes);
    return folder;
  };

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), "runtime-"));
    mkdirSync(path.join(root, ".config"));
    served = new Map();
    requests = [];
    printed = [];
    asked = [];
    answer = false;
    server = createServer((request, response) => {
      const path = request.url ?? "";
      requests.push(path);
      const bytes = served.get(path);
      if (bytes === "silence") return;
      if (bytes === "half") {
        response.writeHead(200, { "content-length": "1000" });
        response.write("half", () => response.destroy());
      } else if (bytes === undefined) {
        response.writeHead(404).end();
      } else {
        response.writeHead(200, { "content-length": String(bytes.length) }).end(bytes);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(root, { recursive: true });
  });

  it("the first download is recorded, and the second time it comes from the cache", async () => {
    serve("esp32");
    const progress: number[] = [];
    const image = await find("esp32", { onProgress: (done) => progress.push(done) });
    assert.deepEqual(
      image.parts.map(({ file, offset }) => [file, offset]),
      [
        ["bootloader.bin", 0x1000],
        ["partitions_espruino.bin", 0x8000],
        ["espruino_esp32.bin", 0x10000],
      ],
    );
    assert.ok(progress.length >= 3);
    assert.match(readFileSync(hashFile(), "utf8"), /"espruino_esp32.bin": "[0-9a-f]{64}"/);
    requests = [];
    assert.deepEqual((await find()).parts, image.parts);
    assert.deepEqual(requests, []);
  });

  it("a download that is not the recorded one is refused", async () => {
    serve("esp32");
    await find();
    rmSync(path.join(root, ".cache"), { recursive: true });
    serve("esp32", 2);
    const before = readFileSync(hashFile(), "utf8");
    assert.match(
      await refusal(find()),
      /bootloader.bin has the SHA-256 .*, recorded is .*: nothing was written. Download/,
    );
    assert.equal(readFileSync(hashFile(), "utf8"), before);
  });

  it("a damaged cache is downloaded again", async () => {
    serve("esp32");
    const image = await find();
    const file = path.join(root, ".cache/runtime/espruino_2v29_esp32/espruino_esp32.bin");
    for (const damaged of [
      readFileSync(file).subarray(0, 100),
      Buffer.from(sampleRelease("esp32", 3, SMALL).get("espruino_esp32.bin")!),
    ]) {
      writeFileSync(file, damaged);
      assert.deepEqual((await find()).parts, image.parts);
      assert.match(printed.join("\n"), /is damaged: downloading it again/);
    }
  });

  it("another chip is recorded beside the first", async () => {
    serve("esp32");
    serve("esp32c3");
    await find();
    await find("esp32c3");
    assert.deepEqual(Object.keys(recorded()["2v29"]), ["esp32", "esp32c3"]);
    assert.deepEqual(asked, []);
  });

  it("what cannot be downloaded says why and what else there is, and records nothing", async () => {
    assert.match(await refusal(find()), /bootloader.bin: the server says 404; without network: .* --runtime FOLDER/);
    serve("esp32");
    served.set("/espruino_2v29_esp32/espruino_esp32.bin", "silence");
    assert.match(await refusal(find("esp32", { longestSilenceMs: 100 })), /\(no answer within 0.1 s\)/);
    served.set("/espruino_2v29_esp32/espruino_esp32.bin", "half");
    assert.match(await refusal(find()), /cannot be downloaded/);
    served.set("/espruino_2v29_esp32/espruino_esp32.bin", Buffer.from("<html>"));
    assert.match(await refusal(find()), /espruino_esp32.bin is no program for an Espressif chip/);
    assert.match(await refusal(find("esp32", { url: "http://127.0.0.1:1" })), /cannot be downloaded/);
    assert.throws(() => readFileSync(hashFile()));
  });

  it("a folder and a .tgz are taken, with their SHA-256 shown and recorded where none is", async () => {
    const files = sampleRelease("esp32", 1, SMALL);
    const folder = folderOf(files);
    const fromFolder = await find("esp32", { file: folder });
    assert.match(printed.join("\n"), /no recorded SHA-256 fits .*\n {2}[0-9a-f]{64} {2}bootloader.bin/);
    assert.match(printed.at(-1) ?? "", /^recorded in .config\/runtime-images.json, .*; commit that file$/);
    assert.match(recorded()["2v29"]["esp32"]["espruino_esp32.bin"], /^[0-9a-f]{64}$/);
    printed = [];
    const archive = `${folder}.tgz`;
    execFileSync("tar", ["-czf", archive, "-C", root, "espruino_2v29_esp32"]);
    assert.deepEqual(
      (await find("esp32", { file: archive })).parts.map(({ bytes }) => Buffer.from(bytes)),
      fromFolder.parts.map(({ bytes }) => Buffer.from(bytes)),
    );
    assert.deepEqual([printed, asked], [[], []]);
    writeFileSync(archive, readFileSync(archive).subarray(0, 3_000));
    assert.match(await refusal(find("esp32", { file: archive })), /cannot be unpacked/);
  });

  // A file is called what whoever made it wants.
  for (const name of ["espruino_2v29_esp32", "espruino_2v30_esp32", "espruino_2v30.777_esp32", "mine", "__proto__"]) {
    it(`a file that is none of the recorded images is asked about, also when it is called ${name}`, async () => {
      serve("esp32");
      await find();
      const before = readFileSync(hashFile(), "utf8");
      const file = folderOf(sampleRelease("esp32", 2, SMALL), name);
      assert.match(await refusal(find("esp32", { file })), /nothing was written; --yes says that it may be/);
      assert.equal(readFileSync(hashFile(), "utf8"), before);
      assert.match(printed.join("\n"), /no recorded SHA-256 fits .*\n {2}[0-9a-f]{64} {2}bootloader.bin/);
      answer = true;
      await find("esp32", { file });
      assert.equal(asked.length, 2);
      assert.match(
        asked[1],
        name === "espruino_2v29_esp32"
          ? /^this is not the recorded 2v29: bootloader.bin has the SHA-256 [0-9a-f]{64}, recorded is .*all the same\?$/
          : /^.config\/runtime-images.json knows other images for the ESP32, and not this one. Write it all the same\?$/,
      );
      // The recorded one is found by what it is, the new one from now on too.
      answer = false;
      await find("esp32", { file: folderOf(sampleRelease("esp32", 1, SMALL), "other") });
      if (name !== "espruino_2v29_esp32") await find("esp32", { file });
      else assert.match(await refusal(find("esp32", { file })), /recorded is/);
      await find();
      assert.deepEqual(Object.keys(recorded()).length, name === "espruino_2v29_esp32" ? 1 : 2);
    });
  }

  it("a file that mixes recorded releases is none of them", async () => {
    const mixed = sampleRelease("esp32", 1, SMALL);
    await find("esp32", { file: folderOf(mixed, "espruino_2v29_esp32") });
    answer = true;
    const other = sampleRelease("esp32", 2, SMALL);
    await find("esp32", { file: folderOf(other, "espruino_2v30_esp32") });
    answer = false;
    mixed.set("bootloader.bin", other.get("bootloader.bin")!);
    assert.match(await refusal(find("esp32", { file: folderOf(mixed, "mixed") })), /and not this one; nothing was/);
  });

  it("a download of a release that is not recorded is asked about where others are", async () => {
    answer = true;
    await find("esp32", { file: folderOf(sampleRelease("esp32", 2, SMALL), "espruino_2v28_esp32") });
    answer = false;
    serve("esp32");
    assert.match(await refusal(find()), /Espruino 2v29 .*knows other images for the ESP32, and not this one/);
    assert.deepEqual(Object.keys(recorded()), ["2v28"]);
    answer = true;
    await find();
    assert.deepEqual(Object.keys(recorded()), ["2v28", "2v29"]);
    // Of another chip nothing is recorded: there is nothing to hold it against.
    asked = [];
    serve("esp32c3");
    await find("esp32c3");
    assert.deepEqual(asked, []);
  });

  it("what is no release for this chip is refused with the cure", async () => {
    const c3 = folderOf(sampleRelease("esp32c3", 1, SMALL), "espruino_2v29_esp32c3");
    assert.match(await refusal(find("esp32", { file: c3 })), /this is Espruino for ESP32-C3; the chip is an ESP32/);
    const renamed = folderOf(sampleRelease("esp32", 1, SMALL));
    cpSync(path.join(c3, "bootloader.bin"), path.join(renamed, "bootloader.bin"));
    assert.match(await refusal(find("esp32", { file: renamed })), /bootloader.bin is for ESP32-C3, not for ESP32/);
    rmSync(path.join(renamed, "bootloader.bin"));
    assert.match(await refusal(find("esp32", { file: renamed })), /there is no bootloader.bin, the boot loader, in it/);
    const single = path.join(root, "espruino_2v29_esp32.bin");
    writeFileSync(single, "");
    assert.match(await refusal(find("esp32", { file: single })), /without its boot loader/);
    assert.match(await refusal(find("esp32", { file: "nothing.tgz" })), /nothing.tgz: cannot be read \(ENOENT\)/);
  });

  it("one wrong byte in a program is found without any record", async () => {
    for (const file of ["bootloader.bin", "espruino_esp32.bin"]) {
      const files = sampleRelease("esp32", 1, SMALL);
      const bytes = Buffer.from(files.get(file)!);
      bytes[2_000] ^= 1;
      assert.match(await refusal(find("esp32", { file: folderOf(files.set(file, bytes)) })), /its checksum is wrong/);
      assert.match(
        await refusal(find("esp32", { file: folderOf(files.set(file, bytes.subarray(0, 1_500))) })),
        /cut short/,
      );
    }
  });

  it("knows which release is older than its own", () => {
    assert.deepEqual(["2v28", "2v28.999", "1v99", "nonsense"].map(isTooOld), [true, true, true, true]);
    // The last that did not read all the tokens that a bundle is written in.
    assert.equal(isTooOld("2v25.395"), true);
    assert.deepEqual(["2v29", "2v29.277", "2v30", "3v00"].map(isTooOld), [false, false, false, false]);
    assert.deepEqual(["2v28.999", "2v29", "2v29.277", "2v30", "3v00"].map(isNewer), [false, false, true, true, true]);
  });
});
