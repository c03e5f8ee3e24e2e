import { describe, expect, it } from 'vitest';
import { characterOf } from './character.js';

describe('characterOf', () => {
  it.each([
    ['Charizard', 'charizard'],
    ['Charizard ex (Special Illustration)', 'charizard'],
    ['Dark Charizard', 'charizard'],
    ['M Charizard EX', 'charizard'],
    ['Charizard-EX', 'charizard'],
    ['Charizard ex - 199/165', 'charizard'],
    ["Team Rocket's Mewtwo ex", 'mewtwo'],
    ["Team Aqua's Kyogre", 'kyogre'],
    ["Misty's Psyduck", 'psyduck'],
    ["Lt. Surge's Raichu", 'raichu'],
    ["N's Zoroark ex", 'zoroark'],
    ['Pikachu V-UNION', 'pikachu'],
    ['Pikachu [Winner]', 'pikachu'],
    ['Rayquaza VMAX (Secret)', 'rayquaza'],
    ['Radiant Greninja', 'greninja'],
    ['Alolan Vulpix VSTAR', 'vulpix'],
    ['Elsa - Snow Queen', 'elsa'],
    ['Elsa - Snow Queen (Enchanted)', 'elsa'],
    ['Mickey Mouse - Brave Little Tailor', 'mickey mouse'],
  ])('reads %s as %s', (cardName, character) => {
    expect(characterOf(cardName)).toBe(character);
  });

  it.each([
    ['Mewtwo', 'mewtwo'],
    ['Exeggcute', 'exeggcute'],
    ['Vaporeon', 'vaporeon'],
    ['Ho-Oh', 'ho-oh'],
    ['Porygon-Z', 'porygon-z'],
    ["Farfetch'd", "farfetch'd"],
    ['Mr. Mime', 'mr. mime'],
    ['Starmie', 'starmie'],
    ['Darkrai', 'darkrai'],
  ])('does not take a part of the name itself for a suffix or a prefix: %s', (cardName, character) => {
    expect(characterOf(cardName)).toBe(character);
  });

  it.each(['', '   ', '(Secret)'])('knows nobody in the name "%s"', (cardName) => {
    expect(characterOf(cardName)).toBeNull();
  });
});
