// Writes ../world.json from the two packages: npm ci --ignore-scripts && node make-world.mjs
import { readFile, writeFile } from 'node:fs/promises';

const read = async name => JSON.parse(await readFile(new URL(`node_modules/${name}`, import.meta.url)));
const atlas = await read('world-atlas/countries-110m.json');
const countries = await read('world-countries/countries.json');

// TopoJSON: borders stand once, as quantised differences; a negative index means one walked backwards.
const { scale, translate } = atlas.transform;
const borders = atlas.arcs.map(arc => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
});
const ring = indices => indices.flatMap((index, i) => {
  const border = index < 0 ? borders[~index].toReversed() : borders[index];
  return i === 0 ? border : border.slice(1);
});
const polygons = geometry => (geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs).flatMap(polygon => polygon.flatMap(indices => cut(ring(indices))));

// Shapes go on past 180 degrees on the other side of the map: walked without the jump, then cut at both sides.
function cut(points) {
  const walked = [points[0]];
  for (const [x, y] of points.slice(1)) {
    const [last] = walked.at(-1);
    walked.push([x - 360 * Math.round((x - last) / 360), y]);
  }
  // Only Antarctica goes all the way round; its ring is closed through the pole.
  if (Math.abs(walked.at(-1)[0] - walked[0][0]) > 180) walked.push([walked.at(-1)[0], -90], [walked[0][0], -90]);
  return [-360, 0, 360]
    .map(shift => half(half(walked.map(([x, y]) => [x + shift, y]), 1), -1))
    .filter(part => part.length > 2);
}

// Sutherland and Hodgman's: what lies within side * x <= 180.
function half(points, side) {
  return points.flatMap((point, i) => {
    const before = points.at(i - 1);
    const [inside, wasInside] = [side * point[0] <= 180, side * before[0] <= 180];
    const share = (180 * side - before[0]) / (point[0] - before[0]);
    const crossing = inside === wasInside ? [] : [[180 * side, before[1] + share * (point[1] - before[1])]];
    return inside ? [...crossing, point] : crossing;
  });
}

// Tenths of a degree are a hundredth of the width of a line on the map. Flat: longitude, latitude, longitude, ...
const flat = points => points.flat().map(degrees => Math.round(degrees * 10) / 10);
const shapes = new Map(atlas.objects.countries.geometries.map(geometry => [geometry.id ?? geometry.properties.name, polygons(geometry).map(flat)]));
const shapeOf = country => shapes.get(country.ccn3) ?? shapes.get(country.name.common) ?? [];

const world = countries.toSorted((a, b) => a.name.common.localeCompare(b.name.common, 'en')).map(country => ({
  name: country.name.common,
  code: country.cca3,
  region: country.region,
  subregion: country.subregion,
  unMember: country.unMember,
  latitude: Math.round(country.latlng[0] * 10) / 10,
  longitude: Math.round(country.latlng[1] * 10) / 10,
  rings: shapeOf(country),
}));
const used = new Set(countries.map(country => (shapes.has(country.ccn3) ? country.ccn3 : country.name.common)));
const unknown = [...shapes].filter(([id]) => !used.has(id)).map(([id, rings]) => ({ name: id, rings }));
// One country a line, so that a change of the source can be read.
await writeFile(new URL('../world.json', import.meta.url),
  `{"countries": [\n${world.map(country => JSON.stringify(country)).join(',\n')}\n],\n"others": [\n${unknown.map(shape => JSON.stringify(shape)).join(',\n')}\n]}\n`);
console.log(`${world.length} countries, ${world.filter(country => country.rings.length > 0).length} with a shape, others: ${unknown.map(shape => shape.name).join(', ')}`);
