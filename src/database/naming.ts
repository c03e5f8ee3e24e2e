import { DefaultNamingStrategy } from 'typeorm';

const toSnake = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** `CardSet.releasedOn` -> `card_set.released_on`: SQL reads as SQL, TypeScript as TypeScript. */
export class SnakeNaming extends DefaultNamingStrategy {
  override tableName(className: string, customName: string | undefined): string {
    return customName ?? toSnake(className.replace(/Entity$/, ''));
  }

  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? toSnake(propertyName);
  }
}
