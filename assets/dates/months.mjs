// Prints months.txt: the names of the months in the languages of Windows, macOS and LibreOffice.
//   node assets/dates/months.mjs > assets/dates/months.txt
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const regions = letters.flatMap((a) => letters.map((b) => a + b));
const known = `af am ar as az be bg bn br bs ca cs cy da de el en eo es et eu fa fi fil fo fr fy ga gd gl gu he hi hr hu hy
  id is it ja ka kk km kn ko kok ky lb lo lt lv mi mk ml mn mr ms mt nb ne nl nn or pa pl ps pt rm ro ru sd si sk sl sq sr
  sv sw ta te tg th tk tr tt ug uk ur uz vi yue zh az-Cyrl bs-Cyrl sr-Latn uz-Cyrl zh-Hant`.split(/\s+/);
const isKnown = (tag) => new Intl.DateTimeFormat(tag).resolvedOptions().locale === tag;
const languages = known.flatMap((language) => [language, ...regions.map((region) => `${language}-${region}`)]).filter(isKnown);
const tidy = (text) => text.normalize('NFC').replace(/[\u0307\u200e\u200f\u061c]/g, '');
// What a word is here and in forms.rs: letters, and what isn't ASCII, a blank, a digit or a comma.
const words = (text) => tidy(text.toLowerCase()).match(/(?:\p{Alphabetic}|(?![\s،\p{Nd}])[^\x00-\x7f])+/gu) ?? [];
const forms = [];
for (const language of languages) {
  const common = { timeZone: 'UTC', calendar: 'gregory', numberingSystem: 'latn' };
  for (const form of ['short', 'long'].flatMap((month) => [{ month }, { month, day: 'numeric' }, { month, day: 'numeric', year: 'numeric' }])) {
    forms.push(new Intl.DateTimeFormat(language, { ...form, ...common }));
  }
  forms.push(new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...common }));
}
const days = Array.from({ length: 12 }, (_, month) => Date.UTC(2027, month, 28));
// Words that are no name: between the parts, signs after a number (3月, Thg 3), and prepositions.
// The first are Mongolian for "month": ICU gives its ending as a part of its own.
const between = new Set(['сар', 'сарын']);
for (const day of days) {
  for (const { type, value } of forms.flatMap((form) => form.formatToParts(day))) {
    const isPreposition = (word) => /^(\p{Script=Latin}{1,2}|dhen)$/u.test(word);
    const all = words(value);
    const found = type === 'month' && !/\d/.test(value) ? (all.length > 1 ? all.filter(isPreposition) : []) : all;
    found.forEach((word) => between.add(word));
  }
}
// A name of several words is written as one.
const key = (text) => words(text).filter((word) => !between.has(word)).join('');
// Programs leave accents out: Μαϊ of Μαΐου.
const bare = (name) => /^[\p{Script=Latin}\p{Script=Greek}]+$/u.test(name)
  ? [/\u0301/g, /[\u0300-\u036f]/g].map((accents) => name.normalize('NFD').replace(accents, '').normalize('NFC')) : [];
const named = days.map((day) => new Set(forms.map((form) => key(form.format(day))).filter((name) => name !== '')));
const months = named.map((names, at) => {
  const isOther = (name) => named.some((others, month) => month !== at && others.has(name));
  return new Set([...names, ...[...names].flatMap(bare).filter((name) => !isOther(name))]);
});
console.log(`# The names of the months, a line for each month, and the words between day, month and year.
# CLDR ${process.versions.cldr}, © Unicode, Inc., Unicode License v3 (https://www.unicode.org/license.txt); see months.mjs.`);
for (const words of [...months, between]) console.log([...words].sort().join(' '));
