/**
 * `node build-resources/scripts/make-icons.mjs`: draws the committed icon files from icons/icon.svg (icon-small.svg up
 * to 32 px) in a headless Chromium: PNGs for Linux, and the .ico and .icns containers, which both may hold PNGs. Run it
 * after changing either drawing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { inProject, isRoot } from './lib/paths.mjs';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
/** Type codes of PNG entries in an icns file; `ic11` to `ic14` are the doubled resolutions. */
const ICNS_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
];

const file = (/** @type {string} */ name) => inProject('build-resources', 'icons', name);

/** @returns {Promise<Map<number, Buffer>>} */
async function draw() {
  const large = readFileSync(file('icon.svg'), 'utf8');
  const small = readFileSync(file('icon-small.svg'), 'utf8');
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: isRoot() ? ['--no-sandbox'] : [],
  });
  const drawn = new Map();
  try {
    const page = await browser.newPage();
    for (const size of SIZES) {
      const svg = size <= 32 ? small : large;
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(
        `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
      );
      drawn.set(size, await page.screenshot({ omitBackground: true }));
    }
  } finally {
    await browser.close();
  }
  return drawn;
}

/** @param {Map<number, Buffer>} images @param {number} size @returns {Buffer} */
function image(images, size) {
  const found = images.get(size);
  if (!found) throw new Error(`no image of ${size} px was drawn`);
  return found;
}

/** @param {Map<number, Buffer>} images */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * ICO_SIZES.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(ICO_SIZES.length, 4);
  let offset = head.length;
  ICO_SIZES.forEach((size, index) => {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at); // 256 is written as 0
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(image(images, size).length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += image(images, size).length;
  });
  return Buffer.concat([head, ...ICO_SIZES.map((size) => image(images, size))]);
}

/** @param {string} type @param {Buffer} content */
function icnsBlock(type, content) {
  const head = Buffer.alloc(8);
  head.write(type, 'ascii');
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}

const images = await draw();
for (const [size, png] of images) writeFileSync(file(`${size}x${size}.png`), png);
writeFileSync(file('icon.ico'), ico(images));
const entries = ICNS_TYPES.map(([type, size]) => icnsBlock(String(type), image(images, Number(size))));
writeFileSync(file('icon.icns'), icnsBlock('icns', Buffer.concat(entries)));
console.log(`drew ${images.size} sizes into build-resources/icons/`);
