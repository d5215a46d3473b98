/* Builds src/pop_tracker/static from assets/: names carry the hash of their content, so a browser may keep them
   for good; manifest.json says which is which. The same input gives the same bytes. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import esbuild from "esbuild";
import * as sass from "sass";
import subsetFont from "subset-font";

const SOURCE = import.meta.dirname;
const TARGET = join(SOURCE, "../src/pop_tracker/static");
const MODULES = join(SOURCE, "../node_modules");

const PACKED = [".woff2", ".webp"];

const manifest = {};

function put(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}.${hash}${extension}`;
  writeFileSync(join(TARGET, hashed), bytes);
  if (!PACKED.includes(extension)) {
    writeFileSync(join(TARGET, `${hashed}.gz`), gzipSync(bytes, { level: 9 })); // zlib writes no time into it
    writeFileSync(join(TARGET, `${hashed}.br`), brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }));
  }
  manifest[name] = hashed;
}

/* All of Albanian and English, the accents of neighbours' names, and the signs that we print. */
const LETTERS =
  String.fromCodePoint(...Array.from({ length: 95 }, (_, i) => 0x20 + i)) +
  "\u00a0ÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜàáâäçèéêëìíîïñòóôöùúûü" +
  "–—‘’‚“”„‹›«»…•·§©°½€−↑↓";

async function font(name, file, variationAxes) {
  const whole = readFileSync(join(MODULES, "@fontsource-variable", file));
  put(name, await subsetFont(whole, LETTERS, { targetFormat: "woff2", variationAxes }));
}

function css(entry) {
  const built = sass.compile(join(SOURCE, "scss", `${entry}.scss`), {
    style: "compressed",
    loadPaths: [MODULES],
    quietDeps: true,
    functions: {
      "asset($name)": ([name]) => new sass.SassString(`url(${manifest[name.assertString().text]})`, { quotes: false }),
    },
  });
  const small = esbuild.transformSync(built.css, { loader: "css", minify: true, target: ["chrome109", "firefox115", "safari16"] });
  put(`${entry}.css`, small.code);
}

function js(entry, format) {
  const built = esbuild.buildSync({
    entryPoints: [join(SOURCE, "js", `${entry}.js`)],
    bundle: true, minify: true, write: false, format, legalComments: "none", target: "es2022",
  });
  put(`${entry}.js`, built.outputFiles[0].contents);
}

mkdirSync(TARGET, { recursive: true });
for (const old of readdirSync(TARGET)) rmSync(join(TARGET, old));

await font("sans.woff2", "instrument-sans/files/instrument-sans-latin-wght-normal.woff2", { wght: { min: 400, max: 700 } });
await font("serif.woff2", "newsreader/files/newsreader-latin-standard-normal.woff2", { wght: 500, opsz: 26 });
for (const name of readdirSync(join(SOURCE, "guide")).filter((file) => file.endsWith(".webp"))) {
  put(`guide-${name}`, readFileSync(join(SOURCE, "guide", name)));
}
put("favicon.svg", readFileSync(join(SOURCE, "favicon.svg")));
css("site");
css("work");
js("site", "iife");
js("forms", "esm");

writeFileSync(join(TARGET, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
for (const hashed of Object.values(manifest)) {
  const size = readFileSync(join(TARGET, PACKED.includes(extname(hashed)) ? hashed : `${hashed}.gz`)).length;
  console.log(`${(size / 1000).toFixed(1).padStart(6)} kB  ${hashed}`);
}
