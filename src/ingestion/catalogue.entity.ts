import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** A market of its own: Pokemon, Lorcana, or the simulated one. Models, signals and runs never mix two games. */
@Entity()
@Unique('game_slug_key', ['slug'])
export class GameEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @Column('text') slug: string;
  @Column('text') name: string;
  @Column('boolean') isSimulated: boolean;
}

/** A release of cards. */
@Entity()
@Unique('card_set_game_id_name_key', ['gameId', 'name'])
export class CardSetEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('GameEntity', { name: 'card_set_game_id_fkey' })
  @Column('integer')
  gameId: number;
  @Column('text') name: string;
  @Column('date', { nullable: true }) releasedOn: string | null;
}

/** One design in one set: name and number. Its printings differ in variant, condition, grade or language. */
@Entity()
@Unique('card_set_id_name_number_key', ['setId', 'name', 'number'])
export class CardEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('CardSetEntity', { name: 'card_set_id_fkey' })
  @Column('integer')
  setId: number;
  @Column('text') name: string;
  /** The collector number as printed; empty where the product has none (sealed boxes). */
  @Column('text') number: string;
  @Column('text', { nullable: true }) rarity: string | null;
  @Column('text') productType: string;
}

/** What has a price: one card in one variant, condition, grade and language. `cardId` is its public name. */
@Entity()
@Unique('printing_card_id_key', ['cardId'])
@Unique('printing_identity_key', ['cardRef', 'variant', 'condition', 'grade', 'language', 'distinction'])
@Index('printing_game_id_idx', ['gameId'])
export class PrintingEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' }) id: number;
  @ForeignKey('GameEntity', { name: 'printing_game_id_fkey' })
  @Column('integer')
  gameId: number;
  @ForeignKey('CardEntity', { name: 'printing_card_ref_fkey' })
  @Column('integer')
  cardRef: number;
  @Column('text') cardId: string;
  @Column('text') variant: string;
  /** NM, LP, MP, HP or DMG; `UNSPECIFIED` where the source blends conditions. */
  @Column('text') condition: string;
  /** `RAW`, or COMPANY_GRADE such as PSA_10. */
  @Column('text') grade: string;
  /** ISO 639-1, or `UNSPECIFIED`. */
  @Column('text') language: string;
  /** Tells apart source products that agree in everything else (two promos of one name and number). Empty for most. */
  @Column('text') distinction: string;
  /** grail, chase, meta or personal; null where nobody tracks it. */
  @Column('text', { nullable: true }) category: string | null;
}
