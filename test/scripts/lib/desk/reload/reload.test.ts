import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reloadOnSave, type ReloadOptions } from "../../../../../scripts/lib/desk/reload/reload";
import { UserError } from "../../../../../scripts/lib/user-error";

/** Somebody who writes a program beside a board that runs. Time passes when it is told to. */
class Author {
  readonly folder = mkdtempSync(join(tmpdir(), "reload-"));
  readonly told: string[] = [];
  /** What the board was started with. */
  readonly started: string[] = [];
  readonly watched = new Map<string, (name: string | null) => void>();
  files = ["pond.json", "pond.ts"];
  /** What the next builds come to. */
  build: () => Promise<string> = () => Promise.resolve(`program ${++this.builds}`);
  builds = 0;
  start: (program: string) => void = () => {};
  #due: (() => void) | undefined;
  readonly stop: () => void;

  constructor(options: Partial<ReloadOptions<string>> = {}) {
    for (const name of this.files) writeFileSync(join(this.folder, name), `${name}, as it was`);
    this.stop = reloadOnSave({
      files: () => this.files.map((name) => join(this.folder, name)),
      build: () => this.build(),
      start: (program) => {
        this.start(program);
        this.started.push(program);
      },
      tell: (text, isProblem) => this.told.push(`${isProblem ? "! " : ""}${text}`),
      watchFolder: (folder, changed) => {
        this.watched.set(folder, changed);
        return () => this.watched.delete(folder);
      },
      wait: (_ms, run) => {
        this.#due = run;
        return () => (this.#due = undefined);
      },
      ...options,
    });
  }

  save(name: string, text: string): void {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    this.happens(name);
  }

  happens(name: string | null): void {
    this.watched.get(this.folder)?.(name);
  }

  /** Nothing more happens for a while. */
  async quiet(): Promise<void> {
    const run = this.#due;
    this.#due = undefined;
    run?.();
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }

  end(): void {
    this.stop();
    rmSync(this.folder, { recursive: true });
  }
}

describe("reload on save", () => {
  let author: Author;

  beforeEach(() => (author = new Author()));
  afterEach(() => author.end());

  it("starts the board with what was saved, once all is quiet", async () => {
    author.save("pond.ts", "one");
    author.save("pond.ts", "one, two");
    assert.deepEqual(author.told, []);
    await author.quiet();
    assert.deepEqual(author.told, ["pond.ts saved: building again"]);
    assert.deepEqual(author.started, ["program 1"]);
    author.save("pond.json", "{}");
    await author.quiet();
    assert.deepEqual(author.started, ["program 1", "program 2"]);
  });

  it("tells what does not build, and leaves the board as it is until something is saved", async () => {
    author.build = () => Promise.reject(new UserError("boards/pond.ts:3:5: error: no such pump", "and another"));
    author.save("pond.ts", "oops");
    await author.quiet();
    assert.deepEqual(author.told.slice(1), [
      "! boards/pond.ts:3:5: error: no such pump",
      "! and another",
      "! the board goes on as it was",
    ]);
    assert.deepEqual(author.started, []);
    author.build = () => Promise.resolve("mended");
    author.save("pond.ts", "right");
    await author.quiet();
    assert.deepEqual(author.started, ["mended"]);
  });

  it("goes on after a build that fails by itself", async () => {
    author.build = () => Promise.reject(new TypeError("of ours"));
    author.save("pond.ts", "odd");
    await author.quiet();
    assert.match(author.told.join("\n"), /! TypeError: of ours[^]*goes on as it was/);
  });

  it("tells what this desk cannot run", async () => {
    author.start = () => {
      throw new UserError("it is for another chip: start it anew");
    };
    author.save("pond.json", "{}");
    await author.quiet();
    assert.deepEqual(author.told.slice(1), [
      "! it is for another chip: start it anew",
      "! the board goes on as it was",
    ]);
  });

  it("minds neither a save without a change, nor other files, nor a file that is away or empty for a moment", async () => {
    author.save("pond.ts", "pond.ts, as it was");
    await author.quiet();
    author.save("notes.ts", "beside it");
    author.save("pond.board.d.ts", "made");
    await author.quiet();
    author.save("pond.ts", "");
    await author.quiet();
    rmSync(join(author.folder, "pond.ts"));
    author.happens("pond.ts");
    await author.quiet();
    assert.deepEqual([author.told, author.builds], [[], 0]);
    author.save("pond.ts", "back");
    await author.quiet();
    assert.equal(author.builds, 1);
  });

  it("sees a file that was put in the place of another, whatever name is told", async () => {
    writeFileSync(join(author.folder, ".pond.ts.new"), "new");
    renameSync(join(author.folder, ".pond.ts.new"), join(author.folder, "pond.ts"));
    author.happens(null);
    await author.quiet();
    assert.deepEqual(author.told, ["pond.ts saved: building again"]);
  });

  it("builds once more for what was saved while it built, and starts the last alone", async () => {
    let built: (program: string) => void = () => {};
    author.build = () => new Promise((resolve) => (built = resolve));
    author.save("pond.ts", "first");
    await author.quiet();
    const first = built;
    author.save("pond.ts", "second");
    await author.quiet();
    first("first");
    await author.quiet();
    built("second");
    await author.quiet();
    assert.deepEqual(author.started, ["second"]);
  });

  it("looks at what the new program imports too, and no more at what it left", async () => {
    author.files = ["pond.json", "pond.ts", "helper.ts"];
    writeFileSync(join(author.folder, "helper.ts"), "helps");
    author.save("pond.ts", "with a helper");
    await author.quiet();
    author.save("helper.ts", "helps more");
    author.files = ["pond.json", "pond.ts"];
    await author.quiet();
    author.save("helper.ts", "helps nobody");
    await author.quiet();
    assert.deepEqual(author.started, ["program 1", "program 2"]);
  });

  it("tries again when a file comes that a program which did not build may have missed", async () => {
    author.build = () => Promise.reject(new UserError("there is no helper.ts"));
    author.save("pond.ts", "imports it");
    await author.quiet();
    author.build = () => Promise.resolve("whole");
    author.save("helper.ts", "here");
    await author.quiet();
    assert.deepEqual(author.started, ["whole"]);
  });

  it("ends", async () => {
    author.save("pond.ts", "late");
    author.stop();
    await author.quiet();
    assert.deepEqual([author.watched.size, author.started], [0, []]);
  });
});

describe("reload on save, on this disk", () => {
  for (const [how, save] of [
    ["written in place", (path: string) => writeFileSync(path, "new")],
    [
      "replaced by another",
      (path: string) => {
        writeFileSync(`${path}.tmp`, "new");
        renameSync(`${path}.tmp`, path);
      },
    ],
  ] as const) {
    it(`a file that is ${how} is noticed`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "reload-"));
      mkdirSync(join(folder, "boards"));
      const path = join(folder, "boards/pond.ts");
      writeFileSync(path, "old");
      const started = new Promise<string>((resolve) => {
        const stop = reloadOnSave({
          files: () => [path],
          build: () => Promise.resolve("built"),
          start: (program) => {
            stop();
            resolve(program);
          },
          tell: () => {},
        });
      });
      // What keeps this process alive while it waits for the disk.
      const alive = setInterval(() => {}, 1000);
      save(path);
      assert.equal(await started, "built");
      clearInterval(alive);
      rmSync(folder, { recursive: true });
    });
  }
});
