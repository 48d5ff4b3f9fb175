import inter from 'inter-ui/variable/InterVariable.woff2?url';
import interLatin from 'inter-ui/variable-latin/InterVariable-subset.woff2?url';
import monoCyrillic from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-cyrillic-wght-normal.woff2?url';
import monoGreek from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-greek-wght-normal.woff2?url';
import monoLatin from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';
import monoLatinMore from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-ext-wght-normal.woff2?url';

interface Cut {
  readonly url: string;
  /** The characters it is asked for; what no cut has comes from the system, such as Chinese and emoji. */
  readonly range: string;
}

const families: readonly {
  readonly name: string;
  readonly weight: string;
  /** Loaded before anything is drawn, so that nothing is measured or shown in another type. */
  readonly first: Cut;
  /** Loaded once a character of theirs is shown. */
  readonly others: readonly Cut[];
}[] = [
  {
    name: 'Inter Variable',
    weight: '100 900',
    first: {
      url: interLatin,
      range:
        'U+20-7E, U+A0-AC, U+AE-FF, U+131, U+152-153, U+2BB-2BC, U+2C6, U+2DA, U+2DC, U+2000-200B, U+2010-2027, U+202F-2055, U+2057, U+205F, U+2074, U+20AC, U+2122, U+2191, U+2193, U+2212',
    },
    others: [
      {
        url: inter,
        range:
          'U+100-130, U+132-151, U+154-2BA, U+2BD-2C5, U+2C7-2D9, U+2DB, U+2DD-1FFF, U+2070-2073, U+2075-20AB, U+20AD-2121, U+2123-2190, U+2192, U+2194-2211, U+2213-2BFF',
      },
    ],
  },
  {
    name: 'JetBrains Mono Variable',
    weight: '100 800',
    first: {
      url: monoLatin,
      range:
        'U+20-FF, U+131, U+152-153, U+2BC, U+2C6, U+2DA, U+2DC, U+2013-2014, U+2018-201E, U+2022, U+2026, U+2032-2033, U+2039-203A, U+2044, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215',
    },
    others: [
      { url: monoCyrillic, range: 'U+400-45F, U+490-491, U+4B0-4B1, U+2116' },
      { url: monoGreek, range: 'U+370-3FF' },
      { url: monoLatinMore, range: 'U+100-130, U+132-151, U+154-2BA, U+2BD-2C5, U+1E00-1EFF, U+20A0-20AB' },
    ],
  },
];

/**
 * Makes the application’s own type known to the page, from files that are part of it. Where one cannot be loaded, the
 * type of the system stands in.
 */
export async function loadFonts(): Promise<void> {
  const first = families.map(({ name, weight, first: latin, others }) => {
    const face = ({ url, range }: Cut): FontFace =>
      new FontFace(name, `url(${JSON.stringify(url)})`, { weight, unicodeRange: range });
    const now = face(latin);
    for (const one of [now, ...others.map(face)]) document.fonts.add(one);
    return now.load();
  });
  await Promise.allSettled(first);
}
