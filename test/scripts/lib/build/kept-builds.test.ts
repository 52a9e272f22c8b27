import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { buildBoard, keptBuilds } from "../../../../scripts/lib/build/build";
import { KeptBuilds } from "../../../../scripts/lib/build/kept-builds";
import { exampleBoard } from "../board/example-board";

const root = resolve(__dirname, "../../../..");

describe("builds that are kept", () => {
  let folder: string;
  let kept: KeptBuilds;
  const keptIn = (name: string): string => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-kept-"));
    mkdirSync(keptIn("firmware/app"), { recursive: true });
    writeFileSync(keptIn("firmware/main.ts"), "start();");
    writeFileSync(keptIn("firmware/app/node.ts"), "run();");
    writeFileSync(keptIn("package-lock.json"), "{}");
    kept = new KeptBuilds(keptIn("builds"), [keptIn("firmware"), keptIn("package-lock.json")]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("come back as they were made, to every process", () => {
    const made = { files: { "bundle.js": "\u00ff\u0000é" }, bytes: 3 };
    const key = kept.key(["espruino", "program"]);
    assert.equal(kept.read(key), undefined);
    kept.write(key, made);
    const other = new KeptBuilds(kept.folder, kept.sources);
    assert.deepEqual(other.read(other.key(["espruino", "program"])), made);
  });

  const CHANGES: Record<string, () => readonly string[] | void> = {
    "the program's text": () => ["espruino", "another program"],
    "the engine": () => ["nodemcu", "program"],
    "where one text ends and the next begins": () => ["espruinop", "rogram"],
    "a file of the firmware": () => writeFileSync(keptIn("firmware/app/node.ts"), "run( );"),
    "a new file": () => writeFileSync(keptIn("firmware/app/new.ts"), ""),
    "a file's name": () => {
      rmSync(keptIn("firmware/app/node.ts"));
      writeFileSync(keptIn("firmware/app/mode.ts"), "run();");
    },
    "text that moves from one file to the next": () => {
      writeFileSync(keptIn("firmware/app/node.ts"), "run();s");
      writeFileSync(keptIn("firmware/main.ts"), "tart();");
    },
    "a file that is gone": () => rmSync(keptIn("firmware/app/node.ts")),
    "the lock file": () => writeFileSync(keptIn("package-lock.json"), "{ }"),
    "the version of Node.js": () => {
      Object.defineProperty(process, "version", { value: "v99.0.0" });
    },
  };
  for (const [what, change] of Object.entries(CHANGES)) {
    it(`are not taken after a change of ${what}`, () => {
      const { version } = process;
      const before = kept.key(["espruino", "program"]);
      assert.equal(kept.key(["espruino", "program"]), before);
      try {
        const program = change();
        assert.notEqual(kept.key(Array.isArray(program) ? program : ["espruino", "program"]), before);
      } finally {
        Object.defineProperty(process, "version", { value: version });
      }
    });
  }

  it("are nothing when only a part of one is there", () => {
    kept.write("key", { bytes: 1 });
    const [name] = readdirSync(kept.folder);
    writeFileSync(join(kept.folder, name), readFileSync(join(kept.folder, name), "utf8").slice(0, -1));
    assert.equal(kept.read("key"), undefined);
  });

  it("are not kept where that cannot be written, without a word", () => {
    const nowhere = new KeptBuilds(keptIn("package-lock.json/builds"), []);
    nowhere.write("key", { bytes: 1 });
    assert.equal(nowhere.read("key"), undefined);
  });

  it("are so many at the most, and those stay that were used last", () => {
    kept.write("first", 1);
    const [name] = readdirSync(kept.folder);
    for (let i = 0; i < 420; i++) {
      writeFileSync(join(kept.folder, `${i}.json`), String(i));
      utimesSync(join(kept.folder, `${i}.json`), 1_000 + i, 1_000 + i);
    }
    utimesSync(join(kept.folder, name), 1, 1);
    assert.equal(kept.read("first"), 1);
    new KeptBuilds(kept.folder, []).write("last", 2);
    assert.equal(kept.read("0"), undefined);
    assert.equal(kept.read("419"), 419);
    assert.equal(kept.read("first"), 1);
    assert.equal(readdirSync(kept.folder).length, 400);
  });
});

describe("what decides on a build", function () {
  this.timeout(60_000);

  it("is the firmware and its settings, the scripts that build, and the packages", () => {
    const sources = keptBuilds(root).sources.map((path) => relative(root, path));
    assert.deepEqual(sources, ["firmware", "tsconfig.json", join("scripts", "lib"), "package-lock.json"]);
  });

  it("no secret is: boards that differ in them alone have one build", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-kept-"));
    try {
      const build = async (mark: string): Promise<[program: string, secrets: string]> => {
        const board = exampleBoard({
          sensors: [],
          actuators: [],
          wifi: { ssid: `home ${mark}`, password: `hush-hush ${mark}` },
          broker: { urls: [`mqtt://${mark}.lan`], username: `user-${mark}`, password: mark },
        });
        const { bundlePath, secrets } = await buildBoard(board, root, folder);
        const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
        assert.ok(!files.some((text) => text.includes(mark)));
        return [readFileSync(bundlePath, "latin1"), secrets];
      };
      const [first, others] = [await build("swordfish"), await build("a-longer-swordfish")];
      assert.equal(first[0], others[0]);
      assert.notEqual(first[1], others[1]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("a build of changed firmware is another one, and of firmware that was changed back the first", async () => {
    const project = mkdtempSync(join(tmpdir(), "mote-kept-"));
    try {
      cpSync(join(root, "firmware"), join(project, "firmware"), { recursive: true });
      cpSync(join(root, "tsconfig.json"), join(project, "tsconfig.json"));
      const build = async (): Promise<string> => {
        const { bundlePath } = await buildBoard(exampleBoard({ sensors: [], actuators: [] }), project);
        return readFileSync(bundlePath, "latin1");
      };
      const path = join(project, "firmware/app/backoff.ts");
      const text = readFileSync(path, "utf8");
      const first = await build();
      writeFileSync(
        path,
        text.replace(/\d+/, (digits) => String(Number(digits) + 1)),
      );
      assert.notEqual(await build(), first);
      writeFileSync(path, text);
      assert.equal(await build(), first);
    } finally {
      rmSync(project, { recursive: true });
    }
  });
});
